"""A list of names as a tree of salted leaves: one name opens, or is erased, alone.

Knows: leaves, nodes of sixteen children, decoys, and the order in which children stand.
Must not know: whose names they are, where salts come from, what else an entry says.

    leaf    SHA-256(tag | salt 16 | name)          tag: "ostiary/subject/v1" 00, or "ostiary/asked-about/v1" 00
    node    SHA-256("ostiary/names/v1" 00 | the digests of 16 children)

The tree of n names has the least depth, from 1 on, at which 16^depth >= n. On each level the digests stand in their order,
filled with decoys up to a multiple of 16. Child j of each node one level above height h stands at place j XOR nibble h of a
random mask: so name i is at position i XOR mask, which is equally likely to be any, and tells nothing of how many names
there are or which of them it is.

Sixteen children, not RFC 6962's two: a node of 16 takes 9 blocks of SHA-256 where 15 nodes of two take 30, and one call
where those take 15; and a path says "at most 16" of nearly every entry. Decoys are random bytes, which cost no hash.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from operator import itemgetter
from typing import Final, TypeAlias

DIGEST_BYTES: Final = 32
NAME_SALT_BYTES: Final = 16
WIDTH: Final = 16
MAX_DEPTH: Final = 4
"""16^4 = 65,536 names, which is ``MAX_NAMES`` of an entry."""

NAME_TAGS: Final = (b"ostiary/subject/v1\x00", b"ostiary/asked-about/v1\x00")
"""By the position of the list in the entry."""

Levels: TypeAlias = list[list[bytes]]
"""The digests of each height in their own order, decoys included; the root alone on the last."""

NODE_TAG: Final = b"ostiary/names/v1\x00"
# Which of sixteen children stands at each place, for each nibble of a mask.
_ORDERS: Final = tuple(itemgetter(*[place ^ nibble for place in range(WIDTH)]) for nibble in range(WIDTH))


def depth_of(count: int) -> int:
    """How deep the tree of so many names is; 0 when there are none."""
    return (max(count - 1, 1).bit_length() + 3) // 4 if count else 0


def decoys_of(count: int) -> int:
    """How many decoys the tree of so many names has on all its levels."""
    decoys = 0
    for _ in range(depth_of(count)):
        missing = -count % WIDTH
        decoys += missing
        count = (count + missing) // WIDTH
    return decoys


def leaf_digest(tag: bytes, salt: bytes, name: bytes) -> bytes:
    """The digest of one name. The salt has 16 bytes; only a fixed length tells where the name begins."""
    return sha256(tag + salt + name).digest()


def leaf_digests(tag: bytes, salts: bytes, names: Sequence[bytes]) -> list[bytes]:
    """The digests of many names; their salts stand one after the other."""
    step, total = NAME_SALT_BYTES, NAME_SALT_BYTES * len(names)
    return [
        sha256(tag + salts[at : at + step] + name).digest()
        for at, name in zip(range(0, total, step), names, strict=True)
    ]


def node_digest(children: Sequence[bytes]) -> bytes:
    """The digest of a node from those of its 16 children, by place."""
    return sha256(NODE_TAG + b"".join(children)).digest()


def tree_levels(leaves: list[bytes], mask: int, decoys: bytes) -> Levels:
    """All digests of a tree with at least one leaf; ``decoys`` are the random bytes that fill it, level by level."""
    levels, level, used = [], leaves, 0
    for height in range(depth_of(len(leaves))):
        missing = -len(level) % WIDTH * DIGEST_BYTES
        level += [decoys[at : at + DIGEST_BYTES] for at in range(used, used + missing, DIGEST_BYTES)]
        used += missing
        levels.append(level)
        order = _ORDERS[mask >> 4 * height & 15]
        level = [
            sha256(NODE_TAG + b"".join(order(level[at : at + WIDTH]))).digest()
            for at in range(0, len(level), WIDTH)
        ]
    return [*levels, level]
