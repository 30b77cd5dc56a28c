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
    replace_file_durably,
    sync_directory,
)
from ostiary.watch.findings.act import Act
from ostiary.watch.findings.chain import Chain, check_heads, extended, read_chain


@dataclass(frozen=True, slots=True)
class ActsFile:
    """The acts at ``path``, and their head beside it in ``.head``; a file that is not there has none."""

    path: Path
    disk: Disk = field(default_factory=Disk)

    def read(self) -> Chain:
        """All acts. Raises WatchFolderDamaged where history was changed."""
        # The head first: an act that is added in between is then behind it, and not missing.
        head = _maybe_text(self._head)
        chain = read_chain(_maybe_bytes(self.path))
        check_heads(chain, [head] if head else [], self.path.name)
        return chain

    @property
    def _head(self) -> Path:
        return self.path.with_suffix(".head")

    def append(self, decide: Callable[[Sequence[Act]], Sequence[Act]]) -> Chain:
        """Add what ``decide`` answers to all acts so far; they are durable when this returns the chain with them.

        Nobody else writes in between. Raises WatchFolderDamaged where history was changed, FindingRefused when it cannot be
        written, and whatever ``decide`` raises; then nothing was added.
        """
        with self.alone():
            chain = self.read()
            acts = decide(chain.acts)
            if not acts:
                return chain
            lines, after = extended(chain, acts)
            self._write(chain, lines, after.head)
            return after

    def verify(self, kept: Sequence[str] = ()) -> Chain:
        """The chain, when it is whole and has every head that was kept elsewhere. Raises WatchFolderDamaged."""
        chain = self.read()
        check_heads(chain, kept, self.path.name)
        return chain

    def _write(self, chain: Chain, lines: bytes, head: str) -> None:
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_MODE)
            try:
                self._put(descriptor, chain, lines)
            finally:
                os.close(descriptor)
            sync_directory(self.disk, self.path.parent)
            self._note_head(head)
        except OSError as error:
            raise FindingRefused(
                f"the act could not be written to `{self.path}`: {error.strerror}",
                hint="it does not count; make room or mend the disk, then do it again",
            ) from error

    def _note_head(self, head: str) -> None:
        # It only ever lags behind: whether we crash before this or the disk takes it not, the head that stands there is one that
        # the chain has. With it, a last line that was changed or dropped shows, which no later line holds.
        with contextlib.suppress(OSError):
            replace_file_durably(
                self.disk,
                self._head,
                f"{head}\n".encode(),
                mode=PRIVATE_MODE,
                staging=self._head.with_suffix(".head.new"),
            )

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


def _maybe_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _maybe_text(path: Path) -> str:
    return _maybe_bytes(path).decode(errors="replace").strip()
