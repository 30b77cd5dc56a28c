"""The bytes of a key file: a header, then one slot for each entry, which holds its key or says that it was erased.

Knows: the layout, how a key is wrapped, and the three states of a slot: kept, erased, anything else.
Must not know: files, or which entry may be erased by whom.

    header  "OSTKEYS1" | name length u16 | wrapped length u16 | name | wrapped file key | 00 ... | SHA-256, 512 in all
    kept    "OSTKEY1" 00 | index u64 | AES-256-GCM-SIV(file key, nonce 00 00 00 00 index, key, the 16 bytes before) 48
    erased  "OSTGONE1"   | index u64 | SHA-256("ostiary/erased/v1" 00 index) | 00 16

The master key wraps one file key; the file key wraps the keys. So a token or TPM is asked once when a program starts, not
for each entry, and a new master key takes 512 new bytes. Slots have 64 bytes from a multiple of 64 on: none crosses a
sector (512 bytes), the least that disks write at once.

GCM-SIV, because a slot that was drawn, lost in a crash and drawn again has the same nonce: with SIV that tells whether
both keys were equal, and nothing more. The erased state has a pattern of its own, so that a disk which returns zeros is
not taken for an erasure.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from ostiary.errors import LogDamaged
from ostiary.evidence.sealing import KEY_BYTES

HEADER_BYTES = 512
SLOT_BYTES = 64

_MAGIC = b"OSTKEYS1"
_LENGTHS = struct.Struct(">8sHH")
_CHECKSUM_BYTES = 32
# 512 bytes less the fixed parts leave 468 for both; an RSA-2048 token wraps to 256 bytes.
MAX_NAME_BYTES = 128
MAX_WRAPPED_BYTES = 256

_KEPT = b"OSTKEY1\x00"
_ERASED = b"OSTGONE1"
_SLOT_HEAD = struct.Struct(">8sQ")
_INDEX_BYTES = 8
_NONCE_START = bytes(4)
_ERASED_TAG = b"ostiary/erased/v1\x00"


class MasterKey(Protocol):
    """Wraps file keys: a file, a PKCS#11 token, a TPM. It never has to give the master key out."""

    @property
    def name(self) -> str:
        """How the master key is called in messages and in the headers of key files; at most 128 bytes."""

    def wrap(self, file_key: bytes) -> bytes:
        """The 32 bytes so that only this master key gets them back; at most 256 bytes. Raises KeyFileError."""

    def unwrap(self, wrapped: bytes) -> bytes:
        """What was wrapped. Raises KeyFileError when it was not by this master key, or when it cannot be asked."""


@dataclass(frozen=True, slots=True)
class Header:
    """Which master key wraps the file key, and the wrapped file key."""

    master: str
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A slot with the key of its entry."""

    key: bytes


@dataclass(frozen=True, slots=True)
class Erased:
    """A slot whose key was destroyed on purpose."""


Slot: TypeAlias = Kept | Erased


def encode_header(header: Header) -> bytes:
    """The first 512 bytes of a key file. Raises ValueError for a name or wrapped key beyond the limits above."""
    name = header.master.encode()
    if not 1 <= len(name) <= MAX_NAME_BYTES or not 1 <= len(header.wrapped) <= MAX_WRAPPED_BYTES:
        raise ValueError("the master key's name or what it wraps is empty or too long")
    start = _LENGTHS.pack(_MAGIC, len(name), len(header.wrapped)) + name + header.wrapped
    start += bytes(HEADER_BYTES - _CHECKSUM_BYTES - len(start))
    return start + hashlib.sha256(start).digest()


def decode_header(raw: bytes) -> Header:
    """Read a header. Raises LogDamaged when it is not one, whole and unchanged."""
    try:
        _, name_length, wrapped_length = _LENGTHS.unpack_from(raw)
        end = _LENGTHS.size + name_length
        header = Header(raw[_LENGTHS.size : end].decode(), raw[end : end + wrapped_length])
        if encode_header(header) == raw:
            return header
    except (struct.error, ValueError):
        pass
    raise LogDamaged("the key file's header is not what was written")


def offset_of(index: int) -> int:
    """Where the slot of an entry begins in the file."""
    return HEADER_BYTES + index * SLOT_BYTES


def erased_slot(index: int) -> bytes:
    """What an erased slot is overwritten with. It takes no key to say so."""
    head = _SLOT_HEAD.pack(_ERASED, index)
    return (head + hashlib.sha256(_ERASED_TAG + head[8:]).digest()).ljust(SLOT_BYTES, b"\x00")


class SlotCipher:
    """Writes and reads slots under one file key."""

    def __init__(self, file_key: bytes) -> None:
        """``file_key`` has 32 bytes; ValueError otherwise."""
        if len(file_key) != KEY_BYTES:
            raise ValueError(f"a file key has {KEY_BYTES} bytes, not {len(file_key)}")
        self._cipher = AESGCMSIV(file_key)

    def encode_kept(self, index: int, key: bytes) -> bytes:
        """The 64 bytes of a slot that holds the key of an entry."""
        head = _SLOT_HEAD.pack(_KEPT, index)
        return head + self._cipher.encrypt(_NONCE_START + head[-_INDEX_BYTES:], key, head)

    def decode(self, index: int, raw: bytes) -> Slot:
        """What a slot holds. Raises LogDamaged when it is neither this entry's key nor erased: that is not an erasure."""
        head = _SLOT_HEAD.pack(_KEPT, index)
        if len(raw) == SLOT_BYTES and raw.startswith(head):
            try:
                nonce = _NONCE_START + head[-_INDEX_BYTES:]
                return Kept(self._cipher.decrypt(nonce, raw[len(head) :], head))
            except InvalidTag:
                pass
        if raw == erased_slot(index):
            return Erased()
        raise LogDamaged(f"the key of entry {index} is damaged, or wrapped by another file key")
