"""A sorted Merkle map: what stands under a key, or that nothing does.

Knows: leaves in the order of their keys, the tree of RFC 6962 over them, proofs of presence and of absence.
Must not know: what keys and values mean, days, files.

    leaf    RFC 6962 leaf hash of "ostiary/index-leaf/v1" 00 | key 32 | value 32
    map     leaves by ascending key, the first with the key 00..00 and the last with ff..ff, in number a power of two

The two at the ends stand for nobody, so that every other key has a neighbour on each side: that nothing stands under a key
is shown by two leaves side by side, one before it and one behind. Keys and values are pseudorandom to whoever is shown them.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from ostiary.errors import ProofInvalid
from ostiary.tlog.merkle import HASH_BYTES, leaf_hash, node_hash, verify_inclusion

FIRST_KEY: Final = bytes(HASH_BYTES)
LAST_KEY: Final = b"\xff" * HASH_BYTES
# A city's quiet day has some hundred subjects: below this the number of leaves says nothing.
MIN_LEAVES: Final = 1024
# Four million people on one day are a city. In memory that is some 1 GB; a file of such a day has 400 MB.
MAX_LEAVES: Final = 2**22

_LEAF_TAG: Final = b"ostiary/index-leaf/v1\x00"

Leaf: TypeAlias = tuple[bytes, bytes]
"""A key and a value, 32 bytes each."""


@dataclass(frozen=True, slots=True)
class Place:
    """A leaf and where it stands: its position, and the path to the root, its sibling first."""

    position: int
    leaf: Leaf
    path: tuple[bytes, ...]

    def verify(self, size: int, root: bytes) -> None:
        """Raises ProofInvalid unless the leaf stands there in the map with that size and root."""
        if any(len(part) != HASH_BYTES for part in (*self.leaf, *self.path)):
            raise ProofInvalid("a part of a map's proof does not have 32 bytes")
        found = digest(self.leaf)
        verify_inclusion(index=self.position, size=size, leaf=found, proof=self.path, root=root)


@dataclass(frozen=True, slots=True)
class Present:
    """The key stands in the map."""

    place: Place


@dataclass(frozen=True, slots=True)
class Absent:
    """The key does not: it would stand between these two, which are neighbours."""

    before: Place
    behind: Place


MapProof: TypeAlias = Present | Absent


def digest(leaf: Leaf) -> bytes:
    """The hash of a leaf."""
    return leaf_hash(_LEAF_TAG + leaf[0] + leaf[1])


def padded_size(count: int) -> int:
    """How many leaves a map over so many keys has. Raises ValueError for more than a map takes."""
    size = max(MIN_LEAVES, 1 << (count + 1).bit_length())
    if size > MAX_LEAVES:
        raise ValueError(f"{count} people are more than one day's index takes")
    return size


def arrange(known: Mapping[bytes, bytes], padding: Sequence[Leaf]) -> tuple[Leaf, ...]:
    """All leaves in their order. ``padding`` has as many as are missing (``padded_size`` less two and those that are known)."""
    leaves = sorted([(FIRST_KEY, bytes(HASH_BYTES)), (LAST_KEY, bytes(HASH_BYTES)), *known.items(), *padding])
    if len(leaves) != padded_size(len(known)) or len({key for key, _ in leaves}) != len(leaves):
        raise ValueError("a map has another number of leaves, or a key twice")
    return tuple(leaves)


def levels(leaves: Sequence[Leaf]) -> tuple[tuple[bytes, ...], ...]:
    """The tree from the hashes of the leaves up to the root, which is alone in the last level."""
    row = tuple(map(digest, leaves))
    found = [row]
    while len(row) > 1:
        row = tuple(node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True))
        found.append(row)
    return tuple(found)


class SortedMap:
    """A map in memory: the reference for whatever reads one from somewhere else."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        """``leaves`` as ``arrange`` gives them."""
        self.leaves = tuple(leaves)
        self._levels = levels(self.leaves)
        self.root = self._levels[-1][0]

    def prove(self, key: bytes) -> MapProof:
        """The proof for a key that is neither the first nor the last."""
        at = bisect.bisect_left(self.leaves, (key, b""))
        if self.leaves[at][0] == key:
            return Present(self._place(at))
        return Absent(self._place(at - 1), self._place(at))

    def _place(self, position: int) -> Place:
        path = tuple(row[(position >> height) ^ 1] for height, row in enumerate(self._levels[:-1]))
        return Place(position, self.leaves[position], path)


def verify_present(proof: Present, leaf: Leaf, size: int, root: bytes) -> None:
    """Raises ProofInvalid unless exactly this leaf stands in the map with that size and root."""
    if proof.place.leaf != leaf:
        raise ProofInvalid("the index has another list under this key")
    _verify_size(size)
    proof.place.verify(size, root)


def verify_absent(proof: Absent, key: bytes, size: int, root: bytes) -> None:
    """Raises ProofInvalid unless nothing stands under this key in the map with that size and root."""
    before, behind = proof.before, proof.behind
    _verify_size(size)
    before.verify(size, root)
    behind.verify(size, root)
    if behind.position != before.position + 1 or not before.leaf[0] < key < behind.leaf[0]:
        raise ProofInvalid("these neighbours do not show that the key is missing from the index")


def _verify_size(size: int) -> None:
    # A map of one leaf would have its root for a path; only sizes that are written are read.
    if not MIN_LEAVES <= size <= MAX_LEAVES or size & (size - 1):
        raise ProofInvalid(f"no index has {size} leaves")
