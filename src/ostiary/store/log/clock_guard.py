"""Whether time goes on: no checkpoint is signed by a clock that stands before what was signed already.

Knows: the moments that a log and its control database remember, and how far a clock may go back.
Must not know: how anything is signed, who set a clock.

Entries say when something was asked, and cosignatures when a tree was seen. A clock that was set back makes the next
entries look older than those before, which is how one would hide when something was done.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from ostiary.store.log import refusals
from ostiary.store.log.folder import LogFolder, read_part
from ostiary.store.log.shared_head import Row
from ostiary.store.log.witnessed import find_witnessed, read_trust
from ostiary.tlog.note import VerifierKey

MAX_BACK_SECONDS = 120
"""A time server may step a clock that has drifted, and a machine that slept wakes late: seconds, at the worst a minute."""

MAX_APART_SECONDS = 120
"""Between this machine and the control database: what an official's command allows too."""

WITNESS_AHEAD_SECONDS = 300
"""A witness's clock may have been so far ahead of ours when its cosignature was taken."""

LAST_CHECKPOINT = "the last checkpoint that was signed"


class ClockGuard:
    """Remembers the latest moment that was seen."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._latest = clock()

    def verify_after(self, marks: Mapping[str, float]) -> None:
        """Raises LogUnavailable when the clock is further behind one of these moments than a clock may go back."""
        now = self._clock()
        for mark, moment in marks.items():
            if now < moment - MAX_BACK_SECONDS:
                raise refusals.CLOCK_BACK.fault(seconds=round(moment - now), mark=mark)

    def tick(self) -> None:
        """Raises LogUnavailable when the clock has gone back since the last tick, further than it may."""
        self.verify_after({LAST_CHECKPOINT: self._latest})
        # Small steps back do not add up: the latest moment stays what it was.
        self._latest = max(self._latest, self._clock())

    def verify_row(self, row: Row) -> None:
        """Raises LogUnavailable when two clocks differ too much, or the row was put there later than it is now."""
        apart = abs(self._clock() - row.now)
        if apart > MAX_APART_SECONDS:
            raise refusals.CLOCKS_APART.fault(seconds=round(apart))
        self.verify_after({"the head in the control database": row.signed_at})


def moments_of(folder: LogFolder, verifier: VerifierKey) -> dict[str, float]:
    """What the log's own files remember: when the head was signed, and when witnesses cosigned last.

    Raises ProofInvalid or LogDamaged when what is cosigned cannot be used, OSError.
    """
    read_part(folder, folder.head)
    marks = {LAST_CHECKPOINT: folder.head.stat().st_mtime}
    witnessed = find_witnessed(folder, verifier, read_trust(folder))
    if witnessed is not None and witnessed.as_of:
        marks["the last cosignatures of witnesses"] = witnessed.as_of - WITNESS_AHEAD_SECONDS
    return marks
