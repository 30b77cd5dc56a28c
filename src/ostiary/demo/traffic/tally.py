"""What came of the accesses, counted: by agency, by SQLSTATE, and how long answers took.

Knows: outcomes; which SQLSTATEs are refusals.
Must not know: how accesses are made or shown.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from ostiary.demo.traffic.intentions import Intention

Kind: TypeAlias = Literal["answered", "refused", "mistaken", "failed"]

REFUSALS: Final = frozenset({"42501", "28000", "25006", "54000"})
"""The policy, a cut-off, something that writes, the row limit."""
TROUBLE: Final = ("57", "58", "XX", "53", "08", "40")
"""How the SQLSTATEs begin that nobody who asks has caused."""

LOST: Final = "08006"
"""PostgreSQL's own code for a connection that is gone, for when there is no other."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an intention: rows, or a SQLSTATE (empty: answered); ``sent`` is a POSIX time."""

    meant: Intention
    agency: str
    sent: float
    took: float
    rows: int = 0
    sqlstate: str = ""

    @property
    def kind(self) -> Kind:
        """Whether it was answered, refused, asked wrongly, or something was in trouble."""
        if not self.sqlstate:
            return "answered"
        if self.sqlstate in REFUSALS:
            return "refused"
        return "failed" if self.sqlstate.startswith(TROUBLE) else "mistaken"


class Times:
    """How long things took, in steps of five per cent: bounded, however many there are."""

    STEP: Final = math.log(1.05)

    def __init__(self) -> None:
        self._steps: Counter[int] = Counter()

    def add(self, seconds: float) -> None:
        """Count one."""
        self._steps[round(math.log(max(seconds, 1e-6)) / self.STEP)] += 1

    def quantile(self, share: float) -> float:
        """The seconds within which that share of all was done; 0 when there was nothing."""
        left = share * self._steps.total()
        for step, count in sorted(self._steps.items()):
            left -= count
            if left <= 0:
                return math.exp(step * self.STEP)
        return 0.0


@dataclass(slots=True)
class Tally:
    """Everything so far; ``lately`` are the last outcomes, ``missed`` those meant while the member still waited."""

    agencies: dict[str, Counter[Kind]] = field(default_factory=dict)
    kinds: Counter[Kind] = field(default_factory=Counter)
    sqlstates: Counter[str] = field(default_factory=Counter)
    stories: Counter[str] = field(default_factory=Counter)
    times: Times = field(default_factory=Times)
    lately: deque[Outcome] = field(default_factory=lambda: deque(maxlen=5))
    rows: int = 0
    logins: int = 0
    missed: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one."""
        self.agencies.setdefault(outcome.agency, Counter())[outcome.kind] += 1
        self.kinds[outcome.kind] += 1
        self.rows += outcome.rows
        self.times.add(outcome.took)
        self.lately.append(outcome)
        if outcome.sqlstate:
            self.sqlstates[outcome.sqlstate] += 1
        if outcome.meant.story:
            self.stories[outcome.meant.story] += 1

    @property
    def asked(self) -> int:
        """All accesses that were made."""
        return self.kinds.total()
