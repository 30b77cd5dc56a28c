"""Subjects of an entry as a Merkle list: one person's part opens, or is erased, alone.

Knows: leaves, their salts, the list's root, opening one leaf, closing one for good.
Must not know: who a subject is, where a list is kept, or what else the entry says.

    leaf    RFC 6962 leaf hash of "ostiary/subject/v1" 00 | salt 16 | value
    list    the leaves in their order, filled with decoys (leaves of an empty value) up to a power of two; RFC 6962 root

An entry's payload holds the root in place of the subjects, so that its commitment covers them all. Decoys hide how many
people an entry is about from the one whose part is opened: a path of 3 hashes says "at most 8". The salts of 16 bytes
(RFC 9901 asks for 128 bits) are the key stream of a seed, so that a list takes 32 bytes more than its values, however long
it is. A list with a closed leaf has no seed any more: from the seed the closed salt could be made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

from ostiary.errors import ProofInvalid
from ostiary.tlog.merkle import Frontier, inclusion_proof, leaf_hash, verify_inclusion

SUBJECT_SALT_BYTES = 16
SEED_BYTES = 32
# The largest answered batch names 2^17 subjects (journal_frames); decoys never bring more, since it is a power of two.
MAX_SUBJECTS = 2**17

_TAG = b"ostiary/subject/v1\x00"
# A seed makes one stream in its life, so that the nonce need not differ.
_NONCE = bytes(16)


@dataclass(frozen=True, slots=True)
class OpenLeaf:
    """A subject with its salt; an empty value is a decoy."""

    salt: bytes
    value: bytes

    @property
    def digest(self) -> bytes:
        """The leaf's hash in the list."""
        return leaf_hash(_TAG + self.salt + self.value)


@dataclass(frozen=True, slots=True)
class ClosedLeaf:
    """A subject whose salt was destroyed: its hash says nothing, and still counts in the root."""

    digest: bytes


Leaf: TypeAlias = OpenLeaf | ClosedLeaf


@dataclass(frozen=True, slots=True)
class SubjectOpening:
    """One leaf, and the path from it to the root: what one person is handed."""

    position: int
    size: int
    leaf: OpenLeaf
    path: tuple[bytes, ...]

    def verify(self, root: bytes) -> None:
        """Raises ProofInvalid unless this leaf stands in the list with that root."""
        if len(self.leaf.salt) != SUBJECT_SALT_BYTES:
            # Salt and value are hashed one after the other: only a fixed length tells where the value begins.
            raise ProofInvalid(f"a subject's salt has {SUBJECT_SALT_BYTES} bytes")
        verify_inclusion(
            index=self.position, size=self.size, leaf=self.leaf.digest, proof=self.path, root=root
        )


@dataclass(frozen=True, slots=True)
class SubjectList:
    """The leaves, decoys included."""

    leaves: tuple[Leaf, ...]

    @property
    def root(self) -> bytes:
        """What stands in the entry's payload."""
        return Frontier(leaf.digest for leaf in self.leaves).root()

    @property
    def values(self) -> tuple[bytes, ...]:
        """The subjects that are still open, in their order."""
        return tuple(leaf.value for leaf in self.leaves if isinstance(leaf, OpenLeaf) and leaf.value)

    def open(self, position: int) -> SubjectOpening:
        """One subject's part. Raises ValueError where there is no leaf, or a closed one."""
        match self.leaves[position : position + 1] if position >= 0 else ():
            case (OpenLeaf() as leaf,):
                path = inclusion_proof(position, [each.digest for each in self.leaves])
                return SubjectOpening(position, len(self.leaves), leaf, path)
            case _:
                raise ValueError(f"subject {position} cannot be opened")

    def without(self, positions: Sequence[int]) -> SubjectList:
        """The same list, the same root, and those leaves closed; closing twice is as good as once. Raises IndexError."""
        leaves = list(self.leaves)
        for position in positions:
            leaves[position] = ClosedLeaf(leaves[position].digest)
        return replace(self, leaves=tuple(leaves))


def list_subjects(seed: bytes, values: Sequence[bytes]) -> SubjectList:
    """The list of these subjects; ``seed`` is 32 random bytes, used for no other list.

    Raises ValueError for more than 2^17 subjects, for an empty value (those are decoys), and for another seed.
    """
    if len(values) > MAX_SUBJECTS or not all(values):
        raise ValueError(f"{len(values)} subjects are too many, or one is empty")
    size = 1 << max(0, len(values) - 1).bit_length()
    stream = Cipher(ChaCha20(seed, _NONCE), mode=None).encryptor().update(bytes(size * SUBJECT_SALT_BYTES))
    filled = (*values, *[b""] * (size - len(values)))
    return SubjectList(
        tuple(
            OpenLeaf(stream[at * SUBJECT_SALT_BYTES : (at + 1) * SUBJECT_SALT_BYTES], value)
            for at, value in enumerate(filled)
        )
    )
