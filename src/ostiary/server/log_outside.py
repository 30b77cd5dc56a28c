"""What can be seen of a log from outside, at a glance.

Knows: the published checkpoint and the cosigned one, the file system below the log.
Must not know: keys, the journal; nothing here verifies anything.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ostiary.store.log.folder import LogFolder
from ostiary.store.log.scrubbing import LastScrub, maybe_last_scrub
from ostiary.store.log.witnessed import witnessed_file

_SIZE_LINE = 1


@dataclass(frozen=True, slots=True)
class LogOutside:
    """The size that the checkpoint says, when it was published (seconds since 1970), and the room that is left."""

    published_entries: int
    published_at: float
    free_bytes: int
    size_bytes: int
    """Of the whole file system, used or not."""
    witnessed_entries: int | None = None
    """Under the cosigned checkpoint; None where there is none."""
    witnessed_at: float = 0.0
    scrub: LastScrub | None = None
    """The last scrub; None where there was none."""

    @classmethod
    def maybe_look(cls, directory: Path) -> Self | None:
        """Look; None where there is nothing to see or this account may not."""
        folder = LogFolder(directory)
        try:
            lines = folder.checkpoint.read_text("utf-8").splitlines()
            published_at = folder.checkpoint.stat().st_mtime
            room = os.statvfs(directory)
            witnessed, witnessed_at = _maybe_witnessed(witnessed_file(folder, lines[0]))
            free, size = room.f_bavail * room.f_frsize, room.f_blocks * room.f_frsize
            return cls(
                int(lines[_SIZE_LINE]),
                published_at,
                free,
                size,
                witnessed,
                witnessed_at,
                maybe_last_scrub(directory),
            )
        except (OSError, ValueError, IndexError):
            return None


def _maybe_witnessed(path: Path) -> tuple[int | None, float]:
    if not path.exists():
        return None, 0.0
    return int(path.read_text("utf-8").splitlines()[_SIZE_LINE]), path.stat().st_mtime
