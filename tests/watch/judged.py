"""What a detector flags among short rows, on one engine that all tests share.

Knows: rows as ``events_world`` has them, the shipped words of reasons.
Must not know: any one detector.

Rows are judged by a detector's own statements, which are written once a process: having ibis write them takes longer than running
them over short rows. ``test_definition.py`` holds them against the expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from ostiary.watch.detecting.definition import NAMED, sql_of
from ostiary.watch.detecting.detector import FLAGGED, Detector, Lead, evidence_of, leads_of
from ostiary.watch.detecting.running import WORDS
from ostiary.watch.events.schema import EVENT_SUBJECTS, EVENTS, KNOWN, names
from ostiary.watch.events.tables import REASONS, Tables, table_of
from ostiary.watch.reasons.shipped import shipped_words
from ostiary.watch.reasons.table import compared_table, reasons_table
from watch.events_world import Row, arrow_of, known_rows, tables_of_rows


@cache
def engine() -> Any:
    """The engine of a test process."""
    return ibis.duckdb.connect(threads=1, memory_limit="500MB")


def read(texts: Iterable[str]) -> pa.Table:
    """What the shipped words say of texts."""
    return compared_table(reasons_table(texts, shipped_words()))


@dataclass(frozen=True, slots=True)
class ShortTables(Tables):
    """Tables, and the rows that they were made of by their names."""

    rows: Mapping[str, pa.Table] = field(default_factory=dict)


def tables(
    rows: Iterable[Row],
    known: Mapping[str, Sequence[Row]] | None = None,
    *,
    offset_minutes: int | None = 0,
    copies: Iterable[Row] = (),
) -> ShortTables:
    """The tables of short rows, with everything called present: a test of ``needs`` makes a folder."""
    events, subjects = tables_of_rows(rows, offset_minutes=offset_minutes)
    texts = [row[name] for row in events for name in ("reason", "purpose") if row[name]]
    texts += [row["case_no"] for row in events if re.search(WORDS, row["case_no"] or "")]
    made = {
        "events": arrow_of(events, EVENTS),
        "subjects": arrow_of(subjects, EVENT_SUBJECTS),
        "copies": arrow_of(tables_of_rows(copies)[0], EVENTS),
        "reasons": read(texts),
        **{name: arrow_of(known_rows(name, (known or {}).get(name, ())), KNOWN[name]) for name in KNOWN},
    }
    return ShortTables(
        events=table_of(made["events"], EVENTS),
        subjects=table_of(made["subjects"], EVENT_SUBJECTS),
        copies=table_of(made["copies"], EVENTS),
        reasons=table_of(made["reasons"], REASONS),
        known={name: table_of(made[name], KNOWN[name]) for name in KNOWN},
        rows=made,
    )


def flagged(detector: Detector, of: ShortTables, **limits: float) -> list[dict[str, Any]]:
    """The rows that a detector flags under its own limits, some of them replaced, in the order of their keys."""
    return _in_order(_judged(detector, of, limits))


def flagged_by_expression(detector: Detector, of: Tables) -> list[dict[str, Any]]:
    """The same by the expression itself, without statements."""
    return _in_order(engine().to_pyarrow(detector.flag(of, detector.limits)))


def _in_order(rows: pa.Table) -> list[dict[str, Any]]:
    assert tuple(rows.column_names) == names(FLAGGED)
    return sorted(
        rows.to_pylist(), key=lambda row: (row["entity"], row["period"], row["at"], row["event_id"])
    )


_STATEMENTS: dict[tuple[object, ...], list[str]] = {}


def _judged(detector: Detector, of: ShortTables, limits: Mapping[str, float]) -> pa.Table:
    whole = {**detector.limits, **limits}
    # What is drawn by another secret is another statement, which nobody asks for twice.
    if of.draw != NAMED.draw:
        return engine().to_pyarrow(detector.flag(of, whole))
    key = (detector.flag, *sorted(whole.items()))
    if key not in _STATEMENTS:
        _STATEMENTS[key] = sql_of(detector, whole).split(";\n\n")
    *before, last = _STATEMENTS[key]
    with duckdb.connect(config={"threads": 1, "memory_limit": "500MB"}) as plain:
        for name, rows in of.rows.items():
            plain.register(name, rows)
        for statement in before:
            plain.execute(statement)
        return plain.sql(last).to_arrow_table()


def events_of(detector: Detector, of: ShortTables, **limits: float) -> list[str]:
    """The events that it flags, each once."""
    return sorted({row["event_id"] for row in flagged(detector, of, **limits)})


def leads(detector: Detector, of: ShortTables, **limits: float) -> list[Lead]:
    """The leads that it yields."""
    rows = ibis.memtable(_judged(detector, of, limits))
    evidence = engine().to_pyarrow(evidence_of(rows)).to_pylist()
    return [
        Lead(
            detector=detector.code,
            entity_kind=detector.entity,
            **{**row, "agency": row["agency"] or ""},
            evidence=tuple(
                each["event_id"]
                for each in sorted(evidence, key=lambda each: (each["at"], each["event_id"]))
                if (each["entity"], each["period"]) == (row["entity"], row["period"])
            ),
        )
        for row in engine().to_pyarrow(leads_of(rows)).to_pylist()
    ]
