"""DuckDB as detectors run on it: bounded memory, its own spill folder, nothing from the network.

Knows: DuckDB's settings, how a table is kept for the rest of a run, what of a statement is read again.
Must not know: detectors, what an event says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeAlias

import duckdb
import ibis
import ibis.expr.operations as ops
import pyarrow as pa
import sqlglot
from sqlglot import exp

from ostiary.errors import RunRefused
from ostiary.watch.events.passing import passing_place
from ostiary.watch.events.tables import REASONS, Engine, Table, ibis_schema

MEMORY: Final = "2GB"
"""What all detectors over ten million events get by with (docs/performance.md); a larger folder spills to disk instead."""
SIZE: Final = re.compile("[1-9][0-9]{0,5} ?(MB|GB)")
THREADS: Final = 2
ROWS_AT_ONCE: Final = 5_000
"""Rows read in one go: leads with fifty event ids of 70 bytes each are under 20 MB."""

COSTLY: Final = (exp.Join, exp.Group, exp.Window, exp.Distinct, exp.SetOperation, exp.AggFunc)
"""What makes rows dear enough to be kept within a statement that names them twice."""

Classify: TypeAlias = Callable[[Sequence[str]], pa.Table]
"""Distinct texts in, rows of REASONS out."""


@contextmanager
def open_engine(memory: str = MEMORY, threads: int = THREADS) -> Iterator[Engine]:
    """An engine without tables. Raises RunRefused when ``memory`` is no size, or when a run needs more of it."""
    if not SIZE.fullmatch(memory):
        raise RunRefused(f"`{memory}` is no size", hint="write it like 2GB or 500MB")
    try:
        # A database in a file spills its tables too; one in memory would not.
        with passing_place() as place:
            engine = ibis.duckdb.connect(
                f"{place}/run.duckdb",
                memory_limit=memory,
                threads=threads,
                temp_directory=str(place),
                preserve_insertion_order=False,
                autoinstall_known_extensions=False,
            )
            try:
                yield engine
            finally:
                engine.disconnect()
    except duckdb.OutOfMemoryException as error:
        raise RunRefused(
            f"{memory} of memory is too little for these events", hint="give more: --memory 4GB"
        ) from error


def kept(engine: Engine, name: str, table: Table) -> Table:
    """The rows of an expression, computed once and kept in the engine under a name until it closes."""
    if table.op().find(ops.InMemoryTable):
        # Only ibis can hand over rows that are in memory; they are few.
        dropped(engine, name)
        return engine.create_table(name, table)
    # Types are those that ibis says: DuckDB has others for literals and for sums.
    found = empty(engine, name, table.schema())
    engine.raw_sql(f'INSERT INTO "{name}" {_read_anew(engine.compile(table))}')  # names are ours
    return found


def _read_anew(statement: str) -> str:
    """The statement, in which what is only read and filtered is read again wherever it is needed.

    DuckDB keeps whatever a statement names twice. Ten million rows are read in a tenth of the time that it takes to keep them.
    """
    parsed = sqlglot.parse_one(statement, read="duckdb")
    for named in parsed.find_all(exp.CTE):
        if not named.find(*COSTLY):
            named.set("materialized", value=False)
    return parsed.sql("duckdb")


def empty(engine: Engine, name: str, schema: ibis.Schema) -> Table:
    """A table of that form without rows, to be filled."""
    # ibis cannot replace a table of DuckDB 2.
    dropped(engine, name)
    # What ibis says can never be null is not made a rule that the engine has to check.
    return engine.create_table(
        name, schema=ibis.schema({each: kind.copy(nullable=True) for each, kind in schema.items()})
    )


def dropped(engine: Engine, name: str) -> None:
    """Forget what was kept under a name; names are ours, so that nothing in them needs quoting."""
    engine.raw_sql(f'DROP TABLE IF EXISTS "{name}"')


def batches(engine: Engine, name: str, order: str = "", most: int | None = None) -> Iterator[list[Any]]:
    """The rows of a kept table, some thousand at a time; the engine may be used for something else in between."""
    limits = (f' ORDER BY "{order}"' if order else "") + ("" if most is None else f" LIMIT {most:d}")
    with engine.con.cursor() as cursor:
        for batch in cursor.sql(f'SELECT * FROM "{name}"{limits}').to_arrow_reader(ROWS_AT_ONCE):  # noqa: S608  # names are ours
            yield batch.to_pylist()


def classified(engine: Engine, texts: Table, classify: Classify) -> Table:
    """What is said of each distinct text in the column ``text``, kept as ``reasons``."""
    kept(engine, "texts", texts)
    found = empty(engine, "reasons", ibis_schema(REASONS))
    for batch in batches(engine, "texts"):
        engine.insert("reasons", classify([row["text"] for row in batch]))
    return found
