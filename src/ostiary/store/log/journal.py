"""The journal: the private file in which every entry is durable before anything is answered.

Knows: appending a frame and waiting for the disk; reading frames back; telling a torn tail from damage.
Must not know: tiles, checkpoints, sockets, or what a payload says.

Entries stand here sealed, each under a key of its own in another file, or in the clear; then the file's mode (0600)
and the disk's own encryption are all that protects them.
The journal is one file for now. A frame knows its index and chain, so that cutting it into segments needs no new layout.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from ostiary.errors import LogDamaged, LogUnavailable
from ostiary.store.durable_files import PRIVATE_MODE, Disk
from ostiary.store.log import journal_frames as frames
from ostiary.store.log import refusals
from ostiary.store.log.journal_frames import AnyEntry, Frame, Header, JournalEntry
from ostiary.store.log.sealer import Sealer

# Room is reserved two largest frames ahead: 2 x 8 MiB. A frame that fits what is reserved cannot meet a full disk.
RESERVE_BYTES = 2 * frames.MAX_FRAME_PAYLOAD
# Damage is searched for a later frame in steps of this size.
_SEARCH_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Position:
    """A place between two frames: the byte offset, the index of the entry that comes next, the chain value so far."""

    offset: int
    index: int
    chain: bytes


def create_journal(path: Path, nonce: bytes, disk: Disk | None = None) -> None:
    """Write a journal without entries and make its bytes durable; the caller syncs the directory.

    Raises FileExistsError when there is one already, OSError.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_MODE)
    disk = disk or Disk()
    try:
        disk.write_at(descriptor, frames.encode_header(nonce), 0)
        disk.sync(descriptor)
    finally:
        os.close(descriptor)


class JournalReader:
    """Reads a journal, also while the writer appends to it. Nothing is buffered: each frame is read when asked for."""

    def __init__(self, path: Path) -> None:
        """Raises LogDamaged when the file is missing or does not begin like a journal."""
        try:
            self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            raise refusals.PART_MISSING.fault(
                part=f"{path.parent.name}/{path.name}", log=path.parent.parent
            ) from None
        try:
            self.header: Header = frames.decode_header(os.pread(self._descriptor, frames.HEADER_BYTES, 0))
        except LogDamaged:
            os.close(self._descriptor)
            raise
        self.start = Position(frames.HEADER_BYTES, 0, self.header.checksum)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)

    def forget_cached_pages(self) -> None:
        """Drop what the kernel keeps of this file in memory, so that what is read next comes from the disk.

        After a failed fsync the kernel may go on showing bytes that never reached the disk.
        """
        os.posix_fadvise(self._descriptor, 0, 0, os.POSIX_FADV_DONTNEED)

    def read_frames(self, at: Position) -> Iterator[tuple[Frame, Position]]:
        """Each frame from a position on, with the position after it; ends where no whole frame stands.

        What stands there is a torn tail, or a frame that is being written: see ``bytes_after``. Raises LogDamaged for
        a bad frame that a good one follows, and for a frame that does not continue the one before.
        """
        while True:
            frame = self.frame_at(at.offset)
            if frame is None:
                if not self._has_frame_after(at.offset):
                    return
                # The writer may have finished this very frame, and the next, since we looked: we look again.
                frame = self.frame_at(at.offset)
                if frame is None:
                    raise LogDamaged(
                        f"the journal is damaged after entry {at.index}: a whole frame follows a bad one"
                    )
            if (frame.first, frame.chain) != (at.index, at.chain):
                raise LogDamaged(f"the journal's frame at entry {at.index} does not continue the one before")
            at = Position(at.offset + frame.length, at.index + len(frame.entries), frame.checksum)
            yield frame, at

    def find_whole_frames(self) -> Iterator[Frame]:
        """Each whole frame in the order of the file, whatever stands between two: for looking at damage, never for recovery."""
        offset = self.start.offset
        while True:
            frame = self.frame_at(offset)
            if frame is None:
                offset = next((found for found in self._find_magic(offset + 1) if self.frame_at(found)), -1)
                frame = self.frame_at(offset) if offset >= 0 else None
            if frame is None:
                return
            yield frame
            offset += frame.length

    @property
    def length(self) -> int:
        """How many bytes the file has now."""
        return os.fstat(self._descriptor).st_size

    def bytes_after(self, at: Position) -> int:
        """How many bytes stand after a position."""
        return max(0, self.length - at.offset)

    def frame_at(self, offset: int) -> Frame | None:
        """The whole frame that begins at an offset, or None; which one it continues is not looked at."""
        head = os.pread(self._descriptor, frames.FRAME_HEAD_BYTES, offset)
        rest = frames.claimed_length(head) - len(head)
        if rest < 0:
            return None
        return frames.maybe_decode_frame(
            self.header.nonce, head + os.pread(self._descriptor, rest, offset + len(head))
        )

    def _has_frame_after(self, offset: int) -> bool:
        return any(self.frame_at(candidate) for candidate in self._find_magic(offset + 1))

    def _find_magic(self, offset: int) -> Iterator[int]:
        overlap = len(frames.ANY_MAGIC) - 1
        while len(chunk := os.pread(self._descriptor, _SEARCH_BYTES, offset)) > overlap:
            found = chunk.find(frames.ANY_MAGIC)
            while found >= 0:
                yield offset + found
                found = chunk.find(frames.ANY_MAGIC, found + 1)
            # The last two bytes are read again: a magic may begin in them.
            offset += len(chunk) - overlap


class JournalWriter:
    """Appends frames. There is one for each log, which the lock on the log's folder ensures."""

    def __init__(
        self, path: Path, nonce: bytes, at: Position, disk: Disk, sealer: Sealer | None = None
    ) -> None:
        """Append at ``at``; bytes that stand there already are a torn tail and are overwritten. Raises OSError.

        With a sealer, every entry is sealed before it is written.
        """
        self._sealer = sealer
        self.at = at
        self._nonce = nonce
        self._disk = disk
        self._reserved = at.offset
        self._has_failed = False
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)

    def append(self, entries: Sequence[JournalEntry]) -> int:
        """Make one frame of entries durable; the index of the first. When this returns, they survive a crash.

        Raises LogUnavailable when any step fails, LogDamaged as ``Sealer.seal``. That is final: after a failed fsync the kernel may have dropped the
        bytes and a second one would succeed without them, so that nothing is ever retried.
        """
        if self._has_failed:
            raise LogUnavailable("the journal has failed and takes no more entries")
        return self.append_frame(
            entries if self._sealer is None else self._sealer.seal(self.at.index, entries)
        )

    def append_frame(self, entries: Sequence[AnyEntry]) -> int:
        """As ``append``, of entries in the form in which they are to stand there: all sealed, or none."""
        raw = frames.encode_frame(self._nonce, self.at.chain, self.at.index, entries)
        first, end = self.at.index, self.at.offset + len(raw)
        try:
            self._reserve(end)
            # If we crash here, the frame is torn or missing; nobody was told of it, and recovery cuts it.
            self._disk.write_at(self._descriptor, raw, self.at.offset)
            self._disk.sync_data(self._descriptor)
        except OSError as fault:
            self._has_failed = True
            raise LogUnavailable(f"the journal cannot be written: {fault.strerror}") from fault
        checksum = raw[-frames.CHECKSUM_BYTES :]
        self.at = Position(end, first + len(entries), checksum)
        return first

    def verify_usable(self) -> None:
        """Raises what has ended the drawing of its keys, if something has: then nothing can be appended any more."""
        if self._sealer is not None and self._sealer.failure is not None:
            raise self._sealer.failure

    def cut_after(self) -> None:
        """Remove every byte after the last frame, durably. Raises LogUnavailable."""
        try:
            self._disk.cut(self._descriptor, self.at.offset)
            self._disk.sync(self._descriptor)
        except OSError as fault:
            self._has_failed = True
            raise LogUnavailable(f"the journal cannot be cut: {fault.strerror}") from fault
        # Cutting gave back what was reserved.
        self._reserved = self.at.offset

    def close(self) -> None:
        """Close the file. What was appended is durable already."""
        os.close(self._descriptor)

    def _reserve(self, end: int) -> None:
        # The room is had before the first byte is written, so that a full disk never leaves half a frame.
        if end > self._reserved:
            self._disk.reserve(self._descriptor, self.at.offset, end - self.at.offset + RESERVE_BYTES)
            self._reserved = end + RESERVE_BYTES
