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
from ostiary.evidence.erase_request import EraseRequest
from ostiary.evidence.erasure import ERASABLE, Erasure, write_erasure
from ostiary.evidence.key_slots import Erased, Kept
from ostiary.evidence.name_erasure import AnyErasure, entries_of, read_any_erasure
from ostiary.store.log.journal import JournalReader, JournalWriter
from ostiary.store.log.journal_frames import AnyEntry, JournalEntry, SealedEntry
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.sealer import read_entry


def erase_entries(path: Path, journal: JournalWriter, keys: KeyFile, erasure: Erasure) -> int:
    """Destroy the keys of entries of the journal at ``path``, durably; the index of the entry that says so.

    For whoever holds the log's lock. Raises as ``locate`` and ``erase_located``.
    """
    with JournalReader(path) as reader:
        return erase_located(reader, journal, keys, locate(reader, erasure), erasure)


def locate(reader: JournalReader, erasure: AnyErasure) -> EraseRequest:
    """Where the frames of the entries stand; the journal is read.

    Raises SettingsError when one of them is not there, is of a kind that is not erased, or is in the clear; LogDamaged.
    """
    missing, frames, before = set(entries_of(erasure)), dict[int, int](), reader.start
    for frame, after in reader.read_frames(reader.start):
        for index in missing.intersection(range(frame.first, after.index)):
            _verify_one(index, frame.entries[index - frame.first])
            frames[index] = before.offset
        missing.difference_update(frames)
        if not missing:
            break
        before = after
    if missing:
        raise SettingsError(f"the journal has no entry {min(missing)}")
    return EraseRequest(erasure, tuple(frames[index] for index in entries_of(erasure)))


def verify_located(reader: JournalReader, request: EraseRequest) -> tuple[SealedEntry, ...]:
    """The entries of a request. Raises SettingsError when one does not stand where it is said to, or as ``locate``."""
    found = []
    for index, offset in zip(entries_of(request.erasure), request.frames, strict=True):
        # Whoever asks says where: no system call takes just any number for an offset.
        frame = reader.frame_at(offset) if offset < reader.length else None
        if frame is None or not frame.first <= index < frame.first + len(frame.entries):
            raise SettingsError(f"entry {index} does not stand where it is said to")
        found.append(_verify_one(index, frame.entries[index - frame.first]))
    return tuple(found)


def erase_located(
    reader: JournalReader, journal: JournalWriter, keys: KeyFile, request: EraseRequest, erasure: Erasure
) -> int:
    """Destroy the keys of entries whose frames are known, as the request's erasure says; the index of its entry.

    Raises SettingsError, having changed nothing, as ``verify_located``; LogUnavailable when the disk fails.
    """
    verify_located(reader, request)
    index = journal.append([JournalEntry(ERASURE, os.urandom(SALT_BYTES), write_erasure(erasure))])
    # If we crash here or in the middle, the erasure is in the log and the next writer finishes it before it starts.
    _destroy_keys(keys, erasure)
    return index


def finish_erasures(reader: JournalReader, keys: KeyFile) -> list[AnyErasure]:
    """Destroy every key that the log says is destroyed and is still there, or torn; all erasures of the log, in order.

    Names in entries are erased by ``ostiary.store.log.name_erasing``. Raises LogUnavailable when the disk fails, LogDamaged when an erasure cannot be read.
    """
    found = [
        read_any_erasure(read_entry(entry, index, keys).payload)
        for index, entry in _entries(reader)
        if entry.kind == ERASURE
    ]
    for erasure in found:
        if isinstance(erasure, Erasure):
            _destroy_keys(keys, erasure)
    return found


def _destroy_keys(keys: KeyFile, erasure: Erasure) -> None:
    keys.erase(*(index for index in erasure.entries if not _is_erased(keys, index)))


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


def _verify_one(index: int, entry: AnyEntry) -> SealedEntry:
    if entry.kind not in ERASABLE:
        raise SettingsError(
            f"entry {index} is of the kind `{KINDS[entry.kind]}`, which is never erased: others rest upon it"
        )
    if not isinstance(entry, SealedEntry):
        raise SettingsError(
            f"entry {index} stands in the journal in the clear, so that destroying a key does not erase it"
        )
    return entry


def _entries(reader: JournalReader) -> Iterator[tuple[int, AnyEntry]]:
    for frame, _ in reader.read_frames(reader.start):
        yield from enumerate(frame.entries, frame.first)
