"""The hash that stands for an access entry, in one pass over its payload: what the log writer computes for every entry.

Knows: where the parts of a payload lie, and where their salts lie in the stream of a secret.
Must not know: what a part says, who may see it.

``entry_digests.commit_parts`` says what is right, part by part; this does the same with arithmetic on places, which also
compiles (`one_pass.pxd`), and tests hold both equal. A stream of a million rows names a million people.
"""

from __future__ import annotations

import _hashlib
from hashlib import shake_256
from typing import Final

from ostiary.evidence import hashing
from ostiary.evidence.entry_digests import (
    ENTRY_TAG,
    FIELD_TAG,
    LABELS,
    POSITIONS,
    STREAM_TAG,
    commit_parts,
    verify_secret,
)
from ostiary.evidence.name_tree import NAME_TAGS, NODE_TAG, decoys_of, depth_of
from ostiary.model.entry_form import (
    FIELD_POSITIONS,
    HEAD_BYTES,
    LENGTH_BYTES,
    SUBJECT_BYTES,
    lengths_of,
    split_entry,
)

# Known to the loops below under names of their own, which are C numbers when they are compiled.
_FIELDS = FIELD_POSITIONS
_ALL = POSITIONS
_DIGEST = 32
_SALT = 16
_WIDTH = 16

_CAN_HASH: Final = hashing.prepare(getattr(_hashlib, "__file__", ""))


def commit_payload(secret: bytes, payload: bytes) -> bytes:
    """The hash for a payload of form 2 under a secret.

    Raises LogDamaged for a payload that cannot be split, ValueError for a secret that is not 32 bytes.
    """
    if not _CAN_HASH:
        return commit_parts(secret, split_entry(payload))
    verify_secret(secret)
    lengths, subjects, asked = lengths_of(payload)
    listed = (_SALT * count + _DIGEST * decoys_of(count) for count in (subjects, len(asked)))
    stream = shake_256(STREAM_TAG + secret).digest(_ALL * _DIGEST + sum(listed))
    return _commit(payload, stream, lengths, [SUBJECT_BYTES] * subjects, list(asked))


def _commit(
    payload: bytes, stream: bytes, lengths: list[int], subjects: list[int], asked: list[int]
) -> bytes:
    digests = bytearray(_ALL * _DIGEST)
    at, salts = HEAD_BYTES, _ALL * _DIGEST
    tag, labels = FIELD_TAG, LABELS
    for position in range(_FIELDS):
        length = lengths[position]
        place = position * _DIGEST
        if length:
            hashing.put_hash(
                digests, place, tag, stream, place, _DIGEST, labels[position], payload, at, length
            )
        else:
            hashing.put_copy(digests, place, stream, place, _DIGEST)
        at += length
    _put_list(digests, 0, payload, at, stream, salts, subjects)
    at += sum(subjects) + LENGTH_BYTES * len(asked)
    salts += _SALT * len(subjects) + _DIGEST * decoys_of(len(subjects))
    _put_list(digests, 1, payload, at, stream, salts, asked)
    result = bytearray(_DIGEST)
    hashing.put_hash(result, 0, ENTRY_TAG, bytes(digests), 0, _ALL * _DIGEST, b"", b"", 0, 0)
    return bytes(result)


def _put_list(  # noqa: PLR0917 - a C function when it is compiled
    digests: bytearray, which: int, payload: bytes, at: int, stream: bytes, salts: int, lengths: list[int]
) -> None:
    """Put the digest of a list to its place; its names begin at ``at``, and its salts at ``salts``."""
    count = len(lengths)
    place = (_FIELDS + which) * _DIGEST
    if not count:
        hashing.put_copy(digests, place, stream, place, _DIGEST)
        return
    tag, node_tag, decoys = NAME_TAGS[which], NODE_TAG, salts + _SALT * count
    level = bytearray((count + _WIDTH) * _DIGEST)
    for index in range(count):
        length = lengths[index]
        hashing.put_hash(
            level, index * _DIGEST, tag, stream, salts + index * _SALT, _SALT, b"", payload, at, length
        )
        at += length
    mask = int.from_bytes(stream[place : place + 4])
    for _ in range(depth_of(count)):
        missing = -count & _WIDTH - 1
        hashing.put_copy(level, count * _DIGEST, stream, decoys, missing * _DIGEST)
        decoys += missing * _DIGEST
        count = (count + missing) // _WIDTH
        for node in range(count):
            # A node stands before its children or where the first of them stood: they were read by then.
            hashing.put_node(level, node * _DIGEST, node_tag, node * _WIDTH * _DIGEST, mask & _WIDTH - 1)
        mask >>= 4
    digests[place : place + _DIGEST] = level[:_DIGEST]
