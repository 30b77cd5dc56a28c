"""What an act demands of what holds when it is ordered, and again when it is confirmed.

Knows: what can be lifted, suspended, changed and approved; what one official alone may not repeat.
Must not know: the chain, signatures, the form of acts, which agencies the policy has.

Each demand is looked at twice, because other directives may be confirmed in between.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from ostiary.directives.act_form import verify_end
from ostiary.directives.holdings import Holdings
from ostiary.directives.instants import read_instant
from ostiary.directives.life_cycle import Directive
from ostiary.errors import DirectiveRefused
from ostiary.model.agency import Official
from ostiary.model.directive import (
    Act,
    Approval,
    CutOff,
    Hold,
    Lift,
    Notice,
    PolicyChange,
    StatusChange,
    UrgentCutOff,
)

# Ten times the longest urgent cut-off: one official cannot keep an agency out by ordering it again and again.
RENEWAL_DAYS: Final = 30

# Under another code, above or below, the same people can be kept out: which codes those are is the policy's to say and not
# looked at here. So there are no more than three, which is nine days of thirty at the most.
MAX_ALONE: Final = 3


def verify_order(holdings: Holdings, act: Act, signers: Sequence[Official], at: datetime) -> None:
    """Raises DirectiveRefused when this act cannot be ordered then. ``signers``: all officials of the ordering key."""
    if isinstance(act, UrgentCutOff):
        _verify_not_renewed(holdings, act, signers, at)
    _verify_still(holdings, act, signers, at)


def verify_confirmation(
    holdings: Holdings, before: Directive, signers: Sequence[Official], at: datetime
) -> None:
    """Raises DirectiveRefused when what was ordered cannot be confirmed then. ``signers``: all of the confirming key."""
    act = before.act
    if before.lapses_at is not None and at >= before.lapses_at:
        raise DirectiveRefused(
            f"`{before.id}` has lapsed: nobody confirmed it within {_hours(act)} hours",
            hint="order a cut-off anew, and let another official confirm it",
        )
    if isinstance(act, CutOff | UrgentCutOff):
        verify_end(act.until, at.date())
    if isinstance(act, Approval):
        verify_end(act.until, at.date(), "an approval")
    if isinstance(act, Hold):
        verify_end(act.until, at.date(), "a hold")
    _verify_still(holdings, act, signers, at)
    _verify_foreseen(holdings, before)


def _verify_foreseen(holdings: Holdings, before: Directive) -> None:
    """Raises DirectiveRefused when what it is about has come about since it was ordered: nobody ordered it for that."""
    match before.act:
        case Approval(member):
            since, said = holdings.enrolled_by.get(member), "was enrolled by"
        case StatusChange(member, "active"):
            since, said = holdings.suspended.get(member), "was suspended by"
        case _:
            return
    if since is None:
        return
    if read_instant(holdings.directives[since].settled_at) > read_instant(before.ordered_at):
        raise DirectiveRefused(
            f"`{member}` {said} `{since}`, which was confirmed after `{before.id}` was ordered",
            hint="order it anew",
        )


def _verify_still(holdings: Holdings, act: Act, signers: Sequence[Official], at: datetime) -> None:
    match act:
        case Lift():
            _verify_liftable(holdings.find(act.cut_off), at)
        case StatusChange():
            _verify_status(holdings, act)
        case PolicyChange():
            _verify_parent(holdings, act)
        case Approval():
            _verify_approvable(holdings, act, signers)
        case Notice():
            _verify_corrects(holdings, act)
        case _:
            pass


def _verify_liftable(cut_off: Directive, at: datetime) -> None:
    act = cut_off.act
    if not isinstance(act, CutOff | UrgentCutOff | Hold):
        raise DirectiveRefused(f"`{cut_off.id}` is no cut-off and no hold, and only those are lifted")
    if cut_off.status == "ordered":
        noun = "directive" if isinstance(act, Hold) else "cutoff"
        hint = f"`ostiary {noun} refuse {cut_off.id}` ends it"
        raise DirectiveRefused(f"`{cut_off.id}` is not confirmed, so there is nothing to lift", hint=hint)
    if not isinstance(act, Hold) and act.is_permanent and cut_off.status == "confirmed":
        raise DirectiveRefused(
            f"`{cut_off.id}` is permanent: it was ordered and confirmed for good, and there is no lift for it"
        )
    if not cut_off.is_in_force(at):
        raise DirectiveRefused(f"`{cut_off.id}` is not in force, so there is nothing to lift")


def _verify_status(holdings: Holdings, act: StatusChange) -> None:
    by = holdings.suspended.get(act.agency)
    if act.status == "suspended" and by is not None:
        raise DirectiveRefused(f"`{act.agency}` is suspended already, by `{by}`")
    if act.status == "active" and by is None:
        raise DirectiveRefused(
            f"`{act.agency}` is not suspended by any directive",
            hint="a status that the policy itself gives is changed with the policy",
        )


def _verify_parent(holdings: Holdings, act: PolicyChange) -> None:
    # What the first change follows is the founding policy, which is no directive: ``policy_change`` compares it.
    now = holdings.policy
    if now is not None and act.parent != now:
        raise DirectiveRefused(
            f"the policy has changed since: {now[:12]} is in force, and this was written against {act.parent[:12]}",
            hint="look at what changed, and order it anew against the policy in force",
        )


def _verify_corrects(holdings: Holdings, act: Notice) -> None:
    if not act.corrects:
        return
    before = holdings.find(act.corrects)
    if not isinstance(before.act, Notice) or before.status != "confirmed":
        raise DirectiveRefused(f"`{before.id}` is no notice that was confirmed, and only those are corrected")
    if before.ended_by:
        raise DirectiveRefused(
            f"`{before.id}` is corrected already, by `{before.ended_by}`", hint=f"correct `{before.ended_by}`"
        )


def _verify_approvable(holdings: Holdings, act: Approval, signers: Sequence[Official]) -> None:
    if act.member not in holdings.members:
        raise DirectiveRefused(f"`{act.member}` is no member")
    # Codes and names are compared, not people: enrolments carry no name. The same person under two unlike names is not
    # found out by this; the agency's coordinator, who knows both, is who can.
    for official in signers:
        if act.member.casefold() in {official.code.casefold(), _as_code(official.name)}:
            raise DirectiveRefused(f"`{official.code}` cannot approve what `{act.member}` asks for")


def _verify_not_renewed(
    holdings: Holdings, act: UrgentCutOff, signers: Sequence[Official], at: datetime
) -> None:
    alone = list(_cut_off_alone(holdings, {official.code for official in signers}, at))
    for one, agency in alone:
        if agency == act.agency:
            raise DirectiveRefused(
                f"`{one.ordered_by}` alone has cut `{agency}` off already, by `{one.id}`: nobody renews that alone",
                hint="let another official confirm it, or order a cut-off that waits for one",
            )
    if len(alone) >= MAX_ALONE:
        raise DirectiveRefused(
            f"`{alone[0][0].ordered_by}` alone has cut off {len(alone)} agencies within {RENEWAL_DAYS} days",
            hint="let another official confirm one of them, or order a cut-off that waits for one",
        )


def _cut_off_alone(
    holdings: Holdings, codes: Collection[str], at: datetime
) -> Iterator[tuple[Directive, str]]:
    """The urgent cut-offs of these officials, and whose, that nobody has confirmed in the last days."""
    since = at - timedelta(days=RENEWAL_DAYS) if at.year > 1 else at
    for one in holdings.directives.values():
        if (
            isinstance(one.act, UrgentCutOff)
            and one.status != "confirmed"
            and one.ordered_by in codes
            and read_instant(one.ordered_at) > since
        ):
            yield one, one.act.agency


def _hours(act: Act) -> int:
    return act.hours if isinstance(act, UrgentCutOff) else 0


def _as_code(name: str) -> str:
    return re.sub(r"[^0-9a-z]+", "-", name.casefold()).strip("-")
