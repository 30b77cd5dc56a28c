"""A folder's tables under their names, on an engine that a page can wait for.

Knows: the folder's parts, DuckDB.
Must not know: what anybody asks of them.
"""

from __future__ import annotations

import glob
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import duckdb

from ostiary.watch.duties.keeping import TABLES
from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.passing import passing_place
from ostiary.watch.events.schema import STORED

MEMORY: Final = "512MB"
"""What the engine may use; the rest spills. Ten million subjects are grouped by day and case in it."""

_CONFIG: Final[dict[str, Any]] = {
    "memory_limit": MEMORY,
    "threads": 1,
    "autoinstall_known_extensions": False,
    "preserve_insertion_order": False,
}
"""Of the engine by itself: a page of the console should not wait until what compiles detectors is imported."""


@contextmanager
def opened_tables(folder: WatchFolder, own: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that has the folder's tables; of subjects only those of sources of the kind ``own``. Raises WatchFolderDamaged."""
    with (
        passing_place() as spill,
        duckdb.connect(config={**_CONFIG, "temp_directory": str(spill)}) as engine,
    ):
        for name in TABLES:
            parts = _parts(folder, name, own if name == "subjects" else "")
            if parts:
                # Neither the folder's name nor one above it is a pattern, or says what stands in a column.
                engine.read_parquet(list(map(glob.escape, parts)), hive_partitioning=False).create_view(name)
            else:
                engine.register(name, arrow_schema(STORED[name]).empty_table())
        yield engine


def _parts(folder: WatchFolder, table: str, kind: str) -> list[str]:
    return [
        str(folder.path / part.path)
        for manifest in folder.manifests()
        if kind in {"", manifest.kind}
        for part in manifest.parts_of(table)
    ]
