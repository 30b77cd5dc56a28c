"""Commitments: the 33 public bytes that stand for an entry and give nothing of it away.

Knows: the kinds of entry, and the salted hash that hides and binds a payload, as a whole or part by part.
Must not know: what a payload says, where it is kept, or who may see it.

A random salt of 32 bytes for each entry hides a payload that could be guessed: without it anybody could hash every
likely payload and compare. SHA-256 binds: no second payload opens the same commitment.

An access entry of form 2 is committed to part by part (ostiary.evidence.entry_digests), every other entry as a whole. The
tags differ, so that no opening of the one is an opening of the other; from outside, the two look alike.
"""

from __future__ import annotations

import hashlib
from types import MappingProxyType

from ostiary.errors import LogDamaged
from ostiary.evidence.entry_digests import SECRET_BYTES
from ostiary.evidence.one_pass import commit_payload
from ostiary.model.entry_form import has_parts

ACCESS = 1
DIRECTIVE = 2
SUBJECT_INDEX_ROOT = 3
RECOVERY = 4
PADDING = 5
TURNED_AWAY = 6
ERASURE = 7
DISCLOSURE = 8
CLOSING = 9
BEGINNING = 10
CONSOLE_ACT = 11

# Append-only: a number that has once stood in a log keeps its meaning for ever, and a new kind takes the next number.
KINDS = MappingProxyType({
    ACCESS: "access",
    DIRECTIVE: "directive",
    SUBJECT_INDEX_ROOT: "subject-index root",
    RECOVERY: "recovery",
    PADDING: "padding",
    TURNED_AWAY: "log-ins turned away",
    ERASURE: "erasure",
    DISCLOSURE: "disclosure",
    CLOSING: "closing",
    BEGINNING: "beginning",
    CONSOLE_ACT: "console act",
})  # fmt: skip

# In form 2 it is the secret that the salts of all parts come from.
SALT_BYTES = SECRET_BYTES
COMMITMENT_BYTES = 1 + hashlib.sha256().digest_size

# The tag keeps these hashes apart from every other use of SHA-256. The zero byte ends it.
_TAG = b"ostiary/entry/v1\x00"


def commit(kind: int, salt: bytes, payload: bytes) -> bytes:
    """The public entry, 33 bytes: kind || SHA-256("ostiary/entry/v1" || 0x00 || salt || payload), or by its parts.

    Raises LogDamaged for a kind that is not in the registry and for an access whose parts cannot be told, ValueError for a
    salt that is not 32 bytes.
    """
    if kind not in KINDS:
        raise LogDamaged(f"`{kind}` is not a kind of entry")
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    if kind == ACCESS and has_parts(payload):
        return bytes([kind]) + commit_payload(salt, payload)
    return bytes([kind]) + hashlib.sha256(_TAG + salt + payload).digest()
