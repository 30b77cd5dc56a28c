"""The password of an account, as it is kept: Argon2id (RFC 9106) in its usual text form.

Knows: which passwords may be chosen, what verifying one costs, and that a missing account costs as much.
Must not know: where accounts lie, who tries, where salts come from.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

MIN_CHARACTERS: Final = 12
"""NIST SP 800-63B-4 asks for 8 beside a second factor and 15 without one; a code can be phished, so between the two."""
MIN_DIFFERENT: Final = 5
"""Characters that differ: what is typed by leaning on a key, or by two in turn, is guessed first."""
MAX_BYTES: Final = 1_024
"""More than any person types; Argon2's first hash reads all of it."""
SALT_BYTES: Final = 16
"""RFC 9106, section 3.1: "16 bytes is RECOMMENDED for password hashing"."""

# RFC 9106, section 4, "second recommended option": three passes over 64 MiB, a tag of 256 bits. In one lane and not in four: the
# library makes a thread for each further lane, and two verifications at once then wait for each other for ever.
_PASSES: Final = 3
_LANES: Final = 1
_KIBIBYTES: Final = 64 * 1_024
_TAG_BYTES: Final = 32


def why_not(password: str) -> str:
    """Why this cannot be chosen as a password, or nothing."""
    if len(password) < MIN_CHARACTERS:
        return f"a password has at least {MIN_CHARACTERS} characters"
    if len(_as_bytes(password)) > MAX_BYTES:
        return f"a password has at most {MAX_BYTES} bytes"
    if len(set(password)) < MIN_DIFFERENT:
        return f"a password has at least {MIN_DIFFERENT} different characters"
    return ""


def kept_form(password: str, salt: bytes) -> str:
    """What is kept of a password. Raises ValueError for one that cannot be chosen, and for a salt of another length."""
    if problem := why_not(password):
        raise ValueError(problem)
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    kdf = Argon2id(salt=salt, length=_TAG_BYTES, iterations=_PASSES, lanes=_LANES, memory_cost=_KIBIBYTES)
    return kdf.derive_phc_encoded(_as_bytes(password))


def is_right(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was kept; None is an account that there is not.

    It takes as long for such an account, so that the time does not say which accounts there are.
    """
    content = _as_bytes(password)
    if len(content) > MAX_BYTES:
        return False
    try:
        Argon2id.verify_phc_encoded(content, _DECOY if kept is None else kept)
    except InvalidKey:
        return False
    return kept is not None


def _as_bytes(password: str) -> bytes:
    # NIST SP 800-63B-4, section 3.1.1.2: one form for what keyboards write in several. A lone surrogate is no character.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace")


_DECOY: Final = f"$argon2id$v=19$m={_KIBIBYTES},t={_PASSES},p={_LANES}$AAAAAAAAAAAAAAAAAAAAAA$" + 43 * "A"
"""The text form of no password that anybody knows; it costs what a real one does."""
