"""Proofs from tiles: what the reference makes from all leaves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.errors import LogDamaged
from ostiary.tlog.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    tree_hash,
    verify_consistency,
    verify_inclusion,
)
from ostiary.tlog.tile_proofs import TileTree
from ostiary.tlog.tiles import TileId, tiles_of_leaves

LEAVES = [leaf_hash(number.to_bytes(4, "big")) for number in range(66_000)]
FULL = {(tile.id.level, tile.id.number): tile.hashes for tile in tiles_of_leaves(LEAVES)}


def read(tile: TileId) -> bytes:
    """A partial tile is a beginning of what stands there in a larger tree."""
    return FULL[tile.level, tile.number][: 32 * tile.width]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 1500), st.data())
def test_proofs_are_those_of_the_reference(size: int, data: st.DataObject) -> None:
    """Root, leaf, inclusion and consistency, for any size, index and earlier size."""
    tree = TileTree(size, read)
    index, first = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    assert tree.root() == tree_hash(LEAVES[:size])
    assert tree.leaf(index) == LEAVES[index]
    assert tree.inclusion_proof(index) == inclusion_proof(index, LEAVES[:size])
    assert tree.consistency_proof(first) == consistency_proof(first, LEAVES[:size])


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 65_792, 66_000])
def test_proofs_reach_over_three_levels(size: int) -> None:
    """At the sizes where a third level begins, proofs hold against the incremental root."""
    tree, root = TileTree(size, read), Frontier(LEAVES[:size]).root()
    for index in (0, 255, 256, 65_279, 65_534, size - 1):
        verify_inclusion(
            index=index, size=size, leaf=LEAVES[index], proof=tree.inclusion_proof(index), root=root
        )
    for first in (0, 1, 256, 40_000, 65_535, size):
        verify_consistency(
            first=first,
            second=size,
            first_root=Frontier(LEAVES[:first]).root(),
            second_root=root,
            proof=tree.consistency_proof(first),
        )


def test_the_empty_tree_has_a_root_and_no_leaf() -> None:
    """Asking outside the tree is a mistake of the caller, as with the reference."""
    assert TileTree(0, read).root() == EMPTY_ROOT
    assert TileTree(0, read).consistency_proof(0) == ()
    with pytest.raises(ValueError, match="no leaf"):
        TileTree(0, read).leaf(0)
    with pytest.raises(ValueError, match="no leaf"):
        TileTree(5, read).inclusion_proof(5)
    with pytest.raises(ValueError, match="never of size"):
        TileTree(5, read).consistency_proof(6)


@pytest.mark.parametrize("change", [-1, 32])
def test_a_tile_of_another_length_is_damaged(change: int) -> None:
    """A tile that is cut, or wider than its name says, is named."""

    def other(tile: TileId) -> bytes:
        hashes = read(tile) + bytes(32)
        return hashes[: 32 * tile.width + change]

    with pytest.raises(LogDamaged, match=r"tile/0/000\.p/7"):
        TileTree(7, other).root()
