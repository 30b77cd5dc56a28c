"""A watch folder, files written by hand, and what an import made of them."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.importing.formats import shipped
from ostiary.watch.importing.imported import Imported
from ostiary.watch.importing.importer import Reading, import_file

REAL = Path(__file__).resolve().parents[4] / "shared" / "data"
"""Real logs, beside a clone; a test that needs one skips by its name where it is not there."""


@contextmanager
def place_in_memory() -> Iterator[Path]:
    """A place that no disk is waited for at, where the machine has one: each part is made durable by itself."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as name:
        yield Path(name)


def import_text(place: Path, text: str | bytes, how: Reading | str, *, name: str = "log.csv") -> Imported:
    """Import a text under a file name into the folder `place/watch`."""
    file = place / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    reading = Reading(shipped(how)) if isinstance(how, str) else how
    return import_file(file, WatchFolder.open_or_make(place / "watch"), reading)


def rows_of(place: Path, table: str, *columns: str) -> list[dict[str, Any]]:
    """Every row of a table of the folder `place/watch`, in the order of files and rows; of all columns, or of some."""
    folder = WatchFolder.open(place / "watch")
    wanted = [*columns] or None
    tables = [pq.ParquetFile(path).read(columns=wanted) for path in folder.parts(table)]
    found = [row for one in tables for row in one.to_pylist()]
    return sorted(found, key=lambda row: (row.get("source", ""), row.get("row", 0)))


def side_rows(done: Imported) -> list[dict[str, str]]:
    """The rows of a side file."""
    with Path(done.side_file).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def sums_up(done: Imported) -> bool:
    """Whether every row that was read has exactly one fate, and each that was not taken its reason."""
    counts = done.counts
    whole = counts.taken + counts.copies + counts.duplicates + counts.refused
    return counts.read == whole and sum(done.reasons.values()) == counts.duplicates + counts.refused


def lines(*rows: Sequence[str]) -> str:
    """Rows as a file has them."""
    return "".join(",".join(row) + "\n" for row in rows)
