"""Replaying a log: what a new policy would have answered to everything that stands in it.

Knows: where the entries are, and that a result is of entries whose root was signed.
Must not know: what a policy means, how a result is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ostiary.evidence.commitment import ACCESS
from ostiary.promises.replay.counting import Replay
from ostiary.promises.replay.result import LogHead, Replayed
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.reader import Entry
from ostiary.store.log.signed_entries import SignedEntries

# Progress is told once in this many entries: some ten times a second.
_PROGRESS_STEP = 4096


def replay_log(
    directory: Path, replay: Replay, progress: Callable[[int, int], None], keys: KeyFile | None = None
) -> Replayed:
    """The result of a replay over the log in a folder, up to its published checkpoint; the log may be running meanwhile.

    ``keys`` are needed where the log is sealed; an erased access is counted as one that was erased. ``progress`` is called with how many entries were read, and how many there are. Raises LogDamaged or ProofInvalid when
    the entries are not those that were signed: then there is no result. Raises OSError.
    """
    signed = SignedEntries(directory, keys)
    size = signed.checkpoint.size
    for entry in signed:
        if entry.kind == ACCESS:
            if isinstance(entry, Entry):
                replay.take(entry.index, entry.payload)
            else:
                replay.miss_erased()
        if entry.index % _PROGRESS_STEP == 0:
            progress(entry.index, size)
    progress(size, size)
    return replay.finish(LogHead(size, signed.checkpoint.root.hex()))
