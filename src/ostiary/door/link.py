"""The one backend that a session holds, from its first query to its end.

Knows: when a backend is borrowed, exchanged, given back or dropped.
Must not know: sessions, what is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from ostiary.door.backend import Backend, Receiver
from ostiary.door.pool import Pool
from ostiary.errors import UpstreamDown
from ostiary.session.commands import Kept

WhenSent: TypeAlias = Callable[["UpstreamDown | None"], None]


class Link:
    """A session's way to the database; ``receiver`` is told when bytes have come."""

    def __init__(self, pool: Pool, receiver: Receiver) -> None:
        self._pool = pool
        self._receiver = receiver
        self._backend: Backend | None = None
        self._is_closed = False

    def send(self, profile_id: str, data: bytes, callback: WhenSent, kept: Kept | None = None) -> None:
        """Send as the profile's reader. Calls back once, or raises UpstreamDown.

        A backend of another profile, or one that was lost or spoke unasked while nothing was under way, is exchanged
        first. One that was lost in a transaction is not: the next would know nothing of it.
        """
        held = self._backend
        if held is not None and (held.profile_id != profile_id or (held.is_settled and not held.is_idle)):
            self.give_back()
        if self._backend is None:
            self._pool.lend(profile_id, partial(self._lent, data, callback, kept))
            return
        self._backend.send(data, kept)
        callback(None)

    def send_at_once(self, profile_id: str, data: bytes, kept: Kept | None) -> bool:
        """``send`` where the right backend is in hand and idle; whether it was. Raises UpstreamDown."""
        held = self._backend
        if held is None or held.profile_id != profile_id or not held.is_idle:
            return False
        held.send(data, kept)
        return True

    def take(self) -> bytes | None:
        """What the database has sent; None while there is nothing, empty when it is gone. Raises UpstreamDown."""
        if self._backend is None:
            raise UpstreamDown("the records database is gone")
        data = self._backend.take()
        return data if data or self._backend.is_lost else None

    def cancel(self) -> None:
        """Cancel what is under way on the server; an open transaction alone is not, and its next statement is none that was meant."""
        if self._backend is not None and self._backend.is_under_way:
            self._pool.cancel(self._backend)

    def give_back(self) -> None:
        """Give the backend back; one that is not idle is cancelled and closed."""
        backend, self._backend = self._backend, None
        if backend is not None:
            self._pool.give_back(backend)

    def drop(self) -> None:
        """End the backend and what it is doing; a backend that is still being borrowed goes straight back."""
        self._is_closed = True
        backend, self._backend = self._backend, None
        if backend is not None:
            self._pool.drop(backend)

    def _lent(
        self, data: bytes, callback: WhenSent, kept: Kept | None, backend: Backend | UpstreamDown
    ) -> None:
        if isinstance(backend, UpstreamDown):
            callback(backend)
        elif self._is_closed:
            self._pool.give_back(backend)
        else:
            self._backend, backend.receiver = backend, self._receiver
            callback(_send(backend, data, kept))


def _send(backend: Backend, data: bytes, kept: Kept | None) -> UpstreamDown | None:
    """Whoever waits for a callback must get one, also when the backend is gone already."""
    try:
        backend.send(data, kept)
    except UpstreamDown as error:
        return error
    return None
