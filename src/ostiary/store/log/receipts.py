"""Receipts and openings out of a log's folder.

Knows: which public files make a receipt, and which frame of the journal holds an entry.
Must not know: sockets, output, who may have an opening.

A receipt takes the public side alone: whoever has a copy of it makes the same receipts as the log's operator.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ostiary.errors import LogDamaged, LogUnavailable, ProofInvalid
from ostiary.evidence.opening import Opening
from ostiary.evidence.partial_opening import PartialOpening
from ostiary.evidence.receipt import write_receipt
from ostiary.store.log.folder import LogFolder, find_part, read_part, read_verifier
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.journal_frames import AnyEntry, JournalEntry
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.reader import maybe_left
from ostiary.store.log.sealer import open_entry
from ostiary.store.log.witnessed import witnessed_file
from ostiary.tlog.checkpoint import Checkpoint, open_checkpoint
from ostiary.tlog.merkle import HASH_BYTES, leaf_hash, verify_inclusion
from ostiary.tlog.note import VerifierKey
from ostiary.tlog.tile_proofs import TileTree
from ostiary.tlog.tiles import TILE_WIDTH, TileId, decode_bundle, entries_path, tile_path


@dataclass(frozen=True, slots=True)
class Published:
    """What a log has published last: the note as it stands there, and the checkpoint in it."""

    note: bytes
    checkpoint: Checkpoint
    verifier: VerifierKey


def read_published(directory: Path) -> Published:
    """The published checkpoint. Raises LogDamaged or ProofInvalid unless the log's own key has signed it, OSError."""
    folder = LogFolder(directory)
    return _opened(folder, folder.checkpoint, read_part(folder, folder.checkpoint))


def read_witnessed(directory: Path) -> Published:
    """The checkpoint that witnesses have cosigned, or the published one where none have. Raises as ``read_published``."""
    folder = LogFolder(directory)
    path = witnessed_file(folder, read_verifier(folder).name)
    note = find_part(folder, path)
    return read_published(directory) if note is None else _opened(folder, path, note)


def _opened(folder: LogFolder, path: Path, note: bytes) -> Published:
    verifier = read_verifier(folder)
    try:
        return Published(note, open_checkpoint(note, verifier), verifier)
    except ProofInvalid as fault:
        raise ProofInvalid(f"`{folder.name_of(path)}`: {fault.message}") from fault


def make_receipt(directory: Path, index: int) -> bytes:
    """The receipt of one entry, verified before it is handed out. Raises as ``make_receipts``."""
    return make_receipts(directory, [index])[index]


def make_receipts(directory: Path, indexes: Collection[int]) -> dict[int, bytes]:
    """The receipts of one entry or several, all of one tree, each verified before it is handed out.

    They are under the checkpoint that witnesses have cosigned, where that covers them all, and else under the published one.

    Raises LogUnavailable for an entry that the checkpoint does not cover, LogDamaged or ProofInvalid when the log's files
    do not make receipts that hold, OSError.
    """
    folder, published = LogFolder(directory), read_witnessed(directory)
    if max(indexes, default=-1) >= published.checkpoint.size:
        published = read_published(directory)
    return {index: _receipt(folder, published, index) for index in indexes}


def _receipt(folder: LogFolder, published: Published, index: int) -> bytes:
    size, root = published.checkpoint.size, published.checkpoint.root
    if not 0 <= index < size:
        raise LogUnavailable(
            f"the published checkpoint covers {size} entries, and entry {index} is not among them",
            hint="an entry is published a moment after it is durable; ask again",
        )
    commitment = _entry(folder, index, size)
    path = TileTree(size, lambda tile: _tile(folder, tile)).inclusion_proof(index)
    # If the bundle, a tile or the checkpoint is not what was published, this finds it.
    verify_inclusion(index=index, size=size, leaf=leaf_hash(commitment), proof=path, root=root)
    return write_receipt(index, commitment, path, published.note)


class TreeReader:
    """The published tree, and the paths to its root; each tile is read once."""

    def __init__(self, directory: Path, last: int) -> None:
        """The tree that witnesses have cosigned where it covers the entry ``last``, else the published one.

        Raises LogUnavailable when that does not cover it either, and as these two.
        """
        folder = LogFolder(directory)
        self.published = read_witnessed(directory)
        if last >= self.published.checkpoint.size:
            self.published = read_published(directory)
        if last >= self.published.checkpoint.size:
            raise LogUnavailable(f"entry {last} is not published yet", hint="ask again in a moment")
        self._tree = TileTree(self.published.checkpoint.size, cache(lambda tile: _tile(folder, tile)))

    def path(self, index: int) -> tuple[bytes, ...]:
        """The path of one entry, its sibling first. Raises LogUnavailable for an entry that is not published, LogDamaged."""
        if not 0 <= index < self.published.checkpoint.size:
            raise LogUnavailable(f"entry {index} is not under the checkpoint that is published or witnessed")
        return self._tree.inclusion_proof(index)


def read_opening_of(directory: Path, index: int, keys: KeyFile | None = None) -> Opening | PartialOpening:
    """The opening of one entry, from the private side; of one in which names were erased, what is left. The journal is read up to it.

    Raises LogUnavailable when there is no such entry yet, when it is sealed and there are no keys, or when it was erased; LogDamaged when the journal is missing or damaged, OSError.
    """
    with JournalReader(LogFolder(directory).journal) as reader:
        for frame, after in reader.read_frames(reader.start):
            if after.index > index:
                return _opening_of(frame.entries[index - frame.first], index, keys)
    raise LogUnavailable(f"the journal has no entry {index}")


def _opening_of(entry: AnyEntry, index: int, keys: KeyFile | None) -> Opening | PartialOpening:
    found = open_entry(entry, index, keys)
    if isinstance(found, JournalEntry):
        return Opening(found.kind, found.salt, found.payload)
    left = maybe_left(entry, index, keys)
    if left is None:
        raise LogUnavailable(f"what entry {index} said was erased")
    return left


def _entry(folder: LogFolder, index: int, size: int) -> bytes:
    number, at = divmod(index, TILE_WIDTH)
    width = min(size - number * TILE_WIDTH, TILE_WIDTH)
    raw = _part(folder, entries_path(number, width), entries_path(number))
    entries = decode_bundle(raw)
    if at >= len(entries):
        raise LogDamaged(f"`public/{entries_path(number, width)}` does not hold entry {index}")
    return entries[at]


def _tile(folder: LogFolder, tile: TileId) -> bytes:
    return _part(folder, tile.path, tile_path(tile.level, tile.number))[: tile.width * HASH_BYTES]


def _part(folder: LogFolder, name: str, full_name: str) -> bytes:
    # A partial tile goes when its full one is published, perhaps since the checkpoint was read: that begins likewise.
    found = find_part(folder, folder.public / name)
    return read_part(folder, folder.public / full_name) if found is None else found
