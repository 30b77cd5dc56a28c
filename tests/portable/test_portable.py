"""Every portable detector flags the same events on DuckDB, on PySpark and on ClickHouse (chdb).

`make portable` installs the two others; where one is absent its tests are skipped by name.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import ibis
import pytest

from ostiary.watch.detecting.detector import Detector
from ostiary.watch.detecting.registry import DETECTORS
from ostiary.watch.events.schema import KNOWN
from ostiary.watch.events.tables import Tables
from portable.worlds import written

try:
    import chdb.session
except ImportError:
    chdb = None
try:
    import pyspark.sql
except ImportError:
    pyspark = None

Keys: TypeAlias = list[tuple[str, str, str]]
"""Sorted (entity, period, event_id): what two engines must agree on."""
PORTABLE = [each for each in DETECTORS if each.portable or each.fallback]
JUDGED_HERE = (
    "M1a",
    "M1b",
    *(each.code for each in DETECTORS if each.code[0] == "M" and each.code[1] in "2345678"),
)
"""Detectors for which the small world holds something; others must agree on it all the same."""
OTHER_LIMITS: Mapping[str, Mapping[str, float]] = {"M4b": {"rare": 0.05}}
"""Limits under which so small a world has something to find."""


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine: its tables, and how it answers."""

    tables: Tables
    keys: Callable[[Any], Keys]


def tables_on(table: Callable[[str], Any]) -> Tables:
    """The tables as ``table`` has them by name."""
    return Tables(
        events=table("events"),
        subjects=table("subjects"),
        copies=table("copies"),
        reasons=table("reasons"),
        known={name: table(name) for name in KNOWN},
    )


def keeping(tables: Tables, write: Callable[[str, Any], Any]) -> Tables:
    """The tables of an engine that computes once what a detector needs more than once, as a run does on DuckDB.

    ``write`` gives rows a table of that name. Written out at each place, some rules are longer than an engine can plan.
    """
    numbers, shared = count(), dict[str, Any]()

    def keep(name: str, rows: Any) -> Any:
        return write(f"kept_{next(numbers)}_{name}", rows)

    def share(name: str, rows: Any) -> Any:
        if name not in shared:
            shared[name] = keep(name, rows)
        return shared[name]

    return replace(tables, keep=keep, share=share)


def flagged(detector: Detector, tables: Tables) -> Any:
    """What a detector flags on other engines than DuckDB: by itself, or by its fallback."""
    rule = detector.flag if detector.portable else detector.fallback or detector.flag
    return rule(tables, {**detector.limits, **OTHER_LIMITS.get(detector.code, {})})


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return written(tmp_path_factory.mktemp("portable"))


@pytest.fixture(scope="module")
def duck(files: dict[str, Path]) -> Engine:
    engine = ibis.duckdb.connect(threads=1)
    found = {name: engine.read_parquet(file, table_name=name) for name, file in files.items()}

    def keys(expression: Any) -> Keys:
        rows = engine.to_pyarrow(expression.select("entity", "period", "event_id").distinct()).to_pylist()
        return sorted((row["entity"], row["period"], row["event_id"]) for row in rows)

    return Engine(tables_on(found.__getitem__), keys)


@pytest.fixture(scope="module")
def click_house(files: dict[str, Path]) -> Iterator[Engine]:
    if chdb is None:
        pytest.skip("chdb is not installed: make portable")
    session = chdb.session.Session()
    # ClickHouse answers an outer join with zeros and empty texts, and an empty sum with 0, unless it is told otherwise.
    for setting in ("join_use_nulls", "aggregate_functions_null_for_empty"):
        session.query(f"SET {setting} = 1")
    # An expression that keeps nothing on its way is written out each time that it is read: some are longer than a quarter of a megabyte.
    session.query("SET max_query_size = 4194304")
    session.query("CREATE DATABASE watch ENGINE = Atomic")
    session.query("USE watch")
    for name, file in files.items():
        session.query(f"CREATE TABLE watch.{name} ENGINE = Memory AS SELECT * FROM file('{file}', Parquet)")
    from_file = ibis.duckdb.connect(threads=1)
    schemas = {name: from_file.read_parquet(file).schema() for name, file in files.items()}

    def keys(expression: Any) -> Keys:
        wanted = expression.select("entity", "period", "event_id").distinct()
        answer = session.query(ibis.to_sql(wanted, dialect="clickhouse"), "CSV")
        return sorted((row[0], row[1], row[2]) for row in csv.reader(io.StringIO(str(answer))))

    def write(name: str, rows: Any) -> Any:
        made = ibis.to_sql(rows, dialect="clickhouse")
        session.query(f"CREATE TABLE watch.{name} ENGINE = Memory AS {made}")
        return ibis.table(rows.schema(), name=name)

    yield Engine(keeping(tables_on(lambda name: ibis.table(schemas[name], name=name)), write), keys)
    session.close()


@pytest.fixture(scope="module")
def spark(files: dict[str, Path]) -> Iterator[Engine]:
    if pyspark is None:
        pytest.skip("pyspark is not installed: make portable")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    session = (
        pyspark.sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    engine = ibis.pyspark.connect(session)
    for name, file in files.items():
        session.read.parquet(str(file)).createOrReplaceTempView(name)

    def keys(expression: Any) -> Keys:
        wanted = expression.select("entity", "period", "event_id").distinct()
        rows = session.sql(engine.compile(wanted)).collect()
        return sorted((row[0], row[1], row[2]) for row in rows)

    def write(name: str, rows: Any) -> Any:
        session.sql(engine.compile(rows)).cache().createOrReplaceTempView(name)
        return engine.table(name)

    yield Engine(keeping(tables_on(engine.table), write), keys)
    session.stop()


@pytest.mark.parametrize("detector", PORTABLE, ids=lambda each: each.code)
def test_the_small_world_holds_something_for_each(duck: Engine, detector: Detector) -> None:
    """A comparison of nothing with nothing would show nothing."""
    if detector.code in JUDGED_HERE:
        assert duck.keys(flagged(detector, duck.tables))


@pytest.mark.parametrize("detector", PORTABLE, ids=lambda each: each.code)
def test_click_house_flags_the_same(duck: Engine, click_house: Engine, detector: Detector) -> None:
    """Equal keys under the shipped limits."""
    assert click_house.keys(flagged(detector, click_house.tables)) == duck.keys(
        flagged(detector, duck.tables)
    )


@pytest.mark.parametrize("detector", PORTABLE, ids=lambda each: each.code)
def test_spark_flags_the_same(duck: Engine, spark: Engine, detector: Detector) -> None:
    """Equal keys under the shipped limits."""
    assert spark.keys(flagged(detector, spark.tables)) == duck.keys(flagged(detector, duck.tables))
