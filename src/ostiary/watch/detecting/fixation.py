"""M9: one user comes back to one subject, day after day, and nobody gave them the case.

Knows: how often, on how many days, whose searches of a subject are, shifts, cases that ended.
Must not know: who the subject is, files, engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.explaining import (
    assigned,
    known_assignments,
    of_a_colleague,
    with_typed,
)
from ostiary.watch.detecting.flagging import by_account, flagged, own_day
from ostiary.watch.detecting.sieving import often
from ostiary.watch.events.tables import Table, Tables

CASES: Final = (assigned, of_a_colleague)
"""The templates that end a fixation; a dispatch or a hit explains one search, not that somebody comes back."""


def flag(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Every search, without a case behind it, of a user for a subject whom they searched too often on too many days."""
    frequent = tables.keep("frequent", _frequent(tables.subjects, limits))
    searches = tables.keep("without_case", _without_case(tables, frequent))
    pairs = searches.group_by(fixed="pair").aggregate(
        subject=searches["subject"].max(),
        searches=searches["event_id"].nunique(),
        days=own_day(searches).nunique(),
    )
    pairs = pairs.filter(pairs["searches"] >= limits["searches"], pairs["days"] >= limits["days"])
    scored = _scored(tables, searches, tables.keep("fixed", pairs), limits)
    found = searches.inner_join(scored, searches["pair"] == scored["scored"])
    return flagged(
        found, entity=found["user"], period=found["subject"], measure=found["score"], detail=found["detail"]
    )


def _frequent(subjects: Table, limits: Mapping[str, float]) -> Table:
    """The searches of every ``pair`` of an account and a subject that has enough of them.

    Ten million searches have some eight million pairs, few of which come often.
    """
    asked = by_account(subjects.filter(subjects["asked"]))
    found = often(asked, limits["searches"], "agency", "user", "subject")
    found = found.mutate(pair=_pair(found))
    found = found.mutate(times=found["event_id"].count().over(group_by=found["pair"]))
    return found.filter(found["times"] >= limits["searches"]).drop("times")


def _pair(table: Table) -> Any:
    return table["agency"] + ibis.literal(" ") + table["user"] + ibis.literal(" ") + table["subject"]


def _without_case(tables: Tables, searches: Table) -> Table:
    # The words of a reason stand with the event alone.
    reasons = tables.events.filter(tables.events["reason"].notnull()).select("reason", said_in="event_id")
    joined = searches.left_join(reasons, searches["event_id"] == reasons["said_in"]).drop("said_in")
    searches = tables.keep("searches", with_typed(tables, joined).drop("reason").drop("typed"))
    explained = ibis.union(*(template(tables, searches).select(of_case="event_id") for template in CASES))
    return searches.anti_join(explained, searches["event_id"] == explained["of_case"])


def _scored(tables: Tables, searches: Table, pairs: Table, limits: Mapping[str, float]) -> Table:
    """``scored`` (the pair), ``score`` and ``detail``: how often beyond the limit, and one each, or a share of one, for what makes it worse."""
    subjects = pairs.select(one="subject").distinct()
    everybody = tables.subjects.filter(tables.subjects["asked"])
    everybody = everybody.semi_join(subjects, everybody["subject"] == subjects["one"])
    total = everybody.group_by(of="subject").aggregate(total=everybody["event_id"].nunique())
    worse = _worse(tables, searches.semi_join(pairs, searches["pair"] == pairs["fixed"]))
    joined = pairs.inner_join(total, pairs["subject"] == total["of"])
    joined = joined.inner_join(worse, joined["fixed"] == worse["worse"])
    score = (
        joined["searches"] / limits["searches"]
        + (joined["off"] + joined["late"]) / joined["searches"]
        + (joined["searches"] / joined["total"] >= limits["share"]).ifelse(1.0, 0.0)
    )
    text = {name: joined[name].cast("int64").cast("string") for name in ("searches", "days", "total")}
    detail = text["searches"] + " searches on " + text["days"] + " days, of " + text["total"] + " by anybody"
    joined = joined.mutate(score=score, detail=detail).cross_join(known_assignments(tables))
    return joined.select("score", scored="fixed", detail=joined["detail"] + joined["unassigned"])


def _worse(tables: Tables, searches: Table) -> Table:
    """For each pair (``worse``), how many searches were ``off`` shift, where shifts are known, and ``late``: after the end of the case named."""
    shifts = tables.known["shifts"].select(worker="user", begun="since", ended="until")
    on = searches.inner_join(shifts, searches["user"] == shifts["worker"])
    on = on.filter(on["at"] >= on["begun"], on["at"] < on["ended"]).select(on_id="event_id").distinct()
    # Whose shifts nobody knows is not said to have been off shift.
    rostered = shifts.select(rostered="worker").distinct()
    cases = tables.known["cases"].filter(tables.known["cases"]["closed"].notnull())
    cases = cases.group_by(ended_case="case_no").aggregate(closed=cases["closed"].max())
    rows = searches.left_join(on, searches["event_id"] == on["on_id"])
    rows = rows.left_join(rostered, rows["user"] == rostered["rostered"])
    rows = rows.left_join(cases, rows["case_no"] == cases["ended_case"])
    off = (rows["on_id"].isnull() & rows["rostered"].notnull()).ifelse(1, 0)
    late = (rows["closed"].notnull() & (rows["at"] > rows["closed"])).ifelse(1, 0)
    return rows.group_by(worse="pair").aggregate(off=off.sum(), late=late.sum())


def sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    return (
        f"{lead.entity} came back to one subject: {lead.detail} "
        f"(the limit is {limits['searches']:.0f} searches on {limits['days']:.0f} days)."
    )


DETECTORS: Final = (
    Detector(
        code="M9",
        name="fixation on one subject",
        version=2,
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
