"""Merkle hashing and proofs, against the recursion of the RFC and published roots."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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

# Their paths and consistency proofs for the same inputs: index (or earlier size), size, hashes.
PATHS = (
    (0, 1, ()),
    (0, 8, (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    )),
    (5, 8, (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    )),
    (2, 3, ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",)),
    (1, 5, (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    )),
)  # fmt: skip
CONSISTENCIES = (
    (1, 1, ()),
    (1, 8, (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    )),
    (6, 8, (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    )),
    (2, 5, (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    )),
)  # fmt: skip
# The RFCs say nothing of size 0; the file says which convention is taken, and why.
SIZE_0 = json.loads(Path(__file__).with_name("size_0_vectors.json").read_text("utf-8"))["vectors"]


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(4, "big")) for number in range(size)]


LEAVES = leaves(300)


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size: int) -> None:
    """The first eight trees of the shared vectors have their published roots."""
    hashes = [leaf_hash(bytes.fromhex(text)) for text in INPUTS[:size]]
    assert tree_hash(hashes).hex() == ROOTS[size - 1]


PUBLISHED = [leaf_hash(bytes.fromhex(text)) for text in INPUTS]


@pytest.mark.parametrize(("index", "size", "hashes"), PATHS)
def test_inclusion_proofs_are_the_published_ones(index: int, size: int, hashes: tuple[str, ...]) -> None:
    """The same hashes in the same order, and they verify."""
    proof = inclusion_proof(index, PUBLISHED[:size])
    assert [one.hex() for one in proof] == list(hashes)
    root = bytes.fromhex(ROOTS[size - 1])
    verify_inclusion(index=index, size=size, leaf=PUBLISHED[index], proof=proof, root=root)


@pytest.mark.parametrize(("first", "second", "hashes"), CONSISTENCIES)
def test_consistency_proofs_are_the_published_ones(first: int, second: int, hashes: tuple[str, ...]) -> None:
    """Likewise."""
    proof = consistency_proof(first, PUBLISHED[:second])
    assert [one.hex() for one in proof] == list(hashes)
    roots = [bytes.fromhex(ROOTS[size - 1]) for size in (first, second)]
    verify_consistency(first=first, second=second, first_root=roots[0], second_root=roots[1], proof=proof)


@pytest.mark.parametrize("vector", SIZE_0, ids=lambda vector: vector["name"])
def test_size_0_is_as_our_vectors_say(vector: dict[str, Any]) -> None:
    """Each vector holds, or is refused."""
    arguments = {
        "first": vector["old_size"],
        "second": vector["new_size"],
        "first_root": bytes.fromhex(vector["old_root"]),
        "second_root": bytes.fromhex(vector["new_root"]),
        "proof": [bytes.fromhex(one) for one in vector["proof"]],
    }
    if vector["holds"]:
        verify_consistency(**arguments)
    else:
        with pytest.raises(ProofInvalid):
            verify_consistency(**arguments)


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
