"""Directives: the list, one of them with what an official must read before signing, and the two ways to settle it.

Knows: what is shown of a directive, who is offered which form, that an id is typed to confirm.
Must not know: which steps are admitted (the register says), keys, how a change of policy is reviewed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ostiary.directives.life_cycle import Directive
from ostiary.errors import OstiaryError
from ostiary.model.directive import CutOff, Lift, PolicyChange, UrgentCutOff
from ostiary.office.act_words import particulars
from ostiary.office.desk import PrepareStep
from ostiary.office.directive_words import official_said, standing
from ostiary.office.eye import Holding
from ostiary.office.settling import confirmation, refusal
from ostiary.web.console.ground import Ground, account_of
from ostiary.web.console.reviews import Judgement
from ostiary.web.console.signing import FIELDS, NotSigned
from ostiary.web.console.standing_words import is_waiting, said_now
from ostiary.web.console.told import endings_of, told_of
from ostiary.web.frame.visit import Absent, Answer, Elsewhere, Shown, Visit
from ostiary.web.guard.roles import Role

NONE: Final = "There is no directive of this id."
CONFIRM_FIELDS: Final = FIELDS | {"typed", "read"}
REFUSE_FIELDS: Final = FIELDS | {"reason"}


@dataclass(frozen=True, slots=True)
class Line:
    """One directive in the list."""

    directive: Directive
    said: str
    standing: str
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a form, and the field that it is about; empty: with all of it."""

    why: str
    field: str = ""


def problem_of(fault: OstiaryError) -> Problem:
    """Why something was refused, with the way out."""
    return Problem(f"{fault.message}. {fault.hint}".rstrip(". ") + ".")


def directives(ground: Ground, visit: Visit) -> Answer:
    """All directives: what waits first, then the newest."""
    holding, now = ground.looks.look(), ground.now()
    lines = [
        Line(one, said_now(one, holding.bundle), standing(one, now), is_waiting(one, now))
        for one in holding.register.directives.values()
    ]
    waiting = [line for line in lines if line.is_waiting]
    settled = [line for line in reversed(lines) if not line.is_waiting]
    return Shown(
        "console/directives.html",
        {
            "waiting": waiting,
            "settled": settled[:MAX_LISTED],
            "more": max(0, len(settled) - MAX_LISTED),
            "now": now,
            "may_order": account_of(visit).role is Role.OFFICIAL,
        },
    )


MAX_LISTED: Final = 200
"""Settled directives on one page; the public register has all."""


def directive(ground: Ground, visit: Visit) -> Answer:
    """One directive, and what may be done about it."""
    return _page(ground, visit, None)


def confirm(ground: Ground, visit: Visit) -> Answer:
    """Confirm it, when its id was typed and the review of what it changes was there to be read."""
    found = _find(ground, visit)
    if found is None:
        return Absent(NONE)
    holding, one = found
    judgement = _judgement(ground, holding, one)
    if visit.form["typed"].strip() != one.id:
        return _page(ground, visit, Problem(f"Type {one.id} to confirm it. Nothing was signed.", "typed"))
    if isinstance(one.act, PolicyChange):
        if judgement is None or judgement.reviewed is None:
            return _page(
                ground, visit, Problem("What it changes must be worked out first. Nothing was signed.")
            )
        # Somebody else's look may have had it worked out anew since this page was drawn.
        if visit.form["read"] != judgement.digest:
            return _page(ground, visit, Problem("The review has changed: read it again. Nothing was signed."))
    judged = None if judgement is None or judgement.reviewed is None else judgement.reviewed.change
    return _settle(ground, visit, one, "confirm-directive", confirmation(one.id, judged))


def refuse(ground: Ground, visit: Visit) -> Answer:
    """Refuse it for good, with a reason."""
    found = _find(ground, visit)
    if found is None:
        return Absent(NONE)
    reason = visit.form["reason"].strip()
    if not reason:
        return _page(ground, visit, Problem("Say why, in one line. Nothing was signed.", "reason"))
    return _settle(ground, visit, found[1], "refuse-directive", refusal(found[1].id, reason))


def _settle(ground: Ground, visit: Visit, one: Directive, act: str, prepare: PrepareStep) -> Answer:
    try:
        outcome = ground.signing.sign(visit, act, one.id, prepare)
    except OstiaryError as fault:
        return _page(ground, visit, problem_of(fault))
    if isinstance(outcome, NotSigned):
        return _page(ground, visit, Problem(outcome.why, outcome.field))
    return Elsewhere(f"/directives/{one.id}?signed=1")


def _page(ground: Ground, visit: Visit, problem: Problem | None) -> Answer:
    found = _find(ground, visit)
    if found is None:
        return Absent(NONE)
    holding, one = found
    session, now = account_of(visit), ground.now()
    official = ground.signing.official_of(session) if session.role is Role.OFFICIAL else ""
    waits = is_waiting(one, now)
    return Shown(
        "console/directive.html",
        {
            "one": one,
            "said": said_now(one, holding.bundle),
            "standing": standing(one, now),
            "particulars": particulars(one.act),
            "ordered_by": official_said(one.ordered_by, holding.bundle),
            "settled_by": official_said(one.settled_by, holding.bundle) if one.settled_by else "",
            "judgement": _judgement(ground, holding, one) if waits else None,
            "is_change": isinstance(one.act, PolicyChange),
            "is_waiting": waits,
            "is_official": session.role is Role.OFFICIAL,
            "official": official,
            "is_mine": bool(official) and official == one.ordered_by,
            "noun": "cutoff" if isinstance(one.act, CutOff | UrgentCutOff | Lift) else "directive",
            "problem": problem,
            # An address can be made up by anybody: the chain says who has signed.
            "has_signed": visit.query.get("signed") == "1"
            and bool(official)
            and official in {one.ordered_by, one.settled_by},
            "told": told_of(one, ground.recent.look(), holding, now),
            "endings": endings_of(ground.endings(one.id)),
            "now": now,
        },
        200 if problem is None else 422,
    )


def _find(ground: Ground, visit: Visit) -> tuple[Holding, Directive] | None:
    holding = ground.looks.look()
    found = holding.register.directives.get(visit.path["id"])
    return None if found is None else (holding, found)


def _judgement(ground: Ground, holding: Holding, one: Directive) -> Judgement | None:
    """Nothing needs to be worked out for what is no change of policy."""
    if not isinstance(one.act, PolicyChange):
        return Judgement((), "", None)
    return ground.reviews.maybe_judgement(one, holding.register)
