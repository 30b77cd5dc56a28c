"""The rest of an access entry: what is kept of it when somebody's part was erased, each thing with its own salt.

Knows: the bytes of a rest.
Must not know: files, keys, who was erased, who ordered it.

    "ostiary/rest/v1" 00 | index u64 | length u32 | what is left, as a payload of form 2, its names by position
    | 32 bytes for each of the 22 fields: its salt, or its digest where it is absent
    | for each list: depth u8, and with depth 0 its digest, 32 bytes; else a position u32 and a salt 16 for each name,
      the number of digests u32, and those, 32 bytes each

From the secret of the entry the closed salt could be made again, so that the secret does not stand here: it is destroyed
with the entry's key. A rest opens the same public bytes as the entry did.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.evidence.name_tree import DIGEST_BYTES, NAME_SALT_BYTES
from ostiary.evidence.opened_names import OpenedNames, OpenName
from ostiary.evidence.partial_opening import OpenField, PartialOpening
from ostiary.model.entry_form import (
    FIELD_POSITIONS,
    FIELDS,
    EntryParts,
    encode_entry,
    split_entry,
    subject_of,
)

_TAG: Final = b"ostiary/rest/v1\x00"
_HEAD: Final = struct.Struct(f">{len(_TAG)}sQI")
_DEPTH: Final = struct.Struct(">B")
_NAME: Final = struct.Struct(f">I{NAME_SALT_BYTES}s")
_COUNT: Final = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Rest:
    """Which entry it is of, and what of it is still open."""

    entry: int
    opening: PartialOpening


def write_rest(rest: Rest) -> bytes:
    """The bytes. They may be more than an entry can have: a name takes 28 here, and 8 in the entry."""
    opening = rest.opening
    parts = opening.parts
    fields = dict(zip(FIELDS, parts.fields, strict=False))
    left = encode_entry(fields, [subject_of(name) for name in parts.subjects], parts.asked_about)
    salts, closed = {one.position: one.salt for one in opening.fields}, iter(opening.closed)
    marks = [salts.get(at) or next(closed) for at in range(FIELD_POSITIONS)]
    lists = [_list_bytes(opened) if opened else _DEPTH.pack(0) + next(closed) for opened in opening.lists]
    return b"".join((_HEAD.pack(_TAG, rest.entry, len(left)), left, *marks, *lists))


def _list_bytes(opened: OpenedNames) -> bytes:
    names = [_NAME.pack(one.position, one.salt) for one in opened.names]
    return b"".join((_DEPTH.pack(opened.depth), *names, _COUNT.pack(len(opened.digests)), *opened.digests))


def read_rest(raw: bytes) -> Rest:
    """Read them. Raises LogDamaged unless they are exactly what ``write_rest`` writes."""
    try:
        rest = _read(_Reader(raw))
        if write_rest(rest) == raw:
            return rest
    except (struct.error, ValueError, StopIteration, LogDamaged, ProofInvalid):
        pass
    raise LogDamaged("the rest of an entry is not of the form that is written")


@dataclass(slots=True)
class _Reader:
    raw: bytes
    at: int = 0

    def take(self, size: int) -> bytes:
        """So many bytes. Raises ValueError when they are not there."""
        taken = self.raw[self.at : self.at + size]
        if len(taken) != size:
            raise ValueError("the bytes end early")
        self.at += size
        return taken

    def unpack(self, layout: struct.Struct) -> tuple[int | bytes, ...]:
        """What a layout holds."""
        return layout.unpack(self.take(layout.size))

    def number(self, layout: struct.Struct) -> int:
        """The one number of a layout."""
        return int(layout.unpack(self.take(layout.size))[0])


def _read(reader: _Reader) -> Rest:
    _, entry, length = reader.unpack(_HEAD)
    parts = split_entry(reader.take(int(length)))
    marks = [reader.take(DIGEST_BYTES) for _ in range(FIELD_POSITIONS)]
    fields = tuple(
        OpenField(at, mark, value)
        for at, (mark, value) in enumerate(zip(marks, parts.fields, strict=True))
        if value
    )
    closed = [mark for mark, value in zip(marks, parts.fields, strict=True) if not value]
    lists = list(_lists(reader, parts, closed))
    return Rest(int(entry), PartialOpening(fields, (lists[0], lists[1]), tuple(closed)))


def _lists(reader: _Reader, parts: EntryParts, closed: list[bytes]) -> Iterator[OpenedNames | None]:
    for names in parts.lists:
        depth = reader.number(_DEPTH)
        if depth:
            placed = [_NAME.unpack(reader.take(_NAME.size)) for _ in names]
            digests = [reader.take(DIGEST_BYTES) for _ in range(reader.number(_COUNT))]
            opened = [
                OpenName(position, salt, name) for (position, salt), name in zip(placed, names, strict=True)
            ]
            yield OpenedNames(depth, tuple(opened), tuple(digests))
        else:
            closed.append(reader.take(DIGEST_BYTES))
            yield None
