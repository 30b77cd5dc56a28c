"""Which bit stands for which rule.

Knows: the regions of a number: permits, exceptions, prohibitions, duties, duties that are owed.
Must not know: facts, dates, requests.

A number is read from its low end, region by region. Within a region bits ascend with rule ids, so that whatever is read
from a number comes in that order. Permits and exceptions *meet*: what is unknown never helps. Prohibitions and duties
*touch*: what is unknown counts as covered. A duty with needs has a second bit, which is set where it touches and a need is
not met: it is then owed, and stands in the way like a prohibition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple, TypeVar

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Condition, Duty, Need, Permit, Prohibition, Source

AnyRule = TypeVar("AnyRule", Permit, Prohibition, Duty)


class Case(NamedTuple):
    """One exception: the prohibition it belongs to, its number there from 1, and when it holds."""

    owner: int
    number: int
    condition: Condition


@dataclass(frozen=True, slots=True)
class Region:
    """The bits from ``start`` up to, and without, ``stop``."""

    start: int
    stop: int

    @property
    def mask(self) -> int:
        """All bits of the region."""
        return (1 << self.stop) - (1 << self.start)

    def read(self, number: int) -> Iterator[int]:
        """Which of the region's bits are set in a number, counted from its start, in ascending order."""
        rest = (number & self.mask) >> self.start
        while rest:
            lowest = rest & -rest
            yield lowest.bit_length() - 1
            rest ^= lowest


class Line(NamedTuple):
    """What stands behind one bit: when it holds, with which needs, and the source whose dates count."""

    condition: Condition
    needs: tuple[Need, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Numbering:
    """The rules of a bundle in the order of their bits, and the region of each kind."""

    permits: tuple[Permit, ...]
    cases: tuple[Case, ...]
    prohibitions: tuple[Prohibition, ...]
    duties: tuple[Duty, ...]
    owing: tuple[Duty, ...]

    @classmethod
    def of(cls, bundle: Bundle) -> Numbering:
        """The numbering of a bundle. The same rule twice is one rule."""
        prohibitions, duties = _in_order(bundle.prohibitions), _in_order(bundle.duties)
        cases = tuple(
            Case(owner, number, condition)
            for owner, one in enumerate(prohibitions)
            for number, condition in enumerate(one.unless, 1)
        )
        owing = tuple(one for one in duties if one.needs)
        return cls(_in_order(bundle.permits), cases, prohibitions, duties, owing)

    @property
    def permit_bits(self) -> Region:
        """Where the permits are."""
        return Region(0, len(self.permits))

    @property
    def case_bits(self) -> Region:
        """Where the exceptions are."""
        return _after(self.permit_bits, len(self.cases))

    @property
    def prohibition_bits(self) -> Region:
        """Where the prohibitions are."""
        return _after(self.case_bits, len(self.prohibitions))

    @property
    def duty_bits(self) -> Region:
        """Where the duties are."""
        return _after(self.prohibition_bits, len(self.duties))

    @property
    def owing_bits(self) -> Region:
        """Where the duties that are owed are."""
        return _after(self.duty_bits, len(self.owing))

    @property
    def meeting(self) -> int:
        """The bits of all that meets."""
        return self.permit_bits.mask | self.case_bits.mask

    @property
    def touching(self) -> int:
        """The bits of all that touches."""
        return self.prohibition_bits.mask | self.duty_bits.mask | self.owing_bits.mask

    @property
    def lines(self) -> tuple[Line, ...]:
        """What stands behind each bit, in order."""
        permits = (Line(one.when, one.when.needs, one.source) for one in self.permits)
        cases = (
            Line(one.condition, one.condition.needs, self.prohibitions[one.owner].source)
            for one in self.cases
        )
        prohibitions = (Line(one.when, (), one.source) for one in self.prohibitions)
        duties = (Line(one.when, (), one.source) for one in self.duties)
        owing = (Line(one.when, one.needs, one.source) for one in self.owing)
        return (*permits, *cases, *prohibitions, *duties, *owing)


def together(bits: Iterable[int]) -> int:
    """The number in which these bits are set."""
    return reduce(lambda number, bit: number | 1 << bit, bits, 0)


def _after(region: Region, length: int) -> Region:
    return Region(region.stop, region.stop + length)


def _in_order(rules: tuple[AnyRule, ...]) -> tuple[AnyRule, ...]:
    return tuple(sorted(dict.fromkeys(rules), key=lambda one: one.source.id))
