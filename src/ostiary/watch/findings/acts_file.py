"""A file of acts, which is only ever appended to.

Knows: the lock against a second writer, the order of durable writes, what a crash leaves.
Must not know: what acts say.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ostiary.errors import FindingRefused
from ostiary.store.durable_files import (
    PRIVATE_DIRECTORY_MODE,
    PRIVATE_MODE,
    Disk,
    make_directories,
    sync_directory,
)
from ostiary.watch.findings.act import Act
from ostiary.watch.findings.chain import Chain, check_heads, lines_behind, read_chain


@dataclass(frozen=True, slots=True)
class ActsFile:
    """The acts at ``path``; a file that is not there has none."""

    path: Path
    disk: Disk = field(default_factory=Disk)

    def read(self) -> Chain:
        """All acts. Raises WatchFolderDamaged where history was changed."""
        try:
            return read_chain(self.path.read_bytes())
        except FileNotFoundError:
            return Chain()

    def append(self, decide: Callable[[Sequence[Act]], Sequence[Act]]) -> Chain:
        """Add what ``decide`` answers to all acts so far; they are durable when this returns the chain with them.

        Nobody else writes in between. Raises WatchFolderDamaged where history was changed, FindingRefused when it cannot be
        written, and whatever ``decide`` raises; then nothing was added.
        """
        with self.alone():
            chain = self.read()
            if lines := lines_behind(chain, decide(chain.acts)):
                self._write(chain, lines)
            return self.read()

    def verify(self, kept: Sequence[str] = ()) -> Chain:
        """The chain, when it is whole and has every head that was kept elsewhere. Raises WatchFolderDamaged."""
        chain = self.read()
        check_heads(chain, kept, self.path.name)
        return chain

    def _write(self, chain: Chain, lines: bytes) -> None:
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_MODE)
            try:
                self._put(descriptor, chain, lines)
            finally:
                os.close(descriptor)
            sync_directory(self.disk, self.path.parent)
        except OSError as error:
            raise FindingRefused(
                f"the act could not be written to `{self.path}`: {error.strerror}",
                hint="it does not count; make room or mend the disk, then do it again",
            ) from error

    def _put(self, descriptor: int, chain: Chain, lines: bytes) -> None:
        # The torn end goes first: behind it, a good line would be read as part of it. If we crash here, nothing is lost that counted.
        if chain.torn:
            self.disk.cut(descriptor, chain.length)
        try:
            # If we crash within this, the last line is torn, and those before it stand: each act is whole by itself.
            self.disk.write_at(descriptor, lines, chain.length)
            self.disk.sync(descriptor)
        except OSError:
            # What could not be made durable must not count later, after somebody was told that it was refused.
            with contextlib.suppress(OSError):
                self.disk.cut(descriptor, chain.length)
            raise

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes here while it lasts; it waits for whoever does. The directory is made where it is missing."""
        make_directories(self.disk, self.path.parent, mode=PRIVATE_DIRECTORY_MODE)
        # The directory is locked, which is never replaced. The kernel frees the lock when a process dies.
        descriptor = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
