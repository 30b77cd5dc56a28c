"""The form of an access entry whose parts open one by one (form 2): a fixed number of fields, and two lists of names.

Knows: which facts stand together in which field, and the bytes that the private side keeps.
Must not know: salts, digests, what is public; how a fact came about.

    payload   02 | lengths of 22 values, u32 each | number of subjects u32 | number of names asked about u32
              | the values, one after the other | subjects, i64 each | lengths of what was asked about, u32 each | those

Numbers are big-endian. A value is the canonical JSON object of its field's members; an absent field has length 0. What was
asked about is the canonical JSON of ``[column, text]``. Form 1 is one JSON object, which begins with ``{`` and never with 02.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, Final

from ostiary.errors import LogDamaged
from ostiary.model.canonical import text_list

FORM: Final = 2

FIELDS: Final = (
    "when",
    "access",
    "agency",
    "officer",
    "door",
    "purpose",
    "case",
    "basis",
    "classes",
    "columns",
    "statement",
    "parameters",
    "rule",
    "outcome",
    "extent",
    "grounds",
)
"""What opens together, by position. Append-only: a name that has once stood in a log keeps its position for ever."""

MEMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    "when": ("at",),
    "access": ("access", "continues", "part"),
    "agency": ("agency", "beneficiary"),
    "officer": ("affiliations", "member", "role"),
    "door": ("agency_proof", "client", "gateway", "session"),
    "purpose": ("purpose",),
    "case": ("case",),
    "basis": ("basis", "vouched"),
    "classes": ("record_classes",),
    "columns": ("fields",),
    "statement": ("statement",),
    "parameters": ("parameters",),
    "rule": ("decision",),
    "outcome": ("outcome", "sqlstate"),
    "extent": ("accounting", "named", "names_asked", "rows"),
    "grounds": ("agencies", "directive_head", "policy", "profile"),
}
"""The members of the entry that stand in each field, sorted; parts of a stream have some of them."""

FIELD_POSITIONS: Final = 22
"""How many fields an entry has to whoever sees digests alone: 16 that have a meaning, and room for six more."""

LISTS: Final = ("subjects", "asked_about")
"""The two lists of names; they stand after the fields."""

MAX_NAMES: Final = 65_536
"""Names in one list: 16^4. A session puts at most 16,384 subjects into one entry."""

SUBJECT_BYTES: Final = 8
LENGTH_BYTES: Final = 4

_HEAD: Final = struct.Struct(f">B{FIELD_POSITIONS + 2}I")
HEAD_BYTES: Final = _HEAD.size
_MARK: Final = bytes([FORM])
_STATEMENT: Final = FIELDS.index("statement")
_ABSENT: Final = (b"",) * (FIELD_POSITIONS - len(FIELDS))


@dataclass(frozen=True, slots=True)
class EntryParts:
    """The values of all field positions, empty where absent, and the names of both lists as the bytes that are hashed."""

    fields: tuple[bytes, ...]
    subjects: tuple[bytes, ...] = ()
    asked_about: tuple[bytes, ...] = ()

    @property
    def lists(self) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
        """Both lists, in the order of ``LISTS``."""
        return self.subjects, self.asked_about


def has_parts(payload: bytes) -> bool:
    """Whether a payload is of form 2, as far as its first byte tells."""
    return payload.startswith(_MARK)


def encode_entry(fields: Mapping[str, bytes], subjects: Sequence[int], asked_about: Sequence[bytes]) -> bytes:
    """The payload, from the encoded objects of the fields that it has.

    Raises ValueError for too many names, struct.error for a subject beyond 64 bits.
    """
    if len(subjects) > MAX_NAMES or len(asked_about) > MAX_NAMES:
        raise ValueError(f"an entry names at most {MAX_NAMES} people in each list")
    values = [fields.get(name, b"") for name in FIELDS]
    return b"".join(
        (
            _HEAD.pack(FORM, *map(len, values), *map(len, _ABSENT), len(subjects), len(asked_about)),
            *values,
            struct.pack(f">{len(subjects)}q", *subjects),
            struct.pack(f">{len(asked_about)}I", *map(len, asked_about)),
            *asked_about,
        )
    )


def split_entry(payload: bytes) -> EntryParts:
    """The parts of a payload of form 2. Raises LogDamaged unless its lengths add up exactly."""
    lengths, subjects, asked_lengths = lengths_of(payload)
    names = HEAD_BYTES + sum(lengths)
    listed = names + subjects * SUBJECT_BYTES
    return EntryParts(
        _slices(payload, HEAD_BYTES, lengths),
        tuple([payload[at : at + SUBJECT_BYTES] for at in range(names, listed, SUBJECT_BYTES)]),
        _slices(payload, listed + LENGTH_BYTES * len(asked_lengths), asked_lengths),
    )


def verify_entry(payload: bytes) -> None:
    """Raises LogDamaged for what begins like form 2 and cannot be split; much cheaper than to split it."""
    if has_parts(payload):
        lengths_of(payload)


def lengths_of(payload: bytes) -> tuple[list[int], int, tuple[int, ...]]:
    """The lengths of the values, the number of subjects, and the lengths of what was asked about.

    Raises LogDamaged unless they add up to the payload's.
    """
    try:
        _, *lengths, subjects, asked = _HEAD.unpack_from(payload)
        listed = HEAD_BYTES + sum(lengths) + subjects * SUBJECT_BYTES
        asked_lengths = struct.unpack_from(f">{min(asked, MAX_NAMES)}I", payload, listed)
    except struct.error:
        raise _damaged() from None
    end = listed + LENGTH_BYTES * asked + sum(asked_lengths)
    if end != len(payload) or subjects > MAX_NAMES or asked > MAX_NAMES:
        raise _damaged()
    return lengths, subjects, asked_lengths


def _slices(payload: bytes, start: int, lengths: Sequence[int]) -> tuple[bytes, ...]:
    return tuple([payload[at:end] for at, end in pairwise(accumulate(lengths, initial=start))])


def _damaged() -> LogDamaged:
    return LogDamaged("an access entry of form 2 does not have the lengths that it says")


def subject_name(subject: int) -> bytes:
    """A subject as it is hashed: a signed number of 64 bits. Raises OverflowError beyond that."""
    return subject.to_bytes(SUBJECT_BYTES, signed=True)


def subject_of(name: bytes) -> int:
    """The subject that these bytes are."""
    return int.from_bytes(name, signed=True)


def asked_name(column: str, text: str) -> bytes:
    """What was asked about, as it is hashed."""
    return text_list((column, text))


def entry_text(payload: bytes) -> bytes:
    """What an access entry of either form says, as one JSON object with the members of form 1.

    Raises LogDamaged for an entry of form 2 that cannot be split.
    """
    return text_of(split_entry(payload)) if has_parts(payload) else payload


def text_of(parts: EntryParts) -> bytes:
    """The members of all fields in one JSON object, with the names; the values are taken for the objects that they are."""
    members = [value[1:-1] for value in parts.fields if value]
    subjects = ",".join([str(subject_of(name)) for name in parts.subjects])
    members += [f'"form":{FORM},"subjects":[{subjects}]'.encode()]
    if parts.fields[_STATEMENT]:
        # The later parts of a stream do not say what was asked, and form 1 leaves the member out.
        members += [b'"asked_about":[' + b",".join(parts.asked_about) + b"]"]
    return b"{" + b",".join(members) + b"}"


def entry_object(payload: bytes) -> dict[str, Any]:
    """The same, read. Raises LogDamaged when it is of neither form."""
    try:
        found = json.loads(entry_text(payload))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise LogDamaged("an access entry is not of a form that is written")
    return found
