"""When things happen in a city: more on a Friday night than on a Tuesday morning, more in July than in January.

Knows: the weight of each hour of the week for several kinds of happenings, and of the seasons.
Must not know: what happens.

The weights are made up after the common shape of such curves; no city was measured.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from math import cos, tau
from typing import Final, NamedTuple

_SECONDS_AN_HOUR: Final = 3_600
_DAYS_A_YEAR: Final = 365.25
_MIDSUMMER: Final = 200
"""The day of the year around which most happens, near the end of July."""


class Rhythm(NamedTuple):
    """Weights of the 24 hours of a day, of the 7 days from Monday on, and how far the seasons swing (0: not at all)."""

    hours: Sequence[int]
    days: Sequence[int]
    swing: float


#                      0                 6                 12                18
STREET: Final = Rhythm(
    (44, 38, 34, 26, 18, 14, 15, 21, 29, 33, 36, 40, 50, 45, 46, 52, 54, 55, 58, 57, 55, 53, 52, 49),
    (98, 97, 97, 98, 106, 110, 100), 0.15,
)  # fmt: skip
"""What is reported to the police: least before dawn, most in the evening; Friday and Saturday nights are loud."""
PATROL: Final = Rhythm(
    (50, 44, 34, 22, 12, 7, 9, 16, 24, 30, 34, 34, 30, 30, 34, 40, 46, 50, 58, 64, 66, 64, 62, 56),
    (90, 98, 102, 104, 112, 106, 84), 0.1,
)  # fmt: skip
"""Stops on the street: between the changes of shift."""
ROADS: Final = Rhythm(
    (9, 6, 4, 4, 8, 22, 52, 78, 80, 62, 55, 58, 62, 62, 66, 78, 88, 90, 76, 56, 42, 34, 26, 16),
    (101, 103, 104, 105, 110, 95, 82), 0.05,
)  # fmt: skip
"""Cars: two rush hours on working days."""
DESK: Final = Rhythm(
    (0, 0, 0, 0, 0, 0, 0, 2, 20, 60, 70, 60, 30, 50, 64, 60, 36, 8, 2, 1, 0, 0, 0, 0),
    (110, 105, 100, 100, 85, 6, 2), 0.0,
)  # fmt: skip
"""Courts and offices."""


class Span:
    """Some whole days, through which happenings are spread in a rhythm."""

    def __init__(self, rhythm: Rhythm, *, end: date, days: int) -> None:
        """The ``days`` before the day ``end``."""
        self._begin = datetime.combine(end, time()) - timedelta(days=days)
        self._reached = list(accumulate(_weights(rhythm, self._begin, days)))

    def moment(self, share: float) -> datetime:
        """The second before which that share (0 to below 1) of everything has happened; more share, later moment."""
        goal = share * self._reached[-1]
        hour = bisect_right(self._reached, goal)
        before = self._reached[hour - 1] if hour else 0.0
        into = (goal - before) / (self._reached[hour] - before)
        return self._begin + timedelta(seconds=int((hour + into) * _SECONDS_AN_HOUR))


def _weights(rhythm: Rhythm, begin: datetime, days: int) -> Sequence[float]:
    """The weight of each hour, one after the other."""
    return [
        hour * rhythm.days[day.weekday()] * season
        for day in (begin + timedelta(days=number) for number in range(days))
        for season in (1 + rhythm.swing * cos(tau * (day.timetuple().tm_yday - _MIDSUMMER) / _DAYS_A_YEAR),)
        for hour in rhythm.hours
    ]
