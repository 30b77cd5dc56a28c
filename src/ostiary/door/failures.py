"""Spending from the members' budgets of failed questions, and telling when one is spent.

Knows: the clock that refills them, and the event.
Must not know: which failure it was, what becomes of a session.
"""

from __future__ import annotations

from ostiary.door.events import Event, Events
from ostiary.door.gate import Gate


class Failures:
    """The budgets of one worker, which stand in its snapshot."""

    def __init__(self, gate: Gate, events: Events) -> None:
        self._gate = gate
        self._events = events

    def spend(self, member: str, session: str) -> None:
        """A question of this session has failed; that the budget is spent is told when it comes to it."""
        left = self._gate.snapshot.failures.spend(member, self._gate.now())
        if left == 0:
            self._events.tell(Event.BUDGET_SPENT, member=member, session=session)
