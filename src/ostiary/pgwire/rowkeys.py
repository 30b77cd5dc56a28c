"""Taking the hidden subject keys out of rows on their way to the client.

Knows: that the last columns of a result are keys which we asked for, as binary int8, and how a row shrinks.
Must not know: whose keys they are, why they were asked for, where they are written down.

A key cannot be found from the end of a row alone: a visible value may end in bytes that look like a key's length, and
before a NULL key nothing tells the two apart. So the columns are walked from the front; only then are the keys where
they must be. ``cut_rows_by_walking`` says what is right, one field at a time; ``cut_rows`` does the same with one
pass of arithmetic that also compiles (`rowkeys.pxd`), and tests hold all of them equal on every kind of bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ostiary.errors import ProtocolViolation
from ostiary.pgwire import fields, words
from ostiary.pgwire.backend import ColumnDescription
from ostiary.pgwire.fields import NULL_LENGTH, Reader
from ostiary.pgwire.framing import HEADER_SIZE, MIN_ROW_LENGTH, Buffer, RowRun
from ostiary.pgwire.kinds import DATA_ROW

KEY_SIZE: Final = 8

# Known to the loop below under names of its own, which are C numbers when it is compiled.
_ROW = DATA_ROW
_LEAST = MIN_ROW_LENGTH
_HEADER_SIZE = HEADER_SIZE
_ROW_HEAD = HEADER_SIZE + 2
_WORD = 4
_NULL = NULL_LENGTH
_KEY_SIZE = KEY_SIZE

_HEADER: Final = struct.Struct("!BI")


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
    return _cut(data, run, hidden)


def _cut(data: Buffer, run: RowRun, hidden: int) -> CutRows:
    source, rows = memoryview(data), bytearray(run.stop - run.start)
    target = memoryview(rows)
    keys: list[int] = []
    position, stop, written = run.start, run.stop, 0
    for _ in range(run.count):
        if stop - position < _ROW_HEAD:
            raise _lie()
        kind, length = source[position], words.uint32(source, position + 1)
        visible = words.int16(source, position + _HEADER_SIZE) - hidden
        # Every length is compared with what is left, never added first: a sum may be more than a C number holds.
        if kind != _ROW or visible < 0 or length < _LEAST or length >= stop - position:
            raise _lie()
        end = position + 1 + length
        first = position + _ROW_HEAD
        at = _past_values(source, first, end, visible)
        kept = at - first
        if _past_keys(source, at, end, hidden, keys) != end:
            raise _lie()
        target[written] = _ROW
        words.put_uint32(target, written + 1, kept + _LEAST)
        words.put_uint16(target, written + _HEADER_SIZE, visible)
        words.copy(target, written + _ROW_HEAD, source, first, kept)
        written += _ROW_HEAD + kept
        position = end
    if position != stop:
        raise _lie()
    return CutRows(bytes(target[:written]), keys)


def _past_values(source: memoryview, at: int, end: int, count: int) -> int:
    """Where so many values end. Raises ProtocolViolation when they do not fit before ``end``."""
    for _ in range(count):
        if end - at < _WORD:
            raise _lie()
        size = words.int32(source, at)
        at += _WORD
        if size < _NULL or size > end - at:
            raise _lie()
        if size > 0:
            at += size
    return at


def _past_keys(source: memoryview, at: int, end: int, count: int, keys: list[int]) -> int:
    """Where so many keys end, each of which that is not NULL is added. Raises ProtocolViolation likewise."""
    for _ in range(count):
        if end - at < _WORD:
            raise _lie()
        size = words.int32(source, at)
        at += _WORD
        if size == _KEY_SIZE and end - at >= _KEY_SIZE:
            keys.append(words.int64(source, at))
            at += _KEY_SIZE
        elif size != _NULL:
            raise _lie()
    return at


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
