"""What a count says about what it is a sample of: shares with their intervals, and quantiles.

Knows: the formulas and where they come from.
Must not know: what is counted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

CONFIDENCE: Final = 0.95
"""Every interval of the watch is of this confidence unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` out of ``of``, both counts, and the interval from ``low`` to ``high`` in which the true share would lie.

    Of nothing there is no share: then ``value`` is None, and the interval is everything from 0 to 1.
    """

    hits: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """From 0 to 1, or None of nothing."""
        return self.hits / self.of if self.of else None


def wilson(hits: int, of: int, confidence: float = CONFIDENCE) -> Share:
    """The share with Wilson's score interval, which holds for few cases, and for none and all of them, too.

    Raises ValueError unless 0 <= hits <= of and 0 < confidence < 1.
    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927) 209-212.
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} is no share")
    if not of:
        return Share(hits, of, 0.0, 1.0)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = hits / of, z * z / of
    middle = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * math.sqrt(share * (1 - share) / of + weight / (4 * of))
    # At none and at all of them the formula ends at 0 and at 1 exactly; floating point ends beside them.
    return Share(
        hits,
        of,
        0.0 if hits == 0 else max(0.0, middle - half),
        1.0 if hits == of else min(1.0, middle + half),
    )


def upper_bound_of_none(of: int, confidence: float = CONFIDENCE) -> float:
    """The largest share that is believable after none of ``of`` cases: the rule of three (3 / of), computed exactly.

    It is one-sided: with a larger share, ``of`` cases without any would be seen with less than 1 - confidence.
    Source: J. A. Hanley and A. Lippman-Hand, If nothing goes wrong, is everything all right?, JAMA 249 (1983) 1743-1745.
    """
    return 1 - math.exp(math.log(1 - confidence) / of) if of > 0 else 1.0


def quantile(ordered: Sequence[float], part: float) -> float:
    """The value below which ``part`` of the values lie, between two neighbours in proportion; 0.5 is the median.

    ``ordered`` is in ascending order and not empty; ``part`` is from 0 to 1. Raises ValueError otherwise.
    Source: R. J. Hyndman and Y. Fan, Sample quantiles in statistical packages, The American Statistician 50 (1996), type 7.
    """
    if not ordered or not 0 <= part <= 1:
        raise ValueError(f"no quantile {part} of {len(ordered)} values")
    place = part * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
