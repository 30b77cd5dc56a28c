"""Extracts: what somebody may be told of an entry about them, each field to be opened alone.

Knows: the fields that an extract has, their digests, opening some and keeping others closed.
Must not know: who may be told which, the other fields of an entry.

    digest   SHA-256("ostiary/extract-field/v1" 00 | salt 32 | name 00 | canonical JSON of the value)
    salts    SHAKE-256("ostiary/extract-salts/v1" 00 | extract key), 32 bytes a field in the order of FIELDS
    root     SHA-256("ostiary/extract/v1" 00 | digests in the order of FIELDS)

An entry of form 1 can only be opened as a whole, and then names everybody whom it is about, what was typed, and who typed
it. None of that is in an extract, so that no opening of one can name anybody else. The day's index commits to extracts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ostiary.errors import ProofInvalid
from ostiary.model.canonical import Plain
from ostiary.model.entry_form import entry_text

# Permanent: a field is never renamed, moved or removed; another list takes another tag.
FIELDS: Final = (
    "access",
    "accounting",
    "agency",
    "allowed",
    "at",
    "basis",
    "beneficiary",
    "citations",
    "fields",
    "outcome",
    "part",
    "policy",
    "purpose",
    "record_classes",
    "role",
    "rules",
    "sqlstate",
)

_FIELD_TAG: Final = b"ostiary/extract-field/v1\x00"
_ROOT_TAG: Final = b"ostiary/extract/v1\x00"
_SALTS_TAG: Final = b"ostiary/extract-salts/v1\x00"
_DIGEST_BYTES: Final = 32
_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class ExtractOpening:
    """Open fields with their salts, and the digests of those that stay closed."""

    opened: Mapping[str, tuple[bytes, Plain]]
    closed: Mapping[str, bytes]

    def verify(self, root: bytes) -> None:
        """Raises ProofInvalid unless these are the fields of the extract with that root."""
        if sorted([*self.opened, *self.closed]) != list(FIELDS):
            raise ProofInvalid("an extract does not have the fields that every extract has")
        lengths = {len(part) for part in (*(salt for salt, _ in self.opened.values()), *self.closed.values())}
        if lengths != {_DIGEST_BYTES}:
            raise ProofInvalid("a salt or digest of an extract does not have 32 bytes")
        digests = {name: _digest(salt, name, value) for name, (salt, value) in self.opened.items()}
        if _root({**digests, **self.closed}) != root:
            raise ProofInvalid("the extract is not the one that the index commits to")


def fields_of(payload: bytes) -> dict[str, Plain]:
    """The fields of the extract of an access entry, in all forms that entries have had.

    Raises ValueError or LogDamaged for bytes that are no access entry.
    """
    entry = json.loads(entry_text(payload))
    if not (isinstance(entry, dict) and isinstance(entry.get("access"), str)):
        raise ValueError("no access entry")  # noqa: TRY004 - of bytes, not of an argument
    found: dict[str, Plain] = {name: entry.get(name) for name in FIELDS}
    decision = entry.get("decision")
    decided = _decided(decision) if isinstance(decision, dict) else (None, None, None)
    found["allowed"], found["rules"], found["citations"] = decided
    return found


def _decided(decision: Mapping[str, Any]) -> tuple[Plain, Plain, Plain]:
    """Whether it was allowed, and by which rules. What a refusal said in words may repeat what somebody typed."""
    if decision.get("allowed"):
        return True, sorted({*decision.get("permits", ()), *decision.get("duties", ())}), []
    reasons = [one for one in decision.get("reasons", ()) if one.get("rule")]
    return (
        False,
        list(dict.fromkeys(one["rule"] for one in reasons)),
        list(dict.fromkeys(one["cite"] for one in reasons)),
    )


def extract_root(key: bytes, fields: Mapping[str, Plain]) -> bytes:
    """The root of an extract, by its key (``keys.extract_key``)."""
    return _root({name: _digest(salt, name, fields[name]) for name, salt in _salts(key)})


def open_extract(key: bytes, fields: Mapping[str, Plain], names: Collection[str]) -> ExtractOpening:
    """The opening of these fields; all others stay closed."""
    opened = {name: (salt, fields[name]) for name, salt in _salts(key) if name in names}
    closed = {name: _digest(salt, name, fields[name]) for name, salt in _salts(key) if name not in names}
    return ExtractOpening(opened, closed)


def _salts(key: bytes) -> Iterator[tuple[str, bytes]]:
    stream = hashlib.shake_256(_SALTS_TAG + key).digest(_DIGEST_BYTES * len(FIELDS))
    return ((name, stream[at * _DIGEST_BYTES : (at + 1) * _DIGEST_BYTES]) for at, name in enumerate(FIELDS))


def _digest(salt: bytes, name: str, value: Plain) -> bytes:
    # The canonical form of what was read as JSON, without looking at its types: an index takes 16 of these an entry.
    spelled = _ENCODER.encode(value)
    try:
        return hashlib.sha256(_FIELD_TAG + salt + name.encode() + b"\x00" + spelled.encode()).digest()
    except UnicodeEncodeError:
        raise ProofInvalid("a value of an extract has no canonical form") from None


def _root(digests: Mapping[str, bytes]) -> bytes:
    return hashlib.sha256(_ROOT_TAG + b"".join([digests[name] for name in FIELDS])).digest()
