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


class KeptStatements:
    """The named statements of one backend, the least recently used first."""

    __slots__ = ("_latest", "_names")

    def __init__(self) -> None:
        self._names: dict[str, None] = {}
        # The statement of the flight that was sent last.
        self._latest = ""

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def __len__(self) -> int:
        return len(self._names)

    def before(self, kept: Kept | None) -> bytes:
        """What goes before a flight that binds this statement, which counts as prepared from then on."""
        self._latest = "" if kept is None else kept.name
        if kept is None:
            return b""
        if kept.name in self._names:
            self._names[kept.name] = self._names.pop(kept.name)
            return b""
        # A name may be there though it is not in our list, see `doubt`. To close what is not there is no error.
        closing = build_close("S", kept.name)
        if len(self._names) >= MAX_KEPT:
            oldest = next(iter(self._names))
            del self._names[oldest]
            closing += build_close("S", oldest)
        self._names[kept.name] = None
        return closing + kept.parse

    def doubt(self) -> None:
        """The last flight met an error, perhaps before its statement was prepared: it is not counted on."""
        self._names.pop(self._latest, None)

    def forget(self) -> None:
        """The server has forgotten all of them (DISCARD ALL)."""
        self._names.clear()
