"""Whether a header stands over the cells that it speaks of: one that slipped, and one that is not there.

Knows: which cells prove where they stand (ids, numbers, times), and the order in which a vendor is known to write its columns.
Must not know: files, what a row becomes.

A text proves nothing: a reason may stand under any header. So a header is moved only where what proves itself stands before every
text, and an order of columns is taken for a missing header only where one alone fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ostiary.watch.importing.headers import Header, header_in
from ostiary.watch.importing.mapping import ColumnMapping, Form
from ostiary.watch.importing.masking import given
from ostiary.watch.importing.records import Record
from ostiary.watch.importing.survey import trimmed
from ostiary.watch.importing.times import is_time, window_parts

SAMPLE: Final = 200
"""Rows that are looked at. A header that does not fit two hundred rows fits none."""
SHARE: Final = 0.95
"""How many of them must fit: some rows of every log are broken."""
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d+", re.ASCII)

Proof = Callable[[str], bool]
_PROOFS: Final[Mapping[Form, Proof]] = {
    "id": lambda cell: _UUID.fullmatch(cell) is not None,
    "number": lambda cell: _NUMBER.fullmatch(cell) is not None,
    "time": is_time,
    "window": lambda cell: all(map(is_time, window_parts(cell))),
}


def moved(header: Header, mapping: ColumnMapping, found: Sequence[Record]) -> Header:
    """The header where it belongs, by the rows after it; as it is where it fits, or where nothing proves another place."""
    rows = [record.cells for record in found if record.cells]
    if not rows or fits(header, mapping, rows):
        return header
    for titles, how in _other_places(header):
        other = header_in(Record(header.line, titles), mapping)
        if other is not None and _proves_itself(other, mapping) and fits(other, mapping, rows):
            return replace(other, note=how)
    return header


def supposed(mapping: ColumnMapping, found: Sequence[Record]) -> Header | None:
    """The header that a file without one would have, where exactly one known order of columns fits its rows."""
    rows = [record.cells for record in found if record.cells]
    orders = [
        header
        for layout in mapping.layouts
        if (header := header_in(Record(0, [*layout]), mapping)) is not None
    ]
    fitting = [header for header in orders if rows and fits(header, mapping, rows)]
    if len(fitting) != 1:
        return None
    named = ", ".join(fitting[0].titles)
    return replace(
        fitting[0], note=f"The file has no header. Its cells fit one order of columns that is known: {named}."
    )


def fits(header: Header, mapping: ColumnMapping, rows: Sequence[Sequence[str]]) -> bool:
    """Whether nearly all rows have as many cells as the header, and in each column that proves itself what belongs there."""
    width = len(header.titles)
    whole = [cells for row in rows if len(cells := trimmed([*row], width)) == width]
    return len(whole) >= SHARE * len(rows) and all(
        _holds(whole, index, proof, mapping) for index, proof in _proofs(header, mapping)
    )


def _holds(rows: Sequence[Sequence[str]], index: int, proof: Proof, mapping: ColumnMapping) -> bool:
    """Of the cells that say anything nearly all are of the column's kind; a column that says nothing speaks against nothing."""
    values = [value for row in rows if (value := given(row[index], mapping)[0]) is not None]
    return sum(map(proof, values)) >= SHARE * len(values)


def _proofs(header: Header, mapping: ColumnMapping) -> Iterator[tuple[int, Proof]]:
    for rule in mapping.fields:
        if rule.name in header.columns and rule.form in _PROOFS and rule.name not in header.date_columns:
            yield header.columns[rule.name], _PROOFS[rule.form]


def _proves_itself(header: Header, mapping: ColumnMapping) -> bool:
    """Whether a column that proves itself stands before every text: then all after it slipped as it did."""
    proven = [index for index, _ in _proofs(header, mapping)]
    return bool(proven) and min(proven) == min(header.columns.values())


def _other_places(header: Header) -> Iterator[tuple[list[str], str]]:
    yield (
        ["", *header.titles],
        "Rows have a cell before the header's first one, so each header was read one cell further right.",
    )
    if len(header.titles) > 1 and not header.titles[0].strip():
        yield (
            [*header.titles[1:]],
            "The header has an empty cell that rows have not, so each header was read one cell further left.",
        )
    if len(header.titles) > 1 and not header.titles[-1].strip():
        yield (
            ["", *header.titles[:-1]],
            "The header slipped by one cell against the rows, and was read one cell further right.",
        )
