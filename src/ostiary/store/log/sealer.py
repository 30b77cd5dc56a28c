"""Sealing entries before they are written, and opening them again where their keys still are.

Knows: journal entries in both forms, and the key file.
Must not know: journals as files, what a payload says, or who may read it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import assert_never

from ostiary.errors import LogDamaged, LogUnavailable
from ostiary.evidence.key_slots import Erased, Kept
from ostiary.evidence.sealing import NONCE_BYTES, Place, seal, unseal
from ostiary.store.log.journal_frames import AnyEntry, JournalEntry, SealedEntry
from ostiary.store.log.key_file import DRAWN_AT_ONCE, KeyFile


class Sealer:
    """Seals what the log's one writer is about to append, and sees to it that the keys are durable before."""

    def __init__(self, keys: KeyFile, used: int) -> None:
        """``used`` is the number of entries in the journal, after its recovery."""
        self._keys = keys
        self._drawn = keys.drawn_after(used)

    def seal(self, first: int, entries: Sequence[JournalEntry]) -> list[SealedEntry]:
        """The entries of one frame, sealed for the indexes from ``first`` on; their keys are on the disk.

        Raises LogUnavailable when keys cannot be drawn, LogDamaged when one of these keys was erased already: then the
        key file knows of entries that this journal does not have.
        """
        while self._drawn < first + len(entries):
            # INVARIANT: no frame is written before the keys of its entries are durable, which they are after this line.
            self._keys.draw(self._drawn)
            self._drawn += DRAWN_AT_ONCE
        return [self._seal_one(index, entry) for index, entry in enumerate(entries, first)]

    def _seal_one(self, index: int, entry: JournalEntry) -> SealedEntry:
        match self._keys.slot(index):
            case Kept(key):
                nonce, place = os.urandom(NONCE_BYTES), Place(index, entry.commitment)
                return SealedEntry(
                    place.commitment, nonce, seal(key, nonce, place, entry.salt, entry.payload)
                )
            case Erased():
                raise LogDamaged(
                    f"the key of entry {index} was erased, and the journal has no such entry",
                    hint="The journal is older than the key file: was it restored? See docs/backup.md.",
                )
            case _ as never:
                assert_never(never)


def open_entry(entry: AnyEntry, index: int, keys: KeyFile | None) -> JournalEntry | Erased:
    """What an entry says, in either form, or that it was erased.

    Raises LogUnavailable when it is sealed and there are no keys, LogDamaged when its key or its bytes are damaged.
    """
    if isinstance(entry, JournalEntry):
        return entry
    if keys is None:
        raise LogUnavailable(f"entry {index} is sealed, and its key is not at hand")
    match keys.slot(index):
        case Kept(key):
            salt, payload = unseal(key, entry.nonce, Place(index, entry.commitment), entry.sealed)
            return JournalEntry(entry.kind, salt, payload)
        case Erased() as erased:
            return erased
        case _ as never:
            assert_never(never)


def read_entry(entry: AnyEntry, index: int, keys: KeyFile | None = None) -> JournalEntry:
    """``open_entry`` for those who cannot go on without the words: raises LogUnavailable for an erased entry as well."""
    opened = open_entry(entry, index, keys)
    if isinstance(opened, Erased):
        raise LogUnavailable(f"what entry {index} said was erased")
    return opened
