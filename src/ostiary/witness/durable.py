"""The one durable step of a witness: a file replaced by another one, whole, and still there after a crash.

Knows: the system calls, their order, and who may read the file.
Must not know: what the file says.

The calls go through a ``Disk``, so that a test can make each single one fail, or be the last that the process lives to see.
"""

from __future__ import annotations

import os
from pathlib import Path

PRIVATE_MODE = 0o600
PRIVATE_DIRECTORY_MODE = 0o700
PUBLIC_MODE = 0o644


class Disk:
    """The system calls that change what a disk holds. Each raises OSError when it fails, and is never retried."""

    def write(self, descriptor: int, data: bytes) -> None:
        """Write all bytes; a short write is continued, because it is not a failure."""
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]

    def sync(self, descriptor: int) -> None:
        """Wait until a file or directory is on the disk (fsync)."""
        os.fsync(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        """Give a file its final name in one step, in place of whatever bore it."""
        source.rename(target)


def replace_durably(disk: Disk, path: Path, data: bytes, *, mode: int = PRIVATE_MODE) -> None:
    """Put a whole file at ``path``; it survives a crash when this returns. Raises OSError.

    When it raises, ``path`` is either the old file or the new one, each of them whole, and nobody can say which one a
    crash would leave.
    """
    staging = path.with_name(f"{path.name}.staging")
    descriptor = os.open(staging, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, mode)
    try:
        # If we crash here, the staging file is overwritten by the next one; nobody reads it.
        disk.write(descriptor, data)
        # The bytes are durable before the name, or a crash could leave the name on an empty file.
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
    # If we crash here or right after, `path` is the old file or the new one.
    disk.rename(staging, path)
    sync_directory(disk, path.parent)


def sync_directory(disk: Disk, path: Path) -> None:
    """Make the names in a directory durable. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
