"""Every entry under the published checkpoint, and that they are those that were signed.

Knows: the journal, the checkpoint and the root that the entries must have.
Must not know: what an entry means, tiles. Whether the public files are whole, ``verify`` says.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.store.log.folder import LogFolder, read_part, read_verifier
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.reader import Found, found_entry
from ostiary.tlog.checkpoint import Checkpoint, open_checkpoint
from ostiary.tlog.merkle import Frontier, leaf_hash


class SignedEntries:
    """A log as far as its published checkpoint covers it, also while the writer goes on beyond."""

    def __init__(self, directory: Path, keys: KeyFile | None = None) -> None:
        """``keys`` are needed where the log is sealed. Raises LogDamaged or ProofInvalid when there is no checkpoint that the log's own key has signed."""
        folder = LogFolder(directory)
        self._keys = keys
        self._journal = folder.journal
        self.checkpoint: Checkpoint = open_checkpoint(
            read_part(folder, folder.checkpoint), read_verifier(folder)
        )

    def __iter__(self) -> Iterator[Found]:
        """Each entry, in order. What was given out holds only once the last one was: then the root is compared.

        Raises LogDamaged when the journal is damaged or shorter than what was signed, ProofInvalid when the entries do not
        have the root that was signed, LogUnavailable when an entry is sealed and there are no keys.
        """
        tree, size = Frontier(), self.checkpoint.size
        with JournalReader(self._journal) as reader:
            for frame, _ in reader.read_frames(reader.start):
                for entry in frame.entries[: size - tree.size]:
                    tree.append(leaf_hash(entry.commitment))
                    index = tree.size - 1
                    yield found_entry(entry, index, self._keys)
                if tree.size == size:
                    break
        if tree.size < size:
            raise LogDamaged(f"{size} entries were signed and only {tree.size} are in the journal")
        if tree.root() != self.checkpoint.root:
            raise ProofInvalid(f"the first {size} entries do not have the root that was signed")
