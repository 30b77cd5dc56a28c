"""The journal's bytes: a header, then one checksummed frame for each group commit.

Knows: the layout of header, frame and entry, and when bytes are a whole frame.
Must not know: files, offsets, fdatasync, or what a payload says.

    header  "OSTJRNL1" | nonce 32 | SHA-256 of both
    frame   "OSF1" | first index u64 | entries u32 | payload length u32 | chain 32 | payload | checksum 32
    payload, for each entry: kind u8 | salt 32 | length u32 | bytes

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

from ostiary.errors import LogDamaged
from ostiary.evidence.commitment import KINDS, SALT_BYTES, commit

FILE_MAGIC = b"OSTJRNL1"
FRAME_MAGIC = b"OSF1"
NONCE_BYTES = 32
CHECKSUM_BYTES = 32
HEADER_BYTES = len(FILE_MAGIC) + NONCE_BYTES + CHECKSUM_BYTES

# A statement is at most 64 kB; the largest answered batch names 2^17 subjects of 8 bytes: 1 MiB.
MAX_ENTRY_PAYLOAD = 2**20
# 4,096 entries of 2 kB fill a frame of 8 MiB, which a disk that writes 200 MB/s takes in 42 ms.
MAX_FRAME_ENTRIES = 4096
MAX_FRAME_PAYLOAD = 8 * 2**20

_FRAME = struct.Struct(">4sQII32s")
_ENTRY = struct.Struct(">B32sI")
FRAME_HEAD_BYTES = _FRAME.size
ENTRY_HEAD_BYTES = _ENTRY.size
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
    entries: tuple[JournalEntry, ...]
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
        raise LogDamaged("the journal's header is not what was written")
    return Header(nonce, raw[HEADER_BYTES - CHECKSUM_BYTES : HEADER_BYTES])


def encode_frame(nonce: bytes, chain: bytes, first: int, entries: Sequence[JournalEntry]) -> bytes:
    """One frame. Raises ValueError beyond the limits above: whoever collects entries keeps within them."""
    parts: list[bytes] = []
    for entry in entries:
        if entry.kind not in KINDS or len(entry.salt) != SALT_BYTES or len(entry.payload) > MAX_ENTRY_PAYLOAD:
            raise ValueError("an entry has an unknown kind, a wrong salt or too long a payload")
        parts.extend((_ENTRY.pack(entry.kind, entry.salt, len(entry.payload)), entry.payload))
    payload = b"".join(parts)
    if not 1 <= len(entries) <= MAX_FRAME_ENTRIES or len(payload) > MAX_FRAME_PAYLOAD:
        raise ValueError(f"{len(entries)} entries of {len(payload)} bytes do not fit a frame")
    start = _FRAME.pack(FRAME_MAGIC, first, len(entries), len(payload), chain) + payload
    return start + hashlib.sha256(nonce + start).digest()


def claimed_length(head: bytes) -> int:
    """How long the frame is that begins with these 52 bytes; 0 when they cannot begin one."""
    if len(head) < FRAME_HEAD_BYTES:
        return 0
    magic, _, count, length, _ = _FRAME.unpack_from(head)
    if magic != FRAME_MAGIC or not 1 <= count <= MAX_FRAME_ENTRIES:
        return 0
    if not count * ENTRY_HEAD_BYTES <= length <= MAX_FRAME_PAYLOAD:
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
    _, first, count, _, chain = _FRAME.unpack_from(start)
    return Frame(first, chain, _decode_entries(start, count), checksum, len(raw))


def _decode_entries(raw: bytes, count: int) -> tuple[JournalEntry, ...]:
    entries: list[JournalEntry] = []
    at = FRAME_HEAD_BYTES
    while at < len(raw):
        if at + ENTRY_HEAD_BYTES > len(raw):
            raise LogDamaged("a frame of the journal ends within an entry")
        kind, salt, length = _ENTRY.unpack_from(raw, at)
        at += ENTRY_HEAD_BYTES + length
        if at > len(raw) or kind not in KINDS:
            raise LogDamaged("a frame of the journal holds an entry that cannot be")
        entries.append(JournalEntry(kind, salt, raw[at - length : at]))
    if len(entries) != count:
        raise LogDamaged(f"a frame of the journal holds {len(entries)} entries and announces {count}")
    return tuple(entries)
