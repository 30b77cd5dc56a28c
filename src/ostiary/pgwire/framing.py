"""Where one message ends and the next begins.

Knows: the kind byte, the length word and its limits, and that a run of rows is one piece of memory.
Must not know: what any message says; a row is counted here, never looked into.

This module sees every byte that passes the door. Its shape is *scan, do not materialise*: rows are found as a run,
which is one value and one slice however many rows it holds.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from ostiary.errors import ProtocolViolation
from ostiary.pgwire import words
from ostiary.pgwire.kinds import DATA_ROW

# PostgreSQL's own bound for a first packet. 64 parameters (startup.MAX_PARAMETERS) of 150 bytes each fit.
MAX_STARTUP_LENGTH: Final = 10_000
# SASLInitialResponse: 14 bytes of mechanism, a length word, and PostgreSQL's bound of 1,024 for a SASL message make
# 1,046 bytes with the message's own length word. Twice that is generous, and all that a stranger may make us hold.
MAX_CLIENT_FRAME_BEFORE_LOGIN: Final = 2_048
# A Parse holds at most 65,536 bytes of statement and 32,767 types of 4 bytes: 197 kB. A Bind with 32,767 parameters
# spends 6 bytes on the length and format of each, 197 kB, and keeps 26 bytes for each value; one single value may have
# nearly the whole MiB. 1,000 members that each send the largest frame hold 1 GiB: connections are the quota there.
MAX_CLIENT_FRAME: Final = 2**20
# What the records database may send in one message. A row of 1,600 columns (its own limit) that each fill a page of
# 8 kB has 13 MB, and the contributor list of a group at most 1 MB.
MAX_BACKEND_FRAME: Final = 2**24

# The length word counts itself.
MIN_LENGTH: Final = 4
# A DataRow has a length word and a column count.
MIN_ROW_LENGTH: Final = 6
# A first packet has a length word and a version or request code.
MIN_STARTUP_LENGTH: Final = 8
HEADER_SIZE: Final = 5

# Known to `scan_rows` under names of its own, which are C numbers when it is compiled.
_ROW = DATA_ROW
_LEAST = MIN_ROW_LENGTH
_HEAD = HEADER_SIZE

_HEADER: Final = struct.Struct("!BI")
_LENGTH: Final = struct.Struct("!I")

Buffer: TypeAlias = bytes | bytearray | memoryview


class Frame(NamedTuple):
    """One message: its kind byte, and its body without kind and length."""

    kind: int
    body: bytes


@dataclass(frozen=True, slots=True)
class RowRun:
    """``count`` complete DataRow messages that fill ``buffer[start:stop]``, and nothing else."""

    count: int
    start: int
    stop: int


def scan_rows(buffer: Buffer, start: int, limit: int = MAX_BACKEND_FRAME) -> RowRun:
    """The run of complete DataRow messages that begins at ``start``; a run of none when another message stands there.

    ``limit`` bounds the length word of each. Raises ProtocolViolation as soon as a row's length word can be read and
    is below ``MIN_ROW_LENGTH`` or above ``limit``, and ValueError for a ``start`` outside the buffer.
    """
    end = len(buffer)
    if not 0 <= start <= end:
        raise ValueError(f"a run cannot start at {start} of {end} bytes")
    source = memoryview(buffer)
    count, position = 0, start
    while end - position >= _HEAD:
        if source[position] != _ROW:
            break
        length = words.uint32(source, position + 1)
        # Both bounds stay, also where one seems to follow: a compiled build may read the word as a signed number.
        if length < _LEAST or length > limit:
            raise ProtocolViolation(f"a row of {length} bytes is outside {MIN_ROW_LENGTH} to {limit}")
        if length >= end - position:
            break
        position += 1 + length
        count += 1
    return RowRun(count, start, position)


class FrameBuffer:
    """Bytes as they arrive, messages as they complete.

    ``limit`` bounds the length word of every message. The owner drains the buffer after each ``feed``; it then holds
    at most one incomplete message and what was fed last. After a ProtocolViolation it has no further use: the place
    where the next message begins is not known.
    """

    __slots__ = ("_at", "_data", "_limit")

    def __init__(self, limit: int) -> None:
        self._data = bytearray()
        self._at = 0
        self.set_limit(limit)

    @property
    def pending(self) -> int:
        """How many bytes have been fed and not been taken out.

        It must be 0 when encryption starts: bytes sent in the clear before the handshake could be anybody's.
        """
        return len(self._data) - self._at

    @property
    def first_byte(self) -> int | None:
        """The first byte that has been fed and not been taken out; None when there is none."""
        return self._data[self._at] if self.pending else None

    def set_limit(self, limit: int) -> None:
        """Bound the length word of the messages that follow. Raises ValueError below ``MIN_LENGTH``."""
        if limit < MIN_LENGTH:
            raise ValueError(f"no message fits a limit of {limit}")
        self._limit = limit

    def feed(self, data: Buffer) -> None:
        """Append bytes as they came from the peer."""
        del self._data[: self._at]
        self._at = 0
        self._data += data

    def take_all(self) -> bytes:
        """Everything that has been fed and not been taken out."""
        return self._take(self.pending)

    def next_startup_packet(self) -> bytes | None:
        """The body of a first packet, which has no kind byte; None while it is incomplete.

        Raises ProtocolViolation for a length outside ``MIN_STARTUP_LENGTH`` to ``MAX_STARTUP_LENGTH``.
        """
        if self.pending < MIN_LENGTH:
            return None
        length: int = _LENGTH.unpack_from(self._data, self._at)[0]
        if not MIN_STARTUP_LENGTH <= length <= MAX_STARTUP_LENGTH:
            raise ProtocolViolation(
                f"a first packet of {length} bytes is outside {MIN_STARTUP_LENGTH} to {MAX_STARTUP_LENGTH}"
            )
        return None if self.pending < length else self._take(length)[MIN_LENGTH:]

    def next_frame(self) -> Frame | None:
        """The next message; None while it is incomplete.

        Raises ProtocolViolation as soon as the length word can be read and is below ``MIN_LENGTH`` or above the limit.
        """
        if self.pending < HEADER_SIZE:
            return None
        kind, length = _HEADER.unpack_from(self._data, self._at)
        if not MIN_LENGTH <= length <= self._limit:
            raise ProtocolViolation(f"a message of {length} bytes is outside {MIN_LENGTH} to {self._limit}")
        return None if self.pending <= length else Frame(kind, self._take(1 + length)[HEADER_SIZE:])

    def next_rows(self) -> tuple[bytes, RowRun]:
        """All complete DataRow messages at the front as one piece, and their run over that piece.

        The run has the count 0 when none is complete or another message is next. Raises ProtocolViolation as
        ``scan_rows`` does.
        """
        run = scan_rows(self._data, self._at, self._limit)
        rows = self._take(run.stop - run.start)
        return rows, RowRun(run.count, 0, len(rows))

    def _take(self, size: int) -> bytes:
        start, self._at = self._at, self._at + size
        # Through a view it is one copy; a slice of a bytearray would be a copy of its own.
        with memoryview(self._data) as view:
            return bytes(view[start : self._at])
