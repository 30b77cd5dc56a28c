"""What the members' budgets of failed questions are asked, and who hears that one is spent.

Knows: the clock that refills them, and the event.
Must not know: which failure it was, what becomes of a session.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ostiary.door.events import Event, Events
from ostiary.session.commands import AskBudget, Budget
from ostiary.session.failures import FailureBudgets


class Failures:
    """The budgets of one worker. ``size`` is what each member has."""

    def __init__(self, size: int, now: Callable[[], datetime], events: Events) -> None:
        self._budgets = FailureBudgets(size)
        self._now = now
        self._events = events

    def answer(self, question: AskBudget, session: str) -> Budget:
        """The member's budget after this; that it is spent is told when it comes to it."""
        budgets, member = self._budgets, question.member
        if question.has_failed and budgets.spend(member, self._now()) == 0:
            self._events.tell(Event.BUDGET_SPENT, member=member, session=session)
        return Budget(budgets.left(member, self._now()), budgets.size, budgets.seconds_for_one)
