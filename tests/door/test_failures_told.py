"""The door's side of the budgets of failures: the clock, and the event when one is spent."""

from __future__ import annotations

from dataclasses import replace

from directives.directive_world import Chain
from door.door_world import Told, snapshot
from ostiary.door.events import Event
from ostiary.door.failures import Failures
from ostiary.door.gate import Gate
from ostiary.session.failures import FailureBudgets


def test_a_spent_budget_is_told_once_with_the_member() -> None:
    """The failure that takes the last one is told, and those beyond it are not; a new snapshot has the same budgets."""
    told, budgets = Told(), FailureBudgets(2)
    gate = Gate(replace(snapshot(Chain().register), failures=budgets), lambda: 0.0)
    failures = Failures(gate, told)
    failures.spend("p-1", "1-5")
    assert told.events == []
    gate.doubt_walls()
    failures.spend("p-1", "1-6")
    failures.spend("p-1", "1-6")
    assert told.events == [(Event.BUDGET_SPENT, {"member": "p-1", "session": "1-6"})]
    assert budgets.left("p-1", gate.now()) == -1
