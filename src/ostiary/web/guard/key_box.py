"""An official's signing key as it lies at the console: closed under a passphrase that nobody but the official knows.

Knows: how a key is closed and opened, what one try costs, and whom a closed key is bound to.
Must not know: where closed keys lie, who tries, where salts and nonces come from.

    01 | salt 16 | nonce 12 | AES-256-GCM(Argon2id(passphrase, salt), nonce, text of the key, account NUL public key)

Whoever steals it tries passphrases at the cost of one password each: some 0.2 s of a core and 64 MiB (RFC 9106's second
recommended option). The public half stands beside it in the clear, and cannot be exchanged.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

MIN_CHARACTERS: Final = 16
"""NIST SP 800-63B-4 asks for 15 where nothing else protects: a stolen box is tried without a code."""
MAX_BYTES: Final = 1_024
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
MAX_BOX_BYTES: Final = 4_096
"""The text of a key has some 100 characters and its name."""

_VERSION: Final = b"\x01"
_PASSES: Final = 3
# In one lane, as for passwords (``guard.password`` says why).
_LANES: Final = 1
_KIBIBYTES: Final = 64 * 1_024
_KEY_BYTES: Final = 32


def why_not(passphrase: str) -> str:
    """Why this cannot be chosen as a passphrase, or nothing."""
    if len(passphrase) < MIN_CHARACTERS:
        return f"a passphrase has at least {MIN_CHARACTERS} characters"
    if len(_as_bytes(passphrase)) > MAX_BYTES:
        return f"a passphrase has at most {MAX_BYTES} bytes"
    return ""


def close_box(text: str, vkey: str, account: str, passphrase: str, *, salt: bytes, nonce: bytes) -> bytes:
    """The closed key of an account; ``text`` is the key, ``vkey`` its public half. Raises ValueError for a passphrase that cannot be chosen, or another length of salt or nonce."""
    if problem := why_not(passphrase):
        raise ValueError(problem)
    if (len(salt), len(nonce)) != (SALT_BYTES, NONCE_BYTES):
        raise ValueError(f"a salt has {SALT_BYTES} bytes and a nonce {NONCE_BYTES}")
    closed = AESGCM(_key(passphrase, salt)).encrypt(nonce, text.encode(), _bound(account, vkey))
    return _VERSION + salt + nonce + closed


def open_box(box: bytes, vkey: str, account: str, passphrase: str) -> str | None:
    """The text of the key in a box; None for another passphrase, account or public half, or a box that was changed."""
    content = _as_bytes(passphrase)
    start = len(_VERSION) + SALT_BYTES
    salt, nonce, closed = (
        box[len(_VERSION) : start],
        box[start : start + NONCE_BYTES],
        box[start + NONCE_BYTES :],
    )
    if (
        not box.startswith(_VERSION)
        or len(box) > MAX_BOX_BYTES
        or len(nonce) != NONCE_BYTES
        or len(content) > MAX_BYTES
    ):
        return None
    try:
        return AESGCM(_key(passphrase, salt)).decrypt(nonce, closed, _bound(account, vkey)).decode()
    except (InvalidTag, UnicodeDecodeError):
        return None


def _key(passphrase: str, salt: bytes) -> bytes:
    kdf = Argon2id(salt=salt, length=_KEY_BYTES, iterations=_PASSES, lanes=_LANES, memory_cost=_KIBIBYTES)
    return kdf.derive(_as_bytes(passphrase))


def _bound(account: str, vkey: str) -> bytes:
    return f"ostiary/key-box/v1\0{account}\0{vkey}".encode()


def _as_bytes(passphrase: str) -> bytes:
    # As passwords: one form for what keyboards write in several.
    return unicodedata.normalize("NFKC", passphrase).encode("utf-8", "replace")
