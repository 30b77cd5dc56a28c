"""Sealed entries: what the private side keeps of an entry, unreadable without the entry's own key.

Knows: the AEAD, what it is bound to, and how lengths are rounded.
Must not know: where keys or sealed bytes are kept, or what a payload says.

    sealed     AES-256-GCM(key, nonce 12, plain text, bound text), with its tag of 16 bytes
    plain      salt 32 | payload | 80 | 00 ... up to a multiple of 256 bytes
    bound      "ostiary/sealed/v1" 00 | index u64 | commitment 33

The salt is sealed as well: with the salt in the clear, whoever guesses a payload could go on comparing it with the
public commitment after the key was destroyed. GCM does not commit to its key (one sealed text may open under two keys);
the commitment does it in its place, since what was unsealed is believed only when it opens the commitment.

The nonce is random. A key is used once for each time that its entry is written: once, and once more for each crash
between the write and the commit. Two nonces of 96 random bits meet with a chance of 2^-96.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ostiary.errors import LogDamaged
from ostiary.evidence.commitment import SALT_BYTES, commit

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
# A length stays readable when the key is gone. An entry grows by some 8 bytes for each subject, so that rounding to 256
# hides the number of subjects to within 32. It adds 128 bytes to an entry of 2 kB on average.
ROUNDED_TO = 256

_TAG = b"ostiary/sealed/v1\x00"
_INDEX = struct.Struct(">Q")
_END = b"\x80"
# The end and its rounding, by how many zeros it takes: to join them once costs less than to make them for each entry.
_ENDS = tuple(_END + bytes(zeros) for zeros in range(ROUNDED_TO))


@dataclass(frozen=True, slots=True)
class Place:
    """What sealed bytes are bound to: the entry's number in the log, and its 33 public bytes."""

    index: int
    commitment: bytes

    @property
    def bound_text(self) -> bytes:
        """The bytes that the AEAD authenticates beside the sealed ones."""
        return _TAG + _INDEX.pack(self.index) + self.commitment


def sealed_length(payload_length: int) -> int:
    """How many bytes a payload of that length takes when it is sealed, the nonce not counted."""
    plain = SALT_BYTES + payload_length + len(_END)
    return -(-plain // ROUNDED_TO) * ROUNDED_TO + TAG_BYTES


def seal(key: bytes, nonce: bytes, place: Place, salt: bytes, payload: bytes) -> bytes:
    """Seal an entry's salt and payload. ``nonce`` is 12 fresh random bytes, never used with this key before."""
    plain = b"".join((salt, payload, _ENDS[-(len(salt) + len(payload) + 1) % ROUNDED_TO]))
    return AESGCM(key).encrypt(nonce, plain, place.bound_text)


def unseal(key: bytes, nonce: bytes, place: Place, sealed: bytes) -> tuple[bytes, bytes]:
    """The salt and the payload. Raises LogDamaged unless they were sealed for this place and open its commitment."""
    try:
        plain = AESGCM(key).decrypt(nonce, sealed, place.bound_text)
    except (InvalidTag, ValueError):
        # ValueError: bytes too short to hold a tag.
        raise LogDamaged(f"entry {place.index} does not open with its key") from None
    body, end, rest = plain.rpartition(_END)
    salt, payload = body[:SALT_BYTES], body[SALT_BYTES:]
    is_spelled = end and not rest.strip(b"\x00") and len(salt) == SALT_BYTES
    if not is_spelled or len(sealed) != sealed_length(len(payload)):
        raise LogDamaged(f"entry {place.index} was not sealed in the one canonical way")
    if commit(place.commitment[0], salt, payload) != place.commitment:
        raise LogDamaged(f"entry {place.index} says what the log does not commit to")
    return salt, payload
