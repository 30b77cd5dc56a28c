"""Proofs from tiles: what a reader of published tiles can show without the entries.

Knows: which hashes of which tiles make the root of any range of leaves.
Must not know: where tiles come from, entries, who signed what.

The recursion is that of ``merkle``, over ranges of leaves in place of lists of them, and must always agree with it.
"""

from __future__ import annotations

from collections.abc import Callable

from ostiary.errors import LogDamaged
from ostiary.tlog.merkle import EMPTY_ROOT, HASH_BYTES, node_hash, split_size
from ostiary.tlog.tiles import TILE_HEIGHT, TILE_WIDTH, TileId

ReadTile = Callable[[TileId], bytes]
"""The hashes of a tile, side by side. It is asked for the tiles of one size only, each perhaps several times."""


class TileTree:
    """A tree of ``size`` leaves of which only the tiles are at hand.

    Nothing that a tile says is believed by itself: whoever makes a proof verifies it against a signed root. Errors:
    LogDamaged when a tile has another length than its width demands, and whatever ``read`` raises.
    """

    def __init__(self, size: int, read: ReadTile) -> None:
        self.size = size
        self._read = read

    def root(self) -> bytes:
        """The root of the whole tree."""
        return self._range(0, self.size) if self.size else EMPTY_ROOT

    def leaf(self, index: int) -> bytes:
        """The hash of one leaf. Raises ValueError for an index outside the tree."""
        self._verify_index(index)
        return self._range(index, index + 1)

    def inclusion_proof(self, index: int) -> tuple[bytes, ...]:
        """The proof of a leaf, its sibling first. Raises ValueError for an index outside the tree."""
        self._verify_index(index)
        return self._path(index, 0, self.size)

    def consistency_proof(self, first: int) -> tuple[bytes, ...]:
        """The proof that this tree continues its first ``first`` leaves. Raises ValueError when it never had that size."""
        if not 0 <= first <= self.size:
            raise ValueError(f"a tree of {self.size} was never of size {first}")
        return self._subproof(first, 0, self.size, is_known=True) if first else ()

    def _verify_index(self, index: int) -> None:
        if not 0 <= index < self.size:
            raise ValueError(f"no leaf {index} in a tree of {self.size}")

    def _path(self, index: int, start: int, end: int) -> tuple[bytes, ...]:
        if end - start == 1:
            return ()
        middle = start + split_size(end - start)
        if index < middle:
            return (*self._path(index, start, middle), self._range(middle, end))
        return (*self._path(index, middle, end), self._range(start, middle))

    def _subproof(self, first: int, start: int, end: int, *, is_known: bool) -> tuple[bytes, ...]:
        if first == end:
            return () if is_known else (self._range(start, end),)
        middle = start + split_size(end - start)
        if first <= middle:
            return (*self._subproof(first, start, middle, is_known=is_known), self._range(middle, end))
        return (*self._subproof(first, middle, end, is_known=False), self._range(start, middle))

    def _range(self, start: int, end: int) -> bytes:
        """The root over the leaves from ``start`` to before ``end``, a range that the RFC's recursion comes by."""
        length = end - start
        if length & (length - 1) == 0:
            return self._complete(start, length.bit_length() - 1)
        middle = start + split_size(length)
        return node_hash(self._range(start, middle), self._range(middle, end))

    def _complete(self, start: int, height: int) -> bytes:
        """The root of the complete subtree of 2^height leaves: of one hash of a tile, or of several side by side."""
        level, above = divmod(height, TILE_HEIGHT)
        number, at = divmod(start >> (TILE_HEIGHT * level), TILE_WIDTH)
        hashes = self._tile(level, number)
        row = [hashes[n * HASH_BYTES : (n + 1) * HASH_BYTES] for n in range(at, at + (1 << above))]
        while len(row) > 1:
            row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
        return row[0]

    def _tile(self, level: int, number: int) -> bytes:
        count = (self.size >> (TILE_HEIGHT * level)) - number * TILE_WIDTH
        tile = TileId(level, number, min(count, TILE_WIDTH))
        hashes = self._read(tile)
        if len(hashes) != tile.width * HASH_BYTES:
            raise LogDamaged(f"`{tile.path}` has {len(hashes)} bytes, not {tile.width * HASH_BYTES}")
        return hashes
