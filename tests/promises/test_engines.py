"""Two engines that know nothing of each other say the same of every promise, and of a tiny world what brute force says."""

from __future__ import annotations

from datetime import date

from hypothesis import given

from ostiary.model.bundle import Bundle
from ostiary.promises.boxes import is_empty
from ostiary.promises.claims import Bulwark, Claim, breaches
from ostiary.promises.formula import formula_of
from ostiary.promises.solver import Solver
from ostiary.promises.territory import Territory
from policy_worlds import STEADY
from promises.promise_worlds import bundles


@STEADY
@given(bundles())
def test_boxes_and_solver_answer_both_questions_alike(bundle: Bundle) -> None:
    """Whether a promise is broken, and whether somebody could add a permit that breaks it."""
    territory, bulwark = Territory.alone(bundle), Bulwark.of(bundle, date.min)
    formula = formula_of(bundle)
    solver = Solver(formula.clauses)
    for promise, literal in zip(bundle.promises, formula.broken, strict=True):
        claim = Claim.of(territory.layout, promise)
        is_broken = not is_empty(breaches(territory, claim))
        assert solver.can_hold([literal, -formula.ever]) == ("yes" if is_broken else "no")
        has_gap = not is_empty(bulwark.gaps(promise))
        assert solver.can_hold([literal, formula.ever]) == ("yes" if has_gap else "no")
        assert has_gap or not is_broken
