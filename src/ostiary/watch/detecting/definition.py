"""What a detector is in DuckDB's SQL: the text that is committed beside it, and that a run's file has the hash of.

Knows: the schema, ibis's compiler.
Must not know: files, folders, any one detector.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

import ibis

from ostiary.watch.detecting.detector import Detector
from ostiary.watch.events.schema import EVENT_SUBJECTS, EVENTS, KNOWN, Schema
from ostiary.watch.events.tables import REASONS, Table, Tables, ibis_schema


def _named(name: str, schema: Schema) -> Table:
    return ibis.table(ibis_schema(schema), name=name)


NAMED: Final = Tables(
    events=_named("events", EVENTS),
    subjects=_named("subjects", EVENT_SUBJECTS),
    copies=_named("copies", EVENTS),
    reasons=_named("reasons", REASONS),
    known={name: _named(name, schema) for name, schema in KNOWN.items()},
)
"""Every table by its name alone: where it stands is the reader's matter."""


def sql_of(detector: Detector, limits: Mapping[str, float] | None = None) -> str:
    """The statement that DuckDB gets, over tables named as in the schema; limits are written into it."""
    expression = detector.flag(NAMED, detector.limits if limits is None else limits)
    return f"{ibis.to_sql(expression, dialect='duckdb')}\n"


def digest_of(detector: Detector, limits: Mapping[str, float] | None = None) -> str:
    """SHA-256 of that statement in hex: equal where two runs asked the same."""
    return hashlib.sha256(sql_of(detector, limits).encode()).hexdigest()
