"""The journal's bytes: a header, then one checksummed frame for each group commit.

Knows: the layout of header, frame and entry, and when bytes are a whole frame.
Must not know: files, offsets, fdatasync, or what a payload says.

    header  "OSTJRNL1" | nonce 32 | SHA-256 of both
    frame   "OSF1" | first index u64 | entries u32 | payload length u32 | chain 32 | payload | checksum 32
    payload, for each entry: kind u8 | salt 32 | length u32 | bytes
    sealed  "OSF2" in place of "OSF1", and for each entry: public bytes 33 | nonce 12 | length u32 | sealed bytes

Numbers are big-endian. ``chain`` is the checksum of the frame before, for the first frame that of the header, so that
frames cannot be dropped or reordered. The checksum is SHA-256(nonce || everything before it in the frame). The nonce
never leaves the journal: whoever can only put text into an entry cannot make that text look like a frame.
The digit in each magic is the version: a new layout takes the next digit and readers keep the old ones.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain as joined
from typing import NamedTuple, TypeAlias

from ostiary.errors import LogDamaged
from ostiary.evidence import sealing
from ostiary.evidence.commitment import COMMITMENT_BYTES, KINDS, SALT_BYTES, commit

FILE_MAGIC = b"OSTJRNL1"
FRAME_MAGIC = b"OSF1"
SEALED_MAGIC = b"OSF2"
# What every frame begins with, whatever its version.
ANY_MAGIC = b"OSF"
NONCE_BYTES = 32
CHECKSUM_BYTES = 32
HEADER_BYTES = len(FILE_MAGIC) + NONCE_BYTES + CHECKSUM_BYTES

# A statement is at most 64 kB; the largest answered batch names 2^17 subjects of 8 bytes: 1 MiB.
MAX_ENTRY_PAYLOAD = 2**20
MAX_SEALED_ENTRY = sealing.sealed_length(MAX_ENTRY_PAYLOAD)
# 4,096 entries of 2 kB fill a frame of 8 MiB, which a disk that writes 200 MB/s takes in 42 ms.
MAX_FRAME_ENTRIES = 4096
MAX_FRAME_PAYLOAD = 8 * 2**20

_FRAME = struct.Struct(">4sQII32s")
_ENTRY = struct.Struct(">B32sI")
_SEALED = struct.Struct(f">{COMMITMENT_BYTES}s{sealing.NONCE_BYTES}sI")
FRAME_HEAD_BYTES = _FRAME.size
ENTRY_HEAD_BYTES = _ENTRY.size
SEALED_HEAD_BYTES = _SEALED.size
_MIXED = "a frame is sealed as a whole, or not at all"
# How many bytes an entry of each kind of frame has before its own.
_HEADS = {FRAME_MAGIC: ENTRY_HEAD_BYTES, SEALED_MAGIC: SEALED_HEAD_BYTES}
MAX_FRAME_BYTES = FRAME_HEAD_BYTES + MAX_FRAME_PAYLOAD + CHECKSUM_BYTES


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One entry: its kind, its 32-byte salt, and what only the private side may read."""

    kind: int
    salt: bytes
    payload: bytes

    @property
    def commitment(self) -> bytes:
        """The 33 bytes that the public log holds for this entry."""
        return commit(self.kind, self.salt, self.payload)


class SealedEntry(NamedTuple):
    """One entry whose salt and payload are sealed: its 33 public bytes stand beside them, so that tiles need no key."""

    commitment: bytes
    nonce: bytes
    sealed: bytes

    @property
    def kind(self) -> int:
        """The kind of the entry, which is public."""
        return self.commitment[0]


AnyEntry: TypeAlias = JournalEntry | SealedEntry


@dataclass(frozen=True, slots=True)
class Header:
    """What a journal begins with: its secret nonce, and the checksum that the first frame chains to."""

    nonce: bytes
    checksum: bytes


@dataclass(frozen=True, slots=True)
class Frame:
    """One group commit: the index of its first entry, the chain value before it, its entries, its own checksum."""

    first: int
    chain: bytes
    entries: tuple[AnyEntry, ...]
    checksum: bytes
    length: int
    """How many bytes the whole frame takes."""


def encode_header(nonce: bytes) -> bytes:
    """The first 72 bytes of a journal with this nonce of 32 random bytes."""
    start = FILE_MAGIC + nonce
    return start + hashlib.sha256(start).digest()


def decode_header(raw: bytes) -> Header:
    """Read the header. Raises LogDamaged when it is not one, whole and unchanged."""
    nonce = raw[len(FILE_MAGIC) : len(FILE_MAGIC) + NONCE_BYTES]
    if len(nonce) != NONCE_BYTES or encode_header(nonce) != raw[:HEADER_BYTES]:
        raise LogDamaged(
            "the journal's header is not what was written",
            hint="keep everything as it is, and bring the journal back from its other copy",
        )
    return Header(nonce, raw[HEADER_BYTES - CHECKSUM_BYTES : HEADER_BYTES])


def encode_frame(nonce: bytes, chain: bytes, first: int, entries: Sequence[AnyEntry]) -> bytes:
    """One frame, of entries that are all sealed or all in the clear.

    Raises ValueError beyond the limits above, and for a mixture: whoever collects entries keeps within them.
    """
    encode = _encode_sealed if entries and isinstance(entries[0], SealedEntry) else _encode_clear
    payload = b"".join(joined.from_iterable(map(encode, entries)))
    if not 1 <= len(entries) <= MAX_FRAME_ENTRIES or len(payload) > MAX_FRAME_PAYLOAD:
        raise ValueError(f"{len(entries)} entries of {len(payload)} bytes do not fit a frame")
    magic = SEALED_MAGIC if isinstance(entries[0], SealedEntry) else FRAME_MAGIC
    start = _FRAME.pack(magic, first, len(entries), len(payload), chain) + payload
    return start + hashlib.sha256(nonce + start).digest()


def _encode_clear(entry: AnyEntry) -> tuple[bytes, bytes]:
    if not isinstance(entry, JournalEntry):
        raise ValueError(_MIXED)  # noqa: TRY004  a mixture is a wrong value of a frame, not of a wrong type.
    payload = entry.payload
    if entry.kind not in KINDS or len(entry.salt) != SALT_BYTES or len(payload) > MAX_ENTRY_PAYLOAD:
        raise ValueError("an entry has an unknown kind, a wrong salt or too long a payload")
    return _ENTRY.pack(entry.kind, entry.salt, len(payload)), payload


def _encode_sealed(entry: AnyEntry) -> tuple[bytes, bytes]:
    if not isinstance(entry, SealedEntry):
        raise ValueError(_MIXED)  # noqa: TRY004  likewise.
    commitment, nonce, sealed = entry
    if len(commitment) != COMMITMENT_BYTES or len(nonce) != sealing.NONCE_BYTES:
        raise ValueError("a sealed entry has public bytes or a nonce of a wrong length")
    if commitment[0] not in KINDS or len(sealed) > MAX_SEALED_ENTRY:
        raise ValueError(f"a sealed entry has an unknown kind, or more than {MAX_SEALED_ENTRY} bytes")
    return _SEALED.pack(commitment, nonce, len(sealed)), sealed


def claimed_length(head: bytes) -> int:
    """How long the frame is that begins with these 52 bytes; 0 when they cannot begin one."""
    if len(head) < FRAME_HEAD_BYTES:
        return 0
    magic, _, count, length, _ = _FRAME.unpack_from(head)
    if magic not in _HEADS or not 1 <= count <= MAX_FRAME_ENTRIES:
        return 0
    if not count * _HEADS[magic] <= length <= MAX_FRAME_PAYLOAD:
        return 0
    return int(FRAME_HEAD_BYTES + length + CHECKSUM_BYTES)


def maybe_decode_frame(nonce: bytes, raw: bytes) -> Frame | None:
    """The frame that these bytes are, or None when they are no whole frame with a right checksum.

    Raises LogDamaged when the checksum is right and the entries still cannot be read, which no crash explains.
    """
    if not raw or claimed_length(raw) != len(raw):
        return None
    start, checksum = raw[:-CHECKSUM_BYTES], raw[-CHECKSUM_BYTES:]
    if hashlib.sha256(nonce + start).digest() != checksum:
        return None
    magic, first, count, _, chain = _FRAME.unpack_from(start)
    entries = _decode_entries(start, is_sealed=magic == SEALED_MAGIC)
    if len(entries) != count:
        raise LogDamaged(f"a frame of the journal holds {len(entries)} entries and announces {count}")
    return Frame(first, chain, entries, checksum, len(raw))


def _decode_entries(raw: bytes, *, is_sealed: bool) -> tuple[AnyEntry, ...]:
    layout = _SEALED if is_sealed else _ENTRY
    entries: list[AnyEntry] = []
    at = FRAME_HEAD_BYTES
    while at < len(raw):
        if at + layout.size > len(raw):
            raise LogDamaged("a frame of the journal ends within an entry")
        first, second, length = layout.unpack_from(raw, at)
        at += layout.size + length
        if at > len(raw):
            raise LogDamaged("a frame of the journal holds an entry that cannot be")
        entry = (SealedEntry if is_sealed else JournalEntry)(first, second, raw[at - length : at])
        if entry.kind not in KINDS:
            raise LogDamaged("a frame of the journal holds an entry that cannot be")
        entries.append(entry)
    return tuple(entries)
