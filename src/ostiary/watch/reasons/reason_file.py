"""The column of reasons in a file of comma-separated values.

Knows: how such a file is read strictly, and what is refused, with row and column.
Must not know: what a reason says, files on a disk.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ostiary.errors import ImportRefused
from ostiary.watch.events.schema import ABSENT, BLANK, GIVEN, REDACTED, VENDOR_MASK

MAX_CELL: Final = 1 << 20
"""Characters of one cell. The longest cells of real logs are prompts of some thousand; a million is a quote that nobody closed."""
_SHOWN_COLUMNS: Final = 20
_REDACTED: Final = frozenset({"redacted", "[redacted]", "(redacted)", "<redacted>"})


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
    rows = csv.reader(lines, strict=True)
    row = 0
    try:
        place = _place(next(rows, []), column)
        for row, cells in enumerate(rows, 1):
            yield _one(row, cells, place, column)
    except csv.Error as error:
        raise ImportRefused(
            f"row {row + 1} (line {rows.line_num}) cannot be read: {error}",
            hint="quotes inside a quoted cell are doubled; a cell has at most 1,048,576 characters",
        ) from error


def _place(header: Sequence[str], column: str) -> int:
    names = [name.strip().lstrip("\ufeff").casefold() for name in header]
    match names.count(column.casefold()):
        case 1:
            return names.index(column.casefold())
        case 0:
            shown = ", ".join(f"`{_plain(name)}`" for name in header[:_SHOWN_COLUMNS]) or "nothing"
            raise ImportRefused(
                f"the first line has no column `{column}`: it has {shown}", hint="name one: --column NAME"
            )
        case _:
            raise ImportRefused(
                f"the first line has more than one column `{column}`", hint="rename one of them"
            )


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
    return FileReason(row, cells[place], state_of(cells[place]))


def state_of(cell: str) -> str:
    """Whether something was written, nothing, or what was written is hidden, and by whom (``events.schema.STATES``)."""
    inside = cell.strip()
    if not inside:
        return BLANK
    if not inside.strip("*") and len(inside) > 1:
        return VENDOR_MASK
    return REDACTED if inside.casefold() in _REDACTED else GIVEN
