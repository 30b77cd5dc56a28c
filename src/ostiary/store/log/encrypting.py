"""Sealing a log that was begun in the clear: a new journal beside the old one, compared, and then put in its place.

Knows: the order of the durable steps, and how the work is taken up again.
Must not know: what an entry says, where master keys are kept, output.

The public side does not change: it holds commitments, and those are the same. The old journal is the log until the last
step. Before that step every entry of the new one was read back from the disk, opened with its key and compared.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ostiary.errors import LogDamaged, LogUnavailable, SettingsError
from ostiary.evidence.key_slots import MasterKey
from ostiary.evidence.sealing import NONCE_BYTES as SEAL_NONCE_BYTES
from ostiary.evidence.sealing import sealed_length
from ostiary.store.durable_files import Disk, sync_directory
from ostiary.store.log.folder import LogFolder, read_signer
from ostiary.store.log.journal import JournalReader, JournalWriter, Position, create_journal
from ostiary.store.log.journal_frames import (
    NONCE_BYTES,
    SEALED_HEAD_BYTES,
    AnyEntry,
    JournalEntry,
    SealedEntry,
)
from ostiary.store.log.key_file import KeyFile, create_key_file
from ostiary.store.log.recovery import signed_checkpoints
from ostiary.store.log.sealer import open_entry, seal_entry
from ostiary.store.log.settling import settle
from ostiary.tlog.merkle import Frontier, leaf_hash

Progress = Callable[[str, int, int], None]
"""Told the step, and how many bytes of the old journal are done of how many."""

# One write and one fdatasync for so many entries or bytes: some 20 ms of work lie between two of them.
LOT_ENTRIES = 1024
LOT_BYTES = 4 * 2**20
# What sealing adds to an entry at most: 61 bytes of head, 16 of tag, 33 of salt and end, 255 of rounding, 64 of its slot.
MAX_GROWTH = 512
_ZEROS = bytes(2**20)


@dataclass(frozen=True, slots=True)
class Encrypted:
    """What was done: how many entries the log has, and how many of them stood in the clear."""

    entries: int
    sealed: int


def encrypt_log(folder: LogFolder, master: MasterKey, disk: Disk, progress: Progress) -> Encrypted:
    """Seal every entry of a log that stands in the clear. For whoever holds the log's lock.

    Interrupted, it leaves the old journal in its place, and goes on from there the next time. Raises LogDamaged or
    ProofInvalid when the journal is not what was signed, LogUnavailable when it ends in a torn frame or there is no room,
    KeyFileError when the master key is not that of the log's key file, SettingsError in strict mode, OSError.
    """
    with JournalReader(folder.journal) as old:
        _refuse_under_peers(folder)
        end, in_the_clear = _survey(folder, old, progress)
        if not in_the_clear and folder.keys.exists():
            return Encrypted(end.index, 0)
        _verify_room(folder, end)
        if not folder.keys.exists():
            # If we crash after this line, the log seals what it writes from now on, which is a state that a writer knows.
            create_key_file(folder.keys, master, disk, staging=folder.staging)
        settle(disk, folder.keys)
        with KeyFile(folder.keys, master, disk, writes=True) as keys:
            _write(folder, old, keys, disk, progress)
            _compare(folder, old, end, keys, progress)
        _put_in_place(folder, end.offset, disk)
    return Encrypted(end.index, in_the_clear)


def _refuse_under_peers(folder: LogFolder) -> None:
    """Peers keep chain values of the journal as it is: one that is written anew would be another journal to them."""
    if folder.peers.exists():
        raise SettingsError(
            f"`{folder.peers}` is there: the journal of a log in strict mode is never written anew",
            hint="begin a new log with `ostiary log create --master-key`, and keep this one as it is",
        )


def new_journal(folder: LogFolder) -> Path:
    """Where the new journal is written until it takes the old one's place."""
    return folder.private / "journal.sealed"


def _survey(folder: LogFolder, old: JournalReader, progress: Progress) -> tuple[Position, int]:
    """Where the old journal ends, and how many entries stand in the clear; everything signed is found in it."""
    end, clear = _verify_signed(folder, old, lambda offset, total: progress("reading", offset, total))
    if old.bytes_after(end):
        raise LogUnavailable(
            "the journal ends in bytes that are no whole frame",
            hint="start the log's writer once: it cuts them, and an entry says that it did",
        )
    return end, clear


def _verify_signed(
    folder: LogFolder, reader: JournalReader, progress: Callable[[int, int], None]
) -> tuple[Position, int]:
    """Where the journal ends, and how many entries are in the clear. Raises LogDamaged unless all that was signed is in it."""
    roots = {one.size: one.root for one in signed_checkpoints(folder, read_signer(folder).verifier())}
    tree, end, clear, total = Frontier(), reader.start, 0, reader.length
    found = {0: tree.root()}
    for frame, end in reader.read_frames(reader.start):
        for entry in frame.entries:
            clear += isinstance(entry, JournalEntry)
            tree.append(leaf_hash(entry.commitment))
            if tree.size in roots:
                found[tree.size] = tree.root()
        progress(end.offset, total)
    if any(found.get(size) != root for size, root in roots.items()):
        raise LogDamaged("the journal does not reproduce what was signed: keep everything as it is")
    return end, clear


def _verify_room(folder: LogFolder, end: Position) -> None:
    room = os.statvfs(folder.private)
    needed = end.offset + MAX_GROWTH * end.index
    if room.f_bavail * room.f_frsize < needed:
        raise LogUnavailable(
            f"{needed} bytes may be needed beside the old journal, and fewer are free in `{folder.private}`",
            hint="make room; the old journal's bytes come free at the end",
        )


def _write(folder: LogFolder, old: JournalReader, keys: KeyFile, disk: Disk, progress: Progress) -> None:
    """Write what the new journal still lacks; what it has of whole frames is kept, and compared later with all the rest."""
    path, total = new_journal(folder), old.length
    if not path.exists():
        create_journal(path, os.urandom(NONCE_BYTES))
        sync_directory(disk, folder.private)
    with JournalReader(path) as reader:
        at = reader.start
        for _, after in reader.read_frames(reader.start):
            at = after
        nonce = reader.header.nonce
    journal = JournalWriter(path, nonce, at, disk)
    try:
        for lot, offset in _lots(old, at.index):
            journal.append_frame(list(_sealed(keys, journal.at.index, lot)))
            progress("sealing", offset, total)
        # Whatever a crash has torn beyond the last frame goes.
        journal.cut_after()
    finally:
        journal.close()


def _lots(old: JournalReader, start: int) -> Iterator[tuple[list[AnyEntry], int]]:
    """The entries from ``start`` on, in lots that each take one frame, with the offset that is read by then."""
    lot: list[AnyEntry] = []
    room, offset = LOT_BYTES, old.start.offset
    for frame, after in old.read_frames(old.start):
        for index, entry in enumerate(frame.entries, frame.first):
            if index < start:
                continue
            needed = SEALED_HEAD_BYTES + _sealed_bytes(entry)
            if lot and (needed > room or len(lot) == LOT_ENTRIES):
                yield lot, offset
                lot, room = [], LOT_BYTES
            lot.append(entry)
            room -= needed
        offset = after.offset
    if lot:
        yield lot, offset


def _sealed_bytes(entry: AnyEntry) -> int:
    return len(entry.sealed) if isinstance(entry, SealedEntry) else sealed_length(len(entry.payload))


def _sealed(keys: KeyFile, first: int, lot: list[AnyEntry]) -> Iterator[SealedEntry]:
    """Sealed entries as they are: they are bound to their number and their public bytes, not to a journal."""
    # The keys are durable before the frame, and those of entries that are sealed already stay as they are.
    for index, (entry, slot) in enumerate(zip(lot, keys.draw(first, len(lot)), strict=True), first):
        if isinstance(entry, SealedEntry):
            yield entry
        else:
            yield seal_entry(index, slot, os.urandom(SEAL_NONCE_BYTES), entry)


def _compare(folder: LogFolder, old: JournalReader, end: Position, keys: KeyFile, progress: Progress) -> None:
    """Raises LogDamaged unless the new journal, read from the disk, says what the old one says, byte by byte, and was signed."""
    with JournalReader(new_journal(folder)) as new:
        new.forget_cached_pages()
        after, _ = _verify_signed(folder, new, lambda _done, _total: None)
        if after.index != end.index or new.bytes_after(after):
            raise LogDamaged(f"the new journal has {after.index} entries, and the old one {end.index}")
        entries = (entry for frame, _ in new.read_frames(new.start) for entry in frame.entries)
        for frame, position in old.read_frames(old.start):
            for index, entry in enumerate(frame.entries, frame.first):
                _verify_same(index, entry, next(entries), keys)
            progress("comparing", position.offset, end.offset)


def _verify_same(index: int, before: AnyEntry, after: AnyEntry, keys: KeyFile) -> None:
    is_same = (
        before == after
        if isinstance(before, SealedEntry)
        else isinstance(after, SealedEntry) and open_entry(after, index, keys) == before
    )
    if not is_same:
        raise LogDamaged(
            f"entry {index} of the new journal is not what the old one says",
            hint="the old journal is in its place; remove `private/journal.sealed`, and begin again",
        )


def _put_in_place(folder: LogFolder, length: int, disk: Disk) -> None:
    """The new journal takes the old one's name, and the old one's bytes are overwritten, which then has none."""
    old = os.open(folder.journal, os.O_WRONLY | os.O_CLOEXEC)
    try:
        # If we crash here or before, the old journal is the log, and the next call goes on. Afterwards the new one is.
        disk.rename(new_journal(folder), folder.journal)
        sync_directory(disk, folder.private)
        # If we crash here, its blocks are free and still say what they said, until something else is written there.
        for offset in range(0, length, len(_ZEROS)):
            disk.write_at(old, _ZEROS[: length - offset], offset)
        disk.sync_data(old)
    finally:
        os.close(old)
