"""One part: a Parquet file that has its name only when it is whole and durable.

Knows: Parquet, the bytes' SHA-256, staging and renaming.
Must not know: which rows belong into it, manifests.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from ostiary.store.durable_files import (
    PRIVATE_DIRECTORY_MODE,
    PRIVATE_MODE,
    Disk,
    make_directories,
    sync_directory,
)
from ostiary.watch.events.manifest import Part

_AT_ONCE: Final = 2**20
"""Bytes that are written or read at once: Parquet's writer hands over a column's page at a time, some kilobytes each."""
STAGED: Final = ".staged"


class PartFile:
    """A part that is being written, at a path from the folder."""

    def __init__(self, folder: Path, table: str, path: str, schema: pa.Schema, disk: Disk) -> None:
        """Raises OSError."""
        self._table, self._path, self._disk = table, path, disk
        self._target = folder / path
        self._staging = self._target.with_name(self._target.name + STAGED)
        make_directories(disk, self._target.parent, mode=PRIVATE_DIRECTORY_MODE)
        self._sink = _Sink(self._staging, disk)
        self._writer: Any = None
        self._rows = 0
        with self._abandoned_on_failure():
            self._writer = pq.ParquetWriter(pa.PythonFile(self._sink, "w"), schema, compression="zstd")

    def write(self, rows: pa.Table) -> None:
        """Add rows. Raises OSError."""
        self._writer.write_table(rows)
        self._rows += rows.num_rows

    def finish(self) -> Part:
        """Make it durable under its name. Raises OSError; then nothing is left of it, or a file that no manifest names."""
        with self._abandoned_on_failure():
            self._writer.close()
            self._sink.sync()
            self._sink.end()
            # If we crash here, the staging file is left, which no manifest names.
            self._disk.rename(self._staging, self._target)
            sync_directory(self._disk, self._target.parent)
        return Part(self._table, self._path, self._rows, self._sink.digest.hexdigest())

    def abandon(self) -> None:
        """Leave nothing of it."""
        self._sink.end()
        if self._writer is not None:
            # The writer wants to end its file all the same, and a sink that has ended takes that without a word.
            with contextlib.suppress(OSError, pa.ArrowException):
                self._writer.close()
        self._staging.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _abandoned_on_failure(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.abandon()
            raise


class _Sink:
    """A file that Parquet is written to from front to end, hashed on its way."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, PRIVATE_MODE)
        self._disk, self._at, self._waiting = disk, 0, bytearray()
        self.digest = hashlib.sha256()
        self.closed = False
        """Whether the library has closed it, which says nothing about the bytes: only ``end`` closes the file."""
        self._has_ended = False

    def write(self, data: Any) -> int:
        """Append; after the end nothing."""
        raw = bytes(data)
        if not self._has_ended:
            self._waiting += raw
            if len(self._waiting) >= _AT_ONCE:
                self._write()
        return len(raw)

    def tell(self) -> int:
        """How many bytes there are."""
        return self._at + len(self._waiting)

    def flush(self) -> None:
        """The library asks at the end of each row group; ``sync`` is what counts."""

    def close(self) -> None:
        """The library is done with it."""
        self.closed = True

    def sync(self) -> None:
        """Write what waits, and wait until all is on the disk."""
        self._write()
        self._disk.sync(self._descriptor)

    def end(self) -> None:
        """Close the file."""
        if not self._has_ended:
            self._has_ended = True
            os.close(self._descriptor)

    def _write(self) -> None:
        self._disk.write_at(self._descriptor, bytes(self._waiting), self._at)
        self.digest.update(self._waiting)
        self._at += len(self._waiting)
        self._waiting.clear()


def part_fault(folder: Path, part: Part, schema: pa.Schema) -> str:
    """What is wrong with a part, in words; empty when it is what the manifest says. Raises OSError but for a missing file."""
    path = folder / part.path
    try:
        found = _sha256(path)
    except FileNotFoundError:
        return "is missing"
    if found != part.sha256:
        return "has other bytes than its manifest says"
    try:
        said = pq.read_metadata(path)
    except (pa.ArrowException, OSError) as fault:
        return f"is no Parquet file: {fault}"
    if said.num_rows != part.rows:
        return f"has {said.num_rows} rows, and its manifest says {part.rows}"
    if not said.schema.to_arrow_schema().equals(schema):
        return f"has other columns than `{part.table}` has"
    return ""


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_AT_ONCE):
            digest.update(chunk)
    return digest.hexdigest()
