"""What a whole file shows before any row of it is taken: the form of its times, ids that come twice.

Knows: what has to be seen in all rows to read one.
Must not know: files, the folder.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from ostiary.errors import ImportRefused
from ostiary.watch.importing.headers import Header, is_header_again
from ostiary.watch.importing.identity import Identity
from ostiary.watch.importing.mapping import ColumnMapping, FieldRule, Order
from ostiary.watch.importing.records import Record
from ostiary.watch.importing.refusing import RowRefused
from ostiary.watch.importing.times import TimeForm, TimesSeen, decided, joined, window_parts

MAX_ROWS: Final = 100_000_000
"""Rows of one file: with 8 bytes a row for its id, and as much again twice to sort them, 2.4 GB."""


@dataclass(slots=True)
class Survey:
    """What was seen. ``ids`` has a number of 64 bits for each row that has an id, which may be the same for two ids but hardly is."""

    rows: int = 0
    times: dict[str, TimesSeen] = field(default_factory=dict)
    ids: array[int] = field(default_factory=lambda: array("q"))

    def forms(self, mapping: ColumnMapping, header: Header, order: Order | None) -> dict[str, TimeForm]:
        """The form of every column of times. Raises ImportRefused where a column has none."""
        found = {}
        for name, seen in self.times.items():
            title = header.title(name)
            form = decided(
                seen,
                order or mapping.dates,
                title,
                needs_time=mapping.table == "events" and name == "at",
            )
            if form is not None:
                found[name] = form
        return found

    def seen_twice(self) -> frozenset[int]:
        """The numbers that more than one row has."""
        ordered = sorted_ids(self.ids)
        if len(ordered) < 2:  # noqa: PLR2004 - one row has no other
            return frozenset()
        return frozenset(pc.unique(ordered[1:].filter(pc.equal(ordered[1:], ordered[:-1]))).to_pylist())


def surveyed(found: Iterable[Record], mapping: ColumnMapping, header: Header, identity: Identity) -> Survey:
    """Everything that the rows after a header show. Raises ImportRefused where there are more than MAX_ROWS."""
    survey = Survey(times={rule.name: TimesSeen() for rule in _timed(mapping, header)})
    places = [
        (survey.times[rule.name], *_place(rule.name, header), rule.form == "window")
        for rule in _timed(mapping, header)
    ]
    width = len(header.titles)
    for record in found:
        if not record.cells and not record.fault:
            continue
        survey.rows += 1
        if survey.rows > MAX_ROWS:
            raise ImportRefused(f"there are more than {MAX_ROWS} rows", hint="split the file")
        cells = trimmed(record.cells, width)
        if len(cells) != width or (header.is_like(cells) and is_header_again(cells, header)):
            continue
        for seen, index, day_at, is_window in places:
            for text in _texts(cells, index, day_at, is_window=is_window):
                seen.add(survey.rows, text)
        try:
            survey.ids.append(hash(identity.event_id(cells)))
        except RowRefused:
            continue
    return survey


def trimmed(cells: list[str], width: int) -> list[str]:
    """A row without empty cells beyond the header's last, which spreadsheets write."""
    return cells[:width] if len(cells) > width and not any(map(str.strip, cells[width:])) else cells


def sorted_ids(ids: array[int]) -> pa.Array:
    """The numbers of ids in order, as Arrow has them; no byte of them is copied before they are sorted."""
    found = pa.Array.from_buffers(pa.int64(), len(ids), [None, pa.py_buffer(ids)])
    return found.take(pc.array_sort_indices(found))


def _timed(mapping: ColumnMapping, header: Header) -> list[FieldRule]:
    return [
        rule for rule in mapping.fields if rule.form in {"time", "window"} and rule.name in header.columns
    ]


def _place(name: str, header: Header) -> tuple[int, int | None]:
    return header.columns[name], header.date_columns.get(name)


def _texts(cells: Sequence[str], index: int, day_at: int | None, *, is_window: bool) -> Iterator[str]:
    if is_window:
        yield from window_parts(cells[index])
    else:
        yield cells[index] if day_at is None else joined(cells[day_at], cells[index])
