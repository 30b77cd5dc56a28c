"""The key file: one slot for each entry, drawn ahead of the entries and erased one by one.

Knows: which slots are durable, drawing more of them, and overwriting one for good.
Must not know: journals, what an entry says, or who may erase it.

Keys are drawn ahead: a slot is on the disk before the entry that needs it is written. So a commit still waits for one
fdatasync, that of the journal, and the order is never in question: a durable entry has a durable key. Which of the
drawn keys are in use is the journal's knowledge alone.

INVARIANT: a slot's bytes change only from unsound to kept, and from kept to erased. A sound key is never replaced, not
even one beyond the journal's end: the journal may be a restored one, and the key that of an entry which still exists
elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import count as count_from
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from ostiary.errors import LogDamaged, LogUnavailable
from ostiary.evidence.key_slots import (
    HEADER_BYTES,
    SLOT_BYTES,
    Header,
    Kept,
    MasterKey,
    Slot,
    SlotCipher,
    decode_header,
    encode_header,
    erased_slot,
    offset_of,
)
from ostiary.evidence.rest import Rest
from ostiary.evidence.sealing import KEY_BYTES
from ostiary.store.durable_files import PRIVATE_MODE, Disk, replace_file_durably

# 1,024 keys take some 3 ms to draw, and then one fdatasync more in every 1,024 entries.
DRAWN_AT_ONCE = 1024


def create_key_file(path: Path, master: MasterKey, disk: Disk, *, staging: Path) -> None:
    """Write a key file without slots, durably, by way of the file ``staging``.

    Raises FileExistsError when there is one already, KeyFileError when the master key cannot be asked, OSError.
    """
    if path.exists():
        raise FileExistsError(f"`{path}` is there already")
    header = encode_header(Header(master.name, master.wrap(os.urandom(KEY_BYTES))))
    replace_file_durably(disk, path, header, mode=PRIVATE_MODE, staging=staging)


class Leftovers(Protocol):
    """What is left of entries whose own keys were destroyed."""

    def newest(self, entry: int) -> Rest | None:
        """What is left of an entry; None where nothing was taken from it, or everything."""


class KeyFile:
    """An open key file. Reading needs no lock; drawing and erasing are for the log's one writer."""

    rests: Leftovers | None = None
    """What is left of entries in which names were erased, for those who read with these keys."""

    def __init__(
        self, path: Path, master: MasterKey, disk: Disk | None = None, *, writes: bool = False
    ) -> None:
        """Raises LogDamaged when the file is missing or does not begin like a key file, KeyFileError as ``unwrap``."""
        self._disk = disk or Disk()
        self._has_failed = False
        try:
            self._descriptor = os.open(path, (os.O_RDWR if writes else os.O_RDONLY) | os.O_CLOEXEC)
        except FileNotFoundError:
            raise LogDamaged(
                f"the key file `{path}` is missing",
                hint="a sealed log needs it back, from a copy; a log in the clear gets one by `ostiary log encrypt`",
            ) from None
        try:
            header = decode_header(os.pread(self._descriptor, HEADER_BYTES, 0))
            self._cipher = SlotCipher(master.unwrap(header.wrapped))
        except BaseException:
            os.close(self._descriptor)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. What was drawn or erased is durable already."""
        os.close(self._descriptor)

    def slot(self, index: int) -> Slot:
        """An entry's key, or that it was erased. Raises LogDamaged when it is neither."""
        return self._cipher.decode(index, os.pread(self._descriptor, SLOT_BYTES, offset_of(index)))

    def drawn_after(self, used: int) -> int:
        """Where the sound slots from ``used`` on end; ``used`` is the number of entries in the journal.

        Slots below are not looked at: an unsound one there is damage, and is told when it is asked for.
        """
        end = used
        while self._is_sound(end):
            end += 1
        return end

    def draw(self, start: int, count: int = DRAWN_AT_ONCE) -> list[Slot]:
        """``count`` slots from ``start`` on, durable when this returns; the keys that are missing among them are drawn.

        Slots that are kept or erased stay as they are. Raises LogUnavailable, which is final.
        """
        present = os.pread(self._descriptor, count * SLOT_BYTES, offset_of(start))
        random = os.urandom(count * KEY_BYTES)
        fresh = [random[at : at + KEY_BYTES] for at in range(0, len(random), KEY_BYTES)]
        if present:
            drawn = [
                self._sound_or_new(start + at, present[at * SLOT_BYTES : (at + 1) * SLOT_BYTES], key)
                for at, key in enumerate(fresh)
            ]
            slots, raw = [slot for slot, _ in drawn], b"".join(each for _, each in drawn)
        else:
            # Beyond the file's end there is nothing to look at, which is the common case.
            slots, raw = (
                list[Slot](map(Kept, fresh)),
                b"".join(map(self._cipher.encode_kept, count_from(start), fresh)),
            )
        # If we crash here, some of these slots are unsound and no entry uses any: the next writer draws those again.
        if raw != present:
            self._write_durably([(offset_of(start), raw)], "written")
        return slots

    def erase(self, *indexes: int) -> None:
        """Destroy the keys of entries: their slots are overwritten in place, durably. Erasing twice is as good as once.

        Raises LogUnavailable, which is final: whether the key is gone is not known then, and the next writer erases again
        what the log says is erased.
        """
        # If we crash here, a slot may be torn: neither key nor erased. The erasure's entry was durable before, and the
        # next writer overwrites the slot again. No backup of the slot is made by us, so that nothing can bring it back.
        self._write_durably([(offset_of(index), erased_slot(index)) for index in indexes], "erased")

    def _is_sound(self, index: int) -> bool:
        try:
            self.slot(index)
        except LogDamaged:
            return False
        return True

    def _sound_or_new(self, index: int, raw: bytes, fresh: bytes) -> tuple[Slot, bytes]:
        try:
            return self._cipher.decode(index, raw), raw
        except LogDamaged:
            return Kept(fresh), self._cipher.encode_kept(index, fresh)

    def _write_durably(self, writes: Sequence[tuple[int, bytes]], done: str) -> None:
        if self._has_failed:
            raise LogUnavailable("the key file has failed and takes no more keys")
        try:
            for offset, raw in writes:
                self._disk.write_at(self._descriptor, raw, offset)
            if writes:
                self._disk.sync_data(self._descriptor)
        except OSError as fault:
            self._has_failed = True
            raise LogUnavailable(f"the key file cannot be {done}: {fault.strerror}") from fault
