"""Names of a list that are opened, and the digests of the rest of its tree: what verifies, and how less of it is shown.

Knows: walking a tree of which some leaves and some whole subtrees' digests are there.
Must not know: how a file spells it, what else an entry says, whose names they are.

``digests`` are those of the greatest subtrees without an opened leaf, from the first position to the last. Decoys, names
that nobody opened and names that were closed for good are all digests, and look alike.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from ostiary.errors import ProofInvalid
from ostiary.evidence.entry_digests import NameList
from ostiary.evidence.name_tree import (
    DIGEST_BYTES,
    MAX_DEPTH,
    NAME_SALT_BYTES,
    WIDTH,
    depth_of,
    leaf_digest,
    node_digest,
)


@dataclass(frozen=True, slots=True)
class OpenName:
    """One name: where it stands among 16^depth positions, its 16-byte salt, and itself."""

    position: int
    salt: bytes
    name: bytes


@dataclass(frozen=True, slots=True)
class OpenedNames:
    """Opened names by ascending position, at least one, and the digests that lead from them to the root."""

    depth: int
    names: tuple[OpenName, ...]
    digests: tuple[bytes, ...]

    def __post_init__(self) -> None:
        """Raises ProofInvalid for what no tree can be."""
        positions = [one.position for one in self.names]
        if not 1 <= self.depth <= MAX_DEPTH or not positions or positions != sorted(set(positions)):
            raise ProofInvalid("the opened names do not stand in their order in a tree")
        if positions[0] < 0 or positions[-1] >= WIDTH**self.depth:
            raise ProofInvalid("an opened name stands outside its tree")
        if any(len(one.salt) != NAME_SALT_BYTES for one in self.names):
            raise ProofInvalid(f"the salt of a name has {NAME_SALT_BYTES} bytes")
        if any(len(digest) != DIGEST_BYTES for digest in self.digests):
            raise ProofInvalid(f"a digest has {DIGEST_BYTES} bytes")

    def root(self, tag: bytes) -> bytes:
        """The digest of the list. Raises ProofInvalid when there are more or fewer digests than the tree needs."""
        return self._walked(tag, {one.position for one in self.names}).root

    def only(self, tag: bytes, positions: Collection[int]) -> OpenedNames:
        """The same list with those names alone left open. Raises ProofInvalid likewise, and where none is left."""
        wanted = frozenset(positions)
        walk = self._walked(tag, wanted)
        kept = tuple(one for one in self.names if one.position in wanted)
        return OpenedNames(self.depth, kept, tuple(walk.digests))

    def _walked(self, tag: bytes, wanted: Collection[int]) -> _Walk:
        walk = _Walk(tag, wanted, iter(self.digests))
        walk.root = walk.visit(self.depth, self.names)
        if next(walk.source, None) is not None:
            raise ProofInvalid("the opened names come with more digests than their tree has")
        return walk


@dataclass(slots=True)
class _Walk:
    """One way through the tree; afterwards ``digests`` are those that an opening of the wanted names has."""

    tag: bytes
    wanted: Collection[int]
    source: Iterator[bytes]
    digests: list[bytes] = field(default_factory=list)
    root: bytes = b""

    def visit(self, height: int, names: Sequence[OpenName]) -> bytes:
        """The digest of a subtree with these opened names in it."""
        before = len(self.digests)
        if not names:
            digest = self._next()
        elif height == 0:
            digest = leaf_digest(self.tag, names[0].salt, names[0].name)
        else:
            digest = node_digest([self.visit(height - 1, inside) for inside in _by_child(height - 1, names)])
        if not any(one.position in self.wanted for one in names):
            # Nothing below is shown, so that this one digest stands for all of it.
            self.digests[before:] = [digest]
        return digest

    def _next(self) -> bytes:
        digest = next(self.source, None)
        if digest is None:
            raise ProofInvalid("the opened names come with fewer digests than their tree has")
        return digest


def _by_child(height: int, names: Sequence[OpenName]) -> list[list[OpenName]]:
    """The names below each of a node's 16 children, which stand at that height."""
    found: list[list[OpenName]] = [[] for _ in range(WIDTH)]
    for one in names:
        found[one.position >> 4 * height & WIDTH - 1].append(one)
    return found


def everything_of(listed: NameList) -> OpenedNames:
    """The whole list, opened."""
    depth = depth_of(len(listed.names))
    named = sorted(
        (OpenName(at ^ listed.mask, listed.salt(at), name) for at, name in enumerate(listed.names)),
        key=lambda one: one.position,
    )
    return OpenedNames(depth, tuple(named), tuple(_decoys(listed, depth, 0, len(listed.names))))


def _decoys(listed: NameList, height: int, node: int, count: int) -> Iterator[bytes]:
    """The decoys below a node, by position. ``node`` is its number in its own order, ``count`` that of the names."""
    if node << 4 * height >= count:
        yield listed.levels[height][node]
    elif height:
        nibble = listed.mask >> 4 * (height - 1) & WIDTH - 1
        for place in range(WIDTH):
            yield from _decoys(listed, height - 1, node * WIDTH + (place ^ nibble), count)
