"""Where a backend stands, told from the headers of what it sends.

Knows: flights of ours that each bring one ReadyForQuery, message headers, the state that a ReadyForQuery names.
Must not know: what any other message says; values of rows are stepped over, never looked into.

What a row holds is chosen by whoever asks: the last bytes of a read can look like any message. Only headers that were
reached by counting lengths from the first message on are headers.
"""

from __future__ import annotations

import struct
from typing import Final

from ostiary.errors import ProtocolViolation
from ostiary.pgwire import words
from ostiary.pgwire.framing import HEADER_SIZE, MIN_LENGTH, Buffer
from ostiary.pgwire.kinds import ERROR_RESPONSE, READY_FOR_QUERY

# ReadyForQuery: the length word and one byte of status.
READY_LENGTH: Final = 5

_HEADER: Final = struct.Struct("!BI")
_IDLE: Final = ord("I")


# Known to `skip_unnoted` under names of its own, which are C numbers when it is compiled.
_HEAD = HEADER_SIZE
_LEAST = MIN_LENGTH
_READY = READY_FOR_QUERY
_ERROR = ERROR_RESPONSE


def skip_unnoted(stream: bytes, position: int) -> int:
    """Where the next header of a ReadyForQuery or an ErrorResponse begins, from the header at ``position`` on.

    Without one it is where the last message ends, which may be beyond the stream, or where a header begins that is not
    complete. Raises ProtocolViolation for a length that no message has.
    """
    source, end = memoryview(stream), len(stream)
    while end - position >= _HEAD:
        length = words.uint32(source, position + 1)
        if length < _LEAST:
            raise ProtocolViolation(f"a message of {length} bytes is shorter than its length word")
        kind = source[position]
        if kind in (_READY, _ERROR):
            break
        position += 1 + length
    return position


class Follower:
    """Follows one connection after its log-in, which ended idle."""

    __slots__ = ("_has_failed", "_is_quiet", "_left", "_open", "_partial", "_status")

    def __init__(self) -> None:
        self._open = 0
        self._has_failed = False
        self._status = _IDLE
        # Nothing has come since the last ReadyForQuery.
        self._is_quiet = True
        # A header that is not complete yet, and how much of the present message is still to come.
        self._partial = b""
        self._left = 0

    def sent(self) -> None:
        """A flight that ends in one Sync, or one simple query, is on its way."""
        self._open += 1
        self._has_failed = False

    def feed(self, data: Buffer) -> None:
        """Step over what has come. Raises ProtocolViolation for a length that no message has, or an answer too many."""
        skipped = min(self._left, len(data))
        self._left -= skipped
        stream = self._partial + bytes(data[skipped:])
        position, end = 0, len(stream)
        while True:
            before, position = position, skip_unnoted(stream, position)
            if position > before:
                self._is_quiet = False
            if end - position < HEADER_SIZE:
                break
            kind, length = _HEADER.unpack_from(stream, position)
            if kind == READY_FOR_QUERY:
                if length != READY_LENGTH:
                    raise ProtocolViolation(f"a ReadyForQuery of {length} bytes has no one status")
                if end - position <= length:
                    # Its one byte is worth waiting for.
                    break
                self._answered(stream[position + HEADER_SIZE])
            else:
                self._is_quiet = False
                self._has_failed = True
            position += 1 + length
        self._left += max(position - end, 0)
        self._partial = stream[position:]

    @property
    def has_failed(self) -> bool:
        """Whether an error has come since the last flight was sent."""
        return self._has_failed

    @property
    def is_under_way(self) -> bool:
        """Whether a flight has not ended yet."""
        return self._open > 0

    @property
    def is_settled(self) -> bool:
        """Whether every flight has ended, the last of them outside a transaction."""
        return self._open == 0 and self._status == _IDLE

    @property
    def is_idle(self) -> bool:
        """Whether all is settled and not a byte has come since."""
        return self.is_settled and self._is_quiet and not self._partial and not self._left

    def _answered(self, status: int) -> None:
        if self._open == 0:
            raise ProtocolViolation("more answers than questions")
        self._open -= 1
        self._status = status
        self._is_quiet = True
