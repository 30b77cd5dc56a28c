"""Merkle tree hashing and proofs of RFC 6962, as restated by RFC 9162 section 2.1.

Knows: SHA-256 over leaves and nodes, roots, inclusion and consistency proofs.
Must not know: entries, tiles, notes, or where a hash was stored.

``tree_hash``, ``inclusion_proof`` and ``consistency_proof`` are the reference: they follow the RFC's recursion word by
word and are never optimised. ``Frontier`` must always agree with ``tree_hash``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Self

from ostiary.errors import ProofInvalid

HASH_BYTES = 32
# RFC 9162 2.1.1: "The hash of an empty list is the hash of an empty string."
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The 32-byte hash of one entry's raw bytes (without any length prefix): SHA-256(0x00 || entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The 32-byte hash of two subtrees: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_hash(leaf_hashes: Sequence[bytes]) -> bytes:
    """MTH(D[n]) over leaf hashes, by the RFC's recursion; the normative root."""
    match len(leaf_hashes):
        case 0:
            return EMPTY_ROOT
        case 1:
            return leaf_hashes[0]
        case size:
            k = split_size(size)
            return node_hash(tree_hash(leaf_hashes[:k]), tree_hash(leaf_hashes[k:]))


def fold_peaks(peaks: Sequence[bytes]) -> bytes:
    """The root over complete subtrees, largest first; no peaks give the root of the empty tree."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


class Frontier:
    """A growing tree of which only the roots of the complete subtrees are kept: one for each 1-bit of the size.

    It takes one node hash a leaf on average to append, and (number of 1-bits - 1) node hashes for a root. It works as
    well over the hashes of subtrees of equal height as over leaf hashes.
    """

    __slots__ = ("_peaks", "size")

    def __init__(self, hashes: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._peaks: list[bytes] = []
        for item in hashes:
            self.append(item)

    @classmethod
    def of(cls, size: int, peaks: Sequence[bytes]) -> Self:
        """The tree of that size with these peaks, as ``peaks`` gave them. Raises ValueError when they are not so many."""
        if size < 0 or len(peaks) != size.bit_count() or any(len(one) != HASH_BYTES for one in peaks):
            raise ValueError(f"a tree of {size} leaves does not have these peaks")
        found = cls()
        found.size, found._peaks = size, list(peaks)
        return found

    def append(self, item: bytes) -> None:
        """Add one leaf hash at the right. Each trailing 1-bit of the old size is a subtree that it completes."""
        position = self.size
        while position & 1:
            item = node_hash(self._peaks.pop(), item)
            position >>= 1
        self._peaks.append(item)
        self.size += 1

    @property
    def peaks(self) -> tuple[bytes, ...]:
        """The roots of the complete subtrees, largest first."""
        return tuple(self._peaks)

    def root(self) -> bytes:
        """The root of the tree as it stands."""
        return fold_peaks(self._peaks)


def inclusion_proof(index: int, leaf_hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """PATH(m, D[n]) of RFC 9162 2.1.3.1, the leaf's sibling first. Raises ValueError for an index outside the tree."""
    size = len(leaf_hashes)
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    if size == 1:
        return ()
    k = split_size(size)
    if index < k:
        return (*inclusion_proof(index, leaf_hashes[:k]), tree_hash(leaf_hashes[k:]))
    return (*inclusion_proof(index - k, leaf_hashes[k:]), tree_hash(leaf_hashes[:k]))


def consistency_proof(first: int, leaf_hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """PROOF(m, D[n]) of RFC 9162 2.1.4.1; empty from size 0 and from the tree's own size.

    Raises ValueError when ``first`` is not a size that the tree has had.
    """
    if not 0 <= first <= len(leaf_hashes):
        raise ValueError(f"a tree of {len(leaf_hashes)} was never of size {first}")
    return _subproof(first, leaf_hashes, is_known=True) if first else ()


def _subproof(first: int, leaf_hashes: Sequence[bytes], *, is_known: bool) -> tuple[bytes, ...]:
    size = len(leaf_hashes)
    if first == size:
        return () if is_known else (tree_hash(leaf_hashes),)
    k = split_size(size)
    if first <= k:
        return (*_subproof(first, leaf_hashes[:k], is_known=is_known), tree_hash(leaf_hashes[k:]))
    return (*_subproof(first - k, leaf_hashes[k:], is_known=False), tree_hash(leaf_hashes[:k]))


def verify_inclusion(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf hash ``leaf`` stands at ``index`` in the tree (size, root), by RFC 9162 2.1.3.2.

    Raises ProofInvalid when it does not.
    """
    if not 0 <= index < size:
        raise ProofInvalid(f"no leaf {index} in a tree of {size}")
    fn, sn, result = index, size - 1, leaf
    for sibling in proof:
        if sn == 0:
            raise ProofInvalid("the inclusion proof is too long")
        if fn & 1 or fn == sn:
            result = node_hash(sibling, result)
            fn, sn = _skip_left_edge(fn, sn)
        else:
            result = node_hash(result, sibling)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        raise ProofInvalid("the inclusion proof is too short")
    if result != root:
        raise ProofInvalid(f"leaf {index} is not in the tree of {size}")


def verify_consistency(
    *, first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree (second, second_root) continues the tree (first, first_root), by RFC 9162 2.1.4.2.

    The convention for what the RFC leaves open is tlog-witness's: from size 0 and between equal sizes the proof is
    empty; size 0 has the root of the empty tree, and equal sizes have equal roots. Raises ProofInvalid otherwise.
    """
    if not 0 <= first <= second:
        raise ProofInvalid(f"a tree of {second} does not continue one of {first}")
    if first in {0, second}:
        expected = EMPTY_ROOT if first == 0 else second_root
        if proof or first_root != expected or (second == 0 and second_root != EMPTY_ROOT):
            raise ProofInvalid(f"the trees of {first} and {second} are not consistent")
        return
    if first & (first - 1) == 0:
        # "If first is an exact power of 2, then prepend first_hash to the consistency_path array."
        proof = (first_root, *proof)
    if not proof:
        raise ProofInvalid("the consistency proof is empty")
    if _fold_consistency(first, second, proof) != (first_root, second_root):
        raise ProofInvalid(f"the trees of {first} and {second} are not consistent")


def _fold_consistency(first: int, second: int, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = proof[0]
    for item in proof[1:]:
        if sn == 0:
            raise ProofInvalid("the consistency proof is too long")
        if fn & 1 or fn == sn:
            fr, sr = node_hash(item, fr), node_hash(item, sr)
            fn, sn = _skip_left_edge(fn, sn)
        else:
            sr = node_hash(sr, item)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        raise ProofInvalid("the consistency proof is too short")
    return fr, sr


def _skip_left_edge(fn: int, sn: int) -> tuple[int, int]:
    # The RFC: "right-shift both fn and sn equally until either LSB(fn) is set or fn is 0".
    while fn and not fn & 1:
        fn, sn = fn >> 1, sn >> 1
    return fn, sn


def split_size(size: int) -> int:
    """The largest power of two smaller than a size of at least 2: where the RFC splits a tree."""
    return 1 << ((size - 1).bit_length() - 1)
