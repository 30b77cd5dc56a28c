"""What the rules that remain come to.

Knows: that every asker must be permitted, that exceptions release prohibitions, and what else stands in the way.
Must not know: facts, dates, how the numbers came about, words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import NamedTuple

from ostiary.model.request import Allow
from ostiary.policy.index.numbering import Numbering
from ostiary.policy.settlement import settle


class Touched(NamedTuple):
    """The prohibitions that touch: the numbers of those that stand, and of those that an exception released, with its own."""

    standing: tuple[int, ...]
    released: tuple[tuple[int, int], ...]


class Asked(NamedTuple):
    """One group of columns: the rules that remain for each agency that counts; the first ``askers`` of them ask."""

    columns: tuple[str, ...]
    askers: int
    remaining: Sequence[int]


class Verdicts:
    """Reads numbers as a numbering has them."""

    __slots__ = ("_duties", "_in_the_way", "_numbering", "_owing", "_permits", "_prohibitions")

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._permits, self._duties = numbering.permit_bits.mask, numbering.duty_bits.mask
        self._prohibitions, self._owing = numbering.prohibition_bits.mask, numbering.owing_bits.mask
        self._in_the_way = self._prohibitions | self._owing

    def touched(self, bits: int) -> Touched:
        """What becomes of the prohibitions among the rules that remain."""
        releasing: dict[int, int] = {}
        for case in self._numbering.case_bits.read(bits):
            owner, number, _ = self._numbering.cases[case]
            releasing.setdefault(owner, number)
        touching = tuple(self._numbering.prohibition_bits.read(bits))
        return Touched(
            tuple(one for one in touching if one not in releasing),
            tuple((one, releasing[one]) for one in touching if one in releasing),
        )

    def is_open(self, asked: Asked) -> bool:
        """Whether all askers are permitted these columns, and nothing stands in the way of anybody who counts."""
        return all(bits & self._permits for bits in asked.remaining[: asked.askers]) and not any(
            self.is_stopped(bits) for bits in asked.remaining
        )

    def allow(self, groups: Sequence[Asked], record_class: str, *, names_columns: bool) -> Allow:
        """The answer to groups that are all open."""
        every = [bits for group in groups for bits in group.remaining]
        asking = [bits for group in groups for bits in group.remaining[: group.askers]]
        permits, rules = self._numbering.permits, _union(every)
        duties = [self._numbering.duties[one] for one in self._numbering.duty_bits.read(rules)]
        read = frozenset(column for group in groups for column in group.columns if names_columns)
        return Allow(
            tuple(permits[one].source.id for one in self._numbering.permit_bits.read(_union(asking))),
            settle(duties, record_class, read),
            tuple(sorted(set(self._released(every)))),
        )

    def is_stopped(self, bits: int) -> bool:
        """Whether a prohibition stands, or a duty is owed, among the rules that remain for an agency."""
        return bool(bits & self._in_the_way) and bool(bits & self._owing or self.touched(bits).standing)

    def _released(self, every: Sequence[int]) -> Iterator[tuple[str, int]]:
        for bits in every:
            if bits & self._prohibitions:
                for one, number in self.touched(bits).released:
                    yield self._numbering.prohibitions[one].source.id, number


def _union(every: Sequence[int]) -> int:
    return reduce(int.__or__, every, 0)
