"""Erasing names in an entry: the entry that says so, then what is left, then the key; and finishing after a crash.

Knows: the order of the durable steps.
Must not know: who may order an erasure, how a rest is kept, or whose name it was.

An entry's key goes from kept to erased and never back. What is left of the entry is sealed under another key before, in
which the erased name has a digest alone, and no secret from which its salt could be made again.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from typing import assert_never

from ostiary.errors import LogDamaged, ProofInvalid, SettingsError
from ostiary.evidence.commitment import ACCESS, ERASURE, SALT_BYTES
from ostiary.evidence.erasure import Erasure
from ostiary.evidence.key_slots import Erased
from ostiary.evidence.name_erasure import AnyErasure, NameErasure, write_name_erasure
from ostiary.evidence.opened_names import OpenedNames
from ostiary.evidence.partial_opening import PartialOpening, open_everything
from ostiary.evidence.rest import Rest
from ostiary.model.entry_form import asked_name, subject_name
from ostiary.store.log.journal import JournalReader, JournalWriter
from ostiary.store.log.journal_frames import AnyEntry, JournalEntry, SealedEntry
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.rests import Rests
from ostiary.store.log.sealer import open_entry


def find_sealed(reader: JournalReader, index: int) -> SealedEntry:
    """An access entry whose names can be erased; the journal is read up to it.

    Raises SettingsError when it is not there, is no access, or stands in the clear.
    """
    for frame, after in reader.read_frames(reader.start):
        if after.index > index:
            return _erasable(index, frame.entries[index - frame.first])
    raise SettingsError(f"the journal has no entry {index}")


def _erasable(index: int, entry: AnyEntry) -> SealedEntry:
    if entry.kind != ACCESS:
        raise SettingsError(f"entry {index} is no access, so that it names nobody")
    if not isinstance(entry, SealedEntry):
        raise SettingsError(
            f"entry {index} stands in the journal in the clear, so that destroying a key does not erase it"
        )
    return entry


def plan_name_erasure(
    entry: SealedEntry,
    index: int,
    keys: KeyFile,
    rests: Rests,
    *,
    subjects: Collection[int] = (),
    asked_about: Collection[tuple[str, str]] = (),
    order: str,
) -> NameErasure:
    """Where in an entry these names stand: everything that an erasure of them says.

    Raises SettingsError when the entry does not name one of them, has no parts (form 1), or was erased; ValueError as
    ``NameErasure``; LogDamaged.
    """
    left = _left_of(entry, index, keys, rests)
    wanted = [subject_name(one) for one in subjects], [asked_name(*one) for one in asked_about]
    places = [_places(opened, names) for opened, names in zip(left.lists, wanted, strict=True)]
    return NameErasure(index, places[0], places[1], order)


def _places(opened: OpenedNames | None, names: Iterable[bytes]) -> tuple[int, ...]:
    wanted = frozenset(names)
    found = [one for one in opened.names if one.name in wanted] if opened else []
    if wanted - {one.name for one in found}:
        raise SettingsError("the entry does not name everybody whose name is to be erased")
    return tuple(one.position for one in found)


def erase_names(
    entry: SealedEntry, journal: JournalWriter, keys: KeyFile, rests: Rests, erasure: NameErasure
) -> int:
    """Erase names in one entry, durably; the index of the entry that says so.

    For whoever holds the log's lock; ``rests`` are open for writing. Raises SettingsError, having changed nothing, when a
    name is not there any more, or what is left is too large to be kept; LogUnavailable when the disk fails.
    """
    left = _left_of(entry, erasure.entry, keys, rests)
    for opened, places in zip(left.lists, erasure.lists, strict=True):
        if set(places) - {one.position for one in (opened.names if opened else ())}:
            raise SettingsError(f"a name that is to be erased does not stand in entry {erasure.entry}")
    rest = Rest(erasure.entry, _without(left, erasure))
    rests.verify_fits(rest)
    index = journal.append([JournalEntry(ERASURE, os.urandom(SALT_BYTES), write_name_erasure(erasure))])
    # If we crash here or at any step below, the erasure is in the log, and the next writer takes the same steps.
    _replace(rest, keys, rests)
    return index


def _replace(rest: Rest, keys: KeyFile, rests: Rests) -> None:
    """Put a rest in the place of all that opens more of the entry."""
    rests.append(rest)
    # If we crash here, the entry's own key still opens everything; what is left is durable, so that the key may go.
    _erase_key(keys, rest.entry)
    # If we crash here, an older rest may still open; it goes when the next writer starts.
    rests.drop_older(rest.entry)


def finish_name_erasures(
    reader: JournalReader, keys: KeyFile, rests: Rests, erasures: Iterable[AnyErasure]
) -> None:
    """Take the steps that the log's erasures, all of them in order, ask for and that a crash has kept from being taken.

    For whoever holds the log's lock. Raises LogUnavailable when the disk fails, LogDamaged when an erasure cannot be read or
    what is left of an entry is lost.
    """
    named: dict[int, list[NameErasure]] = {}
    whole: set[int] = set()
    for erasure in erasures:
        match erasure:
            case Erasure(entries):
                whole.update(entries)
            case NameErasure(entry):
                named.setdefault(entry, []).append(erasure)
            case _ as never:
                assert_never(never)
    for index in whole:
        rests.drop_all(index)
    for index in sorted(named.keys() - whole):
        _finish_one(find_sealed(reader, index), named[index], keys, rests)


def _finish_one(entry: SealedEntry, erasures: list[NameErasure], keys: KeyFile, rests: Rests) -> None:
    index = erasures[0].entry
    newest = rests.newest(index)
    if newest is not None and not any(_shows(newest.opening, erasure) for erasure in erasures):
        _verify_is_of(newest.opening, entry, index)
        _erase_key(keys, index)
        rests.drop_older(index)
        return
    left = _lost_or_left(entry, index, keys, rests)
    for erasure in erasures:
        left = _without(left, erasure)
    _verify_is_of(left, entry, index)
    _replace(Rest(index, left), keys, rests)


def verify_rest(entry: AnyEntry, erasure: NameErasure, rests: Rests) -> None:
    """Raises LogDamaged unless the others are left of an entry, and none of the names that were erased."""
    newest = rests.newest(erasure.entry)
    if newest is None:
        raise _lost(erasure.entry)
    _verify_is_of(newest.opening, entry, erasure.entry)
    if _shows(newest.opening, erasure) or rests.has_older(erasure.entry):
        raise LogDamaged(
            f"a name was to be erased in entry {erasure.entry}, and what is left of it still shows it",
            hint="start the log's writer: it finishes what a crash has interrupted",
        )


def _left_of(entry: SealedEntry, index: int, keys: KeyFile, rests: Rests) -> PartialOpening:
    """What of an entry is still open. Raises SettingsError where nothing is, or where parts do not open one by one."""
    newest = rests.newest(index)
    if newest is not None:
        _verify_is_of(newest.opening, entry, index)
        return newest.opening
    found = open_entry(entry, index, keys)
    if isinstance(found, Erased):
        raise SettingsError(f"nothing of entry {index} is left to erase a name in")
    try:
        return open_everything(found.salt, found.payload)
    except ProofInvalid as fault:
        raise SettingsError(fault.message, hint=fault.hint) from None


def _lost_or_left(entry: SealedEntry, index: int, keys: KeyFile, rests: Rests) -> PartialOpening:
    try:
        return _left_of(entry, index, keys, rests)
    except SettingsError:
        raise _lost(index) from None


def _lost(index: int) -> LogDamaged:
    return LogDamaged(
        f"names were to be erased in entry {index}, and what was left of it is lost",
        hint="bring `private/rests` and `private/rests.keys` back",
    )


def _verify_is_of(opening: PartialOpening, entry: AnyEntry, index: int) -> None:
    """Raises LogDamaged unless it opens the entry's public bytes: a rest that does not is never counted on."""
    try:
        opening.verify(entry.commitment)
    except ProofInvalid:
        raise LogDamaged(f"what is left of entry {index} is not what the log commits to") from None


def _without(left: PartialOpening, erasure: NameErasure) -> PartialOpening:
    for at, places in enumerate(erasure.lists):
        left = left.without(at, places)
    return left


def _shows(opening: PartialOpening, erasure: NameErasure) -> bool:
    """Whether a name that was to be erased is still open."""
    return any(
        set(places) & {one.position for one in (opened.names if opened else ())}
        for opened, places in zip(opening.lists, erasure.lists, strict=True)
    )


def _erase_key(keys: KeyFile, index: int) -> None:
    """Destroy a key unless it is destroyed; one whose overwriting a crash has torn is overwritten again."""
    try:
        is_erased = isinstance(keys.slot(index), Erased)
    except LogDamaged:
        is_erased = False
    if not is_erased:
        keys.erase(index)
