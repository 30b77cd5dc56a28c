"""Chance that can be asked again: what lot fell to a record follows from the seed, its table and its number alone.

Knows: a keyed hash as the source of lots, and a law for things of which a few have very many.
Must not know: what the lots are cast for.

No generator has a state: records are made up in any order and by several processes at once, and what a record needs
of another one (whether the person of an arrest is sealed) is asked again instead of being kept. BLAKE2b with 64 bytes
gives 16 lots of 32 bits for less than a microsecond, on every machine the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from struct import Struct
from typing import Final, TypeVar

Thing = TypeVar("Thing")

LOTS_A_RECORD: Final = 16
_LOT_BITS: Final = 32
_SPAN: Final = float(2**_LOT_BITS)
_WORDS: Final = Struct(f"<{LOTS_A_RECORD}I")

_STRIDE: Final = 2_654_435_761
"""A prime near 2**32 divided by the golden ratio: multiples of it spread evenly, and no smaller size divides it."""

BEND: Final = 500
"""The shift of the law of `Crowd` is a 500th of its size."""


class Lots:
    """The lots of one record, drawn one after the other; there are `LOTS_A_RECORD`, and then it raises StopIteration."""

    __slots__ = ("_draw",)

    def __init__(self, key: bytes, number: int) -> None:
        digest = blake2b(number.to_bytes(8, "little"), key=key).digest()
        self._draw: Callable[[], int] = iter(_WORDS.unpack(digest)).__next__

    def below(self, size: int) -> int:
        """A whole number from 0 to ``size`` - 1, each as likely as another as long as ``size`` is far below 2**32."""
        return self._draw() * size >> _LOT_BITS

    def share(self) -> float:
        """A number from 0 (which may come) to 1 (which does not)."""
        return self._draw() / _SPAN

    def happens(self, share: float) -> bool:
        """True in that share of all records."""
        return self._draw() < share * _SPAN

    def pick(self, things: Sequence[Thing]) -> Thing:
        """One of them, each as likely; ``tickets`` makes some likelier."""
        return things[self._draw() * len(things) >> _LOT_BITS]


class Urn:
    """Where the lots of one table come from."""

    __slots__ = ("_key",)

    def __init__(self, seed: int, table: str) -> None:
        self._key = f"{seed}/{table}".encode()

    def lots(self, number: int) -> Lots:
        """The lots of the record with that number."""
        return Lots(self._key, number)


def tickets(weights: Mapping[Thing, int]) -> tuple[Thing, ...]:
    """Each thing as often as it weighs, to be picked from."""
    return tuple(thing for thing, weight in weights.items() for _ in range(weight))


def scattered(number: int, size: int) -> int:
    """Where ``number`` of range(size) stands when all of them are spread over it: each place is taken once.

    Raises ValueError for a size that the stride cannot spread.
    """
    if not 0 <= number < size < _STRIDE:
        raise ValueError(f"{number} is not spread over {size} places")
    return number * _STRIDE % size


@dataclass(frozen=True, slots=True)
class Crowd:
    """Some things, of which a few are met very often and most hardly ever.

    The law is Zipf's with Mandelbrot's shift and the exponent 1, cut off at ``size``: the thing of rank r is met in
    proportion to 1 / (r + size / BEND). The number of things met k times or oftener then falls like 1 / k, up to the
    most met thing, which is met some hundred times as often as the average. It resembles what cohort studies found
    first in Philadelphia (Wolfgang, Figlio, Sellin 1972): 6 of 100 boys were recorded for half of all offences; here
    the first 6 of 100 get 55 of 100. The law is a choice of the demonstration: it is not fitted to a real city.
    """

    size: int

    def rank(self, share: float) -> int:
        """Who is met at that share of all meetings: the inverse of the law's distribution."""
        bend = self.size / BEND
        return min(int(bend * (BEND + 1) ** share - bend), self.size - 1)

    def somebody(self, lots: Lots) -> int:
        """A number of range(size); those often met are spread over all numbers, and are the same in every table."""
        return scattered(self.size - 1 - self.rank(lots.share()), self.size)
