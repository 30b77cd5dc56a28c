"""SHA-256 of pieces that lie in buffers, written to where it is needed: what the compiled commitment is made of.

Knows: SHA-256, as hashlib has it.
Must not know: what is hashed.

`hashing.pxd` says the same in C. There it calls the OpenSSL that hashlib calls, without a Python object for each hash; it is
found through the library of `_hashlib`, and where it is not there, ``prepare`` says so and nothing is hashed that way.
A place outside its buffer raises IndexError.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final, TypeAlias

Buffer: TypeAlias = bytes | bytearray

_DIGEST: Final = 32
_CHILDREN: Final = 16


def prepare(library: str) -> bool:  # noqa: ARG001 - hashlib needs no library; the C side does
    """Whether hashes can be had; ``library`` is the path of Python's own binding to OpenSSL."""
    return True


def put_hash(  # noqa: PLR0917 - a C function when it is compiled
    target: bytearray,
    to: int,
    tag: bytes,
    salts: bytes,
    salt: int,
    size: int,
    label: bytes,
    source: bytes,
    at: int,
    length: int,
) -> None:
    """Put at ``to`` the hash of: the tag, ``size`` bytes of the salts, the label, ``length`` bytes of the source."""
    _verify_inside(salts, salt, size)
    _verify_inside(source, at, length)
    digest = sha256(b"".join((tag, salts[salt : salt + size], label, source[at : at + length]))).digest()
    put_copy(target, to, digest, 0, _DIGEST)


def put_node(target: bytearray, to: int, tag: bytes, children: int, nibble: int) -> None:
    """Put at ``to`` the hash of: the tag, 16 digests that stand in the target from ``children`` on, number place ^ nibble at each place."""
    _verify_inside(target, children, _CHILDREN * _DIGEST)
    starts = (children + _DIGEST * (place ^ nibble & _CHILDREN - 1) for place in range(_CHILDREN))
    joined = b"".join([bytes(target[start : start + _DIGEST]) for start in starts])
    put_copy(target, to, sha256(tag + joined).digest(), 0, _DIGEST)


def put_copy(target: bytearray, to: int, source: bytes, at: int, size: int) -> None:
    """Put at ``to`` so many bytes of the source."""
    _verify_inside(source, at, size)
    _verify_inside(target, to, size)
    target[to : to + size] = source[at : at + size]


def _verify_inside(buffer: Buffer, at: int, size: int) -> None:
    if at < 0 or size < 0 or len(buffer) - at < size:
        raise IndexError("a place outside the buffer")
