"""What is left of entries in which names were erased: a second journal and key file, of the same forms as the first pair.

Knows: that a rest is durable before it is counted on, that the newest of an entry counts, and that older ones lose their keys.
Must not know: who may have a name erased, which entry of the log says so, what a rest says.

    DIR/private/rests        a journal; each entry of it is one rest (ostiary.evidence.rest), sealed
    DIR/private/rests.keys   their keys

Both are made with the first rest. They belong to no tree: a rest opens the public bytes of the entry it is of, which are
in the log, so that nobody can put another one in its place.
"""

from __future__ import annotations

import os
from collections.abc import Set as AbstractSet
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ostiary.errors import LogDamaged, LogUnavailable, SettingsError
from ostiary.evidence.commitment import ERASURE, SALT_BYTES
from ostiary.evidence.key_slots import HEADER_BYTES, Erased, MasterKey, decode_header
from ostiary.evidence.rest import Rest, read_rest, write_rest
from ostiary.store.durable_files import PRIVATE_MODE, Disk, replace_file_durably
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.journal import JournalReader, JournalWriter, Position
from ostiary.store.log.journal_frames import (
    MAX_ENTRY_PAYLOAD,
    NONCE_BYTES,
    AnyEntry,
    JournalEntry,
    encode_header,
)
from ostiary.store.log.key_file import KeyFile, create_key_file
from ostiary.store.log.rewrapping import rewrap
from ostiary.store.log.sealer import Sealer, open_entry
from ostiary.store.log.settling import settle

# Rests are no entries of the log; a frame wants a kind, and this is the one that they come from.
_KIND: Final = ERASURE


class Rests:
    """The rests of one log. Reading needs no lock; appending and dropping are for the log's one writer."""

    def __init__(
        self, folder: LogFolder, master: MasterKey, disk: Disk | None = None, *, writes: bool = False
    ) -> None:
        """Raises LogDamaged when one file of the pair is missing or a rest does not open, KeyFileError as ``unwrap``."""
        self._folder = folder
        self._master = master
        self._disk = disk or Disk()
        self._writes = writes
        self._keys: KeyFile | None = None
        self._journal: JournalWriter | None = None
        self._end = 0
        # For each entry its rests that still open, oldest first, each with its number in the second journal.
        self._kept: dict[int, list[tuple[int, Rest]]] = {}
        if folder.rests.exists():
            self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close both files."""
        for file in (self._journal, self._keys):
            if file is not None:
                file.close()

    def newest(self, entry: int) -> Rest | None:
        """What is left of an entry; None where nothing was taken from it, or everything."""
        kept = self._kept.get(entry)
        return kept[-1][1] if kept else None

    @property
    def entries(self) -> AbstractSet[int]:
        """The entries of which something is left."""
        return {entry for entry, kept in self._kept.items() if kept}

    @property
    def count(self) -> int:
        """How many rests were ever appended, those included that do not open any more."""
        return 0 if self._keys is None else self._end

    def has_older(self, entry: int) -> bool:
        """Whether an older rest of an entry still opens beside the newest."""
        return len(self._kept.get(entry, ())) > 1

    def verify_fits(self, rest: Rest) -> None:
        """Raises SettingsError for a rest that is too large to be kept; one of 16,384 names and 512 kB is not."""
        size = len(write_rest(rest))
        if size > MAX_ENTRY_PAYLOAD:
            raise SettingsError(
                f"what would be left of entry {rest.entry} takes {size} bytes, which is too much to be kept",
                hint="erase the entry as a whole",
            )

    def append(self, rest: Rest) -> None:
        """Keep a rest; when this returns, it survives a crash. Raises LogUnavailable, which is final."""
        entry = JournalEntry(_KIND, os.urandom(SALT_BYTES), write_rest(rest))
        number = self._writer().append([entry])
        self._kept.setdefault(rest.entry, []).append((number, rest))

    def drop_older(self, entry: int) -> None:
        """Destroy the keys of all rests of an entry but the newest. Raises LogUnavailable, which is final."""
        self._drop(entry, keep=1)

    def drop_all(self, entry: int) -> None:
        """Destroy the keys of all rests of an entry. Raises likewise."""
        self._drop(entry, keep=0)

    def _drop(self, entry: int, *, keep: int) -> None:
        kept = self._kept.get(entry, [])
        while len(kept) > keep and self._keys is not None:
            # If we crash here, the next writer finds more than one that opens, and drops them again.
            self._keys.erase(kept[0][0])
            del kept[0]

    def _writer(self) -> JournalWriter:
        if self._journal is None:
            self._make()
            self._open()
        if self._journal is None:
            raise LogUnavailable("the rests of entries are open for reading alone")
        return self._journal

    def _make(self) -> None:
        if not self._writes:
            return
        # The log's own staging file is the publishing thread's.
        staging = self._folder.rests.with_name("rests.staging")
        try:
            # The keys stand first: a crash between the two leaves a key file without a slot in use, which is taken.
            if not self._folder.rest_keys.exists():
                create_key_file(self._folder.rest_keys, self._master, self._disk, staging=staging)
            header = encode_header(os.urandom(NONCE_BYTES))
            replace_file_durably(self._disk, self._folder.rests, header, mode=PRIVATE_MODE, staging=staging)
        except OSError as fault:
            raise LogUnavailable(
                f"a place for what is left of entries cannot be made: {fault.strerror}"
            ) from fault

    def _open(self) -> None:
        if self._writes:
            # An entry's own key is destroyed because a rest is there: it has to be there when the power goes, too.
            settle(self._disk, self._folder.rests)
            settle(self._disk, self._folder.rest_keys)
        self._keys = KeyFile(self._folder.rest_keys, self._master, self._disk, writes=self._writes)
        with JournalReader(self._folder.rests) as reader:
            end = self._read(reader, self._keys)
            self._end = end.index
            nonce = reader.header.nonce
        if self._writes:
            sealer = Sealer(self._keys, end.index)
            self._journal = JournalWriter(self._folder.rests, nonce, end, self._disk, sealer)

    def _read(self, reader: JournalReader, keys: KeyFile) -> Position:
        end = reader.start
        for frame, after in reader.read_frames(reader.start):
            for number, entry in enumerate(frame.entries, frame.first):
                found = _maybe_rest(entry, number, keys)
                if found is not None:
                    self._kept.setdefault(found.entry, []).append((number, found))
            end = after
        return end


def rewrap_rests(folder: LogFolder, old: MasterKey, new: MasterKey) -> None:
    """Wrap the keys of what is left of entries anew, where there are any, before those of the entries.

    For whoever holds the log's lock. Raises as ``rewrap``. Where it is done already, nothing is: if we crash between this file
    and the other, no single master key opens both, and whoever rewraps again to the same one finishes it.
    """
    if not folder.rest_keys.exists() or _master_of(folder.rest_keys) == new.name:
        return
    with Rests(folder, old) as rests:
        count = rests.count
    rewrap(folder.rest_keys, old, new, count, Disk(), staging=folder.staging)


def _master_of(path: Path) -> str:
    return decode_header(path.read_bytes()[:HEADER_BYTES]).master


def _maybe_rest(entry: AnyEntry, number: int, keys: KeyFile) -> Rest | None:
    """A rest, or None when its key was destroyed, also by an overwriting that a crash has torn: a newer one stands then."""
    try:
        found = open_entry(entry, number, keys)
    except LogDamaged:
        return None
    return None if isinstance(found, Erased) else read_rest(found.payload)
