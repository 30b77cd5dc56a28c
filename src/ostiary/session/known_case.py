"""What a session knows of the case that it has declared.

Knows: how long an answer of the case table counts.
Must not know: how it was asked, decisions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

OPEN_FOR: Final = timedelta(seconds=60)
"""How long a case that was open counts as open: a transaction lives as long."""

NOT_OPEN_FOR: Final = timedelta(seconds=5)
"""How long one that was not, or that could not be looked up: whoever has just opened it tries again soon."""


@dataclass(frozen=True, slots=True)
class KnownCase:
    """What was found of a case under a policy version, and when. ``has_failed``: nobody could look it up."""

    case: str
    policy: str
    at: datetime
    is_open: bool = False
    has_failed: bool = False

    def counts(self, case: str, policy: str, at: datetime) -> bool:
        """Whether it still says something at that instant. A clock that was set back, or a new day, ends it too."""
        age = at - self.at
        longest = OPEN_FOR if self.is_open else NOT_OPEN_FOR
        is_same = (case, policy, at.date()) == (self.case, self.policy, self.at.date())
        return is_same and timedelta(0) <= age < longest

    def was_asked(self, case: str | None, policy: str) -> bool:
        """Whether somebody could say of this case, under that policy version, if it is open."""
        return not self.has_failed and (case, policy) == (self.case, self.policy)

    def vouches(self, case: str | None, policy: str) -> bool:
        """Whether it says, under that policy version, that this case is open."""
        return self.is_open and (case, policy) == (self.case, self.policy)
