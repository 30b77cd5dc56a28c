"""The first page: is anything wrong, who asks, and what waits.

Knows: what stands on it, for each role, and the line that says how much is new.
Must not know: how accesses are kept, how a directive is decided on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ostiary.directives.life_cycle import Directive
from ostiary.errors import OstiaryError
from ostiary.office.eye import Holding
from ostiary.web.console.access_row import AccessRow
from ostiary.web.console.filters import MAX_DIGITS, since
from ostiary.web.console.ground import Ground, account_of
from ostiary.web.console.lanes import SPAN, hour_of
from ostiary.web.console.recent import Seen, by_agency
from ostiary.web.console.standing_words import barred, is_waiting, said_now, title_of
from ostiary.web.frame.visit import Answer, Shown, Visit
from ostiary.web.guard.roles import Role

LAST_ROWS: Final = 12
MAX_LOOKS: Final = 60
"""Looks for news by one page, one each ten seconds: after ten minutes nobody may be there, and the session must be able to end."""
READS_ACCESSES: Final = frozenset({Role.AUDITOR, Role.OFFICIAL})
"""Who is shown single accesses."""


@dataclass(frozen=True, slots=True)
class AgencyHour:
    """One line of the table below the picture."""

    agency: str
    title: str
    accesses: int
    denied: int
    sessions: int
    """Sessions that have asked something in this hour."""
    purposes: str
    last: datetime | None
    barred: str
    """What keeps it out now: a cut-off or a suspension, in words; empty where nothing does."""


def right_now(ground: Ground, visit: Visit) -> Answer:
    """The page itself."""
    role, now, seen = account_of(visit).role, ground.now(), ground.recent.look()
    holding, trouble = _holding(ground)
    rows = since(seen.rows, now, SPAN)
    agencies = by_agency(rows)
    hour = hour_of(agencies, now)
    return Shown(
        "console/right_now.html",
        {
            "headline": hour.sentence,
            "hour": hour,
            "agencies": _agencies(agencies, holding, now),
            "waiting": _waiting(holding, now),
            "last": seen.rows[:LAST_ROWS] if role in READS_ACCESSES else (),
            "last_at": seen.rows[0].at if seen.rows else None,
            "reads_accesses": role in READS_ACCESSES,
            "may_order": role is Role.OFFICIAL,
            "is_auditor": role is Role.AUDITOR,
            "seen": seen,
            "now": now,
            "troubles": [one for one in (trouble, seen.trouble) if one],
            "holding": holding,
            "is_paused": visit.query.get("paused") == "1",
            "newest": seen.rows[0].index if seen.rows else -1,
            "reach": _reach(seen, now),
        },
    )


def news(ground: Ground, visit: Visit) -> Answer:
    """The line that says how much came since the page was drawn. It is asked for again by what it answers, a while long."""
    newest = _number(visit.query.get("since", ""))
    looks = _number(visit.query.get("looks", "")) + 1
    seen = ground.recent.look()
    fresh = [row for row in seen.rows if row.index > newest]
    return Shown(
        "console/news.html",
        {
            "fresh": len(fresh),
            "denied": sum(row.is_denied for row in fresh),
            "since": newest,
            "looks": looks,
            "goes_on": looks < MAX_LOOKS,
            "trouble": seen.trouble,
        },
    )


def _holding(ground: Ground) -> tuple[Holding | None, str]:
    try:
        return ground.looks.look(), ""
    except OstiaryError as fault:
        return None, fault.message


def _reach(seen: Seen, now: datetime) -> str:
    """Why the hour may not be whole, or nothing."""
    if seen.is_whole or not seen.rows or seen.rows[-1].at <= now - SPAN:
        return ""
    return f"Only accesses since {seen.rows[-1].at:%H:%M:%S} UTC are kept at hand: there were more than fit."


def _agencies(
    rows: Mapping[str, tuple[AccessRow, ...]], holding: Holding | None, now: datetime
) -> list[AgencyHour]:
    """Each agency that has asked, and each that could: one with members."""
    known = set(rows)
    if holding is not None:
        known |= {one.member.agency for one in holding.register.members.values()}
    return [_agency(code, rows.get(code, ()), holding, now) for code in sorted(known)]


def _agency(code: str, rows: Sequence[AccessRow], holding: Holding | None, now: datetime) -> AgencyHour:
    purposes = Counter(row.purpose or "none declared" for row in rows).most_common(3)
    return AgencyHour(
        code,
        title_of(code, holding),
        len(rows),
        sum(row.is_denied for row in rows),
        len({row.session for row in rows if row.session}),
        ", ".join(f"{purpose} {count}" for purpose, count in purposes),
        rows[0].at if rows else None,
        barred(code, holding, now),
    )


def _waiting(holding: Holding | None, now: datetime) -> list[tuple[Directive, str]]:
    """What waits for a second official, with its words; the oldest first."""
    if holding is None:
        return []
    return [
        (one, said_now(one, holding.bundle))
        for one in holding.register.directives.values()
        if is_waiting(one, now)
    ]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < MAX_DIGITS else -1
