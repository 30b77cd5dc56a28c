"""Where a value stands in a picture.

Knows: round numbers, logarithmic bins, percentages of a width.
Must not know: what is drawn, SVG.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

MOST_BINS: Final = 24
"""Doublings: the last one begins at eight million."""


def ceiling(value: float) -> float:
    """The smallest of 1, 2, 2.5 or 5 times a power of ten that is not below ``value``; of nothing 1."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value * (1 - 1e-12))


def marks(top: float) -> tuple[float, ...]:
    """Where lines run below ``top``, a number of ``ceiling``: at halves and the top, each a number that can be said."""
    return (0, top / 2, top)


def place(part: float) -> str:
    """A part of a width from 0 to 1 as SVG has it: a percentage with two places, never beyond the picture."""
    return f"{min(max(part, 0), 1) * 100:.2f}%"


@dataclass(frozen=True, slots=True)
class Bin:
    """Whole numbers from ``low`` to ``high``, both inside; ``high`` is None where there is no end."""

    low: int
    high: int | None

    @property
    def title(self) -> str:
        """`4`, `4–7`, `64+`."""
        if self.high is None:
            return f"{self.low:,}+"
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,}–{self.high:,}"


def doublings(largest: int) -> tuple[Bin, ...]:
    """1, 2–3, 4–7 and so on, until ``largest`` is in one."""
    count = min(max(largest, 1).bit_length(), MOST_BINS)
    whole = [Bin(2**at, 2 ** (at + 1) - 1) for at in range(count)]
    return (*whole[:-1], Bin(whole[-1].low, None)) if count == MOST_BINS else tuple(whole)


def every(count: int, room: int) -> int:
    """Which labels of ``count`` are written where ``room`` have place: each one, each second..."""
    return max(1, math.ceil(count / room))
