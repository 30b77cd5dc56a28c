"""The whole allowed language: what a statement means, whom its entry names, what it is said to have asked."""

from __future__ import annotations

from hypothesis import HealthCheck, event, given, settings

from ostiary.sql.plan import Select, Unsupported
from ostiary.sql.statement import plan_statement
from sql.bypass_world import GROUND
from sql.conftest import Walled
from sql.made_up import Grade, MadeUp, statements
from sql.meaning_world import asked_of, composed_of, is_same, narrow_to

REFUSED = ("plain columns", "does not name", "pick", "only groups", "of its own query")
"""Why a made-up statement may have no answer, in the words of its refusal."""


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(made_up=statements())
def test_a_statement_means_what_was_asked_and_names_who_is_enough(walled: Walled, made_up: MadeUp) -> None:
    """Its rows are those of the original on copies, which on the recorded subjects' data brings each of them again.

    And it brings nothing else there. That does not hold where rows were left out for what others are like (README,
    "Questions that no row answers").
    """
    plan = plan_statement(made_up.text, GROUND)
    if isinstance(plan, Unsupported):
        event(plan.why)
        assert any(why in plan.why for why in REFUSED), (made_up.text, plan)
        return
    assert isinstance(plan, Select), (made_up.text, plan)
    if not is_same(walled, made_up.text, plan):
        event("failed")
        return
    event("answered")
    _, rows, subjects = composed_of(walled, plan)
    narrow_to(walled, subjects)
    _, again = asked_of(walled.owner, "narrow", made_up.text)
    assert made_up.grade > Grade.MORE or not rows - again, made_up.text
    assert made_up.grade > Grade.EXACT or again == rows, made_up.text
