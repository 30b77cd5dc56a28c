"""What the public bytes of an access entry of form 2 commit to: a digest for each of its parts, and one over all.

Knows: how one secret of 32 bytes becomes salts, decoys and masks; the digest of each part, and their order.
Must not know: what a part says, files, who may see which part, how openings are written.

    stream  SHAKE-256("ostiary/salts/v2" 00 | secret), in this order:
            32 bytes for each of the 24 positions (22 fields, then the lists of subjects and of what was asked about);
            for each list its salts, 16 bytes a name; then its decoys, 32 bytes each, level by level
    field   SHA-256("ostiary/field/v2" 00 | the 32 bytes of its position | length of its name u8 | its name | value)
    list    the root of its tree (ostiary.evidence.name_tree); its mask is the first 4 of the 32 bytes of its position
    absent  a field without a value, a list without names: the 32 bytes of its position themselves
    entry   SHA-256("ostiary/entry/v2" 00 | the 24 digests)

``commit_parts`` is the rule, and never optimised; what runs (ostiary.evidence.one_pass) must always agree with it.

One secret opens all of it, and its destruction closes all of it. What is absent looks like a digest, and a digest like
random bytes, to whoever has not that salt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256, shake_256
from typing import Final

from ostiary.evidence.name_tree import (
    DIGEST_BYTES,
    NAME_SALT_BYTES,
    NAME_TAGS,
    WIDTH,
    Levels,
    decoys_of,
    depth_of,
    leaf_digests,
    tree_levels,
)
from ostiary.model.entry_form import FIELD_POSITIONS, FIELDS, LISTS, EntryParts

SECRET_BYTES: Final = 32
POSITIONS: Final = FIELD_POSITIONS + len(LISTS)

STREAM_TAG: Final = b"ostiary/salts/v2\x00"
FIELD_TAG: Final = b"ostiary/field/v2\x00"
ENTRY_TAG: Final = b"ostiary/entry/v2\x00"
_STARTS: Final = tuple(range(0, POSITIONS * DIGEST_BYTES, DIGEST_BYTES))
LABELS: Final = (
    *(bytes([len(name)]) + name.encode() for name in FIELDS),
    *(b"",) * (FIELD_POSITIONS - len(FIELDS)),
)
"""The length of each field's name, and the name, as they are hashed. Positions without a meaning have no value either."""


@dataclass(frozen=True, slots=True)
class NameList:
    """A list of names as it is hashed: the salt of each, where it stands, and the digests of its tree."""

    names: tuple[bytes, ...]
    salts: bytes
    mask: int
    levels: Levels

    def salt(self, at: int) -> bytes:
        """The salt of the name at an index of the list."""
        return self.salts[at * NAME_SALT_BYTES : (at + 1) * NAME_SALT_BYTES]


@dataclass(frozen=True, slots=True)
class Salts:
    """The key stream of one entry's secret, cut up."""

    positions: bytes
    lists: tuple[tuple[bytes, bytes], ...]
    """For each list its salts and its decoys."""

    def position(self, at: int) -> bytes:
        """The 32 bytes of a position."""
        return self.positions[_STARTS[at] : _STARTS[at] + DIGEST_BYTES]


def verify_secret(secret: bytes) -> None:
    """Raises ValueError for a secret that is not 32 bytes."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a secret has {SECRET_BYTES} bytes, not {len(secret)}")


def salts_of(secret: bytes, parts: EntryParts) -> Salts:
    """What one secret gives for an entry with so many names. Raises ValueError for a secret that is not 32 bytes."""
    verify_secret(secret)
    ends = [POSITIONS * DIGEST_BYTES]
    for names in parts.lists:
        ends.append(ends[-1] + NAME_SALT_BYTES * len(names))
        ends.append(ends[-1] + DIGEST_BYTES * decoys_of(len(names)))
    stream = shake_256(STREAM_TAG + secret).digest(ends[-1])
    first, second, third, fourth, fifth = ends
    lists = (stream[first:second], stream[second:third]), (stream[third:fourth], stream[fourth:fifth])
    return Salts(stream[:first], lists)


def field_digest(position: int, salt: bytes, value: bytes) -> bytes:
    """The digest of one field; its salt has 32 bytes. Raises IndexError for a position that has no field."""
    return sha256(FIELD_TAG + salt + LABELS[position] + value).digest()


def entry_commitment(digests: list[bytes]) -> bytes:
    """The hash over the digests of all 24 positions, in their order."""
    return sha256(ENTRY_TAG + b"".join(digests)).digest()


def commit_parts(secret: bytes, parts: EntryParts) -> bytes:
    """The hash that stands for an entry in the log. Raises ValueError for a secret that is not 32 bytes."""
    salts = salts_of(secret, parts)
    return entry_commitment([*field_digests(salts, parts), *list_digests(salts, parts)])


def field_digests(salts: Salts, parts: EntryParts) -> list[bytes]:
    """The digests of the 22 field positions."""
    stream = salts.positions
    return [
        sha256(FIELD_TAG + stream[at : at + DIGEST_BYTES] + name + value).digest()
        if value
        else stream[at : at + DIGEST_BYTES]
        for at, name, value in zip(_STARTS, LABELS, parts.fields, strict=False)
    ]


def list_digests(salts: Salts, parts: EntryParts) -> Iterator[bytes]:
    """The digests of the two lists of names."""
    for at, names in enumerate(parts.lists):
        yield name_list(salts, at, names).levels[-1][0] if names else salts.position(FIELD_POSITIONS + at)


def name_list(salts: Salts, at: int, names: tuple[bytes, ...]) -> NameList:
    """One list that has names; ``at`` is its position in ``LISTS``."""
    name_salts, decoys = salts.lists[at]
    drawn = int.from_bytes(salts.position(FIELD_POSITIONS + at)[:4])
    mask = drawn % WIDTH ** depth_of(len(names))
    levels = tree_levels(leaf_digests(NAME_TAGS[at], name_salts, names), mask, decoys)
    return NameList(names, name_salts, mask, levels)
