"""What an act of officials does, in words for people, and as an object for programs.

Knows: how each kind of act is said.
Must not know: who ordered or confirmed it, how it stands.

A member's verifier is never shown: passwords can be guessed from it.
"""

from __future__ import annotations

from typing import assert_never

from ostiary.directives.act_form import certificate_octets
from ostiary.directives.certificates import fingerprint
from ostiary.directives.public_register import lifted_kind, notice_plain, policy_change_plain
from ostiary.model.agency import Member
from ostiary.model.bundle import Bundle
from ostiary.model.canonical import Plain
from ostiary.model.directive import (
    Act,
    AnyErasureOrder,
    Approval,
    Certification,
    CutOff,
    Departure,
    Enrolment,
    ErasureOrder,
    Hold,
    Lift,
    NameErasureOrder,
    Notice,
    PolicyChange,
    QuietAct,
    Revocation,
    StatusChange,
    UrgentCutOff,
)
from ostiary.office.certificate_words import certificate_said


def said(act: Act, bundle: Bundle) -> str:
    """What an act does, in words."""
    match act:
        case CutOff(agency, _, until) | UrgentCutOff(agency, _, until):
            return f"ends all access of {agency_said(agency, bundle)}{_under_said(agency, bundle)} {_end_said(until)}{_urgent_said(act)}"
        case Lift(cut_off):
            return f"ends the {lifted_kind(cut_off)} {cut_off}"
        case StatusChange(agency, "suspended"):
            return f"suspends {agency_said(agency, bundle)}{_under_said(agency, bundle)} until a directive sets it active again"
        case StatusChange(agency):
            return f"sets {agency_said(agency, bundle)} active again"
        case PolicyChange():
            return _policy_change_said(act)
        case Approval(member, case, until):
            return f"approves that {member} asks for case {case} until {until}"
        case Hold() | ErasureOrder() | NameErasureOrder() | Notice():
            return _quiet_act_said(act)
        case Enrolment(members):
            return f"makes members of {', '.join(enrolled.member.code for enrolled in members)}"
        case Departure(codes, _):
            return f"ends the enrolment of {', '.join(codes)}"
        case Certification(agency, certificate):
            return f"lets {agency_said(agency, bundle)} be proved by certificate {_shown(certificate)}, and by no log-in without one"
        case Revocation(agency, fingerprint, _):
            return f"ends for good what certificate {fingerprint} of {agency_said(agency, bundle)} proves"
        case _ as never:
            assert_never(never)


def _quiet_act_said(act: QuietAct) -> str:
    match act:
        case Notice(title, status, _, _, corrects):
            return f"announces to everybody, as {status}: {title}{f', in the place of {corrects}' if corrects else ''}"
        case Hold(case, order, until):
            return f"holds back what people are told of accesses for case {case} until {until}, under the order {order}"
        case ErasureOrder(log, entries):
            numbers = ", ".join(f"#{index}" for index in entries)
            return f"destroys for good what the log {log} says in {numbers}: no backup of ours brings it back"
        case NameErasureOrder(log, entry, subjects, asked_about):
            named = [f"the subject at place {at}" for at in subjects]
            named += [f"the text asked about at place {at}" for at in asked_about]
            return f"destroys for good, in entry #{entry} of the log {log}, {', '.join(named)}"
        case _ as never:
            assert_never(never)


def particulars(act: Act) -> list[str]:
    """What a second official must see before signing: the reason, who exactly is enrolled, whose certificate it is."""
    match act:
        case CutOff() | Departure() | Revocation() | UrgentCutOff() | Lift() | StatusChange() | Approval():
            return [f"reason: {act.reason}"]
        case PolicyChange():
            law = [f"by law: {act.law}"] if act.law else []
            return [f"title: {act.title}", f"reason: {act.reason}", *law, f"in the place of {act.parent}"]
        case Notice(_, _, statement, source):
            return [f"statement: {statement}", f"source: {source}"]
        case Hold(_, order, _):
            return [f"order: {order}"]
        case Enrolment(members):
            return [member_said(enrolled.member) for enrolled in members]
        case Certification(_, certificate):
            return [certificate_said(certificate_octets(certificate))]
        case ErasureOrder() | NameErasureOrder():
            return [f"order: {act.order}", f"by law: {act.law}"]
        case _ as never:
            assert_never(never)


def act_object(act: Act, bundle: Bundle) -> dict[str, Plain]:
    """The act for programs."""
    match act:
        case CutOff(agency, reason, until) | UrgentCutOff(agency, reason, until):
            covers = [agency, *_under(agency, bundle)]
            found: dict[str, Plain] = {"kind": "cut-off", "agency": agency, "covers": covers}
            return {**found, "reason": reason, "until": until, **_urgent_object(act)}
        case Lift(cut_off, reason):
            return {"kind": "lift", "cut_off": cut_off, "reason": reason}
        case StatusChange(agency, status, reason):
            covers = [agency, *_under(agency, bundle)]
            kind = "suspension" if status == "suspended" else "reinstatement"
            return {"kind": kind, "agency": agency, "covers": covers, "reason": reason}
        case PolicyChange():
            return policy_change_plain(act)
        case Approval(member, case, until, reason):
            return {"kind": "approval", "member": member, "case": case, "until": until, "reason": reason}
        case Enrolment(members):
            return {
                "kind": "enrolment",
                "members": [enrolled.member.code for enrolled in members],
                "enrolled": [member_object(enrolled.member) for enrolled in members],
            }
        case Departure(codes, reason):
            return {"kind": "departure", "members": list(codes), "reason": reason}
        case Certification(agency, certificate):
            shown = _shown(certificate)
            found = {"kind": "certification", "agency": agency, "fingerprint": shown}
            return {**found, "certificate": certificate}
        case Revocation(agency, fingerprint, reason):
            return {"kind": "revocation", "agency": agency, "fingerprint": fingerprint, "reason": reason}
        case Hold() | ErasureOrder() | NameErasureOrder() | Notice():
            return _quiet_act_object(act)
        case _ as never:
            assert_never(never)


def _quiet_act_object(act: QuietAct) -> dict[str, Plain]:
    if isinstance(act, Notice):
        return notice_plain(act)
    if isinstance(act, Hold):
        return {"kind": "hold", "case": act.case, "order": act.order, "until": act.until}
    return _erasure_object(act)


def _erasure_object(act: AnyErasureOrder) -> dict[str, Plain]:
    if isinstance(act, ErasureOrder):
        found: dict[str, Plain] = {"kind": "erasure", "log": act.log, "entries": list(act.entries)}
    else:
        found = {"kind": "name-erasure", "log": act.log, "entry": act.entry, "subjects": list(act.subjects)}
        found["asked_about"] = list(act.asked_about)
    return {**found, "order": act.order, "law": act.law}


def member_said(member: Member) -> str:
    """A member in one line: code, role, agency, and for whom else the person works."""
    also = f", works for {', '.join(sorted(member.affiliations))}" if member.affiliations else ""
    return f"{member.code}: {member.role} of {member.agency}{also}"


def member_object(member: Member) -> dict[str, Plain]:
    """A member for programs."""
    return {
        "code": member.code,
        "agency": member.agency,
        "role": member.role,
        "affiliations": sorted(member.affiliations),
    }


def agency_said(code: str, bundle: Bundle) -> str:
    """The agency's name and code, or the code alone of one that the policy no longer has."""
    agency = bundle.agencies.get(code)
    return f"`{code}`" if agency is None else f"{agency.name} (`{code}`)"


def _end_said(until: str | None) -> str:
    return "for good" if until is None else f"until {until}"


def _urgent_said(act: CutOff | UrgentCutOff) -> str:
    if not isinstance(act, UrgentCutOff):
        return ""
    return f", at once, and lapses {act.hours} hours after its order unless another official confirms it"


def _urgent_object(act: CutOff | UrgentCutOff) -> dict[str, Plain]:
    return {"urgent_hours": act.hours} if isinstance(act, UrgentCutOff) else {}


def _policy_change_said(act: PolicyChange) -> str:
    withdrawn = f", which withdraws {', '.join(act.withdraws)}" if act.withdraws else ""
    return f"puts policy {act.version[:12]} in force, `{act.title}`{withdrawn}: {act.reason}"


def _shown(certificate: str) -> str:
    """The fingerprint of a certificate in an act."""
    return fingerprint(certificate_octets(certificate))


def _under(code: str, bundle: Bundle) -> list[str]:
    return sorted(bundle.agency_tree.under(code) - {code})


def _under_said(code: str, bundle: Bundle) -> str:
    names = ", ".join(agency_said(one, bundle) for one in _under(code, bundle))
    return f" and of all under it: {names}," if names else ""
