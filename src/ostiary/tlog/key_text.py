"""Keys as text: names, key ids, and the one spelling of a verifier key and of a signer key.

Knows: C2SP signed-note v1.0.0 on key names, key ids and vkeys, and the signer key text that Go tools use.
Must not know: signatures, notes, or what kind of key is good for what.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from ostiary.errors import ProofInvalid

# Signature types are the specification's; a number is never given a second meaning.
ED25519 = 0x01
ED25519_COSIGNATURE = 0x04
ML_DSA_44_COSIGNATURE = 0x06

KEY_ID_BYTES = 4
SEED_BYTES = 32
PUBLIC_BYTES = 32

_PRIVATE_PREFIX = "PRIVATE+KEY+"


@dataclass(frozen=True, slots=True)
class KeyText:
    """What stands in a verifier key: a name, the signature type, and the public key in that type's encoding."""

    name: str
    type: int
    material: bytes


def key_id(key: KeyText) -> bytes:
    """The first 4 bytes of SHA-256(name || 0x0A || signature type || public key)."""
    return hashlib.sha256(
        key.name.encode() + b"\n" + bytes([key.type]) + key.material
    ).digest()[:KEY_ID_BYTES]  # fmt: skip


def format_verifier(key: KeyText) -> str:
    """The vkey: ``name+hex id+base64(type || key)``."""
    return f"{key.name}+{key_id(key).hex()}+{encode_base64(bytes([key.type]) + key.material)}"


def parse_verifier(text: str) -> KeyText:
    """Read a vkey. Raises ProofInvalid unless it is exactly what ``format_verifier`` writes, whatever its type is."""
    name, _, rest = text.partition("+")
    _, _, encoded = rest.partition("+")
    check_name(name)
    key = _typed(name, encoded)
    # One spelling only: a changed digit of the id, or another spelling of the same bytes, is refused.
    if format_verifier(key) != text:
        raise ProofInvalid(f"`{text}` is not a verifier key: its id does not belong to its name and key")
    return key


def format_signer(public: KeyText, seed: bytes) -> str:
    """``PRIVATE+KEY+name+hex id+base64(type || seed)``, with the id of the public key. It is a secret."""
    encoded = encode_base64(bytes([public.type]) + seed)
    return f"{_PRIVATE_PREFIX}{public.name}+{key_id(public).hex()}+{encoded}"


def parse_signer(text: str) -> KeyText:
    """The name, type and seed of a signer key. Raises ProofInvalid, which never quotes the text.

    The id is not compared, which takes the public key: whoever reads a signer key writes it again and compares.
    """
    name, _, rest = text.removeprefix(_PRIVATE_PREFIX).partition("+")
    _, _, encoded = rest.partition("+")
    return _typed(name, encoded)


def check_name(name: str) -> None:
    """Raises ProofInvalid for what cannot be a key's name."""
    # "It MUST be non-empty and not contain any Unicode spaces or plus".
    if not name or "+" in name or any(item.isspace() or is_unwritable(item) for item in name):
        raise ProofInvalid(f"`{name}` cannot be the name of a key: it must have no space and no plus")


def is_unwritable(character: str) -> bool:
    """Whether no note may hold a character; a newline must be allowed beside it."""
    # Half a surrogate pair has no UTF-8 form; Python strings can hold one.
    return character < " " or "\ud800" <= character <= "\udfff"


def encode_base64(raw: bytes) -> str:
    """Standard base64, padded, in one line."""
    return base64.b64encode(raw).decode()


def decode_base64(text: str) -> bytes:
    """Raises ProofInvalid unless the text is exactly what ``encode_base64`` writes."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ProofInvalid("a value is not base64") from None
    # The spare bits of the last digit must be zero, or one value would have several spellings.
    if encode_base64(raw) != text:
        raise ProofInvalid("a value is not canonical base64")
    return raw


def _typed(name: str, encoded: str) -> KeyText:
    blob = decode_base64(encoded)
    if not blob:
        raise ProofInvalid("a key has no type")
    return KeyText(name, blob[0], blob[1:])
