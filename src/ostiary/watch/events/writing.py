"""Writing a source into a watch folder: batches of any days in, one part a day out, the manifest last.

Knows: how long rows wait, what makes a part durable, and which files no manifest names any more.
Must not know: what a row says, where it comes from.

Memory: rows wait until they have MAX_WAITING bytes as Arrow counts them; then they are put aside by day, and once all are there
each day becomes a part. Sorting takes as much again, and Parquet's encoder one row group. Ten million events of a year's days in
random order took 365 MB, and 2.5 GB of disk until they were parts.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Final, Self

import pyarrow as pa

from ostiary.errors import ImportRefused
from ostiary.store.durable_files import Disk
from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.locking import folder_lock
from ostiary.watch.events.manifest import Counts, Manifest, Part
from ostiary.watch.events.part_file import PartFile
from ostiary.watch.events.schema import BY_DAY, STORED
from ostiary.watch.events.spilling import Spill, by_day

MAX_WAITING: Final = 64 * 2**20
"""Bytes of rows that wait: 150,000 events of some 400 bytes."""

MAX_PARTS: Final = 100_000
"""Parts of one source: every day of ninety years three times. More is a file whose times are nonsense."""

SOURCE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)
"""A source's name is part of the names of files: no dot, no slash."""


class SourceWriter:
    """Writes one source; a context manager, which leaves nothing behind unless ``finish`` was called.

    It holds the folder's lock, so that two imports never decide at once what is a copy of what.
    """

    def __init__(self, folder: WatchFolder, source: str, kind: str, *, disk: Disk | None = None) -> None:
        """``source`` is its name in the folder, ``kind`` the format it was read as.

        Raises ImportRefused for a name that no file can have, and while somebody else writes into the folder.
        """
        if not SOURCE.fullmatch(source):
            raise ImportRefused(
                f"`{source}` cannot be the name of a source",
                hint="small letters, digits, `-` and `_`, at most 64, beginning with a letter or digit",
            )
        self._folder, self._source, self._kind = folder, source, kind
        self._disk = disk or Disk()
        # A part is never written over: until the new manifest has its name, the old one's parts are what is read.
        self._run = secrets.token_hex(4)
        self._waiting: dict[str, list[pa.RecordBatch]] = {}
        self._waiting_bytes = 0
        self._spills: dict[str, Spill] = {}
        self._aside = folder.path / "aside" / source
        self._parts: list[Part] = []
        self._lock = folder_lock(folder.path)

    def __enter__(self) -> Self:
        self._lock.__enter__()
        # What one that was killed has put aside says what nobody has asked for.
        shutil.rmtree(self._aside, ignore_errors=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._aside, ignore_errors=True)
        self._lock.__exit__(kind, fault, trace)

    def add(self, table: str, rows: pa.RecordBatch | pa.Table) -> None:
        """Take rows of a table (a name in ``STORED``) in exactly its columns, of any days in any order.

        Raises ValueError for other columns, or for an empty value where there may be none: a mistake of the importer's.
        Raises ImportRefused for days beyond what a source may have, OSError.
        """
        _verify_columns(table, rows)
        for batch in rows.to_batches() if isinstance(rows, pa.Table) else [rows]:
            self._waiting.setdefault(table, []).append(batch)
            # `nbytes` counts what the rows refer to; a slice of a large batch keeps all of it, and is not made here.
            self._waiting_bytes += batch.nbytes
            if self._waiting_bytes >= MAX_WAITING:
                self._put_aside()

    def add_rows(self, table: str, rows: Iterable[Mapping[str, object]]) -> None:
        """The same, of plain rows; a column that a row does not have is empty."""
        self.add(table, pa.RecordBatch.from_pylist(list(rows), schema=arrow_schema(STORED[table])))

    def finish(self, counts: Counts, made_from: Mapping[str, str], keep: Iterable[Part] = ()) -> Manifest:
        """Make everything durable, then let the source count; the manifest.

        ``keep``: parts of this source's last manifest that still hold. Its other parts are removed afterwards.
        Raises OSError; then the source is what it was before.
        """
        for table in list(STORED):
            self._write(table)
        parts = sorted([*self._parts, *keep], key=lambda part: (part.table, part.path))
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(self._source, self._kind, counts, tuple(parts), dict(made_from), made_at)
        # If we crash before this, no manifest names the new parts; right after it, none names the replaced ones. Both kinds
        # are removed by whoever writes this source next.
        self._folder.admit(manifest, self._disk)
        self._folder.remove_unnamed(manifest)
        return manifest

    def _put_aside(self) -> None:
        for table, batches in self._waiting.items():
            self._spills.setdefault(table, Spill(self._aside, table)).put_aside(by_day(table, batches))
        self._waiting.clear()
        self._waiting_bytes = 0

    def _write(self, table: str) -> None:
        """Every part of a table; what fits into memory was never put aside."""
        waiting = by_day(table, self._waiting.pop(table, []))
        spill = self._spills.pop(table, None)
        if spill is None:
            for day, rows in sorted(waiting.items()):
                self._part(table, day, [rows])
            return
        spill.put_aside(waiting)
        for day in spill.days:
            self._part(table, day, spill.rows_of(day))

    def _part(self, table: str, day: int, groups: Iterable[pa.Table]) -> None:
        number = len(self._parts)
        if number >= MAX_PARTS:
            raise ImportRefused(
                f"`{self._source}` would have more than {MAX_PARTS} parts: its days make no sense"
            )
        name = f"{self._source}.{self._run}-{number}.parquet"
        path = f"{table}/date={day_name(day)}/{name}" if table in BY_DAY else f"known/{table}/{name}"
        part = PartFile(self._folder.path, table, path, arrow_schema(STORED[table]), self._disk)
        try:
            for rows in groups:
                part.write(rows)
            self._parts.append(part.finish())
        except BaseException:
            part.abandon()
            raise


def day_name(day: int) -> str:
    """The day as paths have it. Raises ImportRefused for a day that no calendar has."""
    try:
        return date.fromordinal(_EPOCH + day).isoformat()
    except (ValueError, OverflowError):
        raise ImportRefused(f"day {day} after 1970-01-01 is in no calendar") from None


def day_of(at: int) -> int:
    """The UTC day of an instant in ms since 1970, in days since 1970."""
    return at // 86_400_000


_EPOCH: Final = date(1970, 1, 1).toordinal()


def _verify_columns(table: str, rows: pa.RecordBatch | pa.Table) -> None:
    expected = arrow_schema(STORED[table])
    if not rows.schema.equals(expected):
        raise ValueError(f"rows of `{table}` have the columns {rows.schema.names}, not {expected.names}")
    for at, field in enumerate(expected):
        if not field.nullable and rows.column(at).null_count:
            raise ValueError(f"a row of `{table}` has no `{field.name}`")
