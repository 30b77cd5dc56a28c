"""Reading a log's entries from its private side.

Knows: entries by their index, in order, also while the writer runs; which of them were erased.
Must not know: what a payload says, tiles, or checkpoints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.evidence.commitment import ACCESS
from ostiary.evidence.key_slots import Erased
from ostiary.evidence.partial_opening import PartialOpening
from ostiary.model.entry_form import entry_text, text_of
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.journal_frames import AnyEntry, JournalEntry
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.sealer import open_entry


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log: where it stands, its kind (ostiary.evidence.commitment.KINDS), and what it says.

    ``payload`` is JSON of an access whatever its form (``entry_text``), and of others what was committed to.
    """

    index: int
    kind: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class ErasedEntry:
    """An entry whose key was destroyed: where it stands, and its kind, which is public. What it said is gone."""

    index: int
    kind: int


Found: TypeAlias = Entry | ErasedEntry


def entry_of(index: int, entry: JournalEntry) -> Entry:
    """An entry for those who read what it says. Raises LogDamaged for an access that is of no form."""
    return Entry(index, entry.kind, entry_text(entry.payload) if entry.kind == ACCESS else entry.payload)


def read_found(directory: Path, start: int = 0, keys: KeyFile | None = None) -> Iterator[Found]:
    """Every durable entry from the index ``start`` on, erased ones too. A frame that is just being written is left out.

    Frames before ``start`` are read and their checksums compared all the same. Raises LogDamaged when the journal is
    missing or damaged, or an entry does not open; LogUnavailable when an entry is sealed and there are no keys.
    """
    with JournalReader(LogFolder(directory).journal) as reader:
        for frame, after in reader.read_frames(reader.start):
            if after.index > start:
                for index, entry in enumerate(frame.entries, frame.first):
                    if index >= start:
                        yield found_entry(entry, index, keys)


def read_entries(directory: Path, start: int = 0, keys: KeyFile | None = None) -> Iterator[Entry]:
    """As ``read_found``, for those who look for what still says something: erased entries are left out."""
    return (found for found in read_found(directory, start, keys) if isinstance(found, Entry))


def found_entry(entry: AnyEntry, index: int, keys: KeyFile | None) -> Found:
    """One entry of the journal as it can be read: where names were erased in it, without them. Raises as ``open_entry``."""
    opened = open_entry(entry, index, keys)
    if not isinstance(opened, Erased):
        return entry_of(index, opened)
    left = maybe_left(entry, index, keys)
    return ErasedEntry(index, entry.kind) if left is None else Entry(index, entry.kind, text_of(left.parts))


def maybe_left(entry: AnyEntry, index: int, keys: KeyFile | None) -> PartialOpening | None:
    """What is left of an erased entry, or None. Raises LogDamaged for a rest that is of another entry."""
    rest = keys.rests.newest(index) if keys is not None and keys.rests is not None else None
    if rest is None:
        return None
    try:
        rest.opening.verify(entry.commitment)
    except ProofInvalid:
        raise LogDamaged(f"what is left of entry {index} is not what the log commits to") from None
    return rest.opening
