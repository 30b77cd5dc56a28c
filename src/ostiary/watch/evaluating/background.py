"""A background: accesses among which cases are planted.

Knows: its rows, what is known beside them, who in it can be given a case, its days.
Must not know: whether anybody made them, cases, detectors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ostiary.watch.evaluating.case import Row

HISTORY: Final = 30
"""Accesses from which somebody counts as one with a history."""
OFTEN: Final = 60
"""Accesses from which somebody's hours are known."""
BY_DAY: Final = range(6, 20)
"""Hours of the day."""
MOSTLY: Final = 0.97
"""Of the accesses of somebody who works by day are in these hours; the rest is overtime."""
DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True)
class Background:
    """``rows`` in order of time. ``home`` is the agency whose log it is; ``zone`` its clock; ``form`` how its file is written.

    ``columns`` are those that its log has; ``known`` rows by table. ``is_real`` says whether people made these accesses.
    """

    name: str
    form: str
    is_real: bool
    home: str
    zone: ZoneInfo
    columns: frozenset[str]
    rows: Sequence[Row]
    known: Mapping[str, Sequence[Row]]

    @property
    def first(self) -> date:
        """Its first day on the agency's clock."""
        return self._day(self.rows[0])

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self._day(self.rows[-1]) - self.first).days + 1

    def at(self, day: int, minute: int, second: int) -> int:
        """Ms since 1970 of a moment of its ``day``-th day, by the agency's clock; seconds may go on past the minute."""
        start = datetime.combine(self.first + timedelta(days=day), datetime.min.time(), self.zone)
        local = start.replace(tzinfo=None) + timedelta(minutes=minute, seconds=second)
        return int(local.replace(tzinfo=self.zone).astimezone(UTC).timestamp()) * 1000

    def with_history(self) -> list[str]:
        """Users with a history, those with the least first: a planted case is no drop in their ocean."""
        counted = Counter(str(row["user"]) for row in self.rows if row.get("user"))
        return [
            user
            for user, count in sorted(counted.items(), key=lambda one: (one[1], one[0]))
            if count >= HISTORY
        ]

    def of_day_shift(self) -> list[str]:
        """Users who work by day, and have searched often enough for that to be known, those with the least first."""
        hours: dict[str, Counter[int]] = {}
        for row in self.rows:
            if row.get("user"):
                hours.setdefault(str(row["user"]), Counter())[self._local(row).hour] += 1
        return [user for user in self.with_history() if _is_by_day(hours[user])]

    def _day(self, row: Row) -> date:
        return self._local(row).date()

    def _local(self, row: Row) -> datetime:
        return datetime.fromtimestamp(int(row["at"] or 0) / 1000, self.zone)


def _is_by_day(hours: Mapping[int, int]) -> bool:
    by_day = sum(count for hour, count in hours.items() if hour in BY_DAY)
    return sum(hours.values()) >= OFTEN and by_day >= MOSTLY * sum(hours.values())
