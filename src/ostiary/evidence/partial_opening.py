"""Opening a part of an access entry: chosen fields and names, and the digests of what stays closed.

Knows: which parts an entry of form 2 has, whether opened ones are of an entry, and how to show less of what is open.
Must not know: files, who may see which part, what a field means.

A part is shown with its own salt. The salts of what stays closed are nowhere in it, nor the secret that all come from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from ostiary.errors import ProofInvalid
from ostiary.evidence.commitment import ACCESS
from ostiary.evidence.entry_digests import (
    POSITIONS,
    entry_commitment,
    field_digest,
    field_digests,
    name_list,
    salts_of,
)
from ostiary.evidence.name_tree import DIGEST_BYTES, NAME_TAGS
from ostiary.evidence.opened_names import OpenedNames, everything_of
from ostiary.model.entry_form import (
    FIELD_POSITIONS,
    FIELDS,
    LISTS,
    EntryParts,
    has_parts,
    split_entry,
)

PARTS: Final = (*FIELDS, *LISTS)
"""The names of all parts, in their order."""


@dataclass(frozen=True, slots=True)
class OpenField:
    """One field: its position in ``FIELDS``, the 32 bytes that salt it, and its canonical JSON object."""

    position: int
    salt: bytes
    value: bytes

    @property
    def name(self) -> str:
        """What it is called."""
        return FIELDS[self.position]


@dataclass(frozen=True, slots=True)
class PartialOpening:
    """Some fields by ascending position, opened names of either list, and the digests of all other positions in order."""

    fields: tuple[OpenField, ...]
    lists: tuple[OpenedNames | None, OpenedNames | None]
    closed: tuple[bytes, ...]

    def __post_init__(self) -> None:
        """Raises ProofInvalid for parts that no entry has."""
        positions = [one.position for one in self.fields]
        if positions != sorted(set(positions)) or not set(positions) <= set(range(len(FIELDS))):
            raise ProofInvalid("the opened fields are not those of an entry, in their order")
        if not all(len(one.salt) == DIGEST_BYTES and one.value for one in self.fields):
            raise ProofInvalid(f"an opened field has a salt of {DIGEST_BYTES} bytes, and a value")
        opened = len(positions) + sum(one is not None for one in self.lists)
        if len(self.closed) + opened != POSITIONS or any(len(one) != DIGEST_BYTES for one in self.closed):
            raise ProofInvalid(f"an entry has {POSITIONS} parts, of which each is open or a digest")

    @property
    def opened(self) -> tuple[str, ...]:
        """The names of the parts of which something is shown."""
        listed = (name for name, one in zip(LISTS, self.lists, strict=True) if one is not None)
        return (*(one.name for one in self.fields), *listed)

    @property
    def unopened(self) -> tuple[str, ...]:
        """The names of the parts of which nothing is shown; whether the entry has them at all is not told."""
        opened = self.opened
        return tuple(name for name in PARTS if name not in opened)

    @property
    def parts(self) -> EntryParts:
        """What is open, as the parts of an entry: the rest seems absent."""
        values = {one.position: one.value for one in self.fields}
        names = [tuple(one.name for one in opened.names) if opened else () for opened in self.lists]
        return EntryParts(tuple(values.get(at, b"") for at in range(FIELD_POSITIONS)), *names)

    @property
    def commitment(self) -> bytes:
        """The 33 public bytes of the entry that this is a part of. Raises ProofInvalid when a list does not fit together."""
        closed, values = iter(self.closed), {one.position: one for one in self.fields}
        digests = [
            field_digest(at, values[at].salt, values[at].value) if at in values else next(closed)
            for at in range(FIELD_POSITIONS)
        ]
        digests += [
            next(closed) if opened is None else opened.root(tag)
            for tag, opened in zip(NAME_TAGS, self.lists, strict=True)
        ]
        return bytes([ACCESS]) + entry_commitment(digests)

    def verify(self, commitment: bytes) -> None:
        """Raises ProofInvalid unless this is a part of the entry with these 33 public bytes."""
        if self.commitment != commitment:
            raise ProofInvalid("the opening is not of this entry")

    def only(
        self,
        fields: Collection[str],
        subjects: Collection[bytes] | None = (),
        asked_about: Collection[bytes] | None = (),
    ) -> PartialOpening:
        """Less of the same: those fields, and those names of each list; None for all that are open.

        Raises ProofInvalid for a field or name that is not open here.
        """
        if missing := sorted(set(fields) - {one.name for one in self.fields}):
            raise ProofInvalid(f"the entry has no field `{missing[0]}`, or it is closed")
        lists = [
            _only_names(tag, opened, wanted)
            for tag, opened, wanted in zip(NAME_TAGS, self.lists, (subjects, asked_about), strict=True)
        ]
        kept = tuple(one for one in self.fields if one.name in fields)
        return PartialOpening(kept, (lists[0], lists[1]), tuple(self._closed_beside(kept, lists)))

    def without(self, at: int, positions: Collection[int]) -> PartialOpening:
        """The same with those positions of one list (its index in ``LISTS``) closed. Raises ProofInvalid."""
        opened, lists = self.lists[at], list(self.lists)
        left = {one.position for one in opened.names} - set(positions) if opened else set()
        lists[at] = opened.only(NAME_TAGS[at], left) if opened and left else None
        return PartialOpening(
            self.fields, (lists[0], lists[1]), tuple(self._closed_beside(self.fields, lists))
        )

    def _closed_beside(
        self, kept: Collection[OpenField], lists: Collection[OpenedNames | None]
    ) -> Iterator[bytes]:
        """The digests of all positions that are not open any more."""
        closed, fields = iter(self.closed), {one.position: one for one in self.fields}
        for at in range(FIELD_POSITIONS):
            digest = field_digest(at, fields[at].salt, fields[at].value) if at in fields else next(closed)
            if at not in fields or fields[at] not in kept:
                yield digest
        for tag, before, after in zip(NAME_TAGS, self.lists, lists, strict=True):
            digest = next(closed) if before is None else before.root(tag)
            if after is None:
                yield digest


def _only_names(
    tag: bytes, opened: OpenedNames | None, wanted: Collection[bytes] | None
) -> OpenedNames | None:
    if wanted is None or opened is None:
        if wanted:
            raise ProofInvalid("a name is not in the entry, or it is closed")
        return opened
    positions = {one.position for one in opened.names if one.name in wanted}
    if not set(wanted) <= {one.name for one in opened.names}:
        raise ProofInvalid("a name is not in the entry, or it is closed")
    return opened.only(tag, positions) if positions else None


def open_everything(secret: bytes, payload: bytes) -> PartialOpening:
    """All parts that an entry has, each with its own salt.

    Raises ProofInvalid for an entry whose parts do not open one by one (form 1), LogDamaged for one that is damaged.
    """
    if not has_parts(payload):
        raise ProofInvalid(
            "the parts of this entry do not open one by one",
            hint="it was written in form 1, or is no access: it opens as a whole, or not at all",
        )
    parts = split_entry(payload)
    salts = salts_of(secret, parts)
    digests = field_digests(salts, parts)
    present = [at for at in range(FIELD_POSITIONS) if parts.fields[at]]
    lists = [
        everything_of(name_list(salts, at, names)) if names else None for at, names in enumerate(parts.lists)
    ]
    closed = [digests[at] for at in range(FIELD_POSITIONS) if at not in present]
    closed += [salts.position(FIELD_POSITIONS + at) for at, opened in enumerate(lists) if opened is None]
    fields = tuple(OpenField(at, salts.position(at), parts.fields[at]) for at in present)
    return PartialOpening(fields, (lists[0], lists[1]), tuple(closed))
