"""What a process has read of a file of acts, so that it reads and verifies no line twice.

Knows: by what a file is known not to have changed, and that what was read once may not be gone later.
Must not know: what acts say, how texts are opened.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ostiary.watch.findings.chain import Chain, check_heads, read_chain, read_on

SETTLED_NS: Final = 2_000_000_000
"""A file that was changed less than two seconds before it was read may be changed again within the same tick of its clock."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which file it is, how long, and when it was changed last; ``is_settled``: long enough before this was asked."""

    file: tuple[int, ...]
    is_settled: bool = field(compare=False)


@dataclass(slots=True)
class KeptChain:
    """The chain as it was read last. One thread at a time reads on."""

    chain: Chain | None = None
    stamp: Stamp | None = None
    digest: bytes = b""
    lock: threading.RLock = field(default_factory=threading.RLock)

    def maybe_unchanged(self, path: Path) -> Chain | None:
        """The chain, where the file is for certain the one that was read."""
        is_same = self.stamp is not None and self.stamp.is_settled and stamp_of(path) == self.stamp
        return self.chain if is_same else None

    def read_on(self, data: bytes, name: str) -> Chain:
        """The chain in all bytes of the file: what begins with what was read is read on from there, anything else from its start.

        Raises WatchFolderDamaged where an act was changed, or where acts that this process has read are gone.
        """
        before = self.chain
        if before is None:
            return read_chain(data)
        if len(data) >= before.length and _digest(data, before.length) == self.digest:
            more = data[before.length :]
            return read_on(before, more) if b"\n" in more or len(more) != before.torn else before
        chain = read_chain(data)
        check_heads(chain, [before.head], name)
        return chain

    def keep(self, chain: Chain, data: bytes, stamp: Stamp | None) -> None:
        """Remember what was read: ``data`` are all bytes of the file, ``stamp`` was asked before they were read."""
        self.chain, self.stamp, self.digest = chain, stamp, _digest(data, chain.length)


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    # Who rewrites a file can set its mtime back, and not its ctime.
    settled = time.time_ns() - found.st_ctime_ns > SETTLED_NS
    return Stamp(_of(found), settled)


def _of(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _digest(data: bytes, length: int) -> bytes:
    return hashlib.sha256(memoryview(data)[:length]).digest()
