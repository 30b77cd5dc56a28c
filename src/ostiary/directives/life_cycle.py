"""The life of one directive: ordered by one official, then confirmed by another, or refused.

Knows: which step may follow which, as a table, and how a directive stands after each.
Must not know: signatures, chains, keys, or what an act does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal, TypeAlias

from ostiary.directives.instants import hours_after, read_day
from ostiary.errors import DirectiveRefused
from ostiary.model.directive import Act, Approval, CutOff, Hold, Step, StepKind, UrgentCutOff

Status: TypeAlias = Literal["ordered", "confirmed", "refused"]

LIFE_CYCLE: Final[dict[tuple[Status | None, StepKind], Status]] = {
    (None, "ordered"): "ordered",
    ("ordered", "confirmed"): "confirmed",
    ("ordered", "refused"): "refused",
}
"""Status before (None: there is no such directive yet) and step, to status after. What is not here is refused.

Confirmed and refused have no way out: permanent means permanent, and a change of mind is a directive of its own.
"""


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive as it stands. ``settled_*`` say who confirmed or refused it, when, and why; empty while it is open.

    Instants are the texts that were signed: ISO 8601, UTC. ``ended_by`` is the confirmed directive that ended it: the lift
    of a cut-off, the reinstatement after a suspension, the next policy; empty while there is none.
    """

    id: str
    act: Act
    status: Status
    ordered_by: str
    ordered_at: str
    settled_by: str = ""
    settled_at: str = ""
    settled_reason: str = ""
    ended_by: str = ""

    @property
    def confirmed_by(self) -> str | None:
        """The official who confirmed it, or None while nobody has."""
        return self.settled_by if self.status == "confirmed" else None

    @property
    def confirmed_at(self) -> str | None:
        """The instant of the confirmation, or None while there is none."""
        return self.settled_at if self.status == "confirmed" else None

    @property
    def lapses_at(self) -> datetime | None:
        """The first instant at which an urgent cut-off that nobody has settled holds no more; None for all else."""
        if self.status != "ordered" or not isinstance(self.act, UrgentCutOff):
            return None
        return hours_after(self.ordered_at, self.act.hours)

    def is_in_force(self, at: datetime) -> bool:
        """Whether it holds at that instant: it has taken effect, nothing has ended it, and its own end is still to come.

        What is only ordered has no effect, but for an urgent cut-off that has not lapsed. The official's clock may be
        ahead of the one that is asked here: from its order on it holds, whatever instant the order names.
        """
        if self.ended_by or self.status == "refused":
            return False
        if self.status == "ordered" and (self.lapses_at is None or at >= self.lapses_at):
            return False
        return self._until is None or at.astimezone(UTC).date() < read_day(self._until)

    @property
    def _until(self) -> str | None:
        return self.act.until if isinstance(self.act, CutOff | UrgentCutOff | Approval | Hold) else None


def ordered(step: Step) -> Directive:
    """The directive that an ordering step begins. Raises DirectiveRefused for any other step, and without an act."""
    status = _next_status(step, None)
    if step.act is None:
        raise DirectiveRefused(f"the step that orders `{step.directive}` has no act")
    return Directive(step.directive, step.act, status, step.by, step.at)


def settled(directive: Directive, step: Step) -> Directive:
    """The directive after a further step. Raises DirectiveRefused when the table does not have it, or it has an act.

    Who may take the step is the register's to decide; here only the order of steps counts.
    """
    status = _next_status(step, directive.status)
    if step.act is not None:
        raise DirectiveRefused(f"only the step that orders `{step.directive}` may say what it does")
    return replace(
        directive, status=status, settled_by=step.by, settled_at=step.at, settled_reason=step.reason
    )


def _next_status(step: Step, status: Status | None) -> Status:
    after = LIFE_CYCLE.get((status, step.kind))
    if after is None:
        stands = "not ordered yet" if status is None else f"already {status}"
        raise DirectiveRefused(f"`{step.directive}` is {stands} and cannot be {step.kind}")
    return after
