"""Records of a delimited text, one broken record never taking its neighbours along.

Knows: quotation marks, line ends, and the limits on what a stranger can make this read.
Must not know: headers, what a cell means, where lines come from.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MAX_CELL: Final = 65_536
"""Characters: a cell of a spreadsheet holds 32,767. Python's own reader stops at 131,072."""
MAX_RECORD: Final = 1_048_576
"""Characters: sixteen of the longest cells. A record is the most that is in memory at once, some 4 MB."""
MAX_RECORD_LINES: Final = 1_000
"""Lines: nobody types that many into a reason; a quotation mark that never closes takes a whole file."""

OVERLONG: Final = "overlong line"
"""Stands (this very object) for a line of more than MAX_RECORD characters."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line of the file that it begins in, from 1, and its cells; or with a ``fault``, a key of REASONS, and none.

    No cells and no fault is an empty line.
    """

    line: int
    cells: list[str]
    fault: str = ""


class _Broken(Exception):
    """A record that is longer than any may be, or has more lines; its reason is a key of REASONS."""


class _Lines:
    """Lines that can be gone back to: those of the record that is being read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self._record: list[str] = []
        self._length = 0
        self.first = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self._record.append(line)
        self._length += len(line)
        if line is OVERLONG or self._length > MAX_RECORD:
            raise _Broken("too-long")
        if len(self._record) > MAX_RECORD_LINES:
            raise _Broken("quotes")
        return line

    def accept(self) -> None:
        """The record is whole."""
        self.first += len(self._record)
        self._record.clear()
        self._length = 0

    def give_up_first(self) -> None:
        """The record's first line is broken; those after it are read again, as if it had not been there."""
        self._again.extendleft(reversed(self._record[1:]))
        self.first += bool(self._record)
        self._record.clear()
        self._length = 0


def records(lines: Iterator[str], delimiter: str) -> Iterator[Record]:
    """Every record, in order; each line is part of exactly one, or an empty one."""
    source = _Lines(lines)
    while True:
        try:
            for cells in csv.reader(source, delimiter=delimiter, strict=True):
                yield _checked(source.first, cells)
                source.accept()
        except _Broken as why:
            yield Record(source.first, [], str(why))
        except csv.Error as fault:
            yield Record(source.first, [], "too-long" if "limit" in str(fault) else "quotes")
        else:
            return
        source.give_up_first()


def _checked(line: int, cells: list[str]) -> Record:
    if cells and max(map(len, cells)) > MAX_CELL:
        return Record(line, [], "too-long")
    joined = "".join(cells)
    if "\0" in joined:
        return Record(line, [], "nul")
    if not joined.isascii() and not _is_text(joined):
        return Record(line, [], "encoding")
    return Record(line, cells)


def _is_text(text: str) -> bool:
    """Whether it can be written down: a lone surrogate stands for a byte that was no text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
