"""The list of a day: every entry about somebody, and the commitment that stands in the map.

Knows: what a mention is, the bytes of a list, what hides and binds it.
Must not know: maps, keys of people, what an entry says.

    mention   entry u64 | how u8 | root of the entry's extract 32
    value     SHA-256("ostiary/index-value/v1" 00 | list salt 32 | mentions by ascending entry)
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ostiary.errors import ProofInvalid

NAMED: Final = 1
ASKED: Final = 2
QUESTION: Final = 4
HOWS: Final = NAMED | ASKED | QUESTION

_TAG: Final = b"ostiary/index-value/v1\x00"
_MENTION: Final = struct.Struct(">QB32s")
MENTION_BYTES: Final = _MENTION.size
# A person who is in every one of a day's half a million entries has a list of 21 MB.
MAX_MENTIONS: Final = 2**19


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry about somebody, how it is about them (bits), and the root of its extract.

    ``NAMED``: its answer was about them. ``ASKED``: it asked about them. ``QUESTION``: it is the question of such an answer,
    whose parts are entries of their own.
    """

    entry: int
    how: int
    root: bytes


def encode_list(mentions: Sequence[Mention]) -> bytes:
    """The bytes of a list."""
    return b"".join(_MENTION.pack(one.entry, one.how, one.root) for one in mentions)


def decode_list(raw: bytes) -> tuple[Mention, ...]:
    """Read them. Raises ProofInvalid unless they are mentions by ascending entry."""
    if len(raw) % MENTION_BYTES:
        raise ProofInvalid("a list of the index is cut off")
    mentions = tuple(Mention(*fields) for fields in _MENTION.iter_unpack(raw))
    verify_list(mentions)
    return mentions


def verify_list(mentions: Sequence[Mention]) -> None:
    """Raises ProofInvalid unless these are one to many mentions, each entry once and in order."""
    entries = [one.entry for one in mentions]
    if not 1 <= len(entries) <= MAX_MENTIONS or entries != sorted(set(entries)):
        raise ProofInvalid("a list of the index names no entry, too many, or not in their order")
    if any(not 0 < one.how <= HOWS or len(one.root) != hashlib.sha256().digest_size for one in mentions):
        raise ProofInvalid("a list of the index has a mention that cannot be")


def commit_list(salt: bytes, mentions: Sequence[Mention]) -> bytes:
    """The value that stands in the map for this list."""
    return hashlib.sha256(_TAG + salt + encode_list(mentions)).digest()
