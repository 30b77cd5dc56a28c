"""Writing a source into a watch folder: batches of any days in, one part a day out, the manifest last.

Knows: how rows wait, when they are written, what makes a part durable, and which files no manifest names any more.
Must not know: what a row says, where it comes from.

Memory: rows wait until they have MAX_WAITING bytes as Arrow counts them, then all are written. Sorting them takes as much
again, and Parquet's encoder one row group, so that ten million events of any days take some 300 MB above Python's own.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.compute as pc

from ostiary.errors import ImportRefused
from ostiary.store.durable_files import Disk
from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.locking import folder_lock
from ostiary.watch.events.manifest import Counts, Manifest, Part
from ostiary.watch.events.part_file import PartFile
from ostiary.watch.events.schema import BY_DAY, STORED

MAX_WAITING: Final = 64 * 2**20
"""Bytes of rows that wait: 150,000 events of some 400 bytes. Written all at once, they make row groups of a useful size."""

MAX_OPEN: Final = 256
"""Parts that are open at once: a quarter of the 1,024 files that a process may open where nothing else is set."""

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
        self._open: dict[tuple[str, int], PartFile] = {}
        self._parts: list[Part] = []
        self._lock = folder_lock(folder.path)

    def __enter__(self) -> Self:
        self._lock.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for part in self._open.values():
            part.abandon()
        self._open.clear()
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
                self._write()

    def add_rows(self, table: str, rows: Iterable[Mapping[str, object]]) -> None:
        """The same, of plain rows; a column that a row does not have is empty."""
        self.add(table, pa.RecordBatch.from_pylist(list(rows), schema=arrow_schema(STORED[table])))

    def finish(self, counts: Counts, made_from: Mapping[str, str], keep: Iterable[Part] = ()) -> Manifest:
        """Make everything durable, then let the source count; the manifest.

        ``keep``: parts of this source's last manifest that still hold. Its other parts are removed afterwards.
        Raises OSError; then the source is what it was before.
        """
        self._write()
        for key in list(self._open):
            self._close(key)
        parts = sorted([*self._parts, *keep], key=lambda part: (part.table, part.path))
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(self._source, self._kind, counts, tuple(parts), dict(made_from), made_at)
        # If we crash before this, no manifest names the new parts; right after it, none names the replaced ones. Both kinds
        # are removed by whoever writes this source next.
        self._folder.admit(manifest, self._disk)
        self._folder.remove_unnamed(manifest)
        return manifest

    def _write(self) -> None:
        for table, batches in self._waiting.items():
            rows = pa.Table.from_batches(batches, schema=arrow_schema(STORED[table]))
            if table in BY_DAY:
                self._write_by_day(table, rows)
            elif rows.num_rows:
                self._part(table, 0).write(rows)
        self._waiting.clear()
        self._waiting_bytes = 0

    def _write_by_day(self, table: str, rows: pa.Table) -> None:
        keys = [("day", "ascending"), ("at", "ascending"), ("event_id", "ascending")]
        keys += [(name, "ascending") for name in _THEN.get(table, ())]
        ordered = rows.sort_by(keys)
        counted: Any = pc.value_counts(ordered["day"])
        at = 0
        for count in counted.to_pylist():
            self._part(table, count["values"]).write(ordered.slice(at, count["counts"]))
            at += count["counts"]

    def _part(self, table: str, day: int) -> PartFile:
        key = (table, day)
        if key in self._open:
            # What was written last is closed last.
            self._open[key] = self._open.pop(key)
            return self._open[key]
        if len(self._open) >= MAX_OPEN:
            self._close(next(iter(self._open)))
        number = len(self._parts) + len(self._open)
        if number >= MAX_PARTS:
            raise ImportRefused(
                f"`{self._source}` would have more than {MAX_PARTS} parts: its days make no sense"
            )
        name = f"{self._source}.{self._run}-{number}.parquet"
        path = f"{table}/date={day_name(day)}/{name}" if table in BY_DAY else f"known/{table}/{name}"
        self._open[key] = PartFile(self._folder.path, table, path, arrow_schema(STORED[table]), self._disk)
        return self._open[key]

    def _close(self, key: tuple[str, int]) -> None:
        self._parts.append(self._open.pop(key).finish())


def day_name(day: int) -> str:
    """The day as paths have it. Raises ImportRefused for a day that no calendar has."""
    try:
        return date.fromordinal(_EPOCH + day).isoformat()
    except (ValueError, OverflowError):
        raise ImportRefused(f"day {day} after 1970-01-01 is in no calendar") from None


def day_of(at: int) -> int:
    """The UTC day of an instant in ms since 1970, in days since 1970."""
    return at // 86_400_000


_THEN: Final = {"subjects": ("subject", "asked"), "entries": ("entry",)}
"""What orders rows of one event: the same rows are the same part."""

_EPOCH: Final = date(1970, 1, 1).toordinal()


def _verify_columns(table: str, rows: pa.RecordBatch | pa.Table) -> None:
    expected = arrow_schema(STORED[table])
    if not rows.schema.equals(expected):
        raise ValueError(f"rows of `{table}` have the columns {rows.schema.names}, not {expected.names}")
    for at, field in enumerate(expected):
        if not field.nullable and rows.column(at).null_count:
            raise ValueError(f"a row of `{table}` has no `{field.name}`")
