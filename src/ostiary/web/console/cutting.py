"""Cutting an agency off: one page with everything on it, and the order.

Knows: what is shown before, what is typed, which act is ordered.
Must not know: keys, which orders are admitted, how sessions end.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ostiary.directives.act_form import MAX_LINE, MAX_URGENT_HOURS
from ostiary.directives.acts import order
from ostiary.errors import OstiaryError
from ostiary.model.agency import Agreement
from ostiary.model.directive import AnyCutOff, CutOff, UrgentCutOff
from ostiary.office.eye import Holding
from ostiary.office.ordering import verify_agency
from ostiary.web.console.directives import Problem, problem_of
from ostiary.web.console.filters import since
from ostiary.web.console.ground import Ground, account_of
from ostiary.web.console.signing import FIELDS as SIGNING_FIELDS
from ostiary.web.console.signing import NotSigned
from ostiary.web.console.standing_words import barred, title_of
from ostiary.web.console.told import BEFORE, covers, touches
from ostiary.web.frame.visit import Answer, Elsewhere, Shown, Visit

FIELDS: Final = SIGNING_FIELDS | {"agency", "when", "length", "until", "reason", "typed"}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a cut-off of an agency would end."""

    agency: str
    title: str
    also: tuple[tuple[str, str], ...]
    """Codes and names of the agencies under it."""
    members: int
    """Members of these agencies, or who also work for one."""
    sessions: int
    """Sessions of theirs that have asked something in the last hour."""
    accesses: int
    certificates: tuple[str, ...]
    """Fingerprints of certificates in force that prove one of these agencies."""
    agreements: tuple[Agreement, ...]
    barred: str


def cut_off(ground: Ground, visit: Visit) -> Answer:
    """The page, for the agency that its address names; without one, the choice of agencies."""
    return _page(ground, visit, visit.query.get("agency", ""), None)


def order_cut_off(ground: Ground, visit: Visit) -> Answer:
    """Order it. What was typed stays on the page when something is wrong, but for passphrase and code."""
    form = visit.form
    problem = _problem(form)
    if problem is not None:
        return _page(ground, visit, form["agency"], problem)
    act = _act(form, ground.signing.urgent_hours)
    try:
        # The register takes any code, so that an agency which the policy has lost can be cut off by the command line.
        verify_agency(act.agency, ground.looks.look().bundle)
        outcome = ground.signing.sign(
            visit,
            "order-cut-off",
            f"agency {act.agency}"[:MAX_ON],
            lambda register, by, at: order(register, act, by, at),
        )
    except OstiaryError as fault:
        return _page(ground, visit, form["agency"], problem_of(fault))
    if isinstance(outcome, NotSigned):
        return _page(ground, visit, form["agency"], Problem(outcome.why, outcome.field))
    return Elsewhere(f"/directives/{outcome.directive.id}?signed=1")


MAX_ON: Final = 400
"""Characters of what an act was on."""


def effect_of(agency: str, ground: Ground, holding: Holding, now: datetime) -> Effect:
    """What a cut-off of an agency would end, as of now."""
    covered = covers(agency, holding)
    register = holding.register
    rows = [row for row in since(ground.recent.look().rows, now, BEFORE) if touches(row, covered, holding)]
    asking = frozenset(covered)
    return Effect(
        agency,
        title_of(agency, holding),
        tuple((code, title_of(code, holding)) for code in covered[1:]),
        sum(
            not asking.isdisjoint(one.member.affiliations | {one.member.agency})
            for one in register.members.values()
        ),
        len({row.session for row in rows if row.session}),
        len(rows),
        tuple(
            anchor.fingerprint
            for code in covered
            for anchor in register.certified.get(code, ())
            if anchor.fingerprint not in register.revoked
        ),
        tuple(one for one in holding.bundle.agreements if one.agency in asking),
        barred(agency, holding, now),
    )


def _page(ground: Ground, visit: Visit, agency: str, problem: Problem | None) -> Answer:
    holding, now = ground.looks.look(), ground.now()
    is_known = agency in holding.bundle.agencies
    return Shown(
        "console/cut_off.html",
        {
            "agencies": sorted((one.code, one.name) for one in holding.bundle.agencies.values()),
            "effect": effect_of(agency, ground, holding, now) if is_known else None,
            "is_unknown": bool(agency) and not is_known,
            "official": ground.signing.official_of(account_of(visit)),
            "hours": ground.signing.urgent_hours,
            "problem": problem,
            "kept": {name: visit.form.get(name, "") for name in ("when", "length", "until", "reason")},
            "command": _command(agency),
            "max_line": MAX_LINE,
            "now": now,
        },
        200 if problem is None else 422,
    )


def _problem(form: Mapping[str, str]) -> Problem | None:
    if form["when"] not in {"now", "order"} or form["length"] not in {"until", "permanent"}:
        return Problem("Say from when on, and for how long. Nothing was ordered.", "when")
    if not form["reason"].strip():
        return Problem(
            "Say why, in one line: the agency's members will see it. Nothing was ordered.", "reason"
        )
    if form["length"] == "until" and not form["until"]:
        return Problem("Say until which day, or that it is for good. Nothing was ordered.", "until")
    if form["typed"].strip() != form["agency"]:
        return Problem("Type the agency's code as it stands above. Nothing was ordered.", "typed")
    return None


def _act(form: Mapping[str, str], hours: int) -> AnyCutOff:
    until = form["until"] if form["length"] == "until" else None
    reason = form["reason"].strip()
    if form["when"] == "now":
        return UrgentCutOff(form["agency"], reason, until, min(hours, MAX_URGENT_HOURS))
    return CutOff(form["agency"], reason, until)


def _command(agency: str) -> str:
    return f"ostiary cutoff order {shlex.quote(agency or 'AGENCY')} --until DATE --reason WHY --key FILE"
