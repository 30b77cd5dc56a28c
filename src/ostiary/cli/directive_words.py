"""Directives in words for people, and as objects for programs.

Knows: how a directive, its act and its standing on a day are said.
Must not know: where directives come from, or how a step is taken.

A member's verifier is never shown: passwords can be guessed from it.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

from ostiary.cli.certificate_words import certificate_said
from ostiary.directives.act_form import certificate_octets
from ostiary.directives.certificates import fingerprint
from ostiary.directives.life_cycle import Directive
from ostiary.directives.register import Register
from ostiary.model.agency import Member
from ostiary.model.bundle import Bundle
from ostiary.model.canonical import Plain
from ostiary.model.directive import Act, Certification, CutOff, Departure, Enrolment, Revocation


def directive_object(directive: Directive, bundle: Bundle, today: date) -> dict[str, Plain]:
    """The directive for programs: instants as they were signed, null for what has not happened."""
    return {
        "id": directive.id,
        "status": directive.status,
        "in_force": directive.is_in_force(today),
        "act": _act_object(directive.act, bundle),
        "ordered_by": directive.ordered_by,
        "ordered_at": directive.ordered_at,
        "settled_by": directive.settled_by or None,
        "settled_at": directive.settled_at or None,
        "settled_reason": directive.settled_reason or None,
    }


def head_object(register: Register) -> dict[str, Plain]:
    """The head of the chain for programs: whoever keeps it can say later which directives there were."""
    return {"sequence": register.head.sequence, "hash": register.head.hash}


def directive_line(directive: Directive, bundle: Bundle, today: date) -> str:
    """The directive in one line: id, standing, and what it does."""
    return f"{directive.id}  {standing(directive, today)}  {said(directive.act, bundle)}"


def directive_story(directive: Directive, bundle: Bundle, today: date) -> str:
    """The directive in a few lines: the one line, why, who ordered it, and who confirmed or refused it."""
    lines = [directive_line(directive, bundle, today)]
    lines += [f"    {line}" for line in _particulars(directive.act)]
    lines.append(f"    ordered by {official_said(directive.ordered_by, bundle)} at {directive.ordered_at}")
    if directive.settled_by:
        settled = (
            f"{directive.status} by {official_said(directive.settled_by, bundle)} at {directive.settled_at}"
        )
        lines.append(f"    {settled}{f': {directive.settled_reason}' if directive.settled_reason else ''}")
    return "\n".join(lines)


def _particulars(act: Act) -> list[str]:
    """What a second official must see before signing: the reason, who exactly is enrolled, whose certificate it is."""
    match act:
        case CutOff() | Departure() | Revocation():
            return [f"reason: {act.reason}"]
        case Enrolment(members):
            return [member_said(enrolled.member) for enrolled in members]
        case Certification(_, certificate):
            return [certificate_said(certificate_octets(certificate))]
        case _ as never:
            assert_never(never)


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


def standing(directive: Directive, today: date) -> str:
    """How it stands on that day (UTC), in words."""
    match directive.status:
        case "ordered":
            return "waits for a second official"
        case "refused":
            return "refused"
        case "confirmed":
            return "in force" if directive.is_in_force(today) else "ended"
        case _ as never:
            assert_never(never)


def said(act: Act, bundle: Bundle) -> str:
    """What an act does, in words."""
    match act:
        case CutOff(agency, _, until):
            end = "for good" if until is None else f"until {until}"
            return f"ends all access of {_agency_said(agency, bundle)}{_under_said(agency, bundle)} {end}"
        case Enrolment(members):
            return f"makes members of {', '.join(enrolled.member.code for enrolled in members)}"
        case Departure(codes, _):
            return f"ends the enrolment of {', '.join(codes)}"
        case Certification(agency, certificate):
            return f"lets {_agency_said(agency, bundle)} be proved by certificate {_shown(certificate)}, and by no log-in without one"
        case Revocation(agency, fingerprint, _):
            return f"ends for good what certificate {fingerprint} of {_agency_said(agency, bundle)} proves"
        case _ as never:
            assert_never(never)


def official_said(code: str, bundle: Bundle) -> str:
    """The official's name and office, or the code of one whom the policy no longer has."""
    official = bundle.officials.get(code)
    return code if official is None else f"{official.name}, {official.office}"


def _agency_said(code: str, bundle: Bundle) -> str:
    agency = bundle.agencies.get(code)
    return f"`{code}`" if agency is None else f"{agency.name} (`{code}`)"


def _shown(certificate: str) -> str:
    """The fingerprint of a certificate in an act."""
    return fingerprint(certificate_octets(certificate))


def _under(code: str, bundle: Bundle) -> list[str]:
    return sorted(bundle.agency_tree.under(code) - {code})


def _under_said(code: str, bundle: Bundle) -> str:
    names = ", ".join(_agency_said(one, bundle) for one in _under(code, bundle))
    return f" and of all under it: {names}," if names else ""


def _act_object(act: Act, bundle: Bundle) -> dict[str, Plain]:
    match act:
        case CutOff(agency, reason, until):
            covers = [agency, *_under(agency, bundle)]
            return {"kind": "cut-off", "agency": agency, "covers": covers, "reason": reason, "until": until}
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
            return {
                "kind": "certification",
                "agency": agency,
                "fingerprint": shown,
                "certificate": certificate,
            }
        case Revocation(agency, fingerprint, reason):
            return {"kind": "revocation", "agency": agency, "fingerprint": fingerprint, "reason": reason}
        case _ as never:
            assert_never(never)
