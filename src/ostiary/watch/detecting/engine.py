"""DuckDB as detectors run on it: bounded memory, its own spill folder, nothing from the network.

Knows: DuckDB's settings, how a table is kept for the rest of a run.
Must not know: detectors, what an event says.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TypeAlias

import duckdb
import ibis
import pyarrow as pa

from ostiary.errors import RunRefused
from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.tables import REASONS, Engine, Table

MEMORY: Final = "2GB"
"""What all detectors over ten million events get by with (docs/performance.md); a larger folder spills to disk instead."""
SIZE: Final = re.compile("[1-9][0-9]{0,5} ?(MB|GB)")
THREADS: Final = 2
TEXTS_AT_ONCE: Final = 50_000
"""Distinct texts handed to the classifier in one go: at most 5 MB of text at 100 bytes each."""

Classify: TypeAlias = Callable[[Sequence[str]], pa.Table]
"""Distinct texts in, rows of REASONS out."""


@contextmanager
def open_engine(memory: str = MEMORY, threads: int = THREADS) -> Iterator[Engine]:
    """An engine without tables. Raises RunRefused when ``memory`` is no size, or when a run needs more of it."""
    if not SIZE.fullmatch(memory):
        raise RunRefused(f"`{memory}` is no size", hint="write it like 2GB or 500MB")
    spill = tempfile.mkdtemp(prefix="ostiary-watch-")
    try:
        engine = ibis.duckdb.connect(
            memory_limit=memory,
            threads=threads,
            temp_directory=spill,
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
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def kept(engine: Engine, name: str, table: Table) -> Table:
    """The rows of an expression, computed once and kept in the engine under a name until it closes."""
    return engine.create_table(name, table, overwrite=True, temp=True)


def classified(engine: Engine, texts: Table, classify: Classify) -> Table:
    """What is said of each distinct text in the one column of ``texts``, kept as ``reasons``."""
    kept_reasons = engine.create_table(
        "reasons", schema=ibis.Schema.from_pyarrow(arrow_schema(REASONS)), overwrite=True, temp=True
    )
    for batch in engine.to_pyarrow_batches(texts, chunk_size=TEXTS_AT_ONCE):
        found = batch.column(0).to_pylist()
        if found:
            engine.insert("reasons", classify(found))
    return kept_reasons
