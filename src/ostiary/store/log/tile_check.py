"""Comparing every file of a log's public side with what its entries make of it.

Knows: tiles, bundles, which of them a checkpoint promises, and which files belong to nothing.
Must not know: signatures, the journal, or what an entry means.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

from ostiary.errors import LogDamaged
from ostiary.store.log.folder import LogFolder, find_part, read_part
from ostiary.tlog.merkle import HASH_BYTES, leaf_hash
from ostiary.tlog.tiles import (
    TILE_WIDTH,
    RightEdge,
    TileId,
    decode_bundle,
    encode_entry,
    entries_path,
    tiles_of_size,
)

_TILE_ENDS = range(HASH_BYTES, HASH_BYTES * TILE_WIDTH + 1, HASH_BYTES)


class TileCheck:
    """Takes in the entries in order, and compares each tile and bundle as soon as it is known what must stand in it.

    A partial tile is a beginning of the full one, so that every width that is found is compared with the same bytes.
    """

    def __init__(self, folder: LogFolder, *also_there: Path) -> None:
        """``also_there`` are public files that something else explains."""
        self.edge = RightEdge()
        """The tree over the entries so far."""
        self._folder = folder
        self._seen = {folder.checkpoint, *also_there}
        # Listed before the entries are read: of a running log, files may appear that entries read later explain.
        self._found = sorted(path for path in folder.public.rglob("*") if not path.is_dir())
        self._bundle = bytearray()
        self._ends: list[int] = []

    def add(self, entry: bytes) -> None:
        """Take in the next public entry. Raises LogDamaged when a file that it completes says something else."""
        self._bundle += encode_entry(entry)
        self._ends.append(len(self._bundle))
        tiles = self.edge.append(leaf_hash(entry))
        if len(self._ends) == TILE_WIDTH:
            self._compare_bundle(self.edge.size // TILE_WIDTH - 1)
        for tile in tiles:
            self._compare(tile.id.path, tile.hashes, _TILE_ENDS)

    def finish(self, signed_size: int) -> tuple[str, ...]:
        """Compare the unfinished tiles; the names of public files that belong to nothing that the entries explain.

        Raises LogDamaged when a file differs, or when one that a checkpoint of ``signed_size`` promises is missing.
        """
        if self._ends:
            self._compare_bundle(self.edge.size // TILE_WIDTH)
        for tile in self.edge.partials():
            self._compare(TileId(tile.id.level, tile.id.number).path, tile.hashes, _TILE_ENDS)
        for path in promised_files(self._folder, signed_size):
            # A reader may fall back to the full tile when the partial one has been superseded.
            if path not in self._seen and _full_name(path) not in self._seen:
                raise LogDamaged(f"`{self._folder.name_of(path)}` is missing")
        # A partial tile may have been superseded since; then it has gone, and is no stray.
        strays = (path for path in self._found if path not in self._seen and path.exists())
        return tuple(self._folder.name_of(path) for path in strays)

    def _compare_bundle(self, number: int) -> None:
        self._compare(entries_path(number), bytes(self._bundle), self._ends)
        self._bundle.clear()
        self._ends.clear()

    def _compare(self, name: str, data: bytes, ends: Sequence[int]) -> None:
        # `data` is what is known of the full file `name`; ends[w - 1] is where its first w hashes or entries end.
        full = self._folder.public / name
        width = bisect_right(ends, len(data))
        self._compare_file(full, data, may_go_on=width < TILE_WIDTH)
        for path, part in _partials(full):
            if part <= width:
                self._compare_file(path, data[: ends[part - 1]])

    def _compare_file(self, path: Path, expected: bytes, *, may_go_on: bool = False) -> None:
        # A partial tile may go at any moment; whether a file that is missing was promised is asked at the end.
        present = find_part(self._folder, path)
        if present is None:
            return
        if present != expected and not (may_go_on and present.startswith(expected)):
            raise LogDamaged(f"`{self._folder.name_of(path)}` is not what the entries make it")
        self._seen.add(path)


def promised_files(folder: LogFolder, size: int) -> Iterator[Path]:
    """The tiles and bundles that a checkpoint of this size promises to its readers."""
    for tile in tiles_of_size(size):
        if tile.level == 0:
            yield folder.public / entries_path(tile.number, tile.width)
        yield folder.public / tile.path


def published_entries(folder: LogFolder, size: int) -> Iterator[bytes]:
    """The first ``size`` entries, from the bundles alone. Raises LogDamaged when they are not all there."""
    for tile in tiles_of_size(size):
        if tile.level > 0:
            return
        path = folder.public / entries_path(tile.number, tile.width)
        present = path if path.exists() else _full_name(path)
        try:
            entries = decode_bundle(read_part(folder, present))
        except LogDamaged as fault:
            raise LogDamaged(f"`{folder.name_of(present)}`: {fault.message}") from fault
        if len(entries) < tile.width:
            raise LogDamaged(f"`{folder.name_of(present)}` holds {len(entries)} entries of {tile.width}")
        yield from entries[: tile.width]


def _full_name(path: Path) -> Path:
    return path.parent.with_suffix("") if path.parent.suffix == ".p" else path


def _partials(full: Path) -> Iterator[tuple[Path, int]]:
    folder = full.with_name(f"{full.name}.p")
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        # "W MUST be a decimal ASCII integer between 1 and 255, with no additional leading zeroes."
        if path.name.isascii() and path.name.isdecimal() and path.name == str(int(path.name)):
            width = int(path.name)
            if 1 <= width < TILE_WIDTH:
                yield path, width
