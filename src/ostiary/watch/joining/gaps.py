"""C6: days on which a log has no entry at all although it usually has many.

Knows: how many entries a log has a day, and what others have on the days that are missing.
Must not know: why a day is missing, files, engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.flagging import flagged
from ostiary.watch.events.tables import Table, Tables

AROUND: Final = 14
"""Days with entries on each side of a gap by which is counted what is usual there: a log that had many in spring has few in autumn."""


def flag(tables: Tables, limits: Mapping[str, float]) -> Table:
    """The last entry before and the first after each gap in which chance would not have left a log without entries."""
    events = tables.events
    days = events.group_by(["source", "day"]).aggregate(
        entries=events.count(),
        first_at=events["at"].min(),
        last_at=events["at"].max(),
        agency=events["agency"].max(),
    )
    days = days.mutate(day=days["day"].cast("int64"))
    order: dict[str, Any] = {"group_by": [days["source"]], "order_by": [days["day"]]}
    earlier, later = {**order, "rows": (-AROUND, -1)}, {**order, "rows": (0, AROUND - 1)}
    days = days.mutate(
        before=days["day"].lag().over(**order),
        before_at=days["last_at"].lag().over(**order),
        rate=ibis.least(
            days["entries"].sum().over(**earlier)
            / (days["day"].max().over(**earlier) - days["day"].min().over(**earlier) + 1),
            days["entries"].sum().over(**later)
            / (days["day"].max().over(**later) - days["day"].min().over(**later) + 1),
        ),
    )
    gaps = days.mutate(missing=days["day"] - days["before"] - 1)
    gaps = gaps.filter(gaps["missing"] > 0, gaps["missing"] * gaps["rate"] >= limits["expected"])
    gaps = gaps.select("source", "agency", "day", "before", "before_at", "first_at", "missing", "rate")
    logs = days.aggregate(logs=days["source"].nunique())
    told = _with_others(gaps.cross_join(logs), days)
    ends = [
        told.select("source", "agency", "day", "missing", "detail", at=at) for at in ("before_at", "first_at")
    ]
    rows = _with_ids(tables.keep("ends", ibis.union(*ends)), events)
    return flagged(
        rows,
        entity=rows["source"],
        period=rows["day"].cast("string"),
        measure=rows["missing"],
        detail=rows["detail"],
    )


def _with_ids(ends: Table, events: Table) -> Table:
    """Of several entries at one instant, the one with the least id: the same in every run."""
    ids = events.select("event_id", of="source", then="at")
    joined = ends.inner_join(ids, [ends["source"] == ids["of"], ends["at"] == ids["then"]])
    keys = ["source", "agency", "day", "missing", "detail", "at"]
    return joined.group_by(keys).aggregate(event_id=joined["event_id"].min())


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
    columns = ["source", "logs", "agency", "day", "before_at", "first_at", "missing", "rate"]
    counted = joined.group_by(columns).aggregate(others=joined["other_entries"].sum().fill_null(0))
    missing, usual, others = (
        counted[name].floor().cast("int64").cast("string") for name in ("missing", "rate", "others")
    )
    days_told = (counted["missing"] == 1).ifelse("1 day", missing + " days")
    others_told = (counted["logs"] > 1).ifelse(" and the other logs have " + others, "")
    usual_told = ibis.literal(", where before and after it has ") + usual + " entries a day or more"
    return counted.mutate(detail=days_told + usual_told + others_told)


def sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    del limits
    return f"The log {lead.entity} has a gap of {lead.detail}."


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
