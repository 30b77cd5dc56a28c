"""Which statements one backend has prepared by name.

Knows: their names, the order of their use, how many there may be, and what an error leaves in doubt.
Must not know: what a statement says, who asks, decisions.

A name is made from its statement, so that what stands under it is never another. It is a plan that the server need not
make again, and nothing more: whether it may be executed is decided each time before anything is sent.
"""

from __future__ import annotations

from typing import Final

from ostiary.pgwire.frontend import build_close
from ostiary.session.commands import Kept

MAX_KEPT: Final = 32
"""Statements a backend. A plan over two walls takes some 100 kB of the server's memory: 3 MB."""

MAX_DOUBTED: Final = 8
"""Closed once more before a statement is prepared, in 60 bytes each. So many flights in a row must fail before their first
message is read for one of them to stay."""


class KeptStatements:
    """The named statements of one backend, the least recently used first."""

    __slots__ = ("_closed", "_doubted", "_latest", "_names")

    def __init__(self) -> None:
        self._names: dict[str, None] = {}
        # The statement of the flight that was sent last, and those that it closed.
        self._latest = ""
        self._closed: list[str] = []
        # Those that may be there though they are not counted on: they are closed before another is prepared.
        self._doubted: list[str] = []

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def __len__(self) -> int:
        return len(self._names)

    def before(self, kept: Kept | None) -> bytes:
        """What goes before a flight that binds this statement, which counts as prepared from then on."""
        self._latest, self._closed = "" if kept is None else kept.name, []
        if kept is None:
            return b""
        if kept.name in self._names:
            self._names[kept.name] = self._names.pop(kept.name)
            return b""
        # A name may be there though it is not in our list, see `doubt`. To close what is not there is no error.
        self._closed, self._doubted = [*self._doubted, kept.name], []
        if len(self._names) >= MAX_KEPT:
            oldest = next(iter(self._names))
            del self._names[oldest]
            self._closed.append(oldest)
        self._names[kept.name] = None
        return b"".join(build_close("S", name) for name in self._closed) + kept.parse

    def doubt(self) -> None:
        """The last flight met an error, perhaps before its statement was prepared: it is not counted on.

        Nor is it forgotten, and neither is what the flight was to close: a client that has each of its statements
        cancelled would fill the server's memory with them.
        """
        if self._latest in self._names:
            del self._names[self._latest]
            tried = [name for name in (*self._doubted, *self._closed) if name != self._latest]
            self._doubted = [*tried, self._latest][-MAX_DOUBTED:]

    def forget(self) -> None:
        """The server has forgotten all of them (DISCARD ALL)."""
        self._names.clear()
        self._doubted.clear()
