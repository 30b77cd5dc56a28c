"""Rows that do not fit into memory, put aside by day until all are there.

Knows: runs, each with a batch a day, and how the batches of one day are found again.
Must not know: Parquet, manifests, what a row says.

Batches come in any order of days, and a part holds one day: without this, every day would have an open file and its rows would
trickle into it, or end up in hundreds of parts. Runs are never synced: whoever crashes begins anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from ostiary.store.durable_files import PRIVATE_DIRECTORY_MODE
from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.schema import BY_DAY, STORED

NO_DAY: Final = 0
"""Where rows of a table that has no days stand."""

ROWS_AT_ONCE: Final = 65_536
"""Rows of a row group at least, where a day has so many: engines read one at a time."""

Days: TypeAlias = dict[int, pa.Table]

_THEN: Final[Mapping[str, tuple[str, ...]]] = {"subjects": ("subject", "asked"), "entries": ("entry",)}
"""What orders rows of one event: the same rows are the same part."""


def by_day(table: str, batches: list[pa.RecordBatch]) -> Days:
    """The rows of each day, in the order of their instants; those of a table without days all in one."""
    rows = pa.Table.from_batches(batches, schema=arrow_schema(STORED[table]))
    if table not in BY_DAY:
        return {NO_DAY: rows} if rows.num_rows else {}
    keys = [(name, "ascending") for name in ("day", "at", "event_id", *_THEN.get(table, ()))]
    ordered, found, at = rows.sort_by(keys), Days(), 0
    counted: Any = pc.value_counts(ordered["day"])
    for count in counted.to_pylist():
        found[count["values"]] = ordered.slice(at, count["counts"])
        at += count["counts"]
    return found


class Spill:
    """Runs of one table, in a folder of their own."""

    def __init__(self, folder: Path, table: str) -> None:
        """The folder is made with the first run. It says what the watch folder says: it has its mode."""
        self._folder, self._table = folder, table
        self._runs: list[dict[int, int]] = []

    @property
    def days(self) -> list[int]:
        """Every day of which something was put aside, in order."""
        return sorted({day for run in self._runs for day in run})

    def put_aside(self, days: Days) -> None:
        """Write a run. Raises OSError."""
        if not days:
            return
        self._folder.mkdir(PRIVATE_DIRECTORY_MODE, parents=True, exist_ok=True)
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        schema = arrow_schema(STORED[self._table])
        with pa.ipc.new_file(str(self._path(len(self._runs))), schema, options=options) as file:
            for rows in days.values():
                file.write_batch(rows.combine_chunks().to_batches()[0])
        self._runs.append({day: number for number, day in enumerate(days)})

    def rows_of(self, day: int) -> Iterator[pa.Table]:
        """The rows of a day, as many at once as a row group should have. Raises OSError."""
        waiting: list[pa.RecordBatch] = []
        for number, run in enumerate(self._runs):
            if day in run:
                with pa.OSFile(str(self._path(number))) as file:
                    waiting.append(pa.ipc.open_file(file).get_batch(run[day]))
            if sum(batch.num_rows for batch in waiting) >= ROWS_AT_ONCE:
                yield self._ordered(waiting)
                waiting = []
        if waiting:
            yield self._ordered(waiting)

    def remove(self) -> None:
        """Remove what was put aside."""
        self._runs.clear()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _ordered(self, batches: list[pa.RecordBatch]) -> pa.Table:
        (rows,) = by_day(self._table, batches).values()
        return rows

    def _path(self, number: int) -> Path:
        return self._folder / f"{self._table}-{number}.arrow"
