"""The SQL that is committed beside a detector says what the detector does."""

from __future__ import annotations

import duckdb
import pytest

from ostiary.watch.detecting import fixation, probing, relations
from ostiary.watch.detecting.definition import sql_of
from ostiary.watch.detecting.detector import Detector
from watch.events_world import DAY, HOUR, Row, ms
from watch.judged import flagged_by_expression, tables

START = ms("2025-06-02")
ROWS: list[Row] = [
    *({"user": "a", "about": "p", "at": START + day * DAY + i * HOUR} for day in range(6) for i in range(2)),
    *({"user": user, "about": "q", "at": START + i * HOUR} for i, user in enumerate("abcdef")),
    {"user": "a", "about": "r", "at": START, "decision": "deny", "reason": "x"},
    {"user": "a", "about": "r", "at": START + 1, "decision": "deny", "reason": "x"},
    {"user": "a", "about": "r", "at": START + 2, "reason": "y"},
]


@pytest.mark.parametrize(
    "detector",
    [fixation.DETECTORS[0], relations.DETECTORS[1], probing.DETECTORS[0]],
    ids=lambda each: each.code,
)
def test_its_statements_yield_the_rows_that_it_flags(detector: Detector) -> None:
    """One after another, over tables of the schema's names, without anything of ours."""
    world = tables(ROWS)
    with duckdb.connect() as plain:
        for name, rows in world.rows.items():
            plain.register("given", rows)
            plain.execute(f'CREATE TABLE "{name}" AS SELECT * FROM given')
        found = plain.sql(_last(plain, sql_of(detector))).to_arrow_table().to_pylist()
    found.sort(key=lambda row: (row["entity"], row["period"], row["at"], row["event_id"]))
    assert found
    assert found == flagged_by_expression(detector, world)


def _last(plain: duckdb.DuckDBPyConnection, statements: str) -> str:
    """Run all but the last."""
    *before, last = statements.split(";\n\n")
    for each in before:
        plain.execute(each)
    return last
