"""M9: one user comes back to one subject, day after day, and nobody gave them the case.

Knows: how often, on how many days, whose searches of a subject are, shifts, cases that ended.
Must not know: who the subject is, files, engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.explaining import assigned, of_a_colleague, without
from ostiary.watch.detecting.flagging import flagged, own_day
from ostiary.watch.events.tables import Table, Tables

CASES: Final = (assigned, of_a_colleague)
"""The templates that end a fixation; a dispatch or a hit explains one search, not that somebody comes back."""


def flag(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Every search, without a case behind it, of a user for a subject whom they searched too often on too many days."""
    frequent = tables.keep("frequent", _frequent(tables.subjects, limits))
    searches = tables.keep("without_case", _without_case(tables, frequent))
    pairs = searches.group_by(["user", "subject"]).aggregate(
        searches=searches["event_id"].nunique(), days=own_day(searches).nunique()
    )
    pairs = pairs.filter(pairs["searches"] >= limits["searches"], pairs["days"] >= limits["days"])
    scored = _scored(tables, searches, pairs, limits)
    found = searches.inner_join(
        scored, [searches["user"] == scored["who"], searches["subject"] == scored["whom"]]
    )
    return flagged(
        found, entity=found["user"], period=found["subject"], measure=found["score"], detail=found["detail"]
    )


def _frequent(subjects: Table, limits: Mapping[str, float]) -> Table:
    """The searches of every pair that has enough of them.

    Ten million searches have some eight million pairs, few of which come twice often. Pairs are counted by a number that the engine makes of
    both texts: equal pairs have equal numbers, and where two others share one, more is looked at, never less.
    """
    asked = subjects.filter(subjects["asked"], subjects["user"].notnull())
    numbers = asked.select(number=_number(asked))
    counted = numbers.group_by("number").aggregate(times=numbers.count())
    many = counted.filter(counted["times"] >= limits["searches"]).select(many="number")
    return asked.semi_join(many, _number(asked) == many["many"])


def _number(table: Table) -> Any:
    return (table["user"] + ibis.literal(" ") + table["subject"]).hash()


def _without_case(tables: Tables, searches: Table) -> Table:
    for template in CASES:
        searches = without(template, tables, searches)
    return searches


def _scored(tables: Tables, searches: Table, pairs: Table, limits: Mapping[str, float]) -> Table:
    pairs = pairs.select("searches", "days", who="user", whom="subject")
    own = searches.inner_join(pairs, [searches["user"] == pairs["who"], searches["subject"] == pairs["whom"]])
    off = _off_shift(tables, own)
    everybody = tables.subjects.filter(tables.subjects["asked"])
    subjects = pairs.select(one="whom").distinct()
    everybody = everybody.semi_join(subjects, everybody["subject"] == subjects["one"])
    total = everybody.group_by(of="subject").aggregate(total=everybody["event_id"].nunique())
    joined = pairs.inner_join(total, pairs["whom"] == total["of"])
    joined = joined.left_join(off, [joined["who"] == off["off_who"], joined["whom"] == off["off_whom"]])
    share = joined["searches"] / joined["total"]
    score = (
        joined["searches"] / limits["searches"]
        + joined["off"].fill_null(0) / joined["searches"]
        + (share >= limits["share"]).ifelse(1.0, 0.0)
        + joined["late"].fill_null(0) / joined["searches"]
    )
    text = {name: joined[name].cast("int64").cast("string") for name in ("searches", "days", "total")}
    detail = text["searches"] + " searches on " + text["days"] + " days, of " + text["total"] + " by anybody"
    return joined.select("who", "whom", score=score, detail=detail)


def _off_shift(tables: Tables, own: Table) -> Table:
    """How many of each pair's searches were off shift, where shifts are known, and after the end of the case that they name."""
    shifts = tables.known["shifts"].select(worker="user", begun="since", ended="until")
    on = own.inner_join(shifts, own["user"] == shifts["worker"])
    on = on.filter(on["at"] >= on["begun"], on["at"] < on["ended"]).select(on_id="event_id").distinct()
    cases = tables.known["cases"].filter(tables.known["cases"]["closed"].notnull())
    cases = cases.group_by(ended_case="case_no").aggregate(closed=cases["closed"].max())
    rows = own.left_join(on, own["event_id"] == on["on_id"])
    rows = rows.left_join(cases, rows["case_no"] == cases["ended_case"])
    # Whose shifts nobody knows is not said to have been off shift.
    rostered = tables.known["shifts"].select(rostered="user").distinct()
    rows = rows.left_join(rostered, rows["user"] == rostered["rostered"])
    off = (rows["on_id"].isnull() & rows["rostered"].notnull()).ifelse(1, 0)
    late = (rows["closed"].notnull() & (rows["at"] > rows["closed"])).ifelse(1, 0)
    return rows.group_by(off_who="user", off_whom="subject").aggregate(off=off.sum(), late=late.sum())


def sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    return (
        f"{lead.entity} came back to one subject without a case that is theirs: {lead.detail} "
        f"(the limit is {limits['searches']:.0f} searches on {limits['days']:.0f} days)."
    )


DETECTORS: Final = (
    Detector(
        code="M9",
        name="fixation on one subject",
        version=1,
        entity="user",
        severity=4,
        question="Does one user come back to one subject on many days, with no case or assignment behind it?",
        needs=frozenset({"subjects", "subjects.user"}),
        limits={"searches": 8, "days": 5, "share": 0.8},
        flag=flag,
        sentence=sentence,
        innocent=(
            "A stolen vehicle or a missing person is looked for day after day before a case is assigned.",
            "The case system does not pass on assignments, or passes them on late.",
        ),
        next_step=(
            "A second person opens the identity and checks the relation (next of kin, protection orders); if there is one, "
            "think of the safety of the person first."
        ),
    ),
)
