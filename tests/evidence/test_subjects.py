"""Lists of subjects: each opens alone, and closes alone."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProofInvalid
from ostiary.evidence.subjects import MAX_SUBJECTS, ClosedLeaf, OpenLeaf, list_subjects
from ostiary.tlog.merkle import tree_hash

SEED = bytes(range(32))
subjects = st.lists(st.binary(min_size=1, max_size=12), max_size=20)


@given(subjects)
def test_each_subject_opens_alone(values: list[bytes]) -> None:
    """Each part verifies against the one root, which is the RFC's over the leaves."""
    listed = list_subjects(SEED, values)
    assert listed.root == tree_hash([leaf.digest for leaf in listed.leaves])
    assert listed.values == tuple(values)
    for position, value in enumerate(values):
        opening = listed.open(position)
        opening.verify(listed.root)
        assert opening.leaf.value == value


@given(subjects.filter(bool), st.data())
def test_a_closed_subject_leaves_the_others_open(values: list[bytes], data: st.DataObject) -> None:
    """The root stays, the others verify as before, and the closed one cannot be opened from what is left."""
    listed = list_subjects(SEED, values)
    gone = data.draw(st.integers(0, len(values) - 1))
    rest = listed.without([gone])
    assert rest.root == listed.root
    assert rest.values == (*values[:gone], *values[gone + 1 :])
    assert rest.leaves[gone] == ClosedLeaf(listed.leaves[gone].digest)
    assert rest.without([gone]) == rest
    for position in set(range(len(values))) - {gone}:
        rest.open(position).verify(listed.root)
    with pytest.raises(ValueError, match="cannot be opened"):
        rest.open(gone)


@pytest.mark.parametrize(("count", "size"), [(0, 1), (1, 1), (2, 2), (3, 4), (5, 8), (8, 8), (9, 16)])
def test_a_path_says_at_most_how_many(count: int, size: int) -> None:
    """Decoys fill a list up to a power of two, so that a part does not tell the number of the others."""
    assert len(list_subjects(SEED, [b"subject"] * count).leaves) == size


def test_equal_subjects_look_different() -> None:
    """Each leaf has a salt of its own, other lists have others, and a decoy looks like a subject."""
    leaves = [*list_subjects(SEED, [b"same"] * 3).leaves, *list_subjects(b"t" * 32, [b"same"] * 3).leaves]
    assert len({leaf.digest for leaf in leaves}) == 8


def test_a_leaf_is_as_it_was_first_written() -> None:
    """The layout, computed here once more by hand; lists that were once logged have to open for ever."""
    leaf = list_subjects(SEED, [b"P-1"]).leaves[0]
    assert isinstance(leaf, OpenLeaf)
    assert leaf.salt.hex() == "39fd2b7dd9c5196a8dbd0377b8dc4a49"
    assert leaf.digest == hashlib.sha256(b"\x00ostiary/subject/v1\x00" + leaf.salt + b"P-1").digest()


def test_a_changed_part_does_not_verify() -> None:
    """Another value, salt, place, size or path: the part is refused."""
    listed = list_subjects(SEED, [b"P-1", b"P-2", b"P-3"])
    good = listed.open(1)
    leaf = good.leaf
    for bad in (
        replace(good, leaf=replace(leaf, value=b"P-9")),
        # The same bytes in a row, cut at another place.
        replace(good, leaf=OpenLeaf(leaf.salt + b"P", b"-2")),
        replace(good, leaf=OpenLeaf(leaf.salt[:-1], leaf.salt[-1:] + leaf.value)),
        replace(good, position=2),
        replace(good, position=4),
        replace(good, size=2),
        replace(good, path=good.path[:-1]),
        replace(good, path=(*good.path, good.path[0])),
    ):
        with pytest.raises(ProofInvalid):
            bad.verify(listed.root)


@pytest.mark.parametrize("values", [[b"P-1", b""], [b"P"] * (MAX_SUBJECTS + 1)], ids=["empty", "too many"])
def test_what_cannot_be_listed_is_refused(values: list[bytes]) -> None:
    """An empty subject would be a decoy, and a longer list than any batch is none of ours."""
    with pytest.raises(ValueError, match="subjects"):
        list_subjects(SEED, values)


@pytest.mark.parametrize("position", [-1, 2, 3])
def test_there_is_no_part_where_there_is_no_leaf(position: int) -> None:
    """A position outside of the list opens nothing."""
    with pytest.raises(ValueError, match="cannot be opened"):
        list_subjects(SEED, [b"P-1", b"P-2"]).open(position)


def test_a_seed_has_32_bytes() -> None:
    """A short seed is refused, not stretched."""
    with pytest.raises(ValueError, match="key"):
        list_subjects(b"short", [b"P-1"])
