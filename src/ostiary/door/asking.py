"""What a session asks of the house that other sessions may have asked too.

Knows: who in the house has the answer.
Must not know: sessions, what an answer means.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from ostiary.door.house import House
from ostiary.session.commands import LookUpCase, PlanStatement


def ask_house(house: House, command: PlanStatement | LookUpCase, callback: Callable[[object], None]) -> None:
    """Call back with the answer, or with what the command raises. Raises UpstreamDown likewise."""
    match command:
        case PlanStatement(text, profile, policy):
            house.planner.plan(text, profile, callback, policy)
        case LookUpCase():
            house.cases.look_up(command, callback)
        case _ as never:
            assert_never(never)
