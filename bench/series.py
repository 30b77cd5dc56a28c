"""Measured values and what is said of them: the median, and how far they spread.

Knows: rounds, ratios of rounds, quartiles.
Must not know: what was measured.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the values of a series lie."""

    least: float
    first: float
    median: float
    third: float
    most: float


@dataclass(frozen=True, slots=True)
class Series:
    """One question, one value a round. ``name`` is ``part/...``; ``unit`` is written behind the value."""

    name: str
    unit: str
    values: tuple[float, ...]

    @property
    def spread(self) -> Spread:
        """The five numbers of this series. One value is all five."""
        low, high = min(self.values), max(self.values)
        if len(self.values) == 1:
            return Spread(low, low, low, low, low)
        first, middle, third = statistics.quantiles(self.values, n=4, method="inclusive")
        return Spread(low, first, middle, third, high)


class Ledger:
    """Collects the values of many series, round by round, in the order in which they first came."""

    def __init__(self) -> None:
        self._units: dict[str, str] = {}
        self._values: dict[str, list[float]] = {}

    def note(self, name: str, unit: str, value: float) -> None:
        """One more value of a series."""
        self._units.setdefault(name, unit)
        self._values.setdefault(name, []).append(value)

    def values(self, name: str) -> Sequence[float]:
        """The values so far, none for a series that was not measured."""
        return self._values.get(name, ())

    def note_ratio(self, name: str, over: str, under: str) -> None:
        """The ratio of two series, round by round: what disturbs one round disturbs both."""
        self._note_pairs(name, "x", (a / b for a, b in self._rounds(over, under)))

    def note_difference(self, name: str, unit: str, of: str, less: str) -> None:
        """The difference of two series, round by round."""
        self._note_pairs(name, unit, (a - b for a, b in self._rounds(of, less)))

    @property
    def series(self) -> tuple[Series, ...]:
        """All of them."""
        return tuple(Series(name, self._units[name], tuple(found)) for name, found in self._values.items())

    def _rounds(self, one: str, other: str) -> Iterable[tuple[float, float]]:
        return zip(self.values(one), self.values(other), strict=False)

    def _note_pairs(self, name: str, unit: str, values: Iterable[float]) -> None:
        for value in values:
            self.note(name, unit, value)
