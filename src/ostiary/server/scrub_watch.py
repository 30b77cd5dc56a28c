"""What scrubs of the log find is told, and that none has ended well for too long.

Knows: the note that a scrub leaves in the log's folder, and how old it may be.
Must not know: how anything is scrubbed, who runs it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ostiary.door.events import Event, Events
from ostiary.store.log.scrubbing import LastScrub, maybe_last_scrub

LOOK_SECONDS: Final = 30.0
"""A scrub takes minutes at the least."""

_HOUR: Final = 3600.0


class ScrubWatch:
    """Tells each scrub once, and lateness once until a scrub has ended well again."""

    def __init__(
        self, log_dir: Path, hours: int, events: Events, clock: Callable[[], float] = time.time
    ) -> None:
        """``hours`` is how old the last good scrub may be; 0: nobody asks."""
        self._log_dir = log_dir
        self._hours = hours
        self._events = events
        self._clock = clock
        self._began = clock()
        self._told = _ended_at(maybe_last_scrub(log_dir))
        self._is_late = False

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(LOOK_SECONDS)

    def look(self) -> None:
        """Tell what is new."""
        last = maybe_last_scrub(self._log_dir)
        if last is not None and last.ended_at != self._told:
            self._told = last.ended_at
            if last.findings:
                self._events.tell(Event.SCRUB_FOUND, why=last.findings[0])
            else:
                self._events.tell(Event.SCRUB_GOOD)
        # A log that was never scrubbed is late only after its gateway has run for as long.
        good_at = max(last.good_at if last is not None else 0.0, 0.0) or self._began
        is_late = bool(self._hours) and self._clock() - good_at > self._hours * _HOUR
        if is_late and not self._is_late:
            self._events.tell(Event.SCRUB_LATE, why=f"no scrub has ended well for {self._hours} hours")
        self._is_late = is_late


def _ended_at(last: LastScrub | None) -> float:
    return 0.0 if last is None else last.ended_at
