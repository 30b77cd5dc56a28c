"""How much of an answer goes through at once: a portion for each access, a batch for each entry.

Knows: the row counts and limits of a portal, and how many bytes and subjects wait for one entry.
Must not know: entries, the log, the database, in which form the client gets rows.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain, repeat

from ostiary.model.access import Answered, Outcome
from ostiary.session.prepared import Progress
from ostiary.session.upstream import Rows

BATCH_BYTES = 65_536
"""Rows are released in batches: one entry and one fdatasync for some thousand rows. Two are held in memory at most: one
that fills, and one that waits for its entry."""

MAX_SUBJECTS = 16_384
"""Subjects in one entry. Each takes at most 21 bytes of JSON: 344 kB, which with the largest question (512 kB) stay below
the 1 MiB that the log takes for one entry."""


@dataclass(frozen=True, slots=True)
class Portion:
    """How much one access may bring: ``max_rows`` of the portal, 0 for all, and of all its accesses ``row_limit``."""

    max_rows: int = 0
    row_limit: int | None = None
    progress: Progress = field(default_factory=Progress)

    @property
    def is_past_limit(self) -> bool:
        """Whether more rows have come of the portal than one question may bring."""
        return self.row_limit is not None and self.progress.counted > self.row_limit

    def wanted(self, shown: int) -> int:
        """For how many rows to send, 0 for all, when so many have been shown.

        One row more than the limit is asked for, so that reaching it and passing it can be told apart.
        """
        bounds = [self.max_rows - shown] if self.max_rows else []
        if self.row_limit is not None:
            bounds.append(self.row_limit + 1 - self.progress.counted)
        return min(bounds, default=0)


@dataclass(slots=True)
class Batch:
    """Rows that wait for their entry, and the subjects that they are about and that no entry of this access names yet."""

    named: AbstractSet[int] = frozenset()
    rows: list[bytes] = field(default_factory=list)
    subjects: dict[int, None] = field(default_factory=dict)
    count: int = 0
    size: int = 0

    def add(self, rows: Rows) -> None:
        """Add a run of rows."""
        self.rows.append(rows.cut.rows)
        keys = (key for key in rows.cut.keys if key not in self.named) if self.named else rows.cut.keys
        self.subjects.update(dict.fromkeys(keys))
        self.count += rows.count
        self.size += len(rows.cut.rows)

    @property
    def is_full(self) -> bool:
        """Whether it is time to release it."""
        return self.size >= BATCH_BYTES or len(self.subjects) > MAX_SUBJECTS

    def answered(self, outcome: Outcome) -> tuple[Answered, ...]:
        """What entries say of this batch: one, or more when its subjects do not fit one. The first counts the rows."""
        subjects = tuple(self.subjects)
        counts = chain((self.count,), repeat(0))
        starts = range(0, max(len(subjects), 1), MAX_SUBJECTS)
        return tuple(
            Answered(outcome, count, subjects[start : start + MAX_SUBJECTS])
            for start, count in zip(starts, counts, strict=False)
        )
