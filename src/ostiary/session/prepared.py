"""What a client has prepared, bound and begun, as values.

Knows: a plan with its statement, a portal with its parameters and grounds, a transaction with its beginning.
Must not know: which of them a session has, what becomes of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from ostiary.model.access import Asked
from ostiary.model.profile import Profile
from ostiary.model.request import Context, Decision
from ostiary.session.refusals import PROTOCOL_VIOLATION, Refusal, Refused
from ostiary.session.upstream import Shape
from ostiary.sql.plan import Modes, Plan


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


@dataclass(slots=True)
class Progress:
    """How far a portal has been read."""

    name: str = ""
    """Its name at the database, where it lives as long as the transaction there; empty while it is not there."""
    opened: int = 0
    """How many savepoints the session had made before it was there."""
    formats: tuple[int, ...] = ()
    """In which formats the database gives its rows."""
    shape: Shape | None = None
    """What the database said of its columns."""
    counted: int = 0
    """How many rows have come of it, as a row limit counts them."""
    first_access: str = ""
    """The access that read its first rows; those that go on with it name it."""
    is_finished: bool = False
    has_failed: bool = False
    has_run: bool = False
    """Whether a statement that is not read from was executed: it is so once."""


@dataclass(frozen=True, slots=True)
class Portal:
    """A prepared statement with its parameters, and the grounds under which it was bound.

    ``born`` counts the savepoints that the session had made before.
    """

    prepared: Prepared
    parameter_formats: tuple[int, ...]
    parameters: tuple[bytes | None, ...]
    result_formats: tuple[int, ...]
    grounds: Grounds
    born: int = 0
    progress: Progress = field(default_factory=Progress, compare=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """A savepoint: the client's name for it, and its number in the session, from which our name for it is made."""

    name: str
    number: int

    @property
    def upstream(self) -> str:
        """Its name at the database."""
        return f"mark_{self.number}"


@dataclass(slots=True)
class Transaction:
    """The open transaction: when it began, on what grounds, in which modes, and its savepoints, the latest last.

    ``is_batch``: we began it, for a batch whose portals must live until its Sync; the client has none.
    """

    began: datetime
    grounds: Grounds
    modes: Modes = field(default_factory=Modes)
    is_batch: bool = False
    marks: list[Mark] = field(default_factory=list)


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
