"""A private place for what a command needs while it runs, and what killed commands have left there.

Knows: the folder for temporary files, the lock that the kernel frees when a process dies.
Must not know: what is written.

Rows stand there in the clear: who asked for whom, and why. Whoever is killed cannot clear up, and an erasure never reaches such a place.
So the next command removes what nobody holds any more.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PREFIX: Final = "ostiary-passing-"
JUST_MADE: Final = 60
"""Seconds in which a place without a lock is left alone: whoever has made it is about to lock it."""


@contextmanager
def passing_place() -> Iterator[Path]:
    """A folder that nobody else may read, and that is removed with all that is in it. Raises OSError."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        _remove_unless_held(left)
    place = Path(tempfile.mkdtemp(prefix=PREFIX))
    descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        os.close(descriptor)


def _remove_unless_held(place: Path) -> None:
    try:
        descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        # Another account's, a link, or gone meanwhile.
        return
    try:
        found = os.fstat(descriptor)
        if found.st_uid == os.getuid() and time.time() - found.st_mtime > JUST_MADE:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(place, ignore_errors=True)
    except BlockingIOError:
        """Somebody works there."""
    finally:
        os.close(descriptor)
