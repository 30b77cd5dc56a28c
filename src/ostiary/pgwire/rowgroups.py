"""Taking hidden lists of subject keys out of rows that stand for many records.

Knows: that a hidden column is one key as binary int8, or a list of them, eight bytes each; and how many make a group.
Must not know: whose keys they are, why they were asked for, where they are written down.

A list may name a subject many times; whoever counts a group counts each once. A column that is NULL took no part in its
row, so no minimum is asked of it; an empty list is a group of nobody.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ostiary.errors import ProtocolViolation
from ostiary.pgwire.backend import data_row
from ostiary.pgwire.fields import Reader
from ostiary.pgwire.framing import HEADER_SIZE, Buffer, RowRun
from ostiary.pgwire.kinds import DATA_ROW
from ostiary.pgwire.rowkeys import KEY_SIZE

_HEADER: Final = struct.Struct("!BI")


@dataclass(frozen=True, slots=True)
class HiddenColumn:
    """One hidden column. Rows with fewer than ``minimum`` different subjects in it are left out."""

    is_list: bool = False
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class CutGroups:
    """The rows that stay, without hidden columns, and every subject that they name, each once a row and column.

    ``count`` of them stay. ``contributors`` adds up, over all rows that came, the longest list of each (at least one), and
    ``longest`` is the longest list of all.
    """

    rows: bytes
    keys: list[int]
    count: int
    contributors: int
    longest: int


def cut_groups(data: Buffer, run: RowRun, hidden: Sequence[HiddenColumn]) -> CutGroups:
    """Cut the last columns, which are ``hidden``, from the rows of a run, and leave out groups that are too small.

    Raises ProtocolViolation for a run that is not exactly ``run.count`` rows, a length that lies, fewer columns than
    are hidden, or a hidden column that is neither NULL nor whole keys.
    """
    reader = Reader("DataRow run", bytes(data[run.start : run.stop]))
    rows: list[bytes] = []
    keys: list[int] = []
    contributors = longest = 0
    for _ in range(run.count):
        visible, lists = _split(reader, hidden)
        width = max((len(each) for each in lists if each is not None), default=0)
        contributors, longest = contributors + max(width, 1), max(longest, width)
        subjects = [dict.fromkeys(each) if each is not None else None for each in lists]
        if any(
            named is not None and len(named) < column.minimum
            for named, column in zip(subjects, hidden, strict=True)
        ):
            continue
        rows.append(data_row(visible))
        keys += (key for named in subjects for key in named or ())
    reader.finish()
    return CutGroups(b"".join(rows), keys, len(rows), contributors, longest)


def _split(
    reader: Reader, hidden: Sequence[HiddenColumn]
) -> tuple[Sequence[bytes | None], list[tuple[int, ...] | None]]:
    """The visible values of the next row, and the keys in each of its hidden columns."""
    kind, length = _HEADER.unpack(reader.octets(HEADER_SIZE))
    row = Reader("DataRow", reader.octets(length - 4))
    values = row.several(row.sized)
    row.finish()
    visible = len(values) - len(hidden)
    if kind != DATA_ROW or visible < 0:
        raise row.violation(f"not a row with {len(hidden)} hidden columns")
    return values[:visible], [
        None if value is None else _keys(value, column)
        for value, column in zip(values[visible:], hidden, strict=True)
    ]


def _keys(value: bytes, column: HiddenColumn) -> tuple[int, ...]:
    if len(value) % KEY_SIZE or not (column.is_list or len(value) == KEY_SIZE):
        raise ProtocolViolation(f"a hidden column of {len(value)} bytes holds no whole keys")
    return struct.unpack(f"!{len(value) // KEY_SIZE}q", value)
