"""What a detector flags among short rows, on one engine that all tests share.

Knows: rows as ``events_world`` has them, the shipped words of reasons.
Must not know: any one detector.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import ibis
import pyarrow as pa

from ostiary.watch.detecting.detector import FLAGGED, Detector, Lead, evidence_of, leads_of
from ostiary.watch.detecting.running import WORDS
from ostiary.watch.events.schema import EVENT_SUBJECTS, EVENTS, KNOWN, names
from ostiary.watch.events.tables import REASONS, Tables, table_of
from ostiary.watch.reasons.shipped import shipped_words
from ostiary.watch.reasons.table import reasons_table
from watch.events_world import Row, arrow_of, known_rows, tables_of_rows


@cache
def engine() -> Any:
    """The engine of a test process."""
    return ibis.duckdb.connect(threads=1, memory_limit="500MB")


def read(texts: Iterable[str]) -> pa.Table:
    """What the shipped words say of texts."""
    return reasons_table(texts, shipped_words())


def tables(
    rows: Iterable[Row],
    known: Mapping[str, Sequence[Row]] | None = None,
    *,
    offset_minutes: int | None = 0,
    copies: Iterable[Row] = (),
) -> Tables:
    """The tables of short rows, with everything called present: a test of ``needs`` makes a folder."""
    events, subjects = tables_of_rows(rows, offset_minutes=offset_minutes)
    texts = [row[name] for row in events for name in ("reason", "purpose") if row[name]]
    texts += [row["case_no"] for row in events if re.search(WORDS, row["case_no"] or "")]
    return Tables(
        events=table_of(arrow_of(events, EVENTS), EVENTS),
        subjects=table_of(arrow_of(subjects, EVENT_SUBJECTS), EVENT_SUBJECTS),
        copies=table_of(arrow_of(tables_of_rows(copies)[0], EVENTS), EVENTS),
        reasons=table_of(read(texts), REASONS),
        known={
            name: table_of(arrow_of(known_rows(name, (known or {}).get(name, ())), KNOWN[name]), KNOWN[name])
            for name in KNOWN
        },
    )


def flagged(detector: Detector, of: Tables, **limits: float) -> list[dict[str, Any]]:
    """The rows that a detector flags under its own limits, some of them replaced, in the order of their keys."""
    rows = engine().to_pyarrow(detector.flag(of, {**detector.limits, **limits}))
    assert tuple(rows.column_names) == names(FLAGGED)
    return sorted(
        rows.to_pylist(), key=lambda row: (row["entity"], row["period"], row["at"], row["event_id"])
    )


def events_of(detector: Detector, of: Tables, **limits: float) -> list[str]:
    """The events that it flags, each once."""
    return sorted({row["event_id"] for row in flagged(detector, of, **limits)})


def leads(detector: Detector, of: Tables, **limits: float) -> list[Lead]:
    """The leads that it yields."""
    rows = ibis.memtable(engine().to_pyarrow(detector.flag(of, {**detector.limits, **limits})))
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
