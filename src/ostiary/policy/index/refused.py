"""Why not, column by column: the refusals behind a decision, in the order in which the reference finds them.

Knows: which rules stand against whom, which permits are near, which duties are owed.
Must not know: how refusals are said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ostiary.policy.index.needs import lacking
from ostiary.policy.index.numbering import Numbering
from ostiary.policy.index.tables import Side
from ostiary.policy.index.verdict import Verdicts
from ostiary.policy.refusals import Refusal


class Refusals:
    """Finds the refusals of one group of columns."""

    __slots__ = ("_numbering", "_verdicts")

    def __init__(self, numbering: Numbering, verdicts: Verdicts) -> None:
        self._numbering, self._verdicts = numbering, verdicts

    def of(self, accepting: int, sides: Sequence[Side], askers: int) -> tuple[Refusal, ...]:
        """What stands against columns that these rules accept, for these agencies, of which the first ``askers`` ask."""
        return (
            tuple(self._standing(accepting, sides))
            or tuple(one for side in sides[:askers] for one in self._uncovered(accepting, side))
            or tuple(one for side in sides for one in self._owed(accepting, side))
        )

    def _standing(self, accepting: int, sides: Sequence[Side]) -> Iterator[Refusal]:
        """All prohibitions that stand, each with the first agency it stands against."""
        found: dict[int, Refusal] = {}
        for side in sides:
            for one in self._verdicts.touched(accepting & side.bits).standing:
                rule = self._numbering.prohibitions[one]
                found.setdefault(one, Refusal("prohibited", side.agency, rule.source))
        yield from found.values()

    def _uncovered(self, accepting: int, side: Side) -> Iterator[Refusal]:
        region, permits = self._numbering.permit_bits, self._numbering.permits
        if accepting & side.bits & region.mask:
            return
        near = [permits[one] for one in region.read(accepting & side.accepting)]
        for one in near:
            yield Refusal("need-missing", side.agency, one.source, lacking(one.when.needs, side.met))
        if not near:
            yield Refusal("not-permitted", side.agency)

    def _owed(self, accepting: int, side: Side) -> Iterator[Refusal]:
        for number in self._numbering.owing_bits.read(accepting & side.bits):
            duty = self._numbering.owing[number]
            yield Refusal("duty-unmet", side.agency, duty.source, lacking(duty.needs, side.met))
