"""What the disk itself takes: one small write, made durable.

Knows: fdatasync on a file beside the log, and which file system that is.
Must not know: the log.
"""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path
from typing import Final

WRITES: Final = 200
WRITE_BYTES: Final = 1_024
RESERVED: Final = 4 * 2**20


def sync_latency(folder: Path) -> float:
    """The median, in seconds, of one appended kilobyte and its fdatasync, in room that is allocated as the journal's is."""
    path = folder / "bench.sync"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.posix_fallocate(descriptor, 0, RESERVED)
        os.fsync(descriptor)
        return statistics.median(_timed_write(descriptor, number) for number in range(WRITES))
    finally:
        os.close(descriptor)
        path.unlink()


def _timed_write(descriptor: int, number: int) -> float:
    started = time.perf_counter()
    os.pwrite(descriptor, bytes(WRITE_BYTES), number * WRITE_BYTES)
    os.fdatasync(descriptor)
    return time.perf_counter() - started


def file_system(folder: Path) -> str:
    """The type and device of the file system that a folder is on."""
    best = ("", "unknown", "")
    for line in Path("/proc/mounts").read_text().splitlines():
        device, point, kind, *_ = line.split()
        if folder.resolve().is_relative_to(point) and len(point) >= len(best[0]):
            best = (point, kind, device)
    return f"{best[1]} on {best[2]}"
