"""What the design promises, each beside what was measured.

Knows: the targets of the design's section on performance, as bounds on series.
Must not know: how anything is measured or drawn.

A target that was not measured is no target met: it is left out, and a table that lacks it says so by lacking it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from bench.report import Result
from bench.series import Spread


@dataclass(frozen=True, slots=True)
class Target:
    """One promise: the median of a series is ``at least`` or ``at most`` the bound."""

    question: str
    series: str
    way: Literal["at least", "at most"]
    bound: float
    unit: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target and what was measured."""

    target: Target
    spread: Spread

    @property
    def is_met(self) -> bool:
        """Whether the median keeps the promise."""
        median, bound = self.spread.median, self.target.bound
        return median >= bound if self.target.way == "at least" else median <= bound

    @property
    def score(self) -> float:
        """How far the median is from the bound: 1 at the bound, above 1 better, below 1 worse."""
        median, bound = max(self.spread.median, 1e-9), self.target.bound
        return median / bound if self.target.way == "at least" else bound / median


TARGETS: Final = (
    Target("look-ups, 8 clients, prepared, against PgBouncer", "lookups/prepared/8/gateway:pgbouncer", "at least", 0.8, "x"),
    Target("look-ups, 32 clients, prepared, against PgBouncer", "lookups/prepared/32/gateway:pgbouncer", "at least", 0.8, "x"),
    Target("look-ups, 8 clients, extended, against PgBouncer", "lookups/extended/8/gateway:pgbouncer", "at least", 0.8, "x"),
    Target("look-ups, 32 clients, extended, against PgBouncer", "lookups/extended/32/gateway:pgbouncer", "at least", 0.8, "x"),
    Target("one look-up: what the door adds beyond one fdatasync, median", "lookups/prepared/1/added/p50/beyond-sync", "at most", 0.15, "ms"),
    Target("the same, 99 of 100", "lookups/prepared/1/added/p99/beyond-sync", "at most", 1.0, "ms"),
    Target("a long answer, every subject recorded, against direct", "streams/reader/gateway:direct", "at least", 0.7, "x"),
    Target("the same, read by psql", "streams/psql/gateway:direct", "at least", 0.7, "x"),
    Target("a decision under 2,000 rules", "decisions/index/2000", "at most", 3, "us"),
    Target("the index of 2,000 rules is built", "decisions/build/2000", "at most", 300, "ms"),
    Target("a decision that a session has had before", "decisions/again/2000", "at most", 3, "us"),
    Target("all promises of 2,000 rules, by both engines", "proofs/all/2000", "at most", 1000, "ms"),
    Target("a statement seen before: parse, footprint, rewrite", "statements/cached", "at most", 5, "us"),
    Target("a statement of 1 kB not seen before", "statements/uncached", "at most", 500, "us"),
    Target("durable appends, 32 sessions, against Tessera's POSIX log", "log/clear:tessera/32", "at least", 5, "x"),
    Target("the same, sealed", "log/sealed:tessera/32", "at least", 5, "x"),
    Target("a log of 1,000,000 entries is verified", "log/verify/1000000", "at most", 60, "s"),
    Target("cut-off of 1,000 sessions: last byte after the commit", "cutoffs/1000", "at most", 250, "ms"),
    Target("all detectors over 10,000,000 synthetic events", "watch/total/10000000", "at most", 60, "s"),
    Target("the same, memory at its largest", "watch/total/10000000/memory", "at most", 2048, "MB"),
    Target("memory of a session that waits", "memory/idle-session", "at most", 60, "kB"),
)  # fmt: skip


def verdicts(result: Result) -> Iterator[Verdict]:
    """Each target that was measured, in order."""
    for target in TARGETS:
        series = result.find(target.series)
        if series is not None:
            yield Verdict(target, series.spread)
