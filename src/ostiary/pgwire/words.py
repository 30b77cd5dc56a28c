"""Numbers and pieces inside a buffer, by their place: what the compiled hot path is made of.

Knows: big-endian words of 16, 32 and 64 bits.
Must not know: what a word means, where a message begins.

`words.pxd` says the same in C, and a test holds the two equal. Callers check that a place is inside the buffer; one that
is not raises (IndexError or struct.error), compiled or not.
"""

from __future__ import annotations

import struct

_INT16 = struct.Struct("!h")
_UINT16 = struct.Struct("!H")
_INT32 = struct.Struct("!i")
_UINT32 = struct.Struct("!I")
_INT64 = struct.Struct("!q")


def int16(source: memoryview, at: int) -> int:
    """The signed 16-bit number at a place."""
    return _INT16.unpack_from(source, at)[0]  # type: ignore[no-any-return]


def int32(source: memoryview, at: int) -> int:
    """The signed 32-bit number at a place."""
    return _INT32.unpack_from(source, at)[0]  # type: ignore[no-any-return]


def uint32(source: memoryview, at: int) -> int:
    """The unsigned 32-bit number at a place."""
    return _UINT32.unpack_from(source, at)[0]  # type: ignore[no-any-return]


def int64(source: memoryview, at: int) -> int:
    """The signed 64-bit number at a place."""
    return _INT64.unpack_from(source, at)[0]  # type: ignore[no-any-return]


def put_uint16(target: memoryview, at: int, number: int) -> None:
    """Write an unsigned 16-bit number at a place."""
    _UINT16.pack_into(target, at, number)


def put_uint32(target: memoryview, at: int, number: int) -> None:
    """Write an unsigned 32-bit number at a place."""
    _UINT32.pack_into(target, at, number)


def copy(target: memoryview, to: int, source: memoryview, at: int, size: int) -> None:
    """Copy ``size`` bytes from one place to another."""
    target[to : to + size] = source[at : at + size]
