"""Files that a crash may have left in the kernel's memory alone: made durable, and read from the disk again.

Knows: that what a process reads need not be on the disk.
Must not know: what a file says.

A writer that is killed between a write and its sync leaves bytes that the next one reads and no disk has. After a failed
sync it is worse: the kernel may go on showing bytes that never reached the disk, and a second sync succeeds without them.
"""

from __future__ import annotations

import os
from pathlib import Path

from ostiary.errors import LogUnavailable
from ostiary.store.durable_files import Disk


def settle(disk: Disk, path: Path) -> None:
    """Make durable what was written to a file, and drop what the kernel keeps of it: what is read next is on the disk.

    For whoever holds the log's lock, before anything of the file is counted on. A file that is missing is left to whoever
    opens it. Raises LogUnavailable when the disk fails, OSError for what is no file of ours.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        disk.sync_data(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    except OSError as fault:
        raise LogUnavailable(
            f"`{path.parent.name}/{path.name}` cannot be synced: {fault.strerror}"
        ) from fault
    finally:
        os.close(descriptor)
