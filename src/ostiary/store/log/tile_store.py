"""The public side of a log on a disk: tiles, bundles and the signed checkpoint, all derived from the journal.

Knows: what to write for each frame, in which order, and when to sign.
Must not know: threads, sockets, the journal's file, or what an entry means.

Nothing here is the source of anything: every file can be computed again from the journal. A file that is there
already must say the same; only one that is missing or cut short is written again.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.store import durable_files as durable
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.journal_frames import Frame
from ostiary.store.log.shared_head import SharedHead
from ostiary.tlog.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from ostiary.tlog.merkle import leaf_hash
from ostiary.tlog.note import NoteSigner, SignerKey
from ostiary.tlog.tiles import TILE_WIDTH, RightEdge, encode_entry, entries_path


class TileStore:
    """The tree as far as the journal has been read, and what of it is on the disk.

    It begins empty and is given the journal from its first frame, so that recovery and normal running are one path.
    Errors: LogDamaged when a file holds other bytes than it must, OSError when the disk fails. Both are final.
    """

    def __init__(
        self,
        folder: LogFolder,
        signer: SignerKey,
        head: Checkpoint,
        disk: durable.Disk,
        also: Sequence[NoteSigner] = (),
        *,
        shared: SharedHead | None = None,
    ) -> None:
        """``head`` is the last checkpoint that was ever signed; no smaller and no other tree will be.

        ``also`` sign each checkpoint beside the log's first key. ``shared`` is where each stands as well, before it is
        published, and has been read.
        """
        self.head = head
        self._folder = folder
        self._signer = signer
        self._also = also
        self._shared = shared
        self._disk = disk
        self._edge = RightEdge()
        self._bundle = bytearray()
        # Directories with new names in them that are not durable yet.
        self._touched: set[Path] = set()
        # Directories of partial tiles whose full tile is written; each goes when a checkpoint covers the full one.
        self._superseded: list[Path] = []

    @property
    def size(self) -> int:
        """How many entries have been taken in."""
        return self._edge.size

    def add(self, frame: Frame) -> None:
        """Take in a frame that is durable in the journal, and write the tiles and bundles that it fills."""
        if frame.first != self.size:
            raise LogDamaged(f"entry {frame.first} does not continue a tree of {self.size}")
        for entry in frame.entries:
            commitment = entry.commitment
            self._bundle += encode_entry(commitment)
            tiles = self._edge.append(leaf_hash(commitment))
            if self.size % TILE_WIDTH == 0:
                self._write_full(entries_path(self.size // TILE_WIDTH - 1), bytes(self._bundle))
                self._bundle.clear()
            for tile in tiles:
                self._write_full(tile.id.path, tile.hashes)

    def publish(self) -> Checkpoint:
        """Sign and publish the tree as it stands; the checkpoint. The same tree published again changes nothing.

        Raises, besides, what ``SharedHead.swap`` raises; after ControlDown it may be called again.
        """
        checkpoint = Checkpoint(self.head.origin, self.size, self._edge.root())
        self._refuse_fork(checkpoint)
        self._write_partials()
        for directory in sorted(self._touched):
            durable.sync_directory(self._disk, directory)
        self._touched.clear()
        # If we crash before this line, tiles are there that no checkpoint covers; the next start writes the same.
        note = self._maybe_signed(checkpoint) or sign_checkpoint(checkpoint, self._signer, self._also)
        if self._shared is not None:
            # The commit point. If we crash before this line, nobody has seen the signature; after it, the next start finds
            # the tree in the journal. Nothing that could fork the log is in any file of ours before the row has it.
            self._shared.swap(note)
        # The head is durable before the checkpoint leaves: after a crash between the two we know what we signed, and
        # publish that again. Were it the other way round, we might sign another tree of a size that somebody has seen.
        self._put(self._folder.head, note, durable.PRIVATE_MODE)
        self.head = checkpoint
        self._put(self._folder.checkpoint, note, durable.PUBLIC_MODE)
        # Partial tiles go last: until now a reader of the checkpoint before might have needed them.
        for directory in self._superseded:
            shutil.rmtree(directory, ignore_errors=True)
        self._superseded.clear()
        return checkpoint

    def _maybe_signed(self, checkpoint: Checkpoint) -> bytes | None:
        """The note of this very tree that stands in the head; ML-DSA-44 signs anew each time with other bytes."""
        if checkpoint != self.head:
            return None
        try:
            note = self._folder.head.read_bytes()
            found = [open_checkpoint(note, one.verifier()) for one in (self._signer, *self._also)]
        except (OSError, ProofInvalid):
            # What is not there, or not signed by all, is signed again.
            return None
        return note if all(one == checkpoint for one in found) else None

    def _refuse_fork(self, checkpoint: Checkpoint) -> None:
        if checkpoint.size < self.head.size:
            raise LogDamaged(
                f"a tree of {self.head.size} was signed and the journal holds {checkpoint.size} entries"
            )
        if checkpoint.size == self.head.size and checkpoint.root != self.head.root:
            raise LogDamaged(f"another tree of {self.head.size} entries was signed already")

    def _write_partials(self) -> None:
        number, width = divmod(self.size, TILE_WIDTH)
        if width:
            self._write_once(entries_path(number, width), bytes(self._bundle))
        for tile in self._edge.partials():
            self._write_once(tile.id.path, tile.hashes)

    def _write_full(self, name: str, data: bytes) -> None:
        self._write_once(name, data)
        partials = self._folder.public / f"{name}.p"
        if partials.is_dir():
            self._superseded.append(partials)

    def _write_once(self, name: str, data: bytes) -> None:
        path = self._folder.public / name
        # The directory is synced also for a file that is there: the crash may have come before its name was durable.
        self._touched.add(path.parent)
        present = path.read_bytes() if path.exists() else None
        if present == data:
            return
        if present is not None and not data.startswith(present):
            raise LogDamaged(f"`{self._folder.name_of(path)}` is not what the journal says")
        durable.make_directories(self._disk, path.parent, mode=durable.PUBLIC_DIRECTORY_MODE)
        durable.replace_file(self._disk, path, data, mode=durable.PUBLIC_MODE, staging=self._folder.staging)

    def _put(self, path: Path, note: bytes, mode: int) -> None:
        if not path.exists() or path.read_bytes() != note:
            durable.replace_file_durably(self._disk, path, note, mode=mode, staging=self._folder.staging)
