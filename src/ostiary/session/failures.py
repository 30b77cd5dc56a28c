"""How often a member's questions may fail in the records database: a budget that refills with time.

Knows: that each failure takes one, that time gives back, how much there is at most.
Must not know: clocks, which failure it was, where members are kept.

That a computation failed tells one bit about rows, such as whether somebody is among them, and names nobody. All such errors
look alike, and this bounds how many bits there are: a division by zero against success is a game of so many rounds an hour.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import floor
from typing import Final

REFILL: Final = timedelta(hours=1)
"""In this time a budget that was spent is whole again, a little at a time."""

SIZE: Final = 60
"""Failures an hour where nothing else is set: one a minute, which people who mistype do not reach."""

MAX_MEMBERS: Final = 100_000
"""Budgets kept; each takes some 200 bytes: 20 MB. Those that are whole again are forgotten first, and they are nearly all."""


class FailureBudgets:
    """The budgets of all members who ask here; ``size`` failures each. The same for all sessions of one member."""

    def __init__(self, size: int = SIZE) -> None:
        self.size = size
        # How much of each was spent, and when that was so.
        self._spent: dict[str, tuple[float, datetime]] = {}

    def left(self, member: str, at: datetime) -> int:
        """How many more may fail at that instant; 0 or less: none, and nothing may be asked."""
        return floor(self.size - self._spent_at(member, at))

    def spend(self, member: str, at: datetime) -> int:
        """One has failed; how many are left.

        Sessions of one member that failed at once can overdraw the budget, by as much again at most.
        """
        spent = min(self._spent_at(member, at) + 1, 2.0 * self.size)
        if member not in self._spent and len(self._spent) >= MAX_MEMBERS:
            self._forget_whole(at)
        self._spent[member] = (spent, at)
        return floor(self.size - spent)

    @property
    def seconds_for_one(self) -> int:
        """How long it takes until one more may fail."""
        return -(-int(REFILL.total_seconds()) // self.size)

    def _spent_at(self, member: str, at: datetime) -> float:
        held = self._spent.get(member)
        if held is None:
            return 0.0
        spent, then = held
        # A clock that was set back gives nothing back, and takes nothing.
        passed = max(at - then, timedelta(0))
        return max(0.0, spent - self.size * (passed / REFILL))

    def _forget_whole(self, at: datetime) -> None:
        self._spent = {member: held for member, held in self._spent.items() if self._spent_at(member, at) > 0}
