"""How long it takes to verify a large log, and how much memory.

Knows: how such a log is made without waiting for the disk, and the command that verifies one.
Must not know: appends, publishing as a service.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.series import Ledger
from bench.writer_process import ENTRY
from ostiary.demo.installation import ORIGIN
from ostiary.evidence.commitment import ACCESS, SALT_BYTES
from ostiary.store.durable_files import Disk
from ostiary.store.log.folder import LogFolder, create_log, read_signer
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.journal_frames import JournalEntry
from ostiary.store.log.recovery import open_for_writing
from ostiary.store.log.tile_store import TileStore

FRAME_ENTRIES: Final = 32
"""As many as wait at the same time at 32 sessions."""


class _QuickDisk(Disk):
    """Does not wait: making the log is not what is measured."""

    def sync_data(self, descriptor: int) -> None:
        """Nothing."""

    def sync(self, descriptor: int) -> None:
        """Nothing."""


def make_log(directory: Path, entries: int, say: Callable[[str], None]) -> Path:
    """A published log of so many entries, each of the size of a look-up's."""
    say(f"a log of {entries} entries is made")
    create_log(directory, ORIGIN, secrets.token_bytes(32))
    folder, disk = LogFolder(directory), _QuickDisk()
    signer = read_signer(folder)
    recovered = open_for_writing(folder, signer.verifier(), disk)
    for start in range(0, entries, FRAME_ENTRIES):
        recovered.journal.append([_entry() for _ in range(start, min(start + FRAME_ENTRIES, entries))])
    recovered.journal.close()
    store = TileStore(folder, signer, recovered.head, disk)
    with JournalReader(folder.journal) as reader:
        for frame, _ in reader.read_frames(reader.start):
            store.add(frame)
    store.publish()
    # What the kernel still has to write would disturb what is measured next.
    os.sync()
    return directory


def _entry() -> JournalEntry:
    return JournalEntry(ACCESS, secrets.token_bytes(SALT_BYTES), ENTRY)


def measure(log: Path, ledger: Ledger, entries: int) -> None:
    """Both sides, and the public side alone, as a journalist has it: seconds, processor seconds, and the most memory."""
    _verify(log, ledger, f"log/verify/{entries}")
    (log / "private").rename(log.with_name("private"))
    try:
        _verify(log, ledger, f"log/verify/public/{entries}")
    finally:
        log.with_name("private").rename(log / "private")


def _verify(log: Path, ledger: Ledger, name: str) -> None:
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell
        [sys.executable, "-m", "ostiary.cli.main", "log", "verify", str(log)], stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = status
    if status:
        raise RuntimeError(f"a log that was just made does not verify: {status}")
    ledger.note(name, "s", time.perf_counter() - started)
    ledger.note(f"{name}/processor", "s", used.ru_utime + used.ru_stime)
    ledger.note(f"{name}/memory", "MiB", used.ru_maxrss / 1024)
