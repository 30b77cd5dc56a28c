"""The steps that settle a directive, made ready for a desk: confirming it, and refusing it.

Knows: that a directive is of a kind, and that what was read is what is signed.
Must not know: who may take a step, how anything is shown.
"""

from __future__ import annotations

from ostiary.directives.acts import confirm, refuse
from ostiary.directives.lineage import Change, change_now
from ostiary.directives.register import Register
from ostiary.errors import DirectiveRefused
from ostiary.model.directive import Act, Step
from ostiary.office.desk import PrepareStep


def confirmation(
    directive: str, judged: Change | None = None, kinds: tuple[type[Act], ...] = ()
) -> PrepareStep:
    """The step that confirms a directive, of these kinds only when some are given; ``judged`` is the change that was read.

    It raises DirectiveRefused, also when a cut-off for good has changed what the change would do since it was read.
    """

    def prepare(register: Register, by: str, at: str) -> Step:
        verify_kind(register, directive, kinds)
        if judged is not None and change_now(register, judged.directive, judged.act) != judged:
            raise DirectiveRefused(
                f"an agency was cut off for good while `{judged.directive}` was read", hint="look at it again"
            )
        return confirm(register, directive, by, at)

    return prepare


def refusal(directive: str, reason: str, kinds: tuple[type[Act], ...] = ()) -> PrepareStep:
    """The step that refuses a directive, likewise. It raises DirectiveRefused."""

    def prepare(register: Register, by: str, at: str) -> Step:
        verify_kind(register, directive, kinds)
        return refuse(register, directive, by, at, reason)

    return prepare


def verify_kind(register: Register, directive: str, kinds: tuple[type[Act], ...]) -> None:
    """Raises DirectiveRefused for a directive that there is not, or that is of none of these kinds where some are given."""
    found = register.find(directive)
    if kinds and not isinstance(found.act, kinds):
        raise DirectiveRefused(
            f"`{found.id}` is not of this kind", hint=f"look at it with `ostiary directive show {found.id}`"
        )
