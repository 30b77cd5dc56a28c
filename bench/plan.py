"""How much is measured: a quick look, or the figures for the record.

Knows: the sizes and rounds of each mode.
Must not know: how anything is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Plan:
    """The sizes of one run. Seconds are those of one measurement; each is repeated in every round."""

    name: str
    rounds: int
    lookup_seconds: float
    stream_rows: int
    stream_rounds: int
    append_seconds: float
    cutoff_rounds: int
    sessions: int
    verified_entries: int
    watch_events: int


QUICK: Final = Plan("quick", 2, 1, 100_000, 2, 1, 1, 200, 100_000, 500_000)
FULL: Final = Plan("full", 5, 2, 1_000_000, 5, 2, 3, 1_000, 1_000_000, 10_000_000)
PLANS: Final = {plan.name: plan for plan in (QUICK, FULL)}
