"""Directives in words for people, and as objects for programs.

Knows: how a directive, its act and its standing on a day are said.
Must not know: where directives come from, or how a step is taken.

A member's verifier is never shown: passwords can be guessed from it.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

from ostiary.directives.life_cycle import Directive
from ostiary.model.bundle import Bundle
from ostiary.model.canonical import Plain
from ostiary.model.directive import Act, CutOff, Enrolment


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


def directive_line(directive: Directive, bundle: Bundle, today: date) -> str:
    """The directive in one line: id, standing, and what it does."""
    return f"{directive.id}  {standing(directive, today)}  {said(directive.act, bundle)}"


def directive_story(directive: Directive, bundle: Bundle, today: date) -> str:
    """The directive in a few lines: the one line, why, who ordered it, and who confirmed or refused it."""
    lines = [directive_line(directive, bundle, today)]
    if isinstance(directive.act, CutOff):
        lines.append(f"    reason: {directive.act.reason}")
    lines.append(f"    ordered by {official_said(directive.ordered_by, bundle)} at {directive.ordered_at}")
    if directive.settled_by:
        settled = (
            f"{directive.status} by {official_said(directive.settled_by, bundle)} at {directive.settled_at}"
        )
        lines.append(f"    {settled}{f': {directive.settled_reason}' if directive.settled_reason else ''}")
    return "\n".join(lines)


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
        case _ as never:
            assert_never(never)


def official_said(code: str, bundle: Bundle) -> str:
    """The official's name and office, or the code of one whom the policy no longer has."""
    official = bundle.officials.get(code)
    return code if official is None else f"{official.name}, {official.office}"


def _agency_said(code: str, bundle: Bundle) -> str:
    agency = bundle.agencies.get(code)
    return f"`{code}`" if agency is None else f"{agency.name} (`{code}`)"


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
            return {"kind": "enrolment", "members": [enrolled.member.code for enrolled in members]}
        case _ as never:
            assert_never(never)
