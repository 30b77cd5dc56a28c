"""Lines by which anybody counts accesses: of each access entry who asked, for what purpose and how it ended, and nothing else.

Knows: which parts of an entry a line opens, and how a line is read back.
Must not know: files, days, pages, what the numbers come to.

A line is the opening of a part (ostiary.evidence.partial_file) of the entry in its place, or says that there is none. The first
part of an access opens its agency, its purpose and its outcome. A later part of a stream opens its `grounds`, which have fewer
members there: that shows that it is no access of its own. A value that is no code of the policy stays closed, because it may be
anything that somebody has typed.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from ostiary.errors import ProofInvalid
from ostiary.evidence.entry_digests import field_digests, list_digests, salts_of
from ostiary.evidence.partial_file import read_partial, write_partial
from ostiary.evidence.partial_opening import OpenField, PartialOpening
from ostiary.model.canonical import canonical_bytes
from ostiary.model.entry_form import FIELDS, EntryParts

Ending: TypeAlias = Literal["answered", "refused", "unfinished"]
Why: TypeAlias = Literal["erased", "form-1"]

UNOPENED_FORM: Final = "ostiary/unopened/v1"
QUESTION: Final = ("agency", "purpose", "outcome")
LATER: Final = ("grounds",)
# 24 digests and 3 salts of 44 characters, the names of the members, and values of a few words.
MAX_LINE_BYTES: Final = 4096

# ``open`` is the first part of a stream: rows went out.
_ENDINGS: Final[dict[str, Ending]] = {
    "answered": "answered",
    "open": "answered",
    "refused": "refused",
    "failed": "unfinished",
    "cancelled": "unfinished",
    "described": "unfinished",
}
_LATER_GROUNDS: Final = {"policy"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The codes that may be published: of agencies and of purposes. Whatever else was declared is nobody's business."""

    agencies: frozenset[str]
    purposes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """The first part of an access. A value that is closed, or no code, is empty; ``closed`` names the fields that are closed."""

    agency: str
    beneficiary: str
    purpose: str
    ending: Ending
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LaterPart:
    """A later part of a stream, which is no access of its own."""


@dataclass(frozen=True, slots=True)
class Unopened:
    """An entry of which nothing can be shown: it was erased, or was written before entries opened part by part."""

    why: Why


Line: TypeAlias = Asked | LaterPart | Unopened


def ending_of(outcome: object) -> Ending:
    """How an access ended, for those who count; whatever is not known here did not end as asked."""
    return _ENDINGS.get(outcome, "unfinished") if isinstance(outcome, str) else "unfinished"


def opened_line(secret: bytes, parts: EntryParts, vocabulary: Vocabulary) -> bytes:
    """The line of an entry that can be read."""
    salts = salts_of(secret, parts)
    digests = (*field_digests(salts, parts), *list_digests(salts, parts))
    shown = {FIELDS.index(name) for name in _shown(parts, vocabulary)}
    return write_partial(
        PartialOpening(
            tuple(OpenField(at, salts.position(at), parts.fields[at]) for at in sorted(shown)),
            (None, None),
            tuple(digest for at, digest in enumerate(digests) if at not in shown),
        )
    )


def left_line(left: PartialOpening, vocabulary: Vocabulary) -> bytes:
    """The line of an entry in which names were erased."""
    return write_partial(left.only(_shown(left.parts, vocabulary)))


def unopened_line(why: Why) -> bytes:
    """The line of an entry that cannot be opened."""
    return canonical_bytes({"form": UNOPENED_FORM, "why": why}) + b"\n"


def read_line(raw: bytes, commitment: bytes) -> Line:
    """What a line says of the access entry with these 33 public bytes. Raises ProofInvalid when it is not of that entry."""
    for why in ("erased", "form-1"):
        if raw == unopened_line(why):
            return Unopened(why)
    opening = read_partial(raw)
    opening.verify(commitment)
    if opening.opened == LATER:
        if _members(opening.parts, "grounds").keys() != _LATER_GROUNDS:
            raise ProofInvalid("an access is shown as a later part of another one")
        return LaterPart()
    if not set(opening.opened) <= set(QUESTION) or "outcome" not in opening.opened:
        raise ProofInvalid("a line opens another part than agency, purpose and outcome")
    return replace(asked_of(opening.parts), closed=frozenset(QUESTION) - set(opening.opened))


def asked_of(parts: EntryParts) -> Asked:
    """The same, from the parts of an entry. Raises ProofInvalid for parts that no access has."""
    agency, purpose = _members(parts, "agency"), _members(parts, "purpose")
    return Asked(
        _text(agency.get("agency", "")),
        _text(agency.get("beneficiary", "")),
        _text(purpose.get("purpose", "")),
        ending_of(_members(parts, "outcome").get("outcome")),
    )


def is_later_part(parts: EntryParts) -> bool:
    """Whether these are the parts of a later part of a stream. Raises ProofInvalid likewise."""
    return _members(parts, "grounds").keys() == _LATER_GROUNDS


def published(asked: Asked, vocabulary: Vocabulary) -> Asked:
    """The same as it may be counted in public: what is no code is empty."""
    known = {asked.agency, asked.beneficiary} <= vocabulary.agencies
    # That no purpose was declared is nobody's word, and is told: else whatever is closed could be said to be that.
    is_purpose = not asked.purpose or asked.purpose in vocabulary.purposes
    shut = {"agency": not known, "purpose": not is_purpose}
    return Asked(
        asked.agency if known else "",
        asked.beneficiary if known else "",
        asked.purpose if is_purpose else "",
        asked.ending,
        frozenset(name for name in shut if shut[name]),
    )


def _shown(parts: EntryParts, vocabulary: Vocabulary) -> Collection[str]:
    if is_later_part(parts):
        return LATER
    asked = published(asked_of(parts), vocabulary)
    return [name for name in QUESTION if name not in asked.closed and parts.fields[FIELDS.index(name)]]


def _members(parts: EntryParts, name: str) -> dict[str, object]:
    """The members of a field; of one that is closed or absent, none."""
    value = parts.fields[FIELDS.index(name)]
    try:
        found = json.loads(value) if value else {}
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ProofInvalid(f"the field `{name}` of an entry is no object")
    return found


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ProofInvalid("a code in an entry is no text")
    return value


assert set(QUESTION + LATER) <= set(FIELDS)  # noqa: S101 - our own names
