"""Erasing entries: the entry that says so, then their keys; and finishing what a crash has interrupted.

Knows: the order of the durable steps.
Must not know: who may order an erasure, or what the erased entries said.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ostiary.errors import LogDamaged, SettingsError
from ostiary.evidence.commitment import ERASURE, KINDS, SALT_BYTES
from ostiary.evidence.erasure import ERASABLE, Erasure, write_erasure
from ostiary.evidence.key_slots import Erased, Kept
from ostiary.evidence.name_erasure import read_any_erasure
from ostiary.store.log.journal import JournalReader, JournalWriter
from ostiary.store.log.journal_frames import AnyEntry, JournalEntry, SealedEntry
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.sealer import read_entry


def erase_entries(path: Path, journal: JournalWriter, keys: KeyFile, erasure: Erasure) -> int:
    """Destroy the keys of entries of the journal at ``path``, durably; the index of the entry that says so.

    For whoever holds the log's lock. Raises SettingsError, having changed nothing, when one of them is not there, is of a
    kind that is not erased, or is in the clear; LogUnavailable when the disk fails.
    """
    _verify_erasable(path, erasure)
    index = journal.append([JournalEntry(ERASURE, os.urandom(SALT_BYTES), write_erasure(erasure))])
    # If we crash here or in the middle, the erasure is in the log and the next writer finishes it before it starts.
    _destroy_keys(keys, erasure)
    return index


def finish_erasures(reader: JournalReader, keys: KeyFile) -> None:
    """Destroy every key that the log says is destroyed and is still there, or torn.

    Raises LogUnavailable when the disk fails, LogDamaged when an erasure cannot be read.
    """
    for index, entry in _entries(reader):
        if entry.kind == ERASURE:
            erasure = read_any_erasure(read_entry(entry, index, keys).payload)
            # Names in an entry are erased by ostiary.store.log.name_erasing.
            if isinstance(erasure, Erasure):
                _destroy_keys(keys, erasure)


def _destroy_keys(keys: KeyFile, erasure: Erasure) -> None:
    for index in erasure.entries:
        if not _is_erased(keys, index):
            keys.erase(index)


def _is_erased(keys: KeyFile, index: int) -> bool:
    try:
        match keys.slot(index):
            case Erased():
                return True
            case Kept():
                return False
    except LogDamaged:
        # An overwriting that a crash has torn.
        return False


def _verify_erasable(path: Path, erasure: Erasure) -> None:
    missing = set(erasure.entries)
    with JournalReader(path) as reader:
        for index, entry in _entries(reader):
            if index in missing:
                missing.remove(index)
                _verify_one(index, entry)
    if missing:
        raise SettingsError(f"the journal has no entry {min(missing)}")


def _verify_one(index: int, entry: AnyEntry) -> None:
    if entry.kind not in ERASABLE:
        raise SettingsError(
            f"entry {index} is of the kind `{KINDS[entry.kind]}`, which is never erased: others rest upon it"
        )
    if not isinstance(entry, SealedEntry):
        raise SettingsError(
            f"entry {index} stands in the journal in the clear, so that destroying a key does not erase it"
        )


def _entries(reader: JournalReader) -> Iterator[tuple[int, AnyEntry]]:
    for frame, _ in reader.read_frames(reader.start):
        yield from enumerate(frame.entries, frame.first)
