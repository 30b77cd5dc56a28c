"""The steps that an official can take, made ready to sign.

Knows: how to fill in a step so that it follows the register.
Must not know: keys, storage, clocks; which agencies the policy has.

Each function asks the register itself whether it would admit the step, so that an official is refused early and for
the reason for which every reader would refuse.
"""

from __future__ import annotations

from ostiary.directives.register import Register
from ostiary.model.directive import Act, Step, StepKind


def order(register: Register, act: Act, by: str, at: str) -> Step:
    """The step by which the official ``by`` orders the act at the instant ``at``. Raises DirectiveRefused."""
    return _admitted(register, register.next_id(act), "ordered", by, at, act=act)


def confirm(register: Register, directive: str, by: str, at: str) -> Step:
    """The step by which another official confirms a directive.

    Raises DirectiveRefused for an unknown directive, one that is settled, one that ``by`` ordered or whose key did,
    and a cut-off that would have ended already.
    """
    return _admitted(register, directive, "confirmed", by, at)


def refuse(register: Register, directive: str, by: str, at: str, reason: str) -> Step:
    """The step by which any official ends a directive that is only ordered, whoever ordered it.

    Raises DirectiveRefused for an unknown directive, one that is settled, and a reason that is not a line.
    """
    return _admitted(register, directive, "refused", by, at, reason=reason)


def _admitted(
    register: Register,
    directive: str,
    kind: StepKind,
    by: str,
    at: str,
    *,
    act: Act | None = None,
    reason: str = "",
) -> Step:
    head = register.head
    step = Step(head.sequence + 1, head.hash, directive, kind, by, at, act, reason)
    register.admit(step)
    return step
