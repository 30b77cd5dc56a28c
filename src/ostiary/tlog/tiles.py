"""Tiles: the fixed files in which a tree and its entries are published.

Knows: C2SP tlog-tiles: paths, which tiles a size has, what stands in them, and entry bundles.
Must not know: what an entry means, checkpoints, or how files are written.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ostiary.errors import LogDamaged
from ostiary.tlog.merkle import HASH_BYTES, Frontier, fold_peaks

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
FULL_TILE_BYTES = TILE_WIDTH * HASH_BYTES
# The length of an entry stands before it as a 16-bit number.
MAX_ENTRY_BYTES = 2**16 - 1

_LENGTH = struct.Struct(">H")


@dataclass(frozen=True, slots=True)
class TileId:
    """Which tile: its level (0 holds leaf hashes), its number in the level, and its width, 256 when it is full."""

    level: int
    number: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """The path below the log's prefix."""
        return tile_path(self.level, self.number, self.width)


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile with its hashes, 32 bytes each, side by side."""

    id: TileId
    hashes: bytes


def tile_path(level: int, number: int, width: int = TILE_WIDTH) -> str:
    """The path of a tile below the log's prefix, such as ``tile/1/x001/234.p/17``."""
    return f"tile/{level}/{_numbered(number, width)}"


def entries_path(number: int, width: int = TILE_WIDTH) -> str:
    """The path of the bundle with the entries of the level-0 tile ``number``."""
    return f"tile/entries/{_numbered(number, width)}"


def _numbered(number: int, width: int) -> str:
    if number < 0 or not 1 <= width <= TILE_WIDTH:
        raise ValueError(f"no tile has the number {number} and the width {width}")
    # Zero-padded groups of three digits, "all but the last path element MUST begin with an x".
    path = f"{number % 1000:03d}"
    while number := number // 1000:
        path = f"x{number % 1000:03d}/{path}"
    return path if width == TILE_WIDTH else f"{path}.p/{width}"


def tiles_of_size(size: int) -> Iterator[TileId]:
    """Every tile of a tree with ``size`` leaves, level by level: all full ones, and a partial one where there is one.

    The partial width of a level is ``floor(size / 256^level) mod 256``; a width of 0 has no tile.
    """
    level, count = 0, size
    while count:
        full, partial = divmod(count, TILE_WIDTH)
        yield from (TileId(level, number) for number in range(full))
        if partial:
            yield TileId(level, full, partial)
        level, count = level + 1, full


class RightEdge:
    """A growing tree of which only the unfinished tile of each level is kept."""

    __slots__ = ("_rows", "size")

    def __init__(self) -> None:
        self.size = 0
        # INVARIANT: _rows[level] are the hashes of the level's unfinished tile, always fewer than 256.
        self._rows: list[list[bytes]] = []

    def append(self, leaf: bytes) -> tuple[Tile, ...]:
        """Add a leaf hash; the tiles that it fills, lowest level first: mostly none."""
        self.size += 1
        if not self._rows:
            self._rows.append([])
        row = self._rows[0]
        row.append(leaf)
        return () if len(row) < TILE_WIDTH else tuple(self._fill())

    def _fill(self) -> Iterator[Tile]:
        level, count = 0, self.size
        while len(row := self._rows[level]) == TILE_WIDTH:
            count //= TILE_WIDTH
            yield Tile(TileId(level, count - 1), b"".join(row))
            if level + 1 == len(self._rows):
                self._rows.append([])
            # A full tile is one complete subtree, and its root is one hash of the level above.
            self._rows[level + 1].append(Frontier(row).root())
            row.clear()
            level += 1

    def partials(self) -> Iterator[Tile]:
        """The unfinished tiles that have at least one hash, lowest level first."""
        count = self.size
        for level, row in enumerate(self._rows):
            count //= TILE_WIDTH
            if row:
                yield Tile(TileId(level, count, len(row)), b"".join(row))

    def root(self) -> bytes:
        """The root of the tree as it stands: higher rows are to the left of lower ones."""
        return fold_peaks([peak for row in reversed(self._rows) for peak in Frontier(row).peaks])


def tiles_of_leaves(leaf_hashes: Iterable[bytes]) -> Iterator[Tile]:
    """Every tile of the tree over these leaf hashes, full ones as they fill, partial ones at the end."""
    edge = RightEdge()
    for leaf in leaf_hashes:
        yield from edge.append(leaf)
    yield from edge.partials()


def encode_entry(entry: bytes) -> bytes:
    """One entry as it stands in a bundle: a big-endian 16-bit length, then the bytes. ValueError beyond 65,535 bytes."""
    if len(entry) > MAX_ENTRY_BYTES:
        raise ValueError(f"an entry of {len(entry)} bytes is longer than {MAX_ENTRY_BYTES}")
    return _LENGTH.pack(len(entry)) + entry


def decode_bundle(bundle: bytes) -> tuple[bytes, ...]:
    """The entries of a bundle. Raises LogDamaged unless it holds 1 to 256 whole entries and nothing else."""
    entries: list[bytes] = []
    at = 0
    while at < len(bundle):
        start = at + _LENGTH.size
        if start > len(bundle):
            raise LogDamaged("an entry bundle ends within a length")
        at = start + _LENGTH.unpack_from(bundle, start - _LENGTH.size)[0]
        if at > len(bundle):
            raise LogDamaged("an entry bundle ends within an entry")
        entries.append(bundle[start:at])
    if not 1 <= len(entries) <= TILE_WIDTH:
        raise LogDamaged(f"an entry bundle holds {len(entries)} entries")
    return tuple(entries)
