"""The door's side of the budgets of failures: the clock, and the event when one is spent."""

from __future__ import annotations

from datetime import timedelta

from door.door_world import Told
from ostiary.door.events import Event
from ostiary.door.failures import Failures
from ostiary.session.commands import AskBudget, Budget
from ostiary.testing.example import NOON


def test_a_spent_budget_is_told_once_with_the_member() -> None:
    """Looking tells nothing; the failure that takes the last one does, and those beyond it do not."""
    told, now = Told(), [NOON]
    failures = Failures(2, lambda: now[0], told)
    look, fail = AskBudget("p-1"), AskBudget("p-1", has_failed=True)
    assert [failures.answer(each, "1-5") for each in (look, fail, look)] == [
        Budget(2, 2, 1800),
        *[Budget(1, 2, 1800)] * 2,
    ]
    assert told.events == []
    assert failures.answer(fail, "1-5").left == 0
    assert failures.answer(fail, "1-6").left == -1
    assert told.events == [(Event.BUDGET_SPENT, {"member": "p-1", "session": "1-5"})]
    now[0] += timedelta(hours=1)
    assert failures.answer(look, "1-5").left == 1
