"""Directives in words for people, and as objects for programs.

Knows: how a directive and its standing at an instant are said.
Must not know: how an act is said, where directives come from, or how a step is taken.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from ostiary.directives.instants import write_instant
from ostiary.directives.life_cycle import Directive
from ostiary.directives.register import Register
from ostiary.model.bundle import Bundle
from ostiary.model.canonical import Plain
from ostiary.office.act_words import act_object, particulars, said


def directive_object(directive: Directive, bundle: Bundle, now: datetime) -> dict[str, Plain]:
    """The directive for programs: instants as they were signed, null for what has not happened."""
    return {
        "id": directive.id,
        "status": directive.status,
        "in_force": directive.is_in_force(now),
        "act": act_object(directive.act, bundle),
        "ordered_by": directive.ordered_by,
        "ordered_at": directive.ordered_at,
        "settled_by": directive.settled_by or None,
        "settled_at": directive.settled_at or None,
        "settled_reason": directive.settled_reason or None,
        "ended_by": directive.ended_by or None,
        "lapses_at": None if directive.lapses_at is None else write_instant(directive.lapses_at),
    }


def head_object(register: Register) -> dict[str, Plain]:
    """The head of the chain for programs: whoever keeps it can say later which directives there were."""
    return {"sequence": register.head.sequence, "hash": register.head.hash}


def directive_line(directive: Directive, bundle: Bundle, now: datetime) -> str:
    """The directive in one line: id, standing, and what it does."""
    return f"{directive.id}  {standing(directive, now)}  {said(directive.act, bundle)}"


def directive_story(directive: Directive, bundle: Bundle, now: datetime) -> str:
    """The directive in a few lines: the one line, why, who ordered it, and who confirmed or refused it."""
    lines = [directive_line(directive, bundle, now)]
    lines += [f"    {line}" for line in particulars(directive.act)]
    lines.append(f"    ordered by {official_said(directive.ordered_by, bundle)} at {directive.ordered_at}")
    if directive.settled_by:
        settled = (
            f"{directive.status} by {official_said(directive.settled_by, bundle)} at {directive.settled_at}"
        )
        lines.append(f"    {settled}{f': {directive.settled_reason}' if directive.settled_reason else ''}")
    return "\n".join(lines)


def standing(directive: Directive, now: datetime) -> str:
    """How it stands at that instant, in words."""
    match directive.status:
        case "ordered" if directive.lapses_at is not None:
            return _urgently(directive.lapses_at, now, is_in_force=directive.is_in_force(now))
        case "ordered":
            return "waits for a second official"
        case "refused":
            return "refused"
        case "confirmed" if directive.ended_by:
            return f"ended by {directive.ended_by}"
        case "confirmed":
            return "in force" if directive.is_in_force(now) else "ended"
        case _ as never:
            assert_never(never)


def _urgently(lapses_at: datetime, now: datetime, *, is_in_force: bool) -> str:
    if now >= lapses_at:
        return f"lapsed at {lapses_at:%Y-%m-%d %H:%M:%S} UTC"
    still = "in force on one signature, lapses" if is_in_force else "ended, and would have lapsed"
    return f"{still} at {lapses_at:%Y-%m-%d %H:%M:%S} UTC unless a second official confirms it"


def official_said(code: str, bundle: Bundle) -> str:
    """The official's name and office, or the code of one whom the policy no longer has."""
    official = bundle.officials.get(code)
    return code if official is None else f"{official.name}, {official.office}"
