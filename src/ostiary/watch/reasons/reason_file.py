"""The column of reasons in a file of delimited text.

Knows: where its header stands and what separates its cells, how it is read strictly, and what is refused, with row and column.
Must not know: what a reason says, files on a disk.
"""

from __future__ import annotations

import contextlib
import csv
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from ostiary.errors import ImportRefused
from ostiary.watch.events.schema import ABSENT
from ostiary.watch.importing.formats import shipped
from ostiary.watch.importing.headers import DELIMITERS, MAX_PREAMBLE
from ostiary.watch.importing.masking import given

MAX_CELL: Final = 1 << 20
"""Characters of one cell. The longest cells of real logs are prompts of some thousand; a million is a quote that nobody closed."""
_SHOWN_COLUMNS: Final = 20
_MASKS: Final = "plate-reader-org"
"""The format whose masks are known here: a cell has the state that `watch import` gives it."""


@dataclass(frozen=True, slots=True)
class FileReason:
    """``row`` counts from 1 after the header; ``reason`` is as it stands in the cell; ``state`` is one of the five states."""

    row: int
    reason: str
    state: str


def read_reasons(lines: Iterable[str], column: str) -> Iterator[FileReason]:
    """Each row's reason, in order. The caller decodes: what was no text of its encoding comes as lone surrogates.

    Raises ImportRefused where there is no such column, or at a row that cannot be read; rows before it were given.
    """
    csv.field_size_limit(MAX_CELL)
    stream = iter(lines)
    head = list(itertools.islice(stream, MAX_PREAMBLE))
    delimiter, before = _start(head, column)
    rows = csv.reader(itertools.chain(head[before:], stream), delimiter=delimiter, strict=True)
    row = 0
    try:
        place = _place(next(rows, []), column)
        for row, cells in enumerate(rows, 1):
            yield _one(row, cells, place, column)
    except csv.Error as error:
        raise ImportRefused(
            f"row {row + 1} (line {before + rows.line_num}) cannot be read: {error}",
            hint="quotes inside a quoted cell are doubled; a cell has at most 1,048,576 characters",
        ) from error


def _start(head: Sequence[str], column: str) -> tuple[str, int]:
    """What separates cells, and how many lines stand before the header: the first record that has the column."""
    found = [
        (before, delimiter)
        for delimiter in DELIMITERS
        if (before := _before_header(head, column, delimiter)) is not None
    ]
    before, delimiter = min(found, key=itemgetter(0), default=(0, DELIMITERS[0]))
    return delimiter, before


def _before_header(head: Sequence[str], column: str, delimiter: str) -> int | None:
    """A header may have cells of two lines, so lines alone do not tell."""
    records, before = csv.reader(head, delimiter=delimiter), 0
    with contextlib.suppress(csv.Error):
        for cells in records:
            if column.casefold() in _names(cells):
                return before
            before = records.line_num
    return None


def _names(header: Iterable[str]) -> list[str]:
    return [name.strip().lstrip("\ufeff").casefold() for name in header]


def _place(header: Sequence[str], column: str) -> int:
    names = _names(header)
    match names.count(column.casefold()):
        case 1:
            return names.index(column.casefold())
        case 0:
            shown = ", ".join(f"`{_plain(name)}`" for name in header[:_SHOWN_COLUMNS]) or "nothing"
            raise ImportRefused(
                f"the first {MAX_PREAMBLE} lines have no column `{column}`: the first has {shown}",
                hint="name one: --column NAME; where a `?` stands between letters: --encoding utf-16-le",
            )
        case _:
            raise ImportRefused(f"the header has more than one column `{column}`", hint="rename one of them")


def _plain(name: str) -> str:
    """A column's name for a message: short, and nothing that a terminal would obey."""
    return "".join(one if one.isprintable() else "?" for one in name[:40])


def _one(row: int, cells: Sequence[str], place: int, column: str) -> FileReason:
    if place >= len(cells):
        return FileReason(row, "", ABSENT)
    if any("\ud800" <= one <= "\udfff" for one in cells[place]):
        raise ImportRefused(
            f"row {row}, column `{column}`: bytes that are no text in this encoding",
            hint="name the file's encoding: --encoding cp1252, or utf-16",
        )
    # A citation in place of a text, `***`, `REDACTED`: whether something was written, nothing, or what was written is hidden.
    return FileReason(row, cells[place], given(cells[place], shipped(_MASKS))[1])
