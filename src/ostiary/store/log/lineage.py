"""The chain of a log and its predecessors: that each begins with what the last one signed, and each is whole.

Knows: the two public openings that tie a log to the one before and to the one after, and where a closed log stands.
Must not know: how a log is rotated, output.

A link holds both ways: the old log's last entry names the new one's key, and the new one's first entry has the old one's
last checkpoint. So nobody puts a log in front of another, or behind it, whom the old key has not named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ostiary.errors import EvidenceFault, LogDamaged, ProofInvalid
from ostiary.evidence.commitment import BEGINNING, CLOSING
from ostiary.evidence.opening import Opening, read_opening
from ostiary.evidence.succession import read_beginning, read_closing
from ostiary.store.log.folder import LogFolder, find_part, read_part, read_verifier
from ostiary.tlog.checkpoint import Checkpoint, open_checkpoint
from ostiary.tlog.note import VerifierKey

MAX_LINKS: Final = 200
"""Two logs a year for a century: more is a circle."""


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A log that was closed: its last checkpoint, as its successor's first entry has it, and its folder where that is here."""

    verifier: VerifierKey
    last: Checkpoint
    folder: Path | None


def verify_links(folder: LogFolder, first: bytes, last: bytes) -> None:
    """Raises LogDamaged or ProofInvalid unless the public openings are those of the first and last of the published entries."""
    for path, entry, kind in ((folder.predecessor, first, BEGINNING), (folder.successor, last, CLOSING)):
        if entry[:1] == bytes([kind]):
            _open(folder, path).verify(entry)
        elif find_part(folder, path) is not None:
            raise ProofInvalid(f"`{folder.name_of(path)}` opens no entry of this log")


def predecessors(directory: Path) -> Iterator[Predecessor]:
    """The logs before this one, the last one first, as far as their folders stand beside it; the last may be without one.

    Raises LogDamaged or ProofInvalid when a link does not hold. Whether a log is whole is for ``verify_log`` to say.
    """
    folder = LogFolder(directory)
    for _ in range(MAX_LINKS):
        if find_part(folder, folder.predecessor) is None:
            return
        found = _predecessor(folder)
        yield found
        if found.folder is None:
            return
        folder = LogFolder(found.folder)
    raise ProofInvalid(f"`{directory}` has more than {MAX_LINKS} predecessors")


def _predecessor(folder: LogFolder) -> Predecessor:
    beginning = read_beginning(_open(folder, folder.predecessor).payload)
    verifier = VerifierKey.parse(beginning.predecessor)
    last = open_checkpoint(beginning.checkpoint, verifier)
    where = _beside(folder, verifier)
    if where is not None:
        _verify_closed(where, folder, last, verifier)
    return Predecessor(verifier, last, None if where is None else where.root)


def _verify_closed(old: LogFolder, new: LogFolder, last: Checkpoint, verifier: VerifierKey) -> None:
    if open_checkpoint(read_part(old, old.checkpoint), verifier) != last:
        raise ProofInvalid(
            f"`{old.root}` does not end where `{new.root}` begins: at {last.size} entries",
            hint="one of the two is not the log that was rotated",
        )
    if read_closing(_open(old, old.successor).payload).successor != read_verifier(new).format():
        raise ProofInvalid(f"`{old.root}` names another successor than `{new.root}`")


def _beside(folder: LogFolder, verifier: VerifierKey) -> LogFolder | None:
    """The folder of the log with that key, beside this one."""
    for path in sorted(folder.root.resolve().parent.glob("*/log.vkey")):
        try:
            if read_verifier(LogFolder(path.parent)) == verifier:
                return LogFolder(path.parent)
        except (EvidenceFault, OSError):
            # Something else bears that name.
            continue
    return None


def _open(folder: LogFolder, path: Path) -> Opening:
    raw = find_part(folder, path)
    if raw is None:
        raise LogDamaged(
            f"`{folder.name_of(path)}` is missing: the entry that ties two logs together is not opened"
        )
    return read_opening(raw)
