"""What a client has prepared, bound and begun, as values.

Knows: a plan with its statement, a portal with its parameters and grounds, a transaction with its beginning.
Must not know: which of them a session has, what becomes of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ostiary.model.access import Asked
from ostiary.model.profile import Profile
from ostiary.model.request import Context, Decision
from ostiary.session.refusals import PROTOCOL_VIOLATION, Refusal, Refused
from ostiary.sql.plan import Plan


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a decision rests on; a portal and a transaction end when any of it changes."""

    context: Context | None
    policy: str
    directive_head: str
    profile: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement, its plan, and the profile and policy version that it was planned for."""

    text: str
    parameter_types: tuple[int, ...]
    plan: Plan
    profile: Profile
    policy: str


@dataclass(frozen=True, slots=True)
class Portal:
    """A prepared statement with its parameters, and the grounds under which it was bound."""

    prepared: Prepared
    parameter_formats: tuple[int, ...]
    parameters: tuple[bytes | None, ...]
    result_formats: tuple[int, ...]
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Transaction:
    """When the open transaction began, and on what grounds."""

    began: datetime
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Recorded:
    """A question as its entries say it, with all that they rest on: the grounds, the plan, the decision."""

    grounds: Grounds
    plan: Plan
    decision: Decision
    asked: Asked

    def is_on(self, grounds: Grounds, plan: Plan, decision: Decision) -> bool:
        """Whether it rests on these very values: not on equal ones, because only the same need no comparing."""
        return self.grounds is grounds and self.plan is plan and self.decision is decision


def result_formats(asked: tuple[int, ...], visible: int) -> tuple[int, ...]:
    """One format for each visible column from none, one for all, or one each. Raises Refused for another number."""
    match len(asked):
        case 0:
            return (0,) * visible
        case 1:
            return asked * visible
        case count if count == visible:
            return asked
        case count:
            raise Refused(
                Refusal(PROTOCOL_VIOLATION, f"{count} result formats were sent for {visible} columns")
            )
