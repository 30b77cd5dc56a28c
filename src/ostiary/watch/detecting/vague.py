"""M2: a user, or an agency, whose reasons mostly say nothing that could be checked.

Knows: shares of vague reasons by month, and when a rise is more than chance.
Must not know: which words are vague, files, engines.

A mask is not a vague reason: whoever released the log hid it, and neither counts it against anybody nor for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.flagging import (
    by_account,
    by_people,
    flagged,
    in_months,
    is_one_of,
    month_text,
    percent,
)
from ostiary.watch.detecting.sieving import of_busy
from ostiary.watch.events.schema import BLANK, GIVEN
from ostiary.watch.events.tables import Table, Tables

Account: TypeAlias = Literal["user", "agency"]

MONTHS_BEFORE: Final = 3
"""Whole months before the month that is judged: the 90 days of the specification, in periods that every engine counts the same."""


def vague_events(tables: Tables) -> Table:
    """One row for each event whose reason anybody can judge: its keys, its ``month``, and ``vague`` as 0 or 1."""
    reasons = tables.reasons
    empty = reasons.filter(reasons["vague"] | reasons["placeholder"]).select(empty_reason="reason")
    events = by_people(tables.events)
    judged = events.filter(is_one_of(events["reason_state"], (GIVEN, BLANK)))
    joined = judged.left_join(empty, judged["reason"] == empty["empty_reason"])
    says_nothing = (joined["reason_state"] == BLANK) | joined["empty_reason"].notnull()
    rows = joined.select(
        "event_id", "at", "user", "agency", "day", "local_day", vague=says_nothing.ifelse(1, 0)
    )
    return in_months(tables, rows)


def flag(by: Account) -> Callable[[Tables, Mapping[str, float]], Table]:
    """The rule for users or for agencies: their vague events of each month in which these were too many, or rose too much."""

    def rule(tables: Tables, limits: Mapping[str, float]) -> Table:
        """Vague reasons of a month in which they were too large a share, or a share that rose by more than chance."""
        events = vague_events(tables)
        if by == "user":
            events = of_busy(tables, by_account(events), limits["reasons"])
        else:
            events = events.filter(events["agency"].notnull())
        events = events.mutate(who=events[by])
        months = _found(_months(events), limits)
        found = months.select("share", "measure", found_who="who", found_agency="agency", found_month="month")
        held = events.filter(events["vague"] == 1)
        same = [
            held["who"] == found["found_who"],
            held["agency"] == found["found_agency"],
            held["month"] == found["found_month"],
        ]
        held = held.inner_join(found, same)
        return flagged(
            held,
            entity=held["who"],
            period=month_text(held["month"]),
            measure=held["measure"],
            detail=percent(held["share"]),
        )

    return rule


def _months(events: Table) -> Table:
    return events.group_by(["who", "agency", "month"]).aggregate(
        said=events.count().cast("int64"), empty=events["vague"].sum().cast("int64")
    )


def _found(months: Table, limits: Mapping[str, float]) -> Table:
    """Months whose share is too high, or higher than the three before by more than chance."""
    judged = months.filter(months["said"] >= limits["reasons"])
    before = _before(months)
    same = [
        judged["who"] == before["before_who"],
        judged["agency"] == before["before_agency"],
        judged["month"] == before["before_month"],
    ]
    joined = judged.left_join(before, same)
    share = joined["empty"] / joined["said"]
    # Half an event of each kind is added, so that a past without a single vague reason is no proof that there never is one.
    past = ((joined["empty_before"] + 0.5) / (joined["said_before"] + 1.0)).fill_null(1.0)
    rise = share - past
    enough = joined["said_before"].fill_null(0) >= limits["reasons"]
    rose = enough & (rise >= limits["rise"]) & (_chance(share, past, joined["said"]) < limits["chance"])
    found = joined.mutate(share=share, measure=ibis.greatest(share, rise), rose=rose)
    return found.filter((found["share"] >= limits["share"]) | found["rose"])


def _before(months: Table) -> Table:
    """For each month that has one, the counts of the three months before."""
    later = ibis.union(
        *(months.mutate(later=months["month"] + back) for back in range(1, MONTHS_BEFORE + 1)), distinct=False
    )
    return later.group_by(
        before_who=later["who"], before_agency=later["agency"], before_month=later["later"]
    ).aggregate(said_before=later["said"].sum(), empty_before=later["empty"].sum())


def _chance(share: Any, past: Any, said: Any) -> Any:
    """At most how likely so high a share is where the past goes on: Chernoff's bound of the binomial tail.

    P(X >= share n) <= exp(-n KL(share, past)). It is never below the binomial's own tail: what it calls rare is rare.
    """
    # The logarithm of a share of 0 or 1 is never taken.
    inner = ibis.least(ibis.greatest(share, 1e-9), 1 - 1e-9)
    apart = inner * (inner / past).ln() + (1 - inner) * ((1 - inner) / (1 - past)).ln()
    return (-(said * apart)).exp()


def sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    return (
        f"In {lead.period}, {lead.detail} of the reasons that {lead.entity} gave say nothing that could be checked "
        f"({lead.events} events; the limit is {limits['share']:.0%}, or a rise of {limits['rise'] * 100:.0f} points)."
    )


def _detector(code: str, by: Account, severity: int) -> Detector:
    return Detector(
        code=code,
        name=f"vague reasons of one {by}",
        version=1,
        entity=by,
        severity=severity,
        question=f"Do the reasons of one {by} mostly say nothing that could be checked, or suddenly more often than before?",
        needs=frozenset({f"events.{by}", "events.reason_state", "reasons"}),
        limits={"share": 0.8, "reasons": 30, "rise": 0.25, "chance": 1e-4},
        flag=flag(by),
        sentence=sentence,
        innocent=(
            "The agency's form offers only a list of codes, and a code such as a shift number is what it asks for.",
            "A training or a new form changed how everybody writes.",
        ),
        next_step="Require a category and a case number, and ask for proof of ten searches; no single search is the matter.",
    )


DETECTORS: Final = (_detector("M2a", "user", 2), _detector("M2b", "agency", 3))
