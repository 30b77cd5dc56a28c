"""Where the header of a file is, and which column each field of a mapping has.

Knows: headers that come later, are written differently, or are not there.
Must not know: files, what a cell means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ostiary.errors import ImportRefused
from ostiary.watch.importing.harmless import harmless
from ostiary.watch.importing.mapping import ColumnMapping, FieldRule, bare
from ostiary.watch.importing.records import Record

MAX_PREAMBLE: Final = 50
"""Records before the header: titles, dates, a legend. A page of a printed report has as many lines."""
MAX_COLUMNS: Final = 512
"""Columns: the widest real log has thirteen, and a row is refused cell by cell."""
DELIMITERS: Final = (",", "\t", ";", "|")
LEAST: Final = 2
"""Headers that must be known for a row to be one, where the mapping knows more than one."""

_ENCODED: Final = (
    "these rows are no UTF-8: --encoding cp1252 reads what an older spreadsheet wrote, "
    "--encoding utf-16-le what has a zero byte after each letter"
)


@dataclass(frozen=True, slots=True)
class Header:
    """Which column of the file each field is in, from 0; ``titles`` are the file's own headers, ``line`` where they stand (0: given)."""

    titles: tuple[str, ...]
    line: int
    columns: Mapping[str, int]
    date_columns: Mapping[str, int]
    unused: tuple[str, ...]
    note: str = ""
    """Where the header was read in another place than it stands in, or is not there: what was done, in a sentence."""

    def is_like(self, cells: list[str]) -> bool:
        """Whether a row begins as the header does: asked of every row, and true of hardly any that is none."""
        return cells[0] == self.titles[0] or cells[0].strip().casefold() == self.titles[0].strip().casefold()

    def title(self, field: str) -> str:
        """The header of the column that a field is in, harmless to show."""
        return harmless(self.titles[self.columns[field]]) if field in self.columns else field


def header_in(record: Record, mapping: ColumnMapping) -> Header | None:
    """The header that a record is, or None when it is none."""
    if record.fault or not 0 < len(record.cells) <= MAX_COLUMNS:
        return None
    places: dict[str, list[int]] = {}
    for index, cell in enumerate(record.cells):
        places.setdefault(bare(cell), []).append(index)
    known = places.keys() & mapping.headers
    if len(known) < min(LEAST, len(mapping.headers)):
        return None
    found = {rule.name: _place(rule.headers, places) for rule in mapping.fields}
    columns = {name: index for name, index in found.items() if index is not None}
    if any(
        rule.needed and rule.headers and rule.option is None and rule.name not in columns
        for rule in mapping.fields
    ):
        return None
    dates = _date_columns(mapping.fields, places, columns)
    _refuse_doubled(record, mapping, places)
    used = {*columns.values(), *dates.values()}
    unused = tuple(
        cell.strip() for index, cell in enumerate(record.cells) if index not in used and cell.strip()
    )
    return Header(tuple(record.cells), record.line, columns, dates, unused)


def no_header(records: Iterable[Record], mapping: ColumnMapping, name: str) -> ImportRefused:
    """What to say of a file that has no header of this mapping: what its first records lack, and no cell of theirs."""
    best: frozenset[str] = frozenset()
    faults = set()
    for record in records:
        faults.add(record.fault)
        best = max(best, frozenset(map(bare, record.cells)) & mapping.headers, key=len)
    needed = [
        f"`{rule.shown[0]}`"
        for rule in mapping.fields
        if rule.needed and rule.headers and rule.option is None and not best & set(rule.headers)
    ]
    lacking = f": a column for {', '.join(needed)} is not there" if needed else ""
    return ImportRefused(
        f"`{name}` has no header of `{mapping.name}` in its first {MAX_PREAMBLE} rows{lacking}",
        hint=_ENCODED
        if faults & {"encoding", "nul"}
        else "`ostiary watch formats` lists each format's columns; `--header` gives them to a file without, "
        "`--as mapping:FILE` reads any other",
    )


def is_header_again(cells: list[str], header: Header) -> bool:
    """Whether a row is the header once more."""
    return tuple(map(bare, cells)) == tuple(map(bare, header.titles))


def is_another_header(cells: list[str], header: Header, mapping: ColumnMapping) -> bool:
    """Whether a row is a header, but another one than the file began with: from here on its cells would be taken for others."""
    known = {bare(cell) for cell in cells} & mapping.headers
    return len(known) > LEAST and not is_header_again(cells, header)


def _place(headers: Iterable[str], places: Mapping[str, list[int]]) -> int | None:
    return next((places[header][0] for header in headers if header in places), None)


def _date_columns(
    fields: Iterable[FieldRule], places: Mapping[str, list[int]], columns: Mapping[str, int]
) -> dict[str, int]:
    """Where the day of a time stands in a column of its own: one that is not already the column of the time."""
    found = {}
    for rule in fields:
        index = _place(rule.date_headers, places)
        if index is not None and columns.get(rule.name, index) != index:
            found[rule.name] = index
    return found


def _refuse_doubled(record: Record, mapping: ColumnMapping, places: Mapping[str, list[int]]) -> None:
    for rule in mapping.fields:
        chosen = next((header for header in rule.headers if header in places), None)
        if chosen is not None and len(places[chosen]) > 1:
            at = " and ".join(str(index + 1) for index in places[chosen])
            raise ImportRefused(
                f"columns {at} of line {record.line} have the same header, `{harmless(record.cells[places[chosen][0]])}`",
                hint="rename the one that is not meant",
            )
