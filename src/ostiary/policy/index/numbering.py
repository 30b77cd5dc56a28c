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
from functools import reduce
from typing import Final, NamedTuple, TypeVar

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Condition, Duty, Need, Permit, Prohibition, Source

AnyRule = TypeVar("AnyRule", Permit, Prohibition, Duty)


class Case(NamedTuple):
    """One exception: the prohibition it belongs to, its number there from 1, and when it holds."""

    owner: int
    number: int
    condition: Condition


class Region:
    """The bits from ``start`` up to, and without, ``stop``; ``mask`` has them all."""

    __slots__ = ("mask", "start", "stop")

    def __init__(self, start: int, length: int) -> None:
        self.start, self.stop = start, start + length
        self.mask = (1 << self.stop) - (1 << start)

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


class Numbering:
    """The rules of a bundle in the order of their bits, and the region of each kind. The same rule twice is one rule.

    ``touching`` are the bits of all that touches, ``lines`` what stands behind each bit.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.permits: Final = _in_order(bundle.permits)
        self.prohibitions: Final = _in_order(bundle.prohibitions)
        self.duties: Final = _in_order(bundle.duties)
        self.owing: Final = tuple(one for one in self.duties if one.needs)
        self.cases: Final = tuple(
            Case(owner, number, condition)
            for owner, one in enumerate(self.prohibitions)
            for number, condition in enumerate(one.unless, 1)
        )
        self.permit_bits: Final = Region(0, len(self.permits))
        self.case_bits: Final = Region(self.permit_bits.stop, len(self.cases))
        self.prohibition_bits: Final = Region(self.case_bits.stop, len(self.prohibitions))
        self.duty_bits: Final = Region(self.prohibition_bits.stop, len(self.duties))
        self.owing_bits: Final = Region(self.duty_bits.stop, len(self.owing))
        self.touching: Final = self.prohibition_bits.mask | self.duty_bits.mask | self.owing_bits.mask
        self.lines: Final = (
            *(Line(one.when, one.when.needs, one.source) for one in self.permits),
            *(self._line(one) for one in self.cases),
            *(Line(one.when, (), one.source) for one in self.prohibitions),
            *(Line(one.when, (), one.source) for one in self.duties),
            *(Line(one.when, one.needs, one.source) for one in self.owing),
        )

    def _line(self, case: Case) -> Line:
        return Line(case.condition, case.condition.needs, self.prohibitions[case.owner].source)


def together(bits: Iterable[int]) -> int:
    """The number in which these bits are set."""
    return reduce(lambda number, bit: number | 1 << bit, bits, 0)


def _in_order(rules: tuple[AnyRule, ...]) -> tuple[AnyRule, ...]:
    return tuple(sorted(dict.fromkeys(rules), key=lambda one: one.source.id))
