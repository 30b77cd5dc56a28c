"""Merkle hashing and proofs, against the recursion of the RFC and published roots."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ProofInvalid
from ostiary.tlog.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    tree_hash,
    verify_consistency,
    verify_inclusion,
)

# The inputs and roots that Certificate Transparency implementations share as test vectors for RFC 6962.
INPUTS = (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(4, "big")) for number in range(size)]


LEAVES = leaves(300)


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size: int) -> None:
    """The first eight trees of the shared vectors have their published roots."""
    hashes = [leaf_hash(bytes.fromhex(text)) for text in INPUTS[:size]]
    assert tree_hash(hashes).hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    """The root of no leaves is SHA-256 of the empty string, in both implementations."""
    assert tree_hash([]) == Frontier().root() == EMPTY_ROOT
    assert EMPTY_ROOT.hex().startswith("e3b0c442")


def test_leaf_and_node_are_told_apart() -> None:
    """A node cannot be passed off as a leaf, because the first byte differs."""
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)


def test_the_frontier_agrees_with_the_recursion() -> None:
    """For every size up to 300 the incremental root is the recursive one."""
    frontier = Frontier()
    for size, leaf in enumerate(LEAVES, 1):
        frontier.append(leaf)
        assert frontier.size == size
        assert len(frontier.peaks) == size.bit_count()
        assert frontier.root() == tree_hash(LEAVES[:size])


@given(st.data())
def test_every_leaf_has_a_proof_that_holds(data: st.DataObject) -> None:
    """An inclusion proof from the reference verifies for any leaf of any tree."""
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, LEAVES[:size])
    verify_inclusion(index=index, size=size, leaf=LEAVES[index], proof=proof, root=tree_hash(LEAVES[:size]))


@given(st.data())
def test_a_changed_inclusion_proof_fails(data: st.DataObject) -> None:
    """Another leaf, index, size, root, hash, a missing or an added hash each make the proof fail."""
    size = data.draw(st.integers(2, 300))
    index = data.draw(st.integers(0, size - 1))
    proof = list(inclusion_proof(index, LEAVES[:size]))
    root = tree_hash(LEAVES[:size])
    at = data.draw(st.integers(0, len(proof) - 1))
    flipped = proof.copy()
    flipped[at] = bytes([flipped[at][0] ^ 1]) + flipped[at][1:]
    wrong: list[tuple[int, int, bytes, list[bytes], bytes]] = [
        (index, size, leaf_hash(b"other"), proof, root),
        ((index + 1) % size, size, LEAVES[index], proof, root),
        (index, size, LEAVES[index], proof, EMPTY_ROOT),
        (index, size, LEAVES[index], flipped, root),
        (index, size, LEAVES[index], proof[:-1], root),
        (index, size, LEAVES[index], [*proof, root], root),
        (size, size, LEAVES[index], proof, root),
        (-1, size, LEAVES[index], proof, root),
    ]
    for case_index, case_size, leaf, case_proof, case_root in wrong:
        with pytest.raises(ProofInvalid):
            verify_inclusion(index=case_index, size=case_size, leaf=leaf, proof=case_proof, root=case_root)


@given(st.data())
def test_every_earlier_tree_is_consistent(data: st.DataObject) -> None:
    """A consistency proof from the reference verifies between any two sizes, 0 and equal ones included."""
    second = data.draw(st.integers(0, 300))
    first = data.draw(st.integers(0, second))
    verify_consistency(
        first=first,
        second=second,
        first_root=tree_hash(LEAVES[:first]),
        second_root=tree_hash(LEAVES[:second]),
        proof=consistency_proof(first, LEAVES[:second]),
    )


@given(st.data())
def test_a_changed_history_is_not_consistent(data: st.DataObject) -> None:
    """A tree whose past differs, and a proof that is changed, cut or lengthened, fail."""
    second = data.draw(st.integers(2, 300))
    first = data.draw(st.integers(1, second - 1))
    proof = list(consistency_proof(first, LEAVES[:second]))
    old, new = tree_hash(LEAVES[:first]), tree_hash(LEAVES[:second])
    flipped = [bytes([proof[0][0] ^ 1]) + proof[0][1:], *proof[1:]]
    wrong: list[tuple[int, bytes, bytes, list[bytes]]] = [
        (first, EMPTY_ROOT, new, proof),
        (first, old, EMPTY_ROOT, proof),
        (first, old, new, flipped),
        (first, old, new, proof[:-1]),
        (first, old, new, [*proof, new]),
        (first, old, new, []),
    ]
    for case_first, first_root, second_root, case_proof in wrong:
        with pytest.raises(ProofInvalid):
            verify_consistency(
                first=case_first,
                second=second,
                first_root=first_root,
                second_root=second_root,
                proof=case_proof,
            )


@pytest.mark.parametrize(
    ("first", "second", "first_root", "second_root", "proof"),
    [
        (0, 3, LEAVES[0], LEAVES[1], ()),
        (0, 3, EMPTY_ROOT, LEAVES[1], (LEAVES[0],)),
        (0, 0, EMPTY_ROOT, LEAVES[0], ()),
        (3, 3, LEAVES[0], LEAVES[1], ()),
        (3, 3, LEAVES[0], LEAVES[0], (LEAVES[0],)),
        (4, 3, LEAVES[0], LEAVES[0], ()),
        (-1, 3, LEAVES[0], LEAVES[0], ()),
    ],
)
def test_the_convention_for_size_0_and_equal_sizes_is_kept(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: tuple[bytes, ...]
) -> None:
    """Size 0 means the empty root, equal sizes mean equal roots, and neither has a proof."""
    with pytest.raises(ProofInvalid):
        verify_consistency(
            first=first, second=second, first_root=first_root, second_root=second_root, proof=proof
        )


def test_no_proof_is_made_outside_the_tree() -> None:
    """Asking for a leaf or size that the tree never had is a mistake of the caller."""
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(3, LEAVES[:3])
    with pytest.raises(ValueError, match="never of size"):
        consistency_proof(4, LEAVES[:3])
