"""The days of a script: how many seconds one has, and how much is asked in its hours.

Knows: when a city's agencies ask much, and when little.
Must not know: who asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HOURS: Final = 24
FIRST_HOUR: Final = 7
"""A script begins at seven in the morning, with the first watch."""

WEIGHTS: Final = (
    40, 34, 28, 22, 18, 18, 26, 60, 110, 150, 160, 150, 120, 140, 160, 170, 160, 130, 110, 105, 105, 95, 75, 55,
)  # fmt: skip
"""How much is asked in each hour of the day, against each other."""
_MEAN: Final = sum(WEIGHTS) / HOURS


ACCESSES_A_DAY: Final = 9_000
"""With so many accesses a day, the planted misuse is about one in a hundred."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days of so many seconds; ``steady``: as much is asked in every hour, and everybody is always there."""

    seconds: float
    steady: bool = True

    def hour(self, at: float) -> float:
        """The hour of the day (0 to below 24) at that second of the script."""
        return (FIRST_HOUR + at / self.seconds * HOURS) % HOURS

    def second(self, day: int, hour: float) -> float:
        """The second of the script at which it is that hour of that day, 0 being the first; a day begins at seven."""
        return (day + ((hour - FIRST_HOUR) % HOURS) / HOURS) * self.seconds

    def weight(self, at: float) -> float:
        """How much is asked then, 1 being the average."""
        return 1.0 if self.steady else WEIGHTS[int(self.hour(at))] / _MEAN

    @property
    def most(self) -> float:
        """The greatest weight that there is."""
        return 1.0 if self.steady else max(WEIGHTS) / _MEAN
