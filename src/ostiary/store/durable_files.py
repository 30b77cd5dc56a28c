"""Files that are whole and still there after a crash.

Knows: the system calls that durability rests on, and the order in which they must happen.
Must not know: what a file says.

Every durable step goes through a ``Disk``, so that a fault table can make each single one fail, fail after it took
effect, or be the last one that the process lives to see.
"""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

PRIVATE_MODE = 0o600
PRIVATE_DIRECTORY_MODE = 0o700
PUBLIC_MODE = 0o644
PUBLIC_DIRECTORY_MODE = 0o755

# From linux/falloc.h: blocks are allocated beyond the end of the file, and its length stays as it is.
_FALLOC_FL_KEEP_SIZE = 1
_LIBC = ctypes.CDLL(None, use_errno=True)
# A file system that cannot reserve is used without reservation; a full disk then shows in a write.
_CANNOT_RESERVE = frozenset({errno.EOPNOTSUPP, errno.ENOSYS})


class Disk:
    """The system calls that change what a disk holds. Each raises OSError when it fails, and is never retried."""

    def write_at(self, descriptor: int, data: bytes, offset: int) -> None:
        """Write all bytes at an offset; a short write is continued, because it is not a failure."""
        view = memoryview(data)
        while view:
            written = os.pwrite(descriptor, view, offset)
            view, offset = view[written:], offset + written

    def sync_data(self, descriptor: int) -> None:
        """Wait until a file's bytes, and the length needed to read them, are on the disk (fdatasync)."""
        os.fdatasync(descriptor)

    def sync(self, descriptor: int) -> None:
        """Wait until a file or directory with all that describes it is on the disk (fsync)."""
        os.fsync(descriptor)

    def cut(self, descriptor: int, length: int) -> None:
        """Shorten a file."""
        os.ftruncate(descriptor, length)

    def rename(self, source: Path, target: Path) -> None:
        """Give a file its final name in one step, in place of whatever bore it."""
        source.rename(target)

    def make_directory(self, path: Path, mode: int) -> None:
        """Make one directory."""
        path.mkdir(mode)

    def reserve(self, descriptor: int, offset: int, length: int) -> None:
        """Allocate blocks for a range that may lie beyond the file's end, without making the file longer.

        ``posix_fallocate`` will not do: it lengthens the file with zero bytes, which would look like a torn frame.
        """
        code = errno.EINTR
        # A call that a signal interrupted has done nothing, and is made again, as Python does with those it makes itself.
        while code == errno.EINTR:
            code = _fallocate(descriptor, offset, length)
        if code and code not in _CANNOT_RESERVE:
            raise OSError(code, os.strerror(code))


def _fallocate(descriptor: int, offset: int, length: int) -> int:
    """0, or the number of the error."""
    arguments = (ctypes.c_int(descriptor), ctypes.c_int(_FALLOC_FL_KEEP_SIZE))
    done = _LIBC.fallocate(*arguments, ctypes.c_int64(offset), ctypes.c_int64(length)) == 0
    return 0 if done else ctypes.get_errno()


def replace_file(disk: Disk, path: Path, data: bytes, *, mode: int, staging: Path) -> None:
    """Put a whole file at ``path`` by way of the file ``staging``, which must be on the same file system.

    The name is durable only after ``sync_directory`` on the parent: the caller syncs a directory once for many files.
    Raises OSError.
    """
    descriptor = os.open(staging, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
    try:
        # If we crash here, the staging file is overwritten by the next writer; nobody reads it.
        disk.write_at(descriptor, data, 0)
        # The bytes are durable before the name, or a crash could leave the name on an empty file.
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
    # If we crash here or right after, `path` is either the old file or the new one, each of them whole.
    disk.rename(staging, path)


def replace_file_durably(disk: Disk, path: Path, data: bytes, *, mode: int, staging: Path) -> None:
    """``replace_file``, and the new name survives a crash when this returns. Raises OSError."""
    replace_file(disk, path, data, mode=mode, staging=staging)
    sync_directory(disk, path.parent)


def make_directories(disk: Disk, path: Path, *, mode: int, within: Path | None = None) -> None:
    """Make a directory and all that are missing above it, each durable in its parent.

    With ``within``, that folder has to be there: nobody makes a new one in the place of one that was renamed. Raises OSError.
    """
    if path.is_dir():
        return
    if path == within:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    make_directories(disk, path.parent, mode=mode, within=within)
    disk.make_directory(path, mode)
    # A directory that its parent forgets in a crash takes along every file in it, however well those were synced.
    sync_directory(disk, path.parent)


def sync_directory(disk: Disk, path: Path) -> None:
    """Make the names in a directory durable. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
