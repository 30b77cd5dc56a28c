"""Text and files that only whoever has a code, or a private key, can open.

Knows: two ways to seal, how lengths are hidden, and what each is bound to.
Must not know: codes, what is sealed, where it is kept.

    to a key        version 01 | nonce 12 | AES-256-GCM(key, nonce, padded, bound)
    to somebody     version 02 | X25519 public key 32, fresh | AES-256-GCM(HKDF(shared, both public keys, bound), 00..00, padded, bound)
    padded          length u32 | plain | 00 ... up to a size that says little

A key is used once, and a fresh public key makes a fresh key: no nonce comes twice under one key.
"""

from __future__ import annotations

import struct
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ostiary.errors import ProofInvalid

NONCE_BYTES: Final = 12
PUBLIC_BYTES: Final = 32
SMALLEST: Final = 8 * 1_024
"""Bytes that the shortest text takes. What a person writes, 4,000 characters of at most four bytes, takes 8 or 16 KiB."""
TAG_BYTES: Final = 16

_TO_KEY: Final = b"\x01"
_TO_SOMEBODY: Final = b"\x02"
_LENGTH: Final = struct.Struct(">I")


def seal_with(key: bytes, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
    """Seal under a key of 32 bytes that is used for nothing else; ``nonce`` is 12 random bytes."""
    return _TO_KEY + nonce + AESGCM(key).encrypt(nonce, _padded(plain), bound)


def open_with(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Open it. Raises ProofInvalid for another key, another ``bound``, or bytes that were changed."""
    _verify_version(sealed, _TO_KEY)
    start = len(_TO_KEY) + NONCE_BYTES
    return _opened(key, sealed[len(_TO_KEY) : start], sealed[start:], bound)


def public_of(private: bytes) -> bytes:
    """The public key of a private one (any 32 bytes)."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal_to(public: bytes, plain: bytes, bound: bytes) -> bytes:
    """Seal so that only the owner of a public key can open it, and not even whoever sealed it. Raises ProofInvalid for no key."""
    fresh = X25519PrivateKey.generate()
    theirs = fresh.public_key().public_bytes_raw()
    key = _shared(fresh, public, theirs + public, bound)
    return _TO_SOMEBODY + theirs + AESGCM(key).encrypt(bytes(NONCE_BYTES), _padded(plain), bound)


def open_from(private: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Open what was sealed to somebody. Raises ProofInvalid as ``open_with``."""
    _verify_version(sealed, _TO_SOMEBODY)
    start = len(_TO_SOMEBODY) + PUBLIC_BYTES
    theirs = sealed[len(_TO_SOMEBODY) : start]
    key = _shared(X25519PrivateKey.from_private_bytes(private), theirs, theirs + public_of(private), bound)
    return _opened(key, bytes(NONCE_BYTES), sealed[start:], bound)


def _shared(ours: X25519PrivateKey, public: bytes, both: bytes, bound: bytes) -> bytes:
    try:
        secret = ours.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        # Not 32 bytes, or a point of small order, with which everybody shares a secret.
        raise ProofInvalid("the public key is none") from None
    return HKDF(SHA256(), 32, salt=both, info=b"ostiary/sealed-to/v1\x00" + bound).derive(secret)


def _verify_version(sealed: bytes, version: bytes) -> None:
    if sealed[:1] != version:
        raise ProofInvalid("it was not sealed in this way")


def _opened(key: bytes, nonce: bytes, body: bytes, bound: bytes) -> bytes:
    try:
        padded = AESGCM(key).decrypt(nonce, body, bound)
    except (InvalidTag, ValueError):
        # ValueError: too short to have a nonce.
        raise ProofInvalid("it does not open with this key") from None
    return _unpadded(padded)


def padded_length(length: int) -> int:
    """The next power of two that holds so many bytes and their length."""
    return max(SMALLEST, 1 << (length + _LENGTH.size - 1).bit_length())


def _padded(plain: bytes) -> bytes:
    return (_LENGTH.pack(len(plain)) + plain).ljust(padded_length(len(plain)), b"\x00")


def _unpadded(padded: bytes) -> bytes:
    (length,) = _LENGTH.unpack_from(padded)
    plain = padded[_LENGTH.size : _LENGTH.size + length]
    if len(plain) != length or len(padded) != padded_length(length):
        raise ProofInvalid("it was not sealed in the one canonical way")
    return plain
