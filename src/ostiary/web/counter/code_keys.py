"""What follows from a code: the digest that it is found by, and the keys of what it opens.

Knows: how a code becomes keys, and that what is kept of it leads back to nobody.
Must not know: what a code opens, where anything is kept.

    root    = Argon2id(code, salt "ostiary/" + purpose, 2 passes over 19 MiB in one lane)
    digest  = HKDF-SHA256(root, "digest")       stands in the database
    secret  = HKDF-SHA256(root, "key")          opens what was sealed; stands nowhere

The salt is the same for all codes of a purpose: a code must be found by itself alone. Guessing at all of some thousands of slips
at once saves 13 of 70 bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from ostiary.web.counter.code import Code

Purpose: TypeAlias = Literal["slip", "letter"]
"""What a code is for; a code for one is none for the other."""

DIGEST_BYTES: Final = 32
KEY_BYTES: Final = 32

# What OWASP's password storage cheat sheet has as the least for passwords. A code is none: it has 70 bits, and anybody may make us pay
# for a guess. One lane: with more, two derivations at once wait for each other for ever.
_PASSES: Final = 2
_LANES: Final = 1
_KIBIBYTES: Final = 19 * 1_024


@dataclass(frozen=True, slots=True)
class CodeKeys:
    """What follows from one code."""

    digest: bytes
    key: bytes

    def __repr__(self) -> str:
        """Never the key."""
        return "CodeKeys(...)"


def keys_of(code: Code, purpose: Purpose) -> CodeKeys:
    """The keys of a code. It costs 19 MiB and some hundredths of a second of a core, so attempts are counted before."""
    salt = f"ostiary/code/{purpose}".encode()
    kdf = Argon2id(salt=salt, length=32, iterations=_PASSES, lanes=_LANES, memory_cost=_KIBIBYTES)
    root = kdf.derive(code.text.encode())
    return CodeKeys(
        HKDFExpand(SHA256(), DIGEST_BYTES, b"digest").derive(root),
        HKDFExpand(SHA256(), KEY_BYTES, b"key").derive(root),
    )
