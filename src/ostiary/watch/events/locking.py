"""The lock of a watch folder: one writer at a time.

Knows: that the kernel frees a lock when a process dies.
Must not know: what is written.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ostiary.errors import ImportRefused


@contextmanager
def folder_lock(path: Path) -> Iterator[None]:
    """Be the folder's one writer. Raises ImportRefused when another is."""
    # The folder itself is locked, which nobody renames: a lock on a file that gets replaced would lock nothing.
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise ImportRefused(
            f"another import writes into `{path}`", hint="wait until it has ended, then try again"
        ) from None
    finally:
        os.close(descriptor)
