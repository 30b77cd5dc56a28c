"""Wrapping all keys anew, so that older copies of the key file open nothing once their master key is destroyed.

Knows: the order in which one key file takes another's place.
Must not know: journals, entries, or where the master keys are kept.

Overwriting a slot cannot reach a backup, a snapshot, or the cells that an SSD has set aside. What those hold is wrapped by
the old file key, which only the old master key unwraps. After this, and after the old master key is destroyed, what was
erased is gone from them too; what was not erased is in the new file.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from ostiary.errors import KeyFileError, LogDamaged
from ostiary.evidence.key_slots import (
    HEADER_BYTES,
    SLOT_BYTES,
    Header,
    Kept,
    MasterKey,
    SlotCipher,
    decode_header,
    encode_header,
    erased_slot,
    offset_of,
)
from ostiary.evidence.sealing import KEY_BYTES
from ostiary.store.durable_files import PRIVATE_MODE, Disk, sync_directory
from ostiary.store.log.key_file import DRAWN_AT_ONCE, KeyFile


def rewrap(
    path: Path,
    old: MasterKey,
    new: MasterKey,
    entries: int,
    disk: Disk,
    *,
    staging: Path,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Put a key file with the same keys under a new file key in place of the old one, durably.

    For whoever holds the log's lock. ``entries`` is the number of entries in the journal: each of their slots has to be
    kept or erased, or LogDamaged is raised and the old file stands. Slots drawn beyond are taken along as far as they are
    sound. ``progress`` is called with how many slots are done, and how many entries there are. Raises ValueError when both master keys have one name, KeyFileError as ``unwrap`` and ``wrap``, OSError.
    """
    if old.name == new.name:
        # The header names its master key, so that nobody destroys the one that is still needed.
        raise ValueError(f"the new master key is called `{old.name}` as well")
    file_key = os.urandom(KEY_BYTES)
    wrapped = new.wrap(file_key)
    if new.unwrap(wrapped) != file_key:
        raise KeyFileError(f"the master key `{new.name}` does not give back what it wrapped")
    descriptor = os.open(staging, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, PRIVATE_MODE)
    try:
        disk.write_at(descriptor, encode_header(Header(new.name, wrapped)), 0)
        with KeyFile(path, old) as keys:
            for start, slots in _slots(keys, SlotCipher(file_key), keys.drawn_after(entries)):
                disk.write_at(descriptor, slots, offset_of(start))
                progress(start + len(slots) // SLOT_BYTES, max(entries, 1))
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
    # If we crash here or before, the old file stands, and the old master key is still needed. Afterwards the new one is.
    disk.rename(staging, path)
    sync_directory(disk, path.parent)


def logs_still_under(log: Path, master: str) -> list[Path]:
    """The logs beside this one whose keys the master key of that name wraps: closed ones, and a successor that is prepared.

    Whoever destroyed that master key would destroy what they say.
    """
    found = []
    for path in sorted(log.resolve().parent.glob("*/private/keys")):
        with contextlib.suppress(LogDamaged, OSError), path.open("rb") as file:
            if decode_header(file.read(HEADER_BYTES)).master == master:
                found.append(path.parents[1])
    return found


def _slots(keys: KeyFile, cipher: SlotCipher, count: int) -> Iterator[tuple[int, bytes]]:
    """The slots under another file key, in lots that each take one write."""
    for start in range(0, count, DRAWN_AT_ONCE):
        lot = range(start, min(start + DRAWN_AT_ONCE, count))
        yield start, b"".join(_wrapped_anew(keys, cipher, index) for index in lot)


def _wrapped_anew(keys: KeyFile, cipher: SlotCipher, index: int) -> bytes:
    slot = keys.slot(index)
    return cipher.encode_kept(index, slot.key) if isinstance(slot, Kept) else erased_slot(index)
