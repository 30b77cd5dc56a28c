"""What a gateway has done, counted.

Knows: plain numbers, and how to add to them in a fraction of a microsecond.
Must not know: who asked, what was asked, how numbers are shown.

Nothing is counted by member, agency, purpose or table: whoever may look at the numbers learns nothing about people. The
labels are outcomes and SQLSTATEs, of which there are some forty in all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from time import monotonic
from typing import Final

from ostiary.model.access import Answered

DECISION_BOUNDS: Final = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
"""Seconds. A statement that is known takes some 100 us, a new one some milliseconds; the parser is given two seconds."""

DURABLE_BOUNDS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
"""Seconds. An fdatasync takes from 0.1 ms on a good disk to 10 ms on a bad one; what is beyond waits for something else."""


class Spread:
    """How many durations were at most as long as each bound, each counted once, and how long all took together.

    The last of ``counts`` has those beyond the last bound.
    """

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def note(self, seconds: float) -> None:
        """Count one duration."""
        self.counts[bisect_left(self.bounds, seconds)] += 1
        self.total += seconds


class Stopwatch:
    """Notes in a spread how long it took from ``start`` to the first ``stop`` after it."""

    __slots__ = ("_since", "_spread")

    def __init__(self, spread: Spread) -> None:
        self._spread = spread
        self._since = 0.0

    def start(self) -> None:
        """From now on."""
        self._since = monotonic()

    def stop(self) -> None:
        """Until now, unless it has been stopped before."""
        if self._since:
            self._spread.note(monotonic() - self._since)
            self._since = 0.0


class Tally:
    """The counts of one process since its start. They only grow."""

    __slots__ = (
        "accesses", "admitted", "bugs", "bytes_released", "cancels", "connections", "decisions", "durable_waits",
        "errors", "logins_refused", "rows", "turned_away",
    )  # fmt: skip

    def __init__(self) -> None:
        self.connections = 0
        self.admitted = 0
        self.logins_refused = 0
        self.cancels = 0
        self.bugs = 0
        self.rows = 0
        self.bytes_released = 0
        self.accesses: defaultdict[str, int] = defaultdict(int)
        self.errors: defaultdict[str, int] = defaultdict(int)
        self.turned_away: defaultdict[str, int] = defaultdict(int)
        self.decisions = Spread(DECISION_BOUNDS)
        self.durable_waits = Spread(DURABLE_BOUNDS)

    def appended(self, answered: Answered) -> None:
        """An entry was handed to the log. A stream is one access, counted when it ends."""
        self.rows += answered.rows
        if answered.outcome != "open":
            self.accesses[answered.outcome] += 1

    def told(self, sqlstates: tuple[str, ...], *, is_admitted: bool) -> None:
        """Errors leave for a client; before its log-in they mean that it was refused."""
        for sqlstate in sqlstates:
            self.errors[sqlstate] += 1
            if not is_admitted:
                self.turned_away[sqlstate] += 1
        self.logins_refused += not is_admitted
