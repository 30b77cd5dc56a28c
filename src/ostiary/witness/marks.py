"""The marks that a peer keeps of one log: how far its journal went, and in which chain value that ended.

Knows: the file's form, that it only grows, what a crash can leave of it.
Must not know: who states a mark, signatures, sockets.

    record     size u64 | chain 32 | time u64 | the first 16 bytes of SHA-256(origin, 0x00, and the 48 bytes before)

Numbers are big-endian. A record of 64 bytes never lies across two sectors of a disk. A file of ``MAX_RECORDS`` becomes the
older one, in place of the one before it, and a new one begins with its last record.
"""

from __future__ import annotations

import hashlib
import os
import struct
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ostiary.errors import LogDamaged, LogUnavailable
from ostiary.tlog.peering import Mark
from ostiary.witness.durable import PRIVATE_MODE, Disk, sync_directory

MAX_RECORDS: Final = 2**20
"""Of one file, 64 MiB. At 50 commits a second, two of them go back 6 to 12 hours; a witness has cosigned long before."""

_BODY: Final = struct.Struct(">Q32sQ")
_CHECK_BYTES: Final = 16
RECORD_BYTES: Final = _BODY.size + _CHECK_BYTES


_RETIRE: Final = (
    "Never restore a backup of it. Where a crash has left only the `.older` file, give it its name back. Else retire this"
    " peer's key, and set up a new peer in another folder."
)


def create_marks(path: Path, disk: Disk) -> None:
    """Make the file of a log that has stated nothing. Raises FileExistsError, OSError."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_MODE))
    sync_directory(disk, path.parent)


class Marks:
    """The file of one log, open for appending. There is one for a log at a time, which the caller's lock sees to."""

    def __init__(self, path: Path, origin: str, disk: Disk, most: int = MAX_RECORDS) -> None:
        """Raises LogDamaged when the file is missing or not whole, but for a torn end; LogUnavailable when the disk fails."""
        self._path = path
        self._origin = origin.encode()
        self._disk = disk
        self._most = most
        self._has_failed = False
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
            self._count = self._recover()
        except FileNotFoundError:
            raise LogDamaged(
                f"`{path}` is missing: nobody knows what was acknowledged", hint=_RETIRE
            ) from None
        except OSError as fault:
            raise LogUnavailable(f"`{path}` cannot be used: {_why(fault)}") from fault
        self.last = self._read(self._count - 1) if self._count else None
        """The newest mark; None before the first."""

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)

    def append(self, mark: Mark) -> None:
        """Keep a mark that is larger than the last, durably when this returns. Raises LogUnavailable, which is final."""
        if self._has_failed:
            raise LogUnavailable(f"`{self._path}` has failed and takes no more marks")
        self._has_failed = True
        try:
            if self._count >= self._most:
                self._begin_anew()
            # If we crash here, the record is missing or torn; nobody was told that it is kept.
            self._disk.write(self._descriptor, self._encoded(mark))
            self._disk.sync(self._descriptor)
        except OSError as fault:
            raise LogUnavailable(f"`{self._path}` cannot be written: {_why(fault)}") from fault
        self._count += 1
        self.last = mark
        self._has_failed = False

    def since(self, size: int, most: int) -> tuple[Mark, ...]:
        """The first marks of that size or a larger one, ``most`` of them at most, those of the older file first.

        Some forty records are read to find the first, whatever the files hold: acknowledgements wait meanwhile.
        """
        found: list[Mark] = []
        with self._maybe_older() as older:
            count = 0 if older is None else os.fstat(older).st_size // RECORD_BYTES
            for descriptor, records in ((older, count), (self._descriptor, self._count)):
                for mark in self._from(descriptor, range(records), size):
                    if len(found) == most:
                        return tuple(found)
                    # A file begins with the last record of the one before it.
                    if not found or mark.size > found[-1].size:
                        found.append(mark)
        return tuple(found)

    def keeps(self, size: int, chain: bytes) -> bool:
        """Whether this very mark is kept."""
        return [(mark.size, mark.chain) for mark in self.since(size, 1)] == [(size, chain)]

    @contextmanager
    def _maybe_older(self) -> Iterator[int | None]:
        try:
            descriptor = os.open(self._older, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            yield None
            return
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    @property
    def _older(self) -> Path:
        return self._path.with_name(f"{self._path.name}.older")

    def _begin_anew(self) -> None:
        last = self._read(self._count - 1)
        staging = self._path.with_name(f"{self._path.name}.new")
        descriptor = os.open(
            staging, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, PRIVATE_MODE
        )
        self._disk.write(descriptor, self._encoded(last))
        self._disk.sync(descriptor)
        # If we crash between the two renames, there is no file under this name: the older one is found at the start.
        self._disk.rename(self._path, self._older)
        self._disk.rename(staging, self._path)
        sync_directory(self._disk, self._path.parent)
        os.close(self._descriptor)
        self._descriptor, self._count = descriptor, 1

    def _recover(self) -> int:
        """How many records are whole; a torn one at the end, which was never acknowledged, is cut off."""
        # A record that was written and not synced before a crash is made durable before it counts; what never reached the
        # disk, though memory still shows it, does not count.
        self._disk.sync(self._descriptor)
        os.posix_fadvise(self._descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        size = os.fstat(self._descriptor).st_size
        count = size // RECORD_BYTES
        whole = next((at for at in range(count) if not self._is_whole(at)), count)
        if whole < count - 1:
            raise LogDamaged(
                f"`{self._path}` is damaged after record {whole}",
                hint=_RETIRE,
            )
        if whole == 0 and self._older.exists():
            raise LogDamaged(f"`{self._path}` is empty, and an older file is there", hint=_RETIRE)
        if size != whole * RECORD_BYTES:
            os.ftruncate(self._descriptor, whole * RECORD_BYTES)
            self._disk.sync(self._descriptor)
        return whole

    def _is_whole(self, at: int) -> bool:
        raw = os.pread(self._descriptor, RECORD_BYTES, at * RECORD_BYTES)
        return self._check(raw[: _BODY.size]) == raw[_BODY.size :]

    def _read(self, at: int) -> Mark:
        return self._record(self._descriptor, at)

    def _from(self, descriptor: int | None, records: range, size: int) -> Iterator[Mark]:
        """The marks of a file from the first one on that is not smaller."""
        if descriptor is None:
            return
        first = bisect_left(records, size, key=lambda at: self._record(descriptor, at).size)
        for at in records[first:]:
            yield self._record(descriptor, at)

    def _record(self, descriptor: int, at: int) -> Mark:
        raw = os.pread(descriptor, RECORD_BYTES, at * RECORD_BYTES)
        if self._check(raw[: _BODY.size]) != raw[_BODY.size :]:
            raise LogDamaged(f"a record of `{self._path}` is not what was written")
        return Mark(*_BODY.unpack_from(raw))

    def _encoded(self, mark: Mark) -> bytes:
        body = _BODY.pack(mark.size, mark.chain, mark.time)
        return body + self._check(body)

    def _check(self, body: bytes) -> bytes:
        return hashlib.sha256(self._origin + b"\0" + body).digest()[:_CHECK_BYTES]


def _why(fault: OSError) -> str:
    return (fault.strerror or "unknown reason").lower()
