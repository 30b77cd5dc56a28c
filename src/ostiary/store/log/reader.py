"""Reading a log's entries from its private side.

Knows: entries by their index, in order, also while the writer runs.
Must not know: what a payload says, tiles, or checkpoints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ostiary.evidence.commitment import ACCESS
from ostiary.model.entry_form import entry_text
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.journal_frames import JournalEntry
from ostiary.store.log.sealer import read_entry


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log: where it stands, its kind (ostiary.evidence.commitment.KINDS), and what it says.

    ``payload`` is JSON of an access whatever its form (``entry_text``), and of others what was committed to.
    """

    index: int
    kind: int
    payload: bytes


def entry_of(index: int, entry: JournalEntry) -> Entry:
    """An entry for those who read what it says. Raises LogDamaged for an access that is of no form."""
    return Entry(index, entry.kind, entry_text(entry.payload) if entry.kind == ACCESS else entry.payload)


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
                        yield entry_of(index, read_entry(entry, index))
