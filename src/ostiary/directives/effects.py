"""What a confirmation changes.

Knows: what each kind of act does to what holds; what is confirmed later counts.
Must not know: who may confirm, the chain, times.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar, assert_never

from ostiary.directives.act_form import certificate_octets
from ostiary.directives.certificates import fingerprint
from ostiary.directives.holdings import Anchor, Holdings
from ostiary.directives.life_cycle import Directive
from ostiary.model.directive import (
    Approval,
    Certification,
    CutOff,
    Departure,
    Enrolled,
    Enrolment,
    ErasureOrder,
    Hold,
    Lift,
    NameErasureOrder,
    Notice,
    PolicyChange,
    Revocation,
    StatusChange,
    UrgentCutOff,
)

Value = TypeVar("Value")


def effects(holdings: Holdings, confirmed: Directive) -> dict[str, Any]:
    """The fields of ``holdings``, which has the confirmed directive already, that its confirmation changes."""
    match confirmed.act:
        case Enrolment(members):
            return _enrol(holdings, members, confirmed.id)
        case Departure(codes):
            return _depart(holdings, codes, confirmed.id)
        case Certification(agency, text):
            octets = certificate_octets(text)
            anchor = Anchor(octets, fingerprint(octets), confirmed.id)
            return {
                "certified": {**holdings.certified, agency: (*holdings.certified.get(agency, ()), anchor)}
            }
        case Revocation(_, revoked):
            return {"revoked": {**holdings.revoked, revoked: confirmed.id}}
        case CutOff() | UrgentCutOff() | ErasureOrder() | NameErasureOrder() | Hold():
            # Whether a cut-off or a hold applies depends on the instant: it is looked up among the directives. An erasure changes
            # the log alone.
            return {}
        case Notice():
            return _ended(holdings, [confirmed.act.corrects], confirmed.id) if confirmed.act.corrects else {}
        case Lift(cut_off):
            return _ended(holdings, [cut_off], confirmed.id)
        case StatusChange(agency, "suspended"):
            return {"suspended": {**holdings.suspended, agency: confirmed.id}}
        case StatusChange(agency):
            ended = _ended(holdings, [holdings.suspended[agency]], confirmed.id)
            return {**ended, "suspended": _without(holdings.suspended, [agency])}
        case PolicyChange():
            before = [holdings.changed_by] if holdings.changed_by else []
            return {**_ended(holdings, before, confirmed.id), "changed_by": confirmed.id}
        case Approval(member):
            approved = (*holdings.approved.get(member, ()), confirmed.id)
            return {"approved": {**holdings.approved, member: approved}}
        case _ as never:
            assert_never(never)


def _enrol(holdings: Holdings, members: tuple[Enrolled, ...], by: str) -> dict[str, Any]:
    enrolled = {one.member.code: one for one in members}
    # An approval is for the person as enrolled: whoever has another agency or role, or is another person, has none.
    others = [code for code, one in enrolled.items() if not _is_same(holdings.members.get(code), one)]
    return {
        **_end_approvals(holdings, others, by),
        "members": {**holdings.members, **enrolled},
        "enrolled_by": {**holdings.enrolled_by, **dict.fromkeys(enrolled, by)},
    }


def _depart(holdings: Holdings, codes: tuple[str, ...], by: str) -> dict[str, Any]:
    return {
        **_end_approvals(holdings, codes, by),
        "members": _without(holdings.members, codes),
        "enrolled_by": _without(holdings.enrolled_by, codes),
    }


def _is_same(before: Enrolled | None, after: Enrolled) -> bool:
    return before is not None and before.member == after.member


def _end_approvals(holdings: Holdings, members: Iterable[str], by: str) -> dict[str, Any]:
    ending = [code for code in members if code in holdings.approved]
    if not ending:
        return {}
    ended = _ended(holdings, [one for code in ending for one in holdings.approved[code]], by)
    return {**ended, "approved": _without(holdings.approved, ending)}


def _ended(holdings: Holdings, directives: Iterable[str], by: str) -> dict[str, Any]:
    ended = {one: replace(holdings.directives[one], ended_by=by) for one in directives}
    return {"directives": {**holdings.directives, **ended}}


def _without(mapping: Mapping[str, Value], keys: Iterable[str]) -> dict[str, Value]:
    # A set, because a whole agency may leave at once: a tuple would be walked through for each member there is.
    leaving = frozenset(keys)
    return {key: value for key, value in mapping.items() if key not in leaving}
