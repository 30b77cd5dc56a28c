"""Consistency proofs read off tiles: some dozen hashes for any two sizes, however large the tree.

Knows: which tile holds the hash of which complete subtree.
Must not know: where tiles are kept, notes, HTTP.

It must always agree with ``merkle.consistency_proof``, which has every leaf.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from ostiary.errors import LogDamaged
from ostiary.tlog.merkle import HASH_BYTES, Frontier, node_hash
from ostiary.tlog.tiles import TILE_WIDTH, TileId

ReadTile: TypeAlias = Callable[[TileId], bytes]
"""The hashes of a tile, side by side: at least as many as its width."""

# A tile of 256 hashes is 8 levels of the tree.
_TILE_LEVELS = 8


def consistency_from_tiles(first: int, second: int, read: ReadTile) -> tuple[bytes, ...]:
    """PROOF(first, D[second]) of RFC 9162 2.1.4.1; empty from size 0 and between equal sizes.

    Raises ValueError for sizes in the wrong order, LogDamaged for a tile that is shorter than it must be, and whatever
    ``read`` raises.
    """
    if not 0 <= first <= second:
        raise ValueError(f"a tree of {second} was never of size {first}")
    tree = _Tree(second, read)
    return tuple(tree.subproof(first, 0, second, is_known=True)) if first else ()


class _Tree:
    """A tree of ``size`` leaves behind tiles."""

    def __init__(self, size: int, read: ReadTile) -> None:
        self._size = size
        self._read = read

    def subproof(self, first: int, start: int, end: int, *, is_known: bool) -> Iterator[bytes]:
        """SUBPROOF over the leaves from ``start`` to ``end``; ``first`` is counted from ``start``."""
        if first == end - start:
            if not is_known:
                yield self.hash_of(start, end)
            return
        k = _split(end - start)
        if first <= k:
            yield from self.subproof(first, start, start + k, is_known=is_known)
            yield self.hash_of(start + k, end)
        else:
            yield from self.subproof(first - k, start + k, end, is_known=False)
            yield self.hash_of(start, start + k)

    def hash_of(self, start: int, end: int) -> bytes:
        """MTH(D[start:end]). ``start`` is a multiple of a power of two that is not smaller than the range."""
        width = end - start
        if width & (width - 1) == 0:
            return self._complete(start, width.bit_length() - 1)
        k = _split(width)
        return node_hash(self.hash_of(start, start + k), self.hash_of(start + k, end))

    def _complete(self, start: int, height: int) -> bytes:
        level, rest = divmod(height, _TILE_LEVELS)
        number, offset = divmod(start >> (_TILE_LEVELS * level), TILE_WIDTH)
        there = (self._size >> (_TILE_LEVELS * level)) - number * TILE_WIDTH
        tile = self._read(TileId(level, number, min(there, TILE_WIDTH)))
        hashes = tile[offset * HASH_BYTES : (offset + (1 << rest)) * HASH_BYTES]
        if len(hashes) != HASH_BYTES << rest:
            raise LogDamaged(f"the tile {number} of level {level} is shorter than it must be")
        return Frontier(hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)).root()


def _split(size: int) -> int:
    # The largest power of two smaller than the size.
    return 1 << ((size - 1).bit_length() - 1)
