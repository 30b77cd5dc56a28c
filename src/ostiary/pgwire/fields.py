"""The fields that messages are made of: whole numbers, text, sized values, lists.

Knows: how each is written, and that a reader never reads past the end of its message or leaves a part of it unread.
Must not know: which message has which fields.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from ostiary.errors import ProtocolViolation

Item = TypeVar("Item")

# A count is an Int16. Servers read it as unsigned, the documentation calls it signed; what is negative under either
# reading is refused, so a message has at most 2^15 - 1 parameters or columns.
MAX_COUNT: Final = 2**15 - 1
NULL_LENGTH: Final = -1

_INT16: Final = struct.Struct("!h")
_INT32: Final = struct.Struct("!i")
_UINT32: Final = struct.Struct("!I")


def shown(peer_text: str) -> str:
    """What an error message may repeat of a peer's text: 63 characters, the length of a name, all on one line."""
    return "".join(character if character.isprintable() else "?" for character in peer_text[:63])


class Reader:
    """Reads the fields of one message body in order. Every method raises ProtocolViolation when the bytes do not fit.

    ``message`` is the message's name, for the error text.
    """

    __slots__ = ("_at", "_body", "_message")

    def __init__(self, message: str, body: bytes) -> None:
        self._message = message
        self._body = body
        self._at = 0

    def violation(self, problem: str) -> ProtocolViolation:
        """The error for a problem with this message, to be raised by the caller."""
        return ProtocolViolation(f"{self._message} message: {problem}")

    def octets(self, size: int) -> bytes:
        """The next ``size`` bytes."""
        if not 0 <= size <= len(self._body) - self._at:
            raise self.violation(f"a field of {size} bytes does not fit")
        self._at += size
        return self._body[self._at - size : self._at]

    def rest(self) -> bytes:
        """Everything that has not been read."""
        return self.octets(len(self._body) - self._at)

    def int16(self) -> int:
        """A signed 16-bit number."""
        number: int = _INT16.unpack(self.octets(2))[0]
        return number

    def int32(self) -> int:
        """A signed 32-bit number."""
        number: int = _INT32.unpack(self.octets(4))[0]
        return number

    def uint32(self) -> int:
        """An unsigned 32-bit number, such as an OID."""
        number: int = _UINT32.unpack(self.octets(4))[0]
        return number

    def format_code(self) -> int:
        """A format code: 0 for text, 1 for binary."""
        code = self.int16()
        if code not in {0, 1}:
            raise self.violation(f"format code {code} is neither 0 (text) nor 1 (binary)")
        return code

    def text(self) -> str:
        """UTF-8 text up to its NUL, which is consumed."""
        end = self._body.find(b"\0", self._at)
        if end < 0:
            raise self.violation("text has no terminator")
        octets = self.octets(end - self._at)
        self._at += 1
        try:
            return octets.decode()
        except UnicodeDecodeError:
            raise self.violation("text is not UTF-8") from None

    def texts(self) -> tuple[str, ...]:
        """Text after text, up to an empty one, which is consumed."""
        found: list[str] = []
        while item := self.text():
            found.append(item)
        return tuple(found)

    def sized(self) -> bytes | None:
        """A value after its Int32 length; length -1 is NULL."""
        length = self.int32()
        return None if length == NULL_LENGTH else self.octets(length)

    def several(self, item: Callable[[], Item]) -> tuple[Item, ...]:
        """An Int16 count and that many items, each read by ``item``."""
        count = self.int16()
        if count < 0:
            raise self.violation(f"a count of {count}")
        return tuple(item() for _ in range(count))

    def finish(self) -> None:
        """Nothing may be left."""
        if self._at != len(self._body):
            raise self.violation(f"{len(self._body) - self._at} bytes too many")


def int16(number: int) -> bytes:
    """A signed 16-bit number."""
    return _INT16.pack(number)


def int32(number: int) -> bytes:
    """A signed 32-bit number."""
    return _INT32.pack(number)


def uint32(number: int) -> bytes:
    """An unsigned 32-bit number."""
    return _UINT32.pack(number)


def text(value: str) -> bytes:
    """UTF-8 text and its NUL. Raises ProtocolViolation for text that holds a NUL or cannot be UTF-8."""
    try:
        octets = value.encode()
    except UnicodeEncodeError:
        raise ProtocolViolation("text that has no UTF-8 form cannot be sent") from None
    if b"\0" in octets:
        raise ProtocolViolation("text that holds a NUL cannot be sent")
    return octets + b"\0"


def sized(value: bytes | None) -> bytes:
    """A value after its Int32 length; None is NULL."""
    return _INT32.pack(NULL_LENGTH) if value is None else _INT32.pack(len(value)) + value


def several(items: Sequence[bytes]) -> bytes:
    """An Int16 count and the items. Raises ProtocolViolation for more than ``MAX_COUNT``."""
    if len(items) > MAX_COUNT:
        raise ProtocolViolation(f"{len(items)} items cannot be counted in a message")
    return _INT16.pack(len(items)) + b"".join(items)


def int16s(numbers: Sequence[int]) -> bytes:
    """An Int16 count and that many signed 16-bit numbers. Raises ProtocolViolation for more than ``MAX_COUNT``."""
    if len(numbers) > MAX_COUNT:
        raise ProtocolViolation(f"{len(numbers)} items cannot be counted in a message")
    return struct.pack(f"!{len(numbers) + 1}h", len(numbers), *numbers)


def frame(kind: int, *parts: bytes) -> bytes:
    """A whole message: its kind, its length (which counts itself, not the kind), its fields."""
    body = b"".join(parts)
    return bytes((kind,)) + _UINT32.pack(4 + len(body)) + body
