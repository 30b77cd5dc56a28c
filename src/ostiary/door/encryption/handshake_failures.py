"""Handshakes that failed, told to the operators within measure.

Knows: how many were told in this minute.
Must not know: why any of them failed, what a handshake is.

Anybody can make one fail, as often as a connection can be opened: what is told must not fill a disk.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ostiary.door.events import Event, Events

MAX_TOLD: Final = 100
"""A minute. An event has 250 bytes: 36 MB a day at the very worst."""

MINUTE: Final = 60.0


class HandshakeFailures:
    """Tells each failure up to ``MAX_TOLD`` a minute; the next one that is told says how many were not. ``clock`` counts seconds."""

    def __init__(self, events: Events, clock: Callable[[], float]) -> None:
        self._events = events
        self._clock = clock
        self._until = 0.0
        self._told = 0
        self._untold = 0

    def tell(self, client: str, why: str) -> None:
        """One more has failed."""
        now = self._clock()
        if now >= self._until:
            self._until, self._told = now + MINUTE, 0
        if self._told == MAX_TOLD:
            self._untold += 1
            return
        self._told += 1
        self._events.tell(Event.TLS_FAILED, client=client, why=why, untold=self._untold)
        self._untold = 0
