"""Sign-ins that failed, as one entry of numbers a minute: strangers can neither fill the log nor write words into it.

Knows: what has been counted, what of it stands in the log already, and when the next entry is due.
Must not know: which names were typed, from where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Final

from ostiary.directives.instants import write_instant
from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import TURNED_AWAY
from ostiary.model.turned_away import TurnedAway, turned_away_payload
from ostiary.store.log.client import append_once

NOTE_SECONDS: Final = 60
"""One entry of some 200 bytes a minute, however many try: 300 kB a day at the most."""

WRONG: Final = "28P01"
"""A name, a password or a code that is wrong, under PostgreSQL's number for it, as at the door."""
TOO_OFTEN: Final = "53300"
"""An attempt that was not made because of those before it."""


class FailedSignIns:
    """The counts of one face."""

    def __init__(self, face: str, log_socket: Path, now: Callable[[], datetime]) -> None:
        self._face = face
        self._socket = log_socket
        self._now = now
        self._fresh: Counter[str] = Counter()
        self._since = now()
        self._lock = Lock()

    def wrong(self) -> None:
        """A name, a password or a code was wrong."""
        self._count(WRONG)

    def too_often(self) -> None:
        """An attempt was not made because of those before it."""
        self._count(TOO_OFTEN)

    def note(self) -> None:
        """Write what was counted since the last entry. What cannot be written stays counted."""
        with self._lock:
            counted, until = self._fresh, self._now()
            if not counted:
                self._since = until
                return
            entry = TurnedAway(self._face, 0, write_instant(self._since), write_instant(until), counted)
            try:
                append_once(self._socket, TURNED_AWAY, turned_away_payload(entry))
            except LogUnavailable:
                # Whether it is durable cannot be known; counted twice is better than never.
                return
            self._fresh, self._since = Counter(), until

    def _count(self, code: str) -> None:
        with self._lock:
            self._fresh[code] += 1
