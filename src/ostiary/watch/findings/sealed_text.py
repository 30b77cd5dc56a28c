"""The sealed text of an act: unreadable without a key of its own, and bound to what the chain says of it.

Knows: the AEAD, the commitment, and how lengths are rounded.
Must not know: where keys or sealed bytes are kept, what a text says, who may erase it.

    sealed      nonce 12 | AES-256-GCM(key, nonce, plain, bound text), with its tag of 16 bytes
    plain       salt 32 | text | 80 | 00 ... up to a multiple of 256 bytes
    commitment  SHA-256("ostiary/watch-text/v1" 00 | number u64 | salt | text)
    bound text  "ostiary/watch-text/v1" 00 | number u64 | commitment 32

As for entries of the log (ostiary.evidence.sealing): the salt is sealed too, so that nobody who guesses a text can compare it with
the commitment after the key is gone; and lengths are rounded, because they outlive the key.
"""

from __future__ import annotations

import hashlib
import struct
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ostiary.errors import WatchFolderDamaged
from ostiary.evidence.sealing import NONCE_BYTES, ROUNDED_TO

SALT_BYTES: Final = 32

_TAG: Final = b"ostiary/watch-text/v1\x00"
_NUMBER: Final = struct.Struct(">Q")
_END: Final = b"\x80"


def seal_text(key: bytes, random: bytes, number: int, text: bytes) -> tuple[str, bytes]:
    """The commitment to a text, as 64 hexadecimal digits, and the sealed text. ``random`` are 44 fresh bytes: nonce and salt."""
    nonce, salt = random[:NONCE_BYTES], random[NONCE_BYTES:]
    commitment = _commit(number, salt, text)
    plain = salt + text + _END
    plain += bytes(-len(plain) % ROUNDED_TO)
    return commitment.hex(), nonce + AESGCM(key).encrypt(nonce, plain, _bound(number, commitment))


def open_text(key: bytes, number: int, commitment: str, sealed: bytes) -> bytes:
    """The text. Raises WatchFolderDamaged unless it is the one that the chain has a commitment to."""
    committed = bytes.fromhex(commitment)
    try:
        plain = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(number, committed))
    except (InvalidTag, ValueError):
        # ValueError: bytes too short to hold a nonce or a tag.
        raise WatchFolderDamaged(f"the text of act {number} was damaged or changed") from None
    body, _, _ = plain.rpartition(_END)
    salt, text = body[:SALT_BYTES], body[SALT_BYTES:]
    # GCM does not commit to its key: what was opened is believed only when it is what was committed to.
    if _commit(number, salt, text) != committed:
        raise WatchFolderDamaged(f"the text of act {number} is not the one that its chain has a hash of")
    return text


def _commit(number: int, salt: bytes, text: bytes) -> bytes:
    return hashlib.sha256(_TAG + _NUMBER.pack(number) + salt + text).digest()


def _bound(number: int, commitment: bytes) -> bytes:
    return _TAG + _NUMBER.pack(number) + commitment
