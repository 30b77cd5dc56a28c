"""That nothing else changes, asked of the second engine.

Knows: both bundles as Boolean variables, and how it is asked whether they differ outside some boxes.
Must not know: how boxes were found, how the solver works.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ostiary.model.bundle import Bundle
from ostiary.promises.boxes import Box
from ostiary.promises.difference.aspects import Aspect
from ostiary.promises.difference.gates import Gates
from ostiary.promises.difference.points import Points
from ostiary.promises.difference.twofold import Answers, Sides
from ostiary.promises.solver import Answer, Solver
from ostiary.promises.space import Space


class Question:
    """Two bundles, read once more; ``rules`` is how many rules that took, of both together."""

    def __init__(self, old: Bundle, new: Bundle, space: Space, aspects: Iterable[Aspect]) -> None:
        self._gates = Gates()
        sides = Sides(self._gates, (old, new), space.days[0].first)
        before, after = (Answers(self._gates, sides, one) for one in (old, new))
        both = [before.allowed, after.allowed]
        asked = (self._gates.differ(before.reached(one), after.reached(one)) for one in aspects)
        otherwise = [self._gates.differ(*both), *(self._gates.every([*both, one]) for one in asked)]
        self._otherwise = self._gates.some(otherwise)
        self._points = Points(self._gates, sides, space, (old, new))
        self.rules = before.rules + after.rules

    def differs_outside(self, boxes: Sequence[Box]) -> Answer:
        """Whether some request that is in none of these boxes is answered otherwise, or with other duties.

        ``unknown`` is no answer. Raises z3.Z3Exception when the clauses cannot be taken.
        """
        outside = [-self._points.box(one) for one in boxes]
        asked = self._gates.every([self._otherwise, *outside])
        return Solver(self._gates.clauses).can_hold([asked])
