"""What a detector is in DuckDB's SQL: the text that is committed beside it, and that a run's file has the hash of.

Knows: the schema, ibis's compiler.
Must not know: files, folders, any one detector.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
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
    """The statements that DuckDB gets, over tables named as in the schema; limits are written into them.

    What a detector keeps on its way stands before the last statement, which yields the rows that it flags.
    """
    statements: list[str] = []

    def keep(name: str, rows: Table) -> Table:
        statements.append(f"CREATE TEMP TABLE kept_{name} AS\n{_sql(rows)}")
        return ibis.table(rows.schema(), name=f"kept_{name}")

    shared: dict[str, Table] = {}

    def share(name: str, rows: Table) -> Table:
        if name not in shared:
            shared[name] = keep(name, rows)
        return shared[name]

    expression = detector.flag(
        replace(NAMED, keep=keep, share=share), detector.limits if limits is None else limits
    )
    return ";\n\n".join([*statements, _sql(expression)]) + "\n"


def _sql(expression: Table) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb"))


def digest_of(detector: Detector, limits: Mapping[str, float] | None = None) -> str:
    """SHA-256 of those statements in hex: equal where two runs asked the same."""
    return hashlib.sha256(sql_of(detector, limits).encode()).hexdigest()
