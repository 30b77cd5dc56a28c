"""Taking the hidden subject keys out of rows on their way to the client.

Knows: that the last columns of a result are keys which we asked for, as binary int8, and how a row shrinks.
Must not know: whose keys they are, why they were asked for, where they are written down.

A key cannot be found from the end of a row alone: a visible value may end in bytes that look like a key's length, and
before a NULL key nothing tells the two apart. So the columns are walked from the front; only then are the keys where
they must be. ``cut_rows_by_walking`` says what is right, one field at a time; ``cut_rows`` does the same with one
pass of arithmetic, and a test holds the two equal on every kind of bytes. Measured on rows with six visible columns,
CPython 3.11: 1.9 us a row instead of 8.8; trusting the row's end would save 0.6 and the check of every length.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ostiary.errors import ProtocolViolation
from ostiary.pgwire import fields
from ostiary.pgwire.backend import ColumnDescription
from ostiary.pgwire.fields import NULL_LENGTH, Reader
from ostiary.pgwire.framing import HEADER_SIZE, Buffer, RowRun
from ostiary.pgwire.kinds import DATA_ROW

KEY_SIZE: Final = 8

_HEADER: Final = struct.Struct("!BI")
_ROW_HEADER: Final = struct.Struct("!BIh")
_LENGTH: Final = struct.Struct("!i")


@dataclass(frozen=True, slots=True)
class CutRows:
    """Complete DataRow messages without the hidden columns, and every key that stood there, in order, NULLs left out."""

    rows: bytes
    keys: list[int]


def cut_description(columns: Sequence[ColumnDescription], hidden: int) -> tuple[ColumnDescription, ...]:
    """The columns without the last ``hidden``. Raises ProtocolViolation when there are not that many."""
    _verify_hidden(hidden)
    if hidden > len(columns):
        raise ProtocolViolation(f"a result of {len(columns)} columns has no {hidden} keys")
    return tuple(columns[: len(columns) - hidden])


def cut_rows(data: Buffer, run: RowRun, hidden: int) -> CutRows:
    """The run's rows without their last ``hidden`` columns, and the keys that stood in those (signed int8).

    Raises ProtocolViolation for a run that is not exactly ``run.count`` rows, a length that lies, fewer columns than
    ``hidden``, or a hidden column that is neither 8 bytes nor NULL. With ``hidden`` 0 the bytes are returned as they
    are. Raises ValueError for a negative ``hidden``.
    """
    _verify_run(data, run)
    _verify_hidden(hidden)
    if hidden == 0:
        return CutRows(bytes(data[run.start : run.stop]), [])
    try:
        return _cut(data, run, hidden)
    except struct.error:
        # A field was read past the end of the buffer.
        raise _lie() from None


def _cut(data: Buffer, run: RowRun, hidden: int) -> CutRows:
    read_header, read_length, write_header = _ROW_HEADER.unpack_from, _LENGTH.unpack_from, _ROW_HEADER.pack
    # Lengths and keys of the hidden columns in turn, when none of them is NULL.
    key_columns = struct.Struct("!" + "iq" * hidden)
    read_keys, keys_size, key_lengths = key_columns.unpack_from, key_columns.size, (KEY_SIZE,) * hidden
    pieces: list[Buffer] = []
    keys: list[int] = []
    position = run.start
    for _ in range(run.count):
        kind, length, columns = read_header(data, position)
        end = position + 1 + length
        visible = columns - hidden
        if kind != DATA_ROW or visible < 0:
            raise _lie()
        at = first = position + HEADER_SIZE + 2
        for _ in range(visible):
            (size,) = read_length(data, at)
            if size < NULL_LENGTH:
                raise _lie()
            at += 4 + size if size > 0 else 4
        # Positions only grow: what is left here is right only if the row has room for every column before, and the last
        # row ends where the run does only if no row went past it.
        left = end - at
        if left == keys_size:
            tail = read_keys(data, at)
            if tail[::2] != key_lengths:
                raise _lie()
            keys += tail[1::2]
        else:
            keys += _keys_among_nulls(data[at : max(at, end)], hidden)
        pieces += (write_header(DATA_ROW, length - left, visible), data[first:at])
        position = end
    if position != run.stop:
        raise _lie()
    return CutRows(b"".join(pieces), keys)


def _keys_among_nulls(tail: Buffer, hidden: int) -> list[int]:
    reader = Reader("DataRow", bytes(tail))
    values = [reader.sized() for _ in range(hidden)]
    reader.finish()
    return [_key(value) for value in values if value is not None]


def cut_rows_by_walking(data: Buffer, run: RowRun, hidden: int) -> CutRows:
    """What ``cut_rows`` must return or raise whenever a column is hidden, one field at a time. The normative one."""
    _verify_run(data, run)
    _verify_hidden(hidden)
    reader = Reader("DataRow run", bytes(data[run.start : run.stop]))
    rows, keys = [], []
    for _ in range(run.count):
        kind, length = _HEADER.unpack(reader.octets(HEADER_SIZE))
        row = Reader("DataRow", reader.octets(length - 4))
        values = row.several(row.sized)
        row.finish()
        if kind != DATA_ROW or hidden > len(values):
            raise row.violation(f"not a row with {hidden} keys")
        visible = len(values) - hidden
        keys += [_key(value) for value in values[visible:] if value is not None]
        rows.append(
            fields.frame(DATA_ROW, fields.several([fields.sized(value) for value in values[:visible]]))
        )
    reader.finish()
    return CutRows(b"".join(rows), keys)


def _key(value: bytes) -> int:
    if len(value) != KEY_SIZE:
        raise ProtocolViolation(f"a key of {len(value)} bytes is no binary int8")
    return int.from_bytes(value, signed=True)


def _verify_run(data: Buffer, run: RowRun) -> None:
    if not 0 <= run.start <= run.stop <= len(data):
        raise ProtocolViolation(f"a run from {run.start} to {run.stop} is not inside {len(data)} bytes")


def _verify_hidden(hidden: int) -> None:
    if hidden < 0:
        raise ValueError(f"{hidden} columns cannot be hidden")


def _lie() -> ProtocolViolation:
    return ProtocolViolation("a row's lengths do not add up, or its keys are not where they must be")
