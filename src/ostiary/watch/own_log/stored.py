"""What a source of our log has in a watch folder already, read back for the next import.

Knows: parts by day, which events are open or touched by an erasure, where their entries stand.
Must not know: the log, how events are made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ostiary.errors import WatchFolderDamaged
from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import Manifest, Part
from ostiary.watch.events.part_file import part_fault
from ostiary.watch.events.schema import STORED

AT_ONCE: Final = 65_536
"""Rows of a part that are in memory at once: some 30 MB of events."""

BY_EVENT: Final = ("events", "subjects", "entries")
_FIRST_DAY: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Changing:
    """Events that are made anew: their ids, the days that they stand on, and each of their entries with its frame's offset."""

    events: frozenset[str]
    days: frozenset[int]
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ErasedEvent:
    """An event of which ``entry`` was erased, as it stood before: ``at`` in ms, user and agency empty where nobody knows them."""

    event: str
    at: int
    user: str
    agency: str
    entry: int


class StoredSource:
    """One source, as its manifest has it."""

    def __init__(self, folder: WatchFolder, manifest: Manifest) -> None:
        self._folder = folder
        self.manifest = manifest

    def changing(self, touched: Collection[int]) -> Changing:
        """The events that had not ended, and those with an entry that is touched. Raises WatchFolderDamaged."""
        ids = {*self._open(), *(event for event, _ in self._with(touched))}
        days, places = set[int](), list[tuple[int, int]]()
        if ids:
            wanted = pa.array(sorted(ids))
            for batch in self._batches("entries"):
                for row in batch.filter(pc.is_in(batch["event_id"], wanted)).to_pylist():
                    days.add(row["day"])
                    places.append((row["entry"], row["offset"]))
        return Changing(frozenset(ids), frozenset(days), tuple(places))

    def erased(self, touched: Collection[int]) -> list[ErasedEvent]:
        """The events with an entry that is touched, as they stand here. Raises WatchFolderDamaged."""
        by = dict(self._with(touched))
        found = list[ErasedEvent]()
        if by:
            wanted = pa.array(sorted(by))
            for batch in self._batches("events", ["event_id", "at", "user", "agency"]):
                for row in batch.filter(pc.is_in(batch["event_id"], wanted)).to_pylist():
                    event = row["event_id"]
                    found.append(
                        ErasedEvent(event, row["at"], row["user"] or "", row["agency"] or "", by[event])
                    )
        return found

    def steps(self) -> list[tuple[int, int]]:
        """Where steps of directives stand: entry and offset."""
        return [
            (row["entry"], row["offset"]) for batch in self._batches("steps") for row in batch.to_pylist()
        ]

    def parts_outside(self, days: Collection[int]) -> list[Part]:
        """The parts of other days: they stay as they are."""
        return [
            part for part in self.manifest.parts if part.table in BY_EVENT and day_of_part(part) not in days
        ]

    def rows_within(
        self, days: Collection[int], gone: Collection[str]
    ) -> Iterator[tuple[str, pa.RecordBatch]]:
        """The rows of these days whose events stay as they are, by table. Raises WatchFolderDamaged for a part that is not whole."""
        names = pa.array(sorted(gone), pa.string())
        for table in BY_EVENT:
            for part in self.manifest.parts_of(table):
                if day_of_part(part) in days:
                    for batch in self._read(part):
                        yield table, batch.filter(pc.invert(pc.is_in(batch["event_id"], names)))

    def _open(self) -> Iterator[str]:
        for batch in self._batches("events", ["event_id", "outcome"]):
            yield from batch.filter(pc.equal(batch["outcome"], "open"))["event_id"].to_pylist()

    def _with(self, touched: Collection[int]) -> Iterator[tuple[str, int]]:
        """Each event with an entry that is touched, and that entry."""
        if touched:
            wanted = pa.array(sorted(touched), pa.int64())
            for batch in self._batches("entries", ["event_id", "entry"]):
                for row in batch.filter(pc.is_in(batch["entry"], wanted)).to_pylist():
                    yield row["event_id"], row["entry"]

    def _batches(self, table: str, columns: list[str] | None = None) -> Iterator[Any]:
        for part in self.manifest.parts_of(table):
            yield from self._read(part, columns)

    def _read(self, part: Part, columns: list[str] | None = None) -> Iterator[Any]:
        # What was damaged or changed never gets into a new part, whose manifest would vouch for it.
        fault = part_fault(self._folder.path, part, arrow_schema(STORED[part.table]))
        if fault:
            raise WatchFolderDamaged(
                f"`{part.path}` {fault}", hint="move the source's manifest away and import the log anew"
            )
        with pq.ParquetFile(self._folder.path / part.path) as file:
            yield from file.iter_batches(batch_size=AT_ONCE, columns=columns)


def day_of_part(part: Part) -> int:
    """The day in its path, in days since 1970."""
    return date.fromisoformat(part.path.split("/")[1].removeprefix("date=")).toordinal() - _FIRST_DAY
