"""C6: days on which a log has no entry at all although it usually has many.

Knows: how many entries a log has a day, and what others have on the days that are missing.
Must not know: why a day is missing, files, engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.flagging import flagged
from ostiary.watch.events.tables import Table, Tables


def flag(tables: Tables, limits: Mapping[str, float]) -> Table:
    """The last entry before and the first after each gap in which chance would not have left a log without entries."""
    events = tables.events
    days = events.group_by(["source", "day"]).aggregate(
        entries=events.count(),
        first=events["event_id"].argmin(events["at"]),
        last=events["event_id"].argmax(events["at"]),
        first_at=events["at"].min(),
        last_at=events["at"].max(),
        agency=events["agency"].max(),
    )
    days = days.mutate(day=days["day"].cast("int64"))
    of_source = {"group_by": [days["source"]]}
    order = {**of_source, "order_by": [days["day"]]}
    days = days.mutate(
        before=days["day"].lag().over(**order),
        before_id=days["last"].lag().over(**order),
        before_at=days["last_at"].lag().over(**order),
        rate=days["entries"].sum().over(**of_source)
        / (days["day"].max().over(**of_source) - days["day"].min().over(**of_source) + 1),
    )
    gaps = days.mutate(missing=days["day"] - days["before"] - 1)
    gaps = gaps.filter(gaps["missing"] > 0, gaps["missing"] * gaps["rate"] >= limits["expected"])
    gaps = gaps.select(
        "source", "agency", "day", "before", "before_id", "before_at", "first", "first_at", "missing", "rate"
    )
    told = _with_others(gaps, days)
    ends = [
        told.select("source", "agency", "day", "missing", "detail", event_id=event, at=at)
        for event, at in (("before_id", "before_at"), ("first", "first_at"))
    ]
    rows = ibis.union(*ends)
    return flagged(
        rows,
        entity=rows["source"],
        period=rows["day"].cast("string"),
        measure=rows["missing"],
        detail=rows["detail"],
    )


def _with_others(gaps: Table, days: Table) -> Table:
    others = days.select(other="source", other_day="day", other_entries="entries")
    joined = gaps.left_join(
        others,
        [
            gaps["source"] != others["other"],
            others["other_day"] > gaps["before"],
            others["other_day"] < gaps["day"],
        ],
    )
    columns = ["source", "agency", "day", "before_id", "before_at", "first", "first_at", "missing", "rate"]
    counted = joined.group_by(columns).aggregate(others=joined["other_entries"].sum().fill_null(0))
    text = {
        "missing": counted["missing"].cast("int64").cast("string"),
        "usual": counted["rate"].floor().cast("int64").cast("string"),
        "others": counted["others"].cast("int64").cast("string"),
    }
    return counted.mutate(
        detail=text["missing"]
        + " days, where it usually has "
        + text["usual"]
        + " entries a day and the other logs have "
        + text["others"]
    )


def sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    del limits
    detail = lead.detail.replace("1 days", "1 day", 1) if lead.detail.startswith("1 ") else lead.detail
    return f"The log {lead.entity} has a gap of {detail}."


DETECTORS: Final = (
    Detector(
        code="C6",
        name="a log with a gap",
        version=1,
        entity="source",
        severity=3,
        question="Does a log lack days on which it should have entries?",
        needs=frozenset({"events"}),
        # Where twenty are expected, none comes by chance once in 500 million times, if searches do not depend on each other.
        limits={"expected": 20},
        flag=flag,
        sentence=sentence,
        innocent=(
            "The file was put together from several exports that do not meet.",
            "The system was down, or the office that searches is closed on such days.",
        ),
        next_step="Ask for the days that are missing; compare with what partners' logs say of them.",
    ),
)
