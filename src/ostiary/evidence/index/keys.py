"""Keys of the subject index: who is meant, so that nobody sees it who was not given the key.

Knows: how identifiers are spelled in one way, and which key follows from which.
Must not know: entries, maps, where the index key is kept.

    K_subject  = HMAC-SHA256(K_index,   "ostiary/subject-key/v1" 00 kind 00 value)
    day key    = HMAC-SHA256(K_subject, "ostiary/index-day/v1" 00 day)
    list salt  = HMAC-SHA256(K_subject, "ostiary/index-list/v1" 00 day)
    list key   = HMAC-SHA256(K_subject, "ostiary/index-seal/v1" 00 day)
    extract    = HMAC-SHA256(K_index,   "ostiary/extract-key/v1" 00 entry u64)
    padding    = HMAC-SHA256(K_index,   "ostiary/index-padding/v1" 00 day 00 number u64), the key and the value of a leaf

A person is given K_subject, and finds each of their own day keys alone. Whoever has only K_subject cannot make anybody
else's, and whoever has none cannot tell one day's leaves from padding, nor join one day with the next.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

INDEX_KEY_BYTES: Final = 32
SUBJECT: Final = "subject"
"""The kind of those whom an answer named, by the subject key of the records."""

_SUBJECT_TAG: Final = b"ostiary/subject-key/v1\x00"
_DAY_TAG: Final = b"ostiary/index-day/v1\x00"
_LIST_TAG: Final = b"ostiary/index-list/v1\x00"
_SEAL_TAG: Final = b"ostiary/index-seal/v1\x00"
_EXTRACT_TAG: Final = b"ostiary/extract-key/v1\x00"
_PADDING_TAG: Final = b"ostiary/index-padding/v1\x00"
_COMMITMENT_TAG: Final = b"ostiary/index-key/v1\x00"
# PostgreSQL writes an array as {a,b,"c d"}; a parameter that was not bound is written as $1.
_ARRAY: Final = re.compile(r"\{(.*)\}", re.DOTALL)
_UNBOUND: Final = re.compile(r"\$[0-9]+", re.ASCII)
_PIECE: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|([^,{}"]+)', re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """Somebody: by the subject key of the records, or by what was typed into a column (its bare name), normalised."""

    kind: str
    value: str


def subject(key: int) -> Identifier:
    """Somebody by the subject key of the records."""
    return Identifier(SUBJECT, str(key))


def identifiers(column: str, value: str) -> tuple[Identifier, ...]:
    """Whom a constant that was compared with a column asks about: several for an array, nobody for what says nothing.

    The record class is left out: a plate is the same plate in each table.
    """
    if _UNBOUND.fullmatch(value):
        return ()
    kind = column.rpartition(".")[2]
    words = dict.fromkeys(normalised(piece) for piece in _pieces(value))
    return tuple(Identifier(kind, word) for word in words if word)


def normalised(value: str) -> str:
    """Letters and digits alone, in one case: `ab-123 4`, `AB1234` and the pattern `AB1234%` are one plate.

    It takes for one what may be two, never the other way round: an access too many is shown, and none too few.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).casefold())
    return "".join(character for character in folded if character.isalnum())


def _pieces(value: str) -> list[str]:
    found = _ARRAY.fullmatch(value.strip())
    if found is None:
        return [value]
    return [quoted or bare for quoted, bare in _PIECE.findall(found[1])]


def subject_key(index_key: bytes, who: Identifier) -> bytes:
    """K_subject: what a person is given."""
    return _mac(index_key, _SUBJECT_TAG + who.kind.encode() + b"\x00" + who.value.encode())


def day_key(key: bytes, day: str) -> bytes:
    """Where the map of one day (ISO 8601) has somebody, by K_subject."""
    return _mac(key, _DAY_TAG + day.encode())


def list_salt(key: bytes, day: str) -> bytes:
    """What hides that day's list, by K_subject."""
    return _mac(key, _LIST_TAG + day.encode())


def seal_key(key: bytes, day: str) -> bytes:
    """What that day's list is sealed under where it is kept, by K_subject."""
    return _mac(key, _SEAL_TAG + day.encode())


def extract_key(index_key: bytes, entry: int) -> bytes:
    """What the salts of one entry's extract come from."""
    return _mac(index_key, _EXTRACT_TAG + entry.to_bytes(8, "big"))


def padding_leaf(index_key: bytes, day: str, number: int) -> tuple[bytes, bytes]:
    """Key and value of a leaf that stands for nobody. Nobody can tell without the index key."""
    start = _PADDING_TAG + day.encode() + b"\x00" + number.to_bytes(8, "big")
    return _mac(index_key, start + b"k"), _mac(index_key, start + b"v")


def key_commitment(index_key: bytes) -> bytes:
    """Stands beside each root, so that a key that was exchanged in secret is found out by whoever has it."""
    return hashlib.sha256(_COMMITMENT_TAG + index_key).digest()


def _mac(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, "sha256")
