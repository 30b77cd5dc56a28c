"""What a witness tells whoever keeps it: one JSON line a notice, on standard error.

Knows: the names of notices, and how often strangers can cause one.
Must not know: what is done about any of them.

docs/witness.md explains each; a test compares the two.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from enum import Enum
from typing import Final, TextIO

REFUSED_EVERY: Final = 10.0
"""Seconds between two notices of refusals. Anybody can cause refusals; their number is told, not each of them."""


class Notice(Enum):
    """A notice by its name and level."""

    STARTED = ("started", "info")
    STOPPED = ("stopped", "info")
    COSIGNED = ("cosigned", "info")
    REFUSED = ("refused", "warning")
    CLOCK_BEHIND = ("clock_behind", "error")
    FORK_SHOWN = ("fork_shown", "error")
    FORK_NOT_KEPT = ("fork_not_kept", "error")
    JOURNAL_CONTRADICTS = ("journal_contradicts", "error")


class Notices:
    """Writes notices; what cannot be written is lost, because signing does not depend on it."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._refused_at = -REFUSED_EVERY
        self._untold = 0

    def tell(self, notice: Notice, **facts: str | int) -> None:
        """Write one line. Raises nothing."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        name, level = notice.value
        line = {"timestamp": now, "level": level, "event": name, **facts}
        try:
            self._stream.write(f"{json.dumps(line)}\n")
            self._stream.flush()
        except OSError:
            # Nobody reads any more.
            return

    def refused(self, status: int, origin: str, why: str) -> None:
        """Tell of a refusal, or count it where one was told a moment ago."""
        now = self._clock()
        if now - self._refused_at < REFUSED_EVERY:
            self._untold += 1
            return
        self.tell(Notice.REFUSED, status=status, log=origin, why=why, untold=self._untold)
        self._refused_at, self._untold = now, 0
