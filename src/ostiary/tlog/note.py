"""Signed notes: a text that people can read, and lines of signatures under it.

Knows: C2SP signed-note v1.0.0, Ed25519 verifier keys, and the text form of signer keys that Go tools use.
Must not know: what a note says, logs, files, or who may sign what.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ostiary.errors import KeyFileError, ProofInvalid

# Signature type 0x01 is Ed25519. Types are the specification's; a number is never given a second meaning.
ED25519 = 1
SEED_BYTES = 32
PUBLIC_BYTES = 32
# "Verifiers MUST accept at least 16 signatures". Four times that leaves room for every witness of a large quorum.
MAX_SIGNATURES = 64
# A directive or checkpoint is a few kilobytes. The widest signature known, ML-DSA-44 with a time stamp, is
# 4 + 8 + 2420 bytes, 3,244 characters: 64 of them are 208 kB, which leaves most of a mebibyte for text.
MAX_NOTE_BYTES = 2**20

_DASH = "\u2014 "
_KEY_ID_BYTES = 4
_PRIVATE_PREFIX = "PRIVATE+KEY+"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A name and an Ed25519 public key (32 bytes): whom a signature is by."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.public) != PUBLIC_BYTES:
            raise ProofInvalid(f"an Ed25519 public key has {PUBLIC_BYTES} bytes, not {len(self.public)}")

    @property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256(name || 0x0A || 0x01 || public key)."""
        material = self.name.encode() + b"\n" + bytes([ED25519]) + self.public
        return hashlib.sha256(material).digest()[:_KEY_ID_BYTES]

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read ``name+hex id+base64(type || key)``. Raises ProofInvalid unless it is exactly what ``format`` writes."""
        name, _, rest = text.partition("+")
        _, _, encoded = rest.partition("+")
        key = cls(name, _typed_key(encoded))
        # One spelling only: a changed digit of the id, or another spelling of the same bytes, is refused.
        if key.format() != text:
            raise ProofInvalid(f"`{text}` is not a verifier key: its id does not belong to its name and key")
        return key

    def format(self) -> str:
        """The key as text, which the specification calls a vkey."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(bytes([ED25519]) + self.public)}"

    def verify(self, message: bytes, signature: bytes) -> None:
        """Raises ProofInvalid unless the 64-byte signature over the message is by this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature as fault:
            raise ProofInvalid(f"the signature by `{self.name}` does not hold") from fault


@dataclass(frozen=True, slots=True)
class SignerKey:
    """A name and an Ed25519 seed (32 secret bytes, kept out of the representation)."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.seed) != SEED_BYTES:
            raise KeyFileError(f"an Ed25519 seed has {SEED_BYTES} bytes, not {len(self.seed)}")

    @classmethod
    def generate(cls, name: str, seed: bytes) -> SignerKey:
        """A key from 32 fresh random bytes, which the caller draws. Raises ProofInvalid for a name that cannot be."""
        return cls(name, seed)

    @classmethod
    def parse(cls, text: str) -> SignerKey:
        """Read ``PRIVATE+KEY+name+hex id+base64(type || seed)``. Raises KeyFileError, which never quotes the text."""
        name, _, rest = text.removeprefix(_PRIVATE_PREFIX).partition("+")
        _, _, encoded = rest.partition("+")
        try:
            key = cls(name, _typed_key(encoded))
        except ProofInvalid:
            raise KeyFileError("the text is not a signer key") from None
        if key.format() != text:
            raise KeyFileError("the text is not a signer key: its id does not belong to its name and seed")
        return key

    def format(self) -> str:
        """The key as text, secret part included."""
        key_id = self.verifier().key_id.hex()
        return f"{_PRIVATE_PREFIX}{self.name}+{key_id}+{_base64(bytes([ED25519]) + self.seed)}"

    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self._private().public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """The 64-byte Ed25519 signature, which is the same each time for the same message (RFC 8032)."""
        return self._private().sign(message)

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """A text, final newline included, and the names of the given keys that signed it, in the note's order."""

    text: str
    signed_by: tuple[str, ...]


def sign_note(text: str, signers: Sequence[SignerKey]) -> bytes:
    """The note: text, an empty line, one signature line a signer. Raises ProofInvalid for a text that cannot be one."""
    _check_text(text)
    if not 1 <= len(signers) <= MAX_SIGNATURES:
        raise ProofInvalid(f"a note has 1 to {MAX_SIGNATURES} signatures, not {len(signers)}")
    lines = [
        f"{_DASH}{signer.name} {_base64(signer.verifier().key_id + signer.sign(text.encode()))}\n"
        for signer in signers
    ]
    return f"{text}\n{''.join(lines)}".encode()


def open_note(raw: bytes, verifiers: Iterable[VerifierKey]) -> OpenedNote:
    """The text of a note that at least one of the verifiers signed.

    Signatures by other keys are ignored; one that bears a known name and id and fails rejects the whole note. Raises
    ProofInvalid for that, for a malformed note, and when no verifier signed.
    """
    known = {(key.name, key.key_id): key for key in verifiers}
    text, lines = _split_note(raw)
    signed_by: dict[str, None] = {}
    for line in lines:
        name, key_id, signature = _parse_signature(line)
        key = known.get((name, key_id))
        if key is not None:
            key.verify(text.encode(), signature)
            signed_by[name] = None
    if not signed_by:
        raise ProofInvalid("the note bears no signature by a known key")
    return OpenedNote(text, tuple(signed_by))


def _split_note(raw: bytes) -> tuple[str, list[str]]:
    if len(raw) > MAX_NOTE_BYTES:
        raise ProofInvalid(f"the note is longer than {MAX_NOTE_BYTES} bytes")
    try:
        whole = raw.decode()
    except UnicodeDecodeError:
        raise ProofInvalid("the note is not UTF-8") from None
    # The text ends at the last empty line, so that a text may have empty lines of its own.
    text, gap, signatures = whole.rpartition("\n\n")
    if not gap or not signatures.endswith("\n"):
        raise ProofInvalid("the note has no empty line with whole signature lines after it")
    _check_text(f"{text}\n")
    lines = signatures[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise ProofInvalid(f"the note has more than {MAX_SIGNATURES} signatures")
    return f"{text}\n", lines


def _parse_signature(line: str) -> tuple[str, bytes, bytes]:
    name, gap, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not gap:
        raise ProofInvalid("a signature line is not a dash, a name and a signature")
    _check_name(name)
    blob = _unbase64(encoded)
    if len(blob) <= _KEY_ID_BYTES:
        raise ProofInvalid(f"the signature by `{name}` is too short")
    return name, blob[:_KEY_ID_BYTES], blob[_KEY_ID_BYTES:]


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise ProofInvalid("a note's text must end with a newline")
    # "MUST NOT contain any ASCII control characters (those below U+0020) other than newline".
    if any(_is_unwritable(character) and character != "\n" for character in text):
        raise ProofInvalid("a note's text has a control character or half a surrogate pair")


def _check_name(name: str) -> None:
    # "It MUST be non-empty and not contain any Unicode spaces or plus".
    if not name or "+" in name or any(item.isspace() or _is_unwritable(item) for item in name):
        raise ProofInvalid(f"`{name}` cannot be the name of a key: it must have no space and no plus")


def _is_unwritable(character: str) -> bool:
    # Half a surrogate pair has no UTF-8 form; Python strings can hold one.
    return character < " " or "\ud800" <= character <= "\udfff"


def _typed_key(encoded: str) -> bytes:
    blob = _unbase64(encoded)
    if not blob or blob[0] != ED25519:
        raise ProofInvalid("the key is not of the Ed25519 type (0x01)")
    return blob[1:]


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unbase64(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ProofInvalid("a value is not base64") from None
    # The spare bits of the last digit must be zero, or one value would have several spellings.
    if _base64(raw) != text:
        raise ProofInvalid("a value is not canonical base64")
    return raw
