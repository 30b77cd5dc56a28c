"""C5: two copies of one search that disagree, and a log in which a column says one thing only where its copies say many.

Knows: events and their copies in other logs, field by field.
Must not know: which copy is right, files, engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.flagging import flagged
from ostiary.watch.events.schema import GIVEN
from ostiary.watch.events.tables import Table, Tables

STATED: Final = ("user", "agency", "reason", "purpose", "case_no")
PLAIN: Final = ("at", "action", "decision", "window_from", "window_until")
COUNTS: Final = ("networks", "devices")
"""Counts of one search differ by one between logs, as vendors count themselves or do not: that is no contradiction."""

FIELDS: Final = (*STATED, *PLAIN, *COUNTS)


def flag_fields(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Searches of which two logs say different things, told of the source of the copy, field by field."""
    del limits
    pairs = _pairs(tables)
    rows = [_differs(pairs, name) for name in FIELDS]
    found = ibis.union(*rows)
    counted = found.group_by(of="copy_source", in_field="field").aggregate(times=found["event_id"].nunique())
    found = found.inner_join(
        counted, [found["copy_source"] == counted["of"], found["field"] == counted["in_field"]]
    )
    return flagged(
        found,
        entity=found["copy_source"],
        period=found["field"],
        measure=found["times"],
        detail=found["source"],
    )


def flag_uniform(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Searches of a log whose text of one column is the same in all, where the other copies of the same searches have many."""
    pairs = tables.keep("pairs", _pairs(tables))
    rows = [_uniform(pairs, name, turned, limits) for name in STATED for turned in (False, True)]
    found = ibis.union(*rows)
    return flagged(
        found, entity=found["blank"], period=found["field"], measure=found["texts"], detail=found["detail"]
    )


def _pairs(tables: Tables) -> Table:
    """Each event with each of its copies, whose columns are called ``copy_…``."""
    columns = ("event_id", "source", *(f"{name}_state" for name in STATED), *FIELDS)
    events = tables.events.select(*columns)
    copies = tables.copies.select(**{f"copy_{name}": name for name in columns})
    return events.inner_join(copies, events["event_id"] == copies["copy_event_id"]).mutate(
        shown_agency=events["agency"]
    )


def _differs(pairs: Table, name: str) -> Table:
    mine, theirs = pairs[name], pairs[f"copy_{name}"]
    if name in STATED:
        # What somebody hid, or has no column for, contradicts nothing; what is empty in one alone does.
        seen = pairs[f"{name}_state"].isin([GIVEN, "blank"]) & pairs[f"copy_{name}_state"].isin(
            [GIVEN, "blank"]
        )
        differs = seen & ~mine.identical_to(theirs)
    elif name in COUNTS:
        differs = (mine - theirs).abs() > 1
    else:
        differs = mine != theirs
    found = pairs.filter(differs.fill_null(ibis.literal(value=False)))
    return found.select(
        "event_id",
        "source",
        "copy_source",
        at=found["at"],
        agency=found["shown_agency"],
        field=ibis.literal(name),
    )


def _uniform(pairs: Table, name: str, turned: Any, limits: Mapping[str, float]) -> Table:
    """``turned``: whether the events' log is the one with the many texts, and the copies' the one with a single."""
    one, many = (f"copy_{name}", name) if turned else (name, f"copy_{name}")
    blank, rich = ("copy_source", "source") if turned else ("source", "copy_source")
    given = pairs.filter(pairs[one].notnull(), pairs[many].notnull())
    judged = given.group_by(single=blank, other=rich).aggregate(
        ones=given[one].nunique(), texts=given[many].nunique(), searches=given["event_id"].nunique()
    )
    judged = judged.filter(
        judged["ones"] == 1, judged["texts"] >= limits["texts"], judged["searches"] >= limits["searches"]
    )
    found = given.inner_join(judged, [given[blank] == judged["single"], given[rich] == judged["other"]])
    detail = (
        ibis.literal("one text where ")
        + found["other"]
        + ibis.literal(" has ")
        + found["texts"].cast("string")
    )
    return found.select(
        "event_id",
        "at",
        "texts",
        agency=found["shown_agency"],
        blank=found[blank],
        field=ibis.literal(name),
        detail=detail,
    )


def fields_sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    del limits
    return f"The logs {lead.entity} and {lead.detail} say different things in `{lead.period}` of the same {lead.events} searches."


def uniform_sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    del limits
    return f"In the log {lead.entity}, `{lead.period}` has {lead.detail} different ones, for the same {lead.events} searches."


DETECTORS: Final = (
    Detector(
        code="C5a",
        name="two copies disagree",
        version=1,
        entity="source",
        severity=3,
        question="Do two logs say different things of the same search?",
        needs=frozenset({"copies"}),
        limits={},
        flag=flag_fields,
        sentence=fields_sentence,
        innocent=(
            "One log was cut or written anew by a later version of the vendor's software.",
            "Times stand in different zones: see whether all differ by the same hours.",
        ),
        next_step="Ask both for what the vendor gave them, unchanged.",
    ),
    Detector(
        code="C5b",
        name="one text where a copy has many",
        version=1,
        entity="source",
        severity=5,
        question="Does a released log say the same in every row of a column where other copies of the same searches say many things?",
        needs=frozenset({"copies"}),
        limits={"texts": 10, "searches": 20},
        flag=flag_uniform,
        sentence=uniform_sentence,
        innocent=(
            "The agency hides the column on purpose and says so, but did not use a mark that is known as one.",
        ),
        next_step="Ask for the log as the vendor exported it, and who changed the column before its release.",
    ),
)
