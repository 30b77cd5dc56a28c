"""Places of the made-up city as records give them.

Knows: districts, blocks, and what kinds of places there are.
Must not know: what happens there.
"""

from __future__ import annotations

from typing import Final

from ostiary.demo.city.lots import Lots, tickets
from ostiary.demo.city.names import STREETS

DISTRICTS: Final = tuple(f"{number:03d}" for number in (*range(1, 13), *range(14, 21), 22, 24, 25))
PLACES: Final = tickets({
    "STREET": 30, "APARTMENT": 20, "RESIDENCE": 14, "SIDEWALK": 7, "SMALL RETAIL STORE": 5, "ALLEY": 4,
    "PARKING LOT / GARAGE (NON RESIDENTIAL)": 4, "RESTAURANT": 3, "DEPARTMENT STORE": 3, "GAS STATION": 2,
    "SCHOOL - PUBLIC BUILDING": 2, "CTA TRAIN": 2, "PARK PROPERTY": 2, "BAR OR TAVERN": 1, "": 1,
})  # fmt: skip
_STREETS: Final = tuple(street.upper() for street in STREETS)


def block(lots: Lots) -> str:
    """A block as the public extract gives it: `045XX S KILN AVE`."""
    return f"{lots.below(100):03d}XX {lots.pick('NSEW')} {lots.pick(_STREETS)}"


def district(lots: Lots) -> str:
    """A police district."""
    return lots.pick(DISTRICTS)
