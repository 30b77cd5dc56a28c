"""A quick look at a log: what can be said of it without reading every entry.

Knows: the keys, the last checkpoints, who writes, the file system below.
Must not know: entries, sockets. Nothing is changed; only ``verify`` says that a log is whole.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.store.log.folder import LogFolder, read_part, read_signer, read_verifier
from ostiary.tlog.checkpoint import Checkpoint, open_checkpoint

_LOCKS: Final = Path("/proc/locks")
_MOUNTS: Final = Path("/proc/self/mountinfo")


@dataclass(frozen=True, slots=True)
class Signed:
    """How many entries the published checkpoint and the last one that was signed cover."""

    origin: str
    published: int
    head: int


def look_at_signed(folder: LogFolder) -> Signed:
    """Compare keys and checkpoints. Raises LogDamaged, KeyFileError or ProofInvalid, naming the file, and OSError."""
    try:
        verifier = read_verifier(folder)
    except ProofInvalid as fault:
        raise ProofInvalid(f"`{folder.name_of(folder.verifier_key)}`: {fault.message}") from fault
    read_signer(folder)
    published = open_checkpoint(read_part(folder, folder.checkpoint), verifier)
    head = open_checkpoint(read_part(folder, folder.head), verifier)
    _verify_order(published, head)
    if folder.journal.stat().st_size == 0:
        raise LogDamaged("`private/journal` is empty")
    return Signed(published.origin, published.size, head.size)


def _verify_order(published: Checkpoint, head: Checkpoint) -> None:
    # The head is durable before its checkpoint is published, so it can only be ahead.
    if head.size < published.size or (head.size == published.size and head.root != published.root):
        raise ProofInvalid(
            "`private/head` is behind the published checkpoint",
            hint="One of them was restored from a backup without the other; see docs/backup.md, `What must never be restored alone`.",
        )


def writer_pid(folder: LogFolder) -> int:
    """The process that holds the log's lock; 0 when none does, or when this system does not tell."""
    found = folder.root.stat()
    place = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    try:
        lines = _LOCKS.read_text("ascii").splitlines()
    except OSError:
        return 0
    held = [line.split() for line in lines if " FLOCK " in line]
    return next((int(words[4]) for words in held if words[1] == "FLOCK" and words[5] == place), 0)


def file_system(path: Path) -> str:
    """The kind of file system that a path is on, such as ``ext4``; empty when this system does not tell."""
    resolved = path.resolve()
    best, kind = -1, ""
    try:
        lines = _MOUNTS.read_text("utf-8").splitlines()
    except OSError:
        return ""
    for line in lines:
        words = line.split()
        mounted = Path(words[4])
        if resolved.is_relative_to(mounted) and len(mounted.parts) >= best:
            best, kind = len(mounted.parts), words[words.index("-") + 1]
    return kind


def sync_harmlessly(path: Path) -> None:
    """Ask for a file's bytes to be on the disk, where they are already. Raises OSError when the file system cannot."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fdatasync(descriptor)
    finally:
        os.close(descriptor)
