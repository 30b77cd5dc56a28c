"""Reading a log's entries from its private side.

Knows: entries by their index, in order, also while the writer runs.
Must not know: what a payload says, tiles, or checkpoints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ostiary.store.log.folder import LogFolder
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.sealer import read_entry


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log: where it stands, its kind (ostiary.evidence.commitment.KINDS), and what it says."""

    index: int
    kind: int
    payload: bytes


def read_entries(directory: Path, start: int = 0) -> Iterator[Entry]:
    """Every durable entry from the index ``start`` on. A frame that is just being written is left out.

    Frames before ``start`` are read and their checksums compared all the same. Raises LogDamaged when the journal is
    missing or damaged, LogUnavailable when an entry is sealed.
    """
    with JournalReader(LogFolder(directory).journal) as reader:
        for frame, after in reader.read_frames(reader.start):
            if after.index > start:
                for index, entry in enumerate(frame.entries, frame.first):
                    if index >= start:
                        yield Entry(index, entry.kind, read_entry(entry, index).payload)
