"""The acts of directives as plain values: the part of a signed step that says what it does.

Knows: the permanent tag and the fields of each kind of act.
Must not know: the rest of the step, whether an act can be ordered.

What may change: new kinds of act, each with a new tag. A tag is never given a second meaning, and no field is added to
a kind that there is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, assert_never, get_args

from ostiary.directives.exact_values import (
    exact_count,
    exact_list,
    exact_object,
    exact_string,
    exact_strings,
    maybe_string,
)
from ostiary.errors import DirectiveRefused
from ostiary.model.agency import Member
from ostiary.model.canonical import Plain
from ostiary.model.directive import (
    Act,
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
    NoticeStatus,
    PolicyChange,
    QuietAct,
    Revocation,
    StatusChange,
    UrgentCutOff,
)

CUT_OFF_TAG: Final = "cut-off"
ENROLMENT_TAG: Final = "enrolment"
DEPARTURE_TAG: Final = "departure"
CERTIFICATION_TAG: Final = "certification"
REVOCATION_TAG: Final = "revocation"
URGENT_CUT_OFF_TAG: Final = "urgent-cut-off"
LIFT_TAG: Final = "lift"
SUSPENSION_TAG: Final = "suspension"
REINSTATEMENT_TAG: Final = "reinstatement"
POLICY_CHANGE_TAG: Final = "policy-change"
APPROVAL_TAG: Final = "approval"
ERASURE_TAG: Final = "erasure"
NAME_ERASURE_TAG: Final = "name-erasure"
HOLD_TAG: Final = "hold"
NOTICE_TAG: Final = "notice"

_STATUSES: Final[dict[str, NoticeStatus]] = {one: one for one in get_args(NoticeStatus)}


def act_plain(act: Act) -> dict[str, Plain]:
    """The act with its tag, as it is signed."""
    match act:
        case CutOff(agency, reason, until):
            return {"tag": CUT_OFF_TAG, "agency": agency, "reason": reason, "until": until}
        case UrgentCutOff(agency, reason, until, hours):
            found: dict[str, Plain] = {"tag": URGENT_CUT_OFF_TAG, "agency": agency, "reason": reason}
            return {**found, "until": until, "hours": hours}
        case Lift(cut_off, reason):
            return {"tag": LIFT_TAG, "cut_off": cut_off, "reason": reason}
        case StatusChange(agency, status, reason):
            tag = SUSPENSION_TAG if status == "suspended" else REINSTATEMENT_TAG
            return {"tag": tag, "agency": agency, "reason": reason}
        case PolicyChange():
            return _policy_change_plain(act)
        case Approval(member, case, until, reason):
            return {"tag": APPROVAL_TAG, "member": member, "case": case, "until": until, "reason": reason}
        case Hold() | ErasureOrder() | NameErasureOrder() | Notice():
            return _quiet_act_plain(act)
        case Enrolment(members):
            return {"tag": ENROLMENT_TAG, "members": [_enrolled_plain(enrolled) for enrolled in members]}
        case Departure(codes, reason):
            return {"tag": DEPARTURE_TAG, "members": list(codes), "reason": reason}
        case Certification(agency, certificate):
            return {"tag": CERTIFICATION_TAG, "agency": agency, "certificate": certificate}
        case Revocation(agency, fingerprint, reason):
            return {"tag": REVOCATION_TAG, "agency": agency, "fingerprint": fingerprint, "reason": reason}
        case _ as never:
            assert_never(never)


def read_act(value: object) -> Act:
    """The act of which this is the plain value. Raises DirectiveRefused for a tag or fields that are not known here."""
    tag = value.get("tag") if isinstance(value, dict) else None
    reader = _ACT_READERS.get(tag) if isinstance(tag, str) else None
    if reader is None:
        raise DirectiveRefused("the step has a kind of act that is not known here")
    return reader(value)


def _quiet_act_plain(act: QuietAct) -> dict[str, Plain]:
    match act:
        case Notice(title, status, statement, source, corrects):
            about: dict[str, Plain] = {"tag": NOTICE_TAG, "title": title, "status": status}
            return {**about, "statement": statement, "source": source, "corrects": corrects}
        case Hold(case, order, until):
            return {"tag": HOLD_TAG, "case": case, "order": order, "until": until}
        case ErasureOrder(log, entries, order, law):
            return {"tag": ERASURE_TAG, "log": log, "entries": list(entries), "order": order, "law": law}
        case NameErasureOrder(log, entry, subjects, asked_about, order, law):
            where: dict[str, Plain] = {"log": log, "entry": entry, "subjects": list(subjects)}
            found: dict[str, Plain] = {"tag": NAME_ERASURE_TAG, **where, "asked_about": list(asked_about)}
            return {**found, "order": order, "law": law}
        case _ as never:
            assert_never(never)


def _policy_change_plain(act: PolicyChange) -> dict[str, Plain]:
    return {
        "tag": POLICY_CHANGE_TAG,
        "version": act.version,
        "parent": act.parent,
        "title": act.title,
        "reason": act.reason,
        "withdraws": list(act.withdraws),
        "law": act.law,
    }


def _enrolled_plain(enrolled: Enrolled) -> dict[str, Plain]:
    member = enrolled.member
    return {
        "code": member.code,
        "agency": member.agency,
        "role": member.role,
        "affiliations": sorted(member.affiliations),
        "verifier": enrolled.verifier,
    }


def _cut_off(value: object) -> CutOff:
    fields = exact_object(value, "tag agency reason until", "cut-off")
    return CutOff(
        exact_string(fields["agency"]), exact_string(fields["reason"]), maybe_string(fields["until"])
    )


def _urgent_cut_off(value: object) -> UrgentCutOff:
    fields = exact_object(value, "tag agency reason until hours", "urgent cut-off")
    agency, reason = exact_string(fields["agency"]), exact_string(fields["reason"])
    return UrgentCutOff(agency, reason, maybe_string(fields["until"]), exact_count(fields["hours"], "hours"))


def _lift(value: object) -> Lift:
    fields = exact_object(value, "tag cut_off reason", "lift")
    return Lift(exact_string(fields["cut_off"]), exact_string(fields["reason"]))


def _suspension(value: object) -> StatusChange:
    fields = exact_object(value, "tag agency reason", "suspension")
    return StatusChange(exact_string(fields["agency"]), "suspended", exact_string(fields["reason"]))


def _reinstatement(value: object) -> StatusChange:
    fields = exact_object(value, "tag agency reason", "reinstatement")
    return StatusChange(exact_string(fields["agency"]), "active", exact_string(fields["reason"]))


def _policy_change(value: object) -> PolicyChange:
    fields = exact_object(value, "tag version parent title reason withdraws law", "change of policy")
    return PolicyChange(
        version=exact_string(fields["version"]),
        parent=exact_string(fields["parent"]),
        title=exact_string(fields["title"]),
        reason=exact_string(fields["reason"]),
        withdraws=exact_strings(fields["withdraws"]),
        law=exact_string(fields["law"]),
    )


def _approval(value: object) -> Approval:
    fields = exact_object(value, "tag member case until reason", "approval")
    member, case = exact_string(fields["member"]), exact_string(fields["case"])
    return Approval(member, case, exact_string(fields["until"]), exact_string(fields["reason"]))


def _hold(value: object) -> Hold:
    fields = exact_object(value, "tag case order until", "hold")
    return Hold(exact_string(fields["case"]), exact_string(fields["order"]), exact_string(fields["until"]))


def _notice(value: object) -> Notice:
    fields = exact_object(value, "tag title status statement source corrects", "notice")
    status = _STATUSES.get(exact_string(fields["status"]))
    if status is None:
        raise DirectiveRefused(f"a notice is {', '.join(_STATUSES)}")
    return Notice(
        exact_string(fields["title"]),
        status,
        exact_string(fields["statement"]),
        exact_string(fields["source"]),
        exact_string(fields["corrects"]),
    )


def _enrolment(value: object) -> Enrolment:
    fields = exact_object(value, "tag members", "enrolment")
    return Enrolment(tuple(_enrolled(item) for item in exact_list(fields["members"])))


def _enrolled(value: object) -> Enrolled:
    fields = exact_object(value, "code agency role affiliations verifier", "member")
    member = Member(
        exact_string(fields["code"]),
        exact_string(fields["agency"]),
        exact_string(fields["role"]),
        frozenset(exact_strings(fields["affiliations"])),
    )
    return Enrolled(member, exact_string(fields["verifier"]))


def _departure(value: object) -> Departure:
    fields = exact_object(value, "tag members reason", "departure")
    return Departure(exact_strings(fields["members"]), exact_string(fields["reason"]))


def _certification(value: object) -> Certification:
    fields = exact_object(value, "tag agency certificate", "certification")
    return Certification(exact_string(fields["agency"]), exact_string(fields["certificate"]))


def _revocation(value: object) -> Revocation:
    fields = exact_object(value, "tag agency fingerprint reason", "revocation")
    agency, fingerprint = exact_string(fields["agency"]), exact_string(fields["fingerprint"])
    return Revocation(agency, fingerprint, exact_string(fields["reason"]))


def _erasure(value: object) -> ErasureOrder:
    fields = exact_object(value, "tag log entries order law", "erasure")
    entries = _counts(fields["entries"], "entries")
    return ErasureOrder(
        exact_string(fields["log"]), entries, exact_string(fields["order"]), exact_string(fields["law"])
    )


def _name_erasure(value: object) -> NameErasureOrder:
    fields = exact_object(value, "tag log entry subjects asked_about order law", "erasure of names")
    return NameErasureOrder(
        exact_string(fields["log"]),
        exact_count(fields["entry"], "entry"),
        _counts(fields["subjects"], "places"),
        _counts(fields["asked_about"], "places"),
        exact_string(fields["order"]),
        exact_string(fields["law"]),
    )


def _counts(value: object, what: str) -> tuple[int, ...]:
    return tuple(exact_count(item, what) for item in exact_list(value))


# INVARIANT: one reader for each tag that ``act_plain`` writes; the round-trip test builds every kind of act.
_ACT_READERS: Final[dict[str, Callable[[object], Act]]] = {
    CUT_OFF_TAG: _cut_off,
    ENROLMENT_TAG: _enrolment,
    DEPARTURE_TAG: _departure,
    CERTIFICATION_TAG: _certification,
    REVOCATION_TAG: _revocation,
    URGENT_CUT_OFF_TAG: _urgent_cut_off,
    LIFT_TAG: _lift,
    SUSPENSION_TAG: _suspension,
    REINSTATEMENT_TAG: _reinstatement,
    POLICY_CHANGE_TAG: _policy_change,
    APPROVAL_TAG: _approval,
    ERASURE_TAG: _erasure,
    NAME_ERASURE_TAG: _name_erasure,
    HOLD_TAG: _hold,
    NOTICE_TAG: _notice,
}
