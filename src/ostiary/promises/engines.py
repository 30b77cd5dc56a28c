"""Both engines, asked the same questions about one bundle.

Knows: that an answer counts only when both give it.
Must not know: words, what is done about an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Promise
from ostiary.promises.boxes import is_empty
from ostiary.promises.claims import Bulwark, Claim, breaches
from ostiary.promises.formula import Formula, formula_of
from ostiary.promises.proofs import Verdict
from ostiary.promises.solver import Answer, Solver
from ostiary.promises.territory import Territory


class NotSettled(Exception):
    """There is no answer; the message says why."""


@dataclass(frozen=True, slots=True)
class Boxes:
    """The first engine: set algebra."""

    territory: Territory
    bulwark: Bulwark

    @classmethod
    def of(cls, bundle: Bundle, since: date) -> Boxes:
        """All rules of a bundle. Raises TooManyCases."""
        return cls(Territory.alone(bundle, since), Bulwark.of(bundle, since))

    def verdict(self, promise: Promise) -> Verdict:
        """What this engine says of a promise."""
        if not is_empty(breaches(self.territory, Claim.of(self.territory.layout, promise))):
            return "BROKEN"
        return "KEPT" if is_empty(self.bulwark.gaps(promise)) else "KEPT TODAY"


@dataclass(frozen=True, slots=True)
class Engines:
    """A bundle in both engines."""

    bundle: Bundle
    boxes: Boxes
    formula: Formula
    solver: Solver

    @classmethod
    def of(cls, bundle: Bundle, since: date) -> Engines:
        """All rules and promises of a bundle, taken in by both. Raises TooManyCases, and what the solver raises."""
        formula = formula_of(bundle, since)
        return cls(bundle, Boxes.of(bundle, since), formula, Solver(formula.clauses))

    @property
    def encoded(self) -> int:
        """How many rules both have taken in."""
        return min(self.formula.rules, self.boxes.territory.rules)

    def verdict(self, number: int) -> Verdict:
        """What both say of a promise of the bundle, by its place. Raises NotSettled when they differ or one gives up."""
        first, second = self.boxes.verdict(self.bundle.promises[number]), self._second(number)
        if first != second:
            raise NotSettled(f"the engines disagree: {first} by set algebra, {second} by the solver")
        return first

    def _second(self, number: int) -> Verdict:
        broken, ever = self.formula.broken[number], self.formula.ever
        if _decided(self.solver.can_hold([broken, -ever])):
            return "BROKEN"
        return "KEPT TODAY" if _decided(self.solver.can_hold([broken, ever])) else "KEPT"


def _decided(answer: Answer) -> bool:
    if answer == "unknown":
        raise NotSettled("the solver gave up")
    return answer == "yes"
