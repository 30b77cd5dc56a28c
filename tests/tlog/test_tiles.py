"""Tiles: paths, which of them a size has, and their bytes."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.errors import LogDamaged
from ostiary.tlog import tiles
from ostiary.tlog.merkle import leaf_hash, tree_hash
from ostiary.tlog.tiles import RightEdge, TileId, tiles_of_size

MANY = [leaf_hash(number.to_bytes(4, "big")) for number in range(70_000)]


@pytest.mark.parametrize(
    ("number", "path"),
    [
        (5, "tile/0/005"),
        (999, "tile/0/999"),
        (1000, "tile/0/x001/000"),
        (1234067, "tile/0/x001/x234/067"),
        (1000000, "tile/0/x001/x000/000"),
    ],
)
def test_numbers_stand_in_groups_of_three(number: int, path: str) -> None:
    """A tile's number is written in groups of three digits, all but the last with an x, as in the specification."""
    assert tiles.tile_path(0, number) == path


def test_partial_widths_and_bundles_have_paths_of_their_own() -> None:
    """A partial tile ends in ``.p/`` and its width; bundles stand under ``entries``."""
    assert tiles.tile_path(63, 5, 17) == "tile/63/005.p/17"
    assert tiles.entries_path(1234067, 255) == "tile/entries/x001/x234/067.p/255"
    assert TileId(2, 7, 256).path == "tile/2/007"


@pytest.mark.parametrize(("number", "width"), [(0, 0), (0, 257), (-1, 256)])
def test_no_path_for_a_tile_that_cannot_be(number: int, width: int) -> None:
    """A width of 0 or more than 256 has no path."""
    with pytest.raises(ValueError, match="no tile"):
        tiles.tile_path(0, number, width)


def test_a_size_of_70000_has_the_tiles_of_the_specification() -> None:
    """70,000 leaves: 273 full and a 112 wide tile, 1 full and a 17 wide, and a 1 wide."""
    found = list(tiles_of_size(70_000))
    assert sum(1 for tile in found if tile.level == 0 and tile.width == 256) == 273
    assert [tile for tile in found if tile.width < 256] == [
        TileId(0, 273, 112),
        TileId(1, 1, 17),
        TileId(2, 0, 1),
    ]
    assert TileId(1, 0) in found


def test_a_width_of_0_has_no_tile() -> None:
    """256 leaves fill one tile and begin one a level above; no leaves have no tile."""
    assert list(tiles_of_size(256)) == [TileId(0, 0), TileId(1, 0, 1)]
    assert list(tiles_of_size(0)) == []


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 511, 65_535, 65_536, 65_537, 70_000])
def test_computed_tiles_are_exactly_those_of_the_size(size: int) -> None:
    """Leaf hashes give the tiles that the size has, and each hash is the root of the subtree that the RFC names."""
    computed = {tile.id: tile.hashes for tile in tiles.tiles_of_leaves(MANY[:size])}
    assert set(computed) == set(tiles_of_size(size))
    for tile, hashes in computed.items():
        span = 256**tile.level
        start = tile.number * 256 * span
        last = start + (tile.width - 1) * span
        assert len(hashes) == 32 * tile.width
        assert hashes[-32:] == tree_hash(MANY[last : last + span])


@settings(max_examples=30)
@given(st.integers(0, 3000))
def test_the_edge_has_the_root_of_the_recursion(size: int) -> None:
    """The root over the rows of unfinished tiles is the recursive root."""
    edge = RightEdge()
    for leaf in MANY[:size]:
        edge.append(leaf)
    assert edge.size == size
    assert edge.root() == tree_hash(MANY[:size])


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_a_bundle_reads_back(entries: list[bytes]) -> None:
    """What was encoded is decoded, whatever the entries hold."""
    bundle = b"".join(tiles.encode_entry(entry) for entry in entries)
    assert tiles.decode_bundle(bundle) == tuple(entries)


@pytest.mark.parametrize(
    "bundle",
    [b"", b"\x00", b"\x00\x02a", b"\x00\x01a\x00", tiles.encode_entry(b"a") * 257],
    ids=["empty", "half a length", "half an entry", "half a second length", "257 entries"],
)
def test_a_bundle_of_anything_else_is_damaged(bundle: bytes) -> None:
    """A bundle that ends early, holds nothing, or holds too much is refused."""
    with pytest.raises(LogDamaged):
        tiles.decode_bundle(bundle)


def test_an_entry_has_at_most_65535_bytes() -> None:
    """The 16-bit length bounds an entry."""
    longest = b"a" * tiles.MAX_ENTRY_BYTES
    assert tiles.decode_bundle(tiles.encode_entry(longest)) == (longest,)
    with pytest.raises(ValueError, match="longer than"):
        tiles.encode_entry(longest + b"a")


def test_a_leaf_is_hashed_without_its_length() -> None:
    """The leaf hash covers the entry's bytes and not the length that stands before it in the bundle."""
    assert leaf_hash(b"entry") == hashlib.sha256(b"\x00entry").digest()
