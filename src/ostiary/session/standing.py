"""Which agencies a session stands for, and how it reads when one of them is cut off.

Knows: a member's agencies, the cut-offs that cover them, and the words for each.
Must not know: the log-in, statements, how anything is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ostiary.directives.life_cycle import Directive
from ostiary.model.agency import Member
from ostiary.model.directive import CutOff
from ostiary.session.commands import CutOffNow
from ostiary.session.refusals import INVALID_LOGIN, Refusal
from ostiary.session.settings import Declared
from ostiary.session.world import Snapshot


def principals(member: Member, declared: Declared) -> frozenset[str]:
    """Every agency that a session stands for."""
    return member.affiliations | {member.agency, declared.beneficiary or member.agency}


def cut_off_refusal(member: Member, declared: Declared, snapshot: Snapshot, day: date) -> Refusal | None:
    """The fatal refusal of a session for which one of its agencies is cut off, or None.

    It says which agency: whoever asks for another one is told how to go on without it. libpq shows no SQLSTATE at a
    log-in, so the directive's number stands in the message.
    """
    for agency, said, way_out in _roles(member, declared):
        found = snapshot.register.cut_off_for({agency}, snapshot.agencies, day)
        if found is not None:
            return Refusal(
                INVALID_LOGIN,
                f"{said} was cut off by directive {found.id}",
                detail=_why(found),
                hint=f"{way_out}Ask {snapshot.bundle.custodian}.",
                fatal=True,
            )
    return None


def cut_off_now(directive: Directive, snapshot: Snapshot) -> CutOffNow:
    """What ends a live session under a cut-off: its reason and end, which members are promised, and whom to ask."""
    return CutOffNow(directive.id, _why(directive), f"Ask {snapshot.bundle.custodian}.")


def _roles(member: Member, declared: Declared) -> Iterator[tuple[str, str, str]]:
    """Each agency with the words for what it is to the member, and the way out beside asking; one's own is first."""
    yield member.agency, f"access of `{member.agency}`", ""
    for employer in sorted(member.affiliations):
        yield employer, f"`{employer}`, which employs you,", ""
    if declared.beneficiary is not None:
        way_out = "To ask for your own agency, leave ostiary.beneficiary away. "
        yield declared.beneficiary, f"`{declared.beneficiary}`, for which you ask,", way_out


def _why(directive: Directive) -> str:
    act = directive.act
    if not isinstance(act, CutOff):
        return ""
    end = "For good." if act.is_permanent else f"Until {act.until}."
    return f"Reason: {act.reason.rstrip('.')}. {end}"
