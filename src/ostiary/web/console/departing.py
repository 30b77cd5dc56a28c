"""Ending one member's enrolment: what would end, and the order.

Knows: what is shown before, what is typed, which act is ordered.
Must not know: keys, which orders are admitted, how sessions end.

There is no urgent form of it: whoever must be stopped at once is cut off with the agency, or by the agency itself.
"""

from __future__ import annotations

import shlex
from typing import Final

from ostiary.directives.act_form import MAX_LINE
from ostiary.directives.acts import order
from ostiary.errors import OstiaryError
from ostiary.model.directive import Departure
from ostiary.web.console.directives import Problem, problem_of
from ostiary.web.console.filters import since
from ostiary.web.console.ground import Ground, account_of
from ostiary.web.console.signing import FIELDS as SIGNING_FIELDS
from ostiary.web.console.signing import NotSigned
from ostiary.web.console.told import BEFORE
from ostiary.web.frame.visit import Absent, Answer, Elsewhere, Shown, Visit

FIELDS: Final = SIGNING_FIELDS | {"reason", "typed"}
NONE: Final = "There is no member of this code."


def departure(ground: Ground, visit: Visit) -> Answer:
    """The page of one member."""
    return _page(ground, visit, None)


def order_departure(ground: Ground, visit: Visit) -> Answer:
    """Order it. What was typed stays on the page when something is wrong, but for passphrase and code."""
    member, reason = visit.path["member"], visit.form["reason"].strip()
    if not reason:
        return _page(ground, visit, Problem("Say why, in one line. Nothing was ordered.", "reason"))
    if visit.form["typed"].strip() != member:
        return _page(
            ground, visit, Problem("Type the member's code as it stands above. Nothing was ordered.", "typed")
        )
    if member not in ground.looks.look().register.members:
        return Absent(NONE)
    act = Departure((member,), reason)
    try:
        outcome = ground.signing.sign(
            visit, "order-departure", member, lambda register, by, at: order(register, act, by, at)
        )
    except OstiaryError as fault:
        return _page(ground, visit, problem_of(fault))
    if isinstance(outcome, NotSigned):
        return _page(ground, visit, Problem(outcome.why, outcome.field))
    return Elsewhere(f"/directives/{outcome.directive.id}?signed=1")


def _page(ground: Ground, visit: Visit, problem: Problem | None) -> Answer:
    holding, now = ground.looks.look(), ground.now()
    code = visit.path["member"]
    enrolled = holding.register.members.get(code)
    if enrolled is None:
        return Absent(NONE)
    rows = [row for row in since(ground.recent.look().rows, now, BEFORE) if row.member == code]
    return Shown(
        "console/departure.html",
        {
            "member": enrolled.member,
            "agency": holding.bundle.agencies.get(enrolled.member.agency),
            "since": holding.register.enrolled_by[code],
            "sessions": len({row.session for row in rows if row.session}),
            "accesses": len(rows),
            "approvals": len(holding.register.approved.get(code, ())),
            "official": ground.signing.official_of(account_of(visit)),
            "problem": problem,
            "reason": visit.form.get("reason", ""),
            "command": f"ostiary member depart {shlex.quote(code)} --reason WHY --key FILE",
            "max_line": MAX_LINE,
            "now": now,
        },
        200 if problem is None else 422,
    )
