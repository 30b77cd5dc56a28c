"""Verifying a source against the log that it is of: every event is made again, and each difference has its name.

Knows: that the same entries under the same terms are the same rows; which of them were erased since.
Must not know: settings, arguments, output.

The log is read from its first entry and held against its signed checkpoint. Its events are written beside the folder's, by the
same code in the same bounded memory, into a place that is removed afterwards; then both are compared day by day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import Counts, Manifest
from ostiary.watch.events.passing import passing_place
from ostiary.watch.events.schema import STORED
from ostiary.watch.events.writing import SourceWriter
from ostiary.watch.own_log.importing import Making
from ostiary.watch.own_log.log_entries import Erasures, LogEntries, Progress, Reach
from ostiary.watch.own_log.stored import BY_EVENT, day_of_part
from ostiary.watch.own_log.terms import KIND, Terms

Kind: TypeAlias = Literal["missing", "extra", "altered", "erased"]

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "events": ("event_id",),
    "subjects": ("event_id", "subject"),
    "entries": ("entry",),
}
"""What makes a row the same row."""

_HINTS: Final = frozenset({"offset"})
"""Columns that help to find an entry and say nothing of it: a log that was sealed since has its frames elsewhere."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of the folder that the log does not come to, or the other way round; ``columns`` are those that differ.

    ``erased``: the log says that an entry of this event was erased, by ``order``, and the folder still has what it said.
    """

    kind: Kind
    table: str
    row: str
    columns: tuple[str, ...] = ()
    order: str = ""

    @property
    def sentence(self) -> str:
        """In one line."""
        match self.kind:
            case "missing":
                return f"{self.table}: {self.row} is in the log, and is missing here"
            case "extra":
                return f"{self.table}: {self.row} is here, and not in the log"
            case "altered":
                return f"{self.table}: {self.row} says something else in the log: {', '.join(self.columns)}"
            case "erased":
                return f"{self.table}: {self.row} was erased in the log by `{self.order}`, and still stands here: import again"


@dataclass(frozen=True, slots=True)
class Held:
    """A source held against its log: how many entries both have, how many the log has, and each difference."""

    entries: int
    published: int
    differences: tuple[Difference, ...]


def hold_against_log(
    folder: WatchFolder, manifest: Manifest, log: LogEntries, terms: Terms, progress: Progress
) -> Held:
    """Make every event again. Raises LogDamaged, ProofInvalid or LogUnavailable for a log that is not whole or not the one; OSError."""
    reach = Reach.of(manifest.made_from)
    # What the manifest says of the tree leads to the root that is signed now: it was read from this very log.
    log.survey(reach)
    found, _ = log.survey(Reach())
    with passing_place() as place:
        again = WatchFolder.open_or_make(place / "again")
        with SourceWriter(again, terms.source, KIND) as writer:
            making = Making(writer, terms)
            making.take(log.accesses(Reach(), reach.size, found.erasures, progress))
            making.finish()
            expected = writer.finish(Counts(read=making.new, taken=making.new), {})
        sides = (_Side(folder, manifest), _Side(again, expected))
        days = sorted({*sides[0].days, *sides[1].days})
        differences = tuple(one for day in days for one in _of_day(day, *sides, found.erasures))
    steps = tuple(_steps(folder, manifest, [one for one in found.steps if one[0] < reach.size]))
    return Held(reach.size, log.size, (*differences, *steps))


class _Side:
    """One of the two folders."""

    def __init__(self, folder: WatchFolder, manifest: Manifest) -> None:
        self._folder, self._manifest = folder, manifest
        self.days = {day_of_part(part) for part in manifest.parts if part.table in BY_EVENT}

    def rows(self, table: str, day: int) -> dict[tuple[Any, ...], list[dict[str, Any]]]:
        """The rows of a day by what makes them the same; several under one key where somebody doubled a row."""
        found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        for row in self.table(table, day).to_pylist():
            found.setdefault(tuple(row[name] for name in KEYS[table]), []).append(row)
        return found

    def table(self, table: str, day: int) -> pa.Table:
        """The rows of a day in one order, without what is a hint."""
        parts = [
            pq.ParquetFile(self._folder.path / part.path).read()
            for part in self._manifest.parts_of(table)
            if day_of_part(part) == day
        ]
        found = pa.concat_tables(parts) if parts else arrow_schema(STORED[table]).empty_table()
        ordered = found.sort_by([(name, "ascending") for name in KEYS[table]])
        return ordered.drop_columns([name for name in ordered.column_names if name in _HINTS])


def _of_day(day: int, here: _Side, there: _Side, erasures: Erasures) -> Iterator[Difference]:
    differing = [table for table in BY_EVENT if not here.table(table, day).equals(there.table(table, day))]
    if not differing:
        return
    orders = _orders(here, day, erasures)
    for table in differing:
        one, other = here.rows(table, day), there.rows(table, day)
        for key in sorted({*one, *other}, key=repr):
            difference = _of_row(table, key, one.get(key, ()), other.get(key, ()))
            if difference is not None:
                yield _because(difference, [*one.get(key, ()), *other.get(key, ())], orders)


def _of_row(
    table: str, key: tuple[Any, ...], here: Sequence[dict[str, Any]], there: Sequence[dict[str, Any]]
) -> Difference | None:
    name = " ".join(str(part) for part in key)
    if len(here) < len(there):
        return Difference("missing", table, name)
    if len(here) > len(there):
        return Difference("extra", table, name)
    columns = tuple(
        column for a, b in zip(here, there, strict=True) for column in a if a[column] != b.get(column)
    )
    return Difference("altered", table, name, columns) if columns else None


def _because(found: Difference, rows: Sequence[dict[str, Any]], orders: Mapping[str, str]) -> Difference:
    """The same, told as an erasure that has not reached the folder, where it is one."""
    order = next((orders[row["event_id"]] for row in rows if row["event_id"] in orders), "")
    if not order or found.kind == "missing":
        return found
    return Difference("erased", found.table, found.row, found.columns, order)


def _orders(here: _Side, day: int, erasures: Erasures) -> dict[str, str]:
    """Events of the folder with an entry that was erased, and by which order."""
    return {
        row["event_id"]: erasures.order_of(row["entry"])
        for row in here.table("entries", day).to_pylist()
        if row["entry"] in erasures.entries or (row["entry"] in erasures.names and row["names_left"])
    }


def _steps(folder: WatchFolder, manifest: Manifest, expected: list[tuple[int, int]]) -> Iterator[Difference]:
    have = {
        entry
        for part in manifest.parts_of("steps")
        for entry in pq.ParquetFile(folder.path / part.path).read()["entry"].to_pylist()
    }
    want = {entry for entry, _ in expected}
    yield from (Difference("missing", "steps", str(one)) for one in sorted(want - have))
    yield from (Difference("extra", "steps", str(one)) for one in sorted(have - want))
