"""M15: an access that nothing explains, the more surprising the higher; and a random hundredth of those that something does.

Knows: which explanations were tried and failed, how unusual it is that an agency asks this owner, what is wider than a need.
Must not know: files, engines, what became of a lead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.explaining import left_unexplained, tried, without_prior_contact
from ostiary.watch.detecting.flagging import DAY, by_account, flagged, in_months, month_text
from ostiary.watch.detecting.numbers import as_number
from ostiary.watch.events.schema import BLANK
from ostiary.watch.events.tables import PRIME, Draw, Table, Tables

COLUMNS: Final = (
    "event_id", "source", "row", "at", "day", "local_day", "user", "agency", "owner", "case_no", "case_no_state",
    "reason", "purpose", "networks", "window_from", "decision", "action", "continues",
)  # fmt: skip

SCORED: Final = (
    "event_id", "at", "user", "agency", "case_no", "case_no_state", "typed", "in_month", "score",
)  # fmt: skip

DAYS_APART: Final = 2_654_435_761
"""Knuth's multiplicative hash: the rows of one number on two days are drawn apart."""
SHARES: Final = 10_000
"""A share is drawn in hundredths of a percent."""


def flag(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Accesses that no explanation holds for and that are surprising enough, or too large a part of what a user asked, by month."""
    answered = _answered(tables)
    left = without_prior_contact(tables, left_unexplained(tables, answered))
    left = left.select("typed", left="event_id", left_case="case_no")
    unexplained = answered.drop("case_no").inner_join(left, answered["event_id"] == left["left"])
    unexplained = unexplained.rename(case_no="left_case")
    scored = _in_month(tables, _scored(tables, unexplained, limits))
    scored = tables.keep("scored", scored.select(*SCORED))
    many = _mostly_unexplained(tables, answered, scored, limits)
    joined = scored.left_join(
        many,
        [
            scored["user"] == many["of_user"],
            scored["agency"] == many["of_agency"],
            scored["in_month"] == many["of_month"],
        ],
    )
    found = joined.filter((joined["score"] >= limits["score"]) | joined["of_user"].notnull())
    found = _registered(tables, found.cross_join(tried(tables)))
    return flagged(
        found,
        entity=found["user"],
        period=month_text(found["in_month"]),
        measure=found["score"],
        detail=_told(found),
    )


def _mostly_unexplained(
    tables: Tables, answered: Table, unexplained: Table, limits: Mapping[str, float]
) -> Table:
    """Months of a user of whose accesses most are unexplained: a log that names neither owners nor breadth has no other surprise."""
    keys = {"of_user": "user", "of_agency": "agency", "of_month": "in_month"}
    left = unexplained.group_by(**keys).aggregate(left=ibis._.count())
    left = left.filter(left["left"] >= limits["accesses"])
    # Few users have any such month: only what these asked is counted.
    users = left.select("of_user", "of_agency").distinct()
    theirs = answered.semi_join(
        users, [answered["user"] == users["of_user"], answered["agency"] == users["of_agency"]]
    )
    asked = _in_month(tables, theirs).group_by(**keys).aggregate(asked=ibis._.count())
    both = left.inner_join(asked, list(keys))
    return both.filter(both["left"] >= limits["part"] * both["asked"]).select(*keys)


def _in_month(tables: Tables, rows: Table) -> Table:
    return in_months(tables, rows).rename(in_month="month")


def flag_sample(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Explained accesses, drawn by day: the same rows give the same draw."""
    answered = _answered(tables)
    drawn = tables.keep("drawn", answered.filter(_is_drawn(answered, limits["share"], tables.draw)))
    unexplained = left_unexplained(tables, drawn).select(unexplained="event_id")
    found = drawn.anti_join(unexplained, drawn["event_id"] == unexplained["unexplained"])
    return flagged(
        found,
        entity=found["user"],
        period=found["event_id"],
        measure=ibis.literal(0.0),
        detail="drawn at random",
    )


def _answered(tables: Tables) -> Table:
    events = by_account(tables.events.select(*COLUMNS))
    return events.filter(events["decision"] != "deny")


def _is_drawn(events: Table, share: float, draw: Draw) -> Any:
    # Carter and Wegman's a x + b modulo a prime: with a and b secret, any two rows are drawn as if by two throws of a die. With public
    # ones, whoever sees how long the log is would know whether their next search is drawn.
    number = (events["row"] + events["day"].cast("int64") * DAYS_APART) % PRIME
    mixed = (number * draw.times + draw.plus) % PRIME
    return mixed * SHARES // PRIME < round(share * SHARES)


def _scored(tables: Tables, unexplained: Table, limits: Mapping[str, float]) -> Table:
    """With ``score``: the surprise in nats that this agency asks this owner, and one for each way in which it is wider than its need."""
    usual = _usual(tables)
    joined = unexplained.left_join(
        usual, [unexplained["agency"] == usual["of_agency"], unexplained["owner"] == usual["of_owner"]]
    )
    reasons = tables.reasons
    speaks = reasons.filter(reasons["pack"].notnull()).select(said="reason", pack="pack")
    joined = joined.left_join(speaks, joined["reason"] == speaks["said"])
    surprise = (-(joined["share"].ln())).fill_null(0.0)
    is_wide = joined["networks"].fill_null(0) > limits["networks"]
    reaches_back = (joined["at"] - joined["window_from"]).fill_null(0) > int(limits["look_back_days"]) * DAY
    other_words = joined["pack"].notnull() & ~joined["purpose"].fill_null("").contains(
        joined["pack"].fill_null("")
    )
    wider = sum((each.ifelse(1, 0) for each in (is_wide, reaches_back, other_words)), start=ibis.literal(0))
    return joined.mutate(score=surprise + limits["wider"] * wider)


def _usual(tables: Tables) -> Table:
    """How much of what an agency asks it asks of each owner."""
    events = tables.events
    told = events.filter(events["owner"].notnull(), events["agency"].notnull())
    pairs = told.group_by(of_agency="agency", of_owner="owner").aggregate(times=told.count())
    total = pairs["times"].sum().over(group_by=pairs["of_agency"])
    return pairs.mutate(share=pairs["times"] / total).select("of_agency", "of_owner", "share")


def _registered(tables: Tables, found: Table) -> Table:
    """With ``registered``, the number where the registry has it, and ``registry``, how many cases it has."""
    cases = tables.known["cases"]
    known = cases.select(registered=as_number(cases["case_no"])).distinct()
    joined = found.left_join(known, as_number(found["case_no"]) == known["registered"])
    return joined.cross_join(cases.aggregate(registry=cases.count()))


def _told(found: Table) -> Any:
    """The nearest to an explanation that there is, and what was tried without success."""
    is_unknown = found["registered"].isnull() & (found["registry"] > 0)
    near = ibis.cases(
        (
            found["typed"].notnull() & is_unknown,
            "the number of a case in its reason is not in the registry of cases",
        ),
        (found["typed"].notnull(), "the case whose number is in its reason is not theirs"),
        (found["case_no"].notnull(), "the declared case is not theirs"),
        (found["case_no_state"] == BLANK, "no case was declared"),
        else_="whether a case was declared the log does not show",
    )
    return near + ibis.literal("; tried without success: ") + found["tried"]


def sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    return (
        f"Nothing that this folder knows explains {lead.events} accesses of {lead.entity} in {lead.period}: {lead.detail}. "
        f"Surprise and breadth reach {lead.measure:.1f}, of which {limits['score']:g} alone would be enough; so would be {limits['accesses']:g} "
        f"accesses that are {limits['part']:.0%} of the user's month."
    )


def sample_sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    return (
        f"This access of {lead.entity} is explained. It was drawn at random, {limits['share']:.1%} of a day's, so that explanations are "
        f"looked at, too."
    )


DETECTORS: Final = (
    Detector(
        code="M15a",
        name="unexplained access",
        version=2,
        entity="user",
        severity=3,
        question="Which accesses does no case, dispatch, hit, approval or earlier contact explain, and which of them surprise?",
        needs=frozenset({"events.user", "assignments"}),
        limits={
            "score": 3.0,
            "accesses": 10,
            "part": 0.5,
            "networks": 1_000,
            "look_back_days": 30,
            "wider": 1.5,
        },
        flag=flag,
        sentence=sentence,
        innocent=(
            "The feed of dispatches or cases has a gap: measure that before asking anybody.",
            "A colleague asked for help by word of mouth.",
        ),
        next_step="Ask for the case, dispatch or request; if there is a kind of explanation that is missing here, import it.",
    ),
    Detector(
        code="M15b",
        name="explained access, drawn at random",
        version=2,
        entity="user",
        severity=1,
        question="Do explanations hold when somebody looks?",
        needs=frozenset({"events.user", "assignments"}),
        limits={"share": 0.01},
        flag=flag_sample,
        sentence=sample_sentence,
        innocent=("Nothing speaks against it: it was drawn.",),
        next_step="Check that the case or dispatch is what it says, and that the search was for it.",
    ),
)
