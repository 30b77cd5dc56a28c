"""Signed notes: a text that people can read, and lines of signatures under it.

Knows: C2SP signed-note v1.0.0, signature lines of any type, and Ed25519 keys.
Must not know: what a note says, logs, files, or who may sign what.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ostiary.errors import KeyFileError, ProofInvalid
from ostiary.tlog.key_text import (
    ED25519,
    KEY_ID_BYTES,
    PUBLIC_BYTES,
    SEED_BYTES,
    KeyText,
    check_name,
    decode_base64,
    encode_base64,
    format_signer,
    format_verifier,
    is_unwritable,
    key_id,
    parse_signer,
    parse_verifier,
)

# "Verifiers MUST accept at least 16 signatures". Four times that leaves room for every witness of a large quorum.
MAX_SIGNATURES = 64
# A directive or checkpoint is a few kilobytes. The widest signature known, ML-DSA-44 with a time stamp, is
# 4 + 8 + 2420 bytes, 3,244 characters: 64 of them are 208 kB, which leaves most of a mebibyte for text.
MAX_NOTE_BYTES = 2**20

_DASH = "\u2014 "


class NoteVerifier(Protocol):
    """Whom a signature line can be by, whatever its type."""

    @property
    def name(self) -> str:
        """The key's name."""

    @property
    def key_id(self) -> bytes:
        """The key's id, 4 bytes."""

    def verify(self, message: bytes, signature: bytes) -> None:
        """Raises ProofInvalid unless the signature over the note's text is by this key."""


class NoteSigner(Protocol):
    """What can sign a note: it knows its public half and makes the bytes that follow the key id."""

    def verifier(self) -> NoteVerifier:
        """The public half."""

    def sign(self, message: bytes) -> bytes:
        """The signature over the note's text."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A name and an Ed25519 public key (32 bytes): whom a signature is by."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.public) != PUBLIC_BYTES:
            raise ProofInvalid(f"an Ed25519 public key has {PUBLIC_BYTES} bytes, not {len(self.public)}")

    @property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256(name || 0x0A || 0x01 || public key)."""
        return key_id(self._text)

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read ``name+hex id+base64(type || key)``. Raises ProofInvalid unless it is exactly what ``format`` writes."""
        key = parse_verifier(text)
        _check_type(key)
        return cls(key.name, key.material)

    def format(self) -> str:
        """The key as text, which the specification calls a vkey."""
        return format_verifier(self._text)

    def verify(self, message: bytes, signature: bytes) -> None:
        """Raises ProofInvalid unless the 64-byte signature over the message is by this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature as fault:
            raise ProofInvalid(f"the signature by `{self.name}` does not hold") from fault

    @property
    def _text(self) -> KeyText:
        return KeyText(self.name, ED25519, self.public)


@dataclass(frozen=True, slots=True)
class SignerKey:
    """A name and an Ed25519 seed (32 secret bytes, kept out of the representation)."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.seed) != SEED_BYTES:
            raise KeyFileError(f"an Ed25519 seed has {SEED_BYTES} bytes, not {len(self.seed)}")

    @classmethod
    def generate(cls, name: str, seed: bytes) -> SignerKey:
        """A key from 32 fresh random bytes, which the caller draws. Raises ProofInvalid for a name that cannot be."""
        return cls(name, seed)

    @classmethod
    def parse(cls, text: str) -> SignerKey:
        """Read ``PRIVATE+KEY+name+hex id+base64(type || seed)``. Raises KeyFileError, which never quotes the text."""
        try:
            read = parse_signer(text)
            _check_type(read)
            key = cls(read.name, read.material)
        except ProofInvalid:
            raise KeyFileError("the text is not a signer key") from None
        if key.format() != text:
            raise KeyFileError("the text is not a signer key: its id does not belong to its name and seed")
        return key

    def format(self) -> str:
        """The key as text, secret part included."""
        return format_signer(KeyText(self.name, ED25519, self.verifier().public), self.seed)

    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self._private().public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """The 64-byte Ed25519 signature, which is the same each time for the same message (RFC 8032)."""
        return self._private().sign(message)

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


class ReadySigner:
    """A signer key for many notes: what takes as long as half a signature, making the key ready, is done once."""

    def __init__(self, signer: SignerKey) -> None:
        self._verifier = signer.verifier()
        self._private = Ed25519PrivateKey.from_private_bytes(signer.seed)

    def verifier(self) -> VerifierKey:
        """The public half."""
        return self._verifier

    def sign(self, message: bytes) -> bytes:
        """The 64-byte Ed25519 signature."""
        return self._private.sign(message)


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One line under a note: the key's name, its 4-byte id, and the bytes that the key's type gives a meaning."""

    name: str
    key_id: bytes
    signature: bytes

    def format(self) -> str:
        """The line, newline included."""
        return f"{_DASH}{self.name} {encode_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """A text, final newline included, and which of the given keys signed it, in the note's order."""

    text: str
    signed_by: tuple[str, ...]
    """The names of those keys."""
    signatures: tuple[SignatureLine, ...]
    """Their lines, each of which has been verified."""


def sign_line(text: str, signer: NoteSigner) -> SignatureLine:
    """One signer's line under a text."""
    key = signer.verifier()
    return SignatureLine(key.name, key.key_id, signer.sign(text.encode()))


def sign_note(text: str, signers: Sequence[NoteSigner]) -> bytes:
    """The note: text, an empty line, one signature line a signer. Raises ProofInvalid for a text that cannot be one."""
    _check_text(text)
    if not 1 <= len(signers) <= MAX_SIGNATURES:
        raise ProofInvalid(f"a note has 1 to {MAX_SIGNATURES} signatures, not {len(signers)}")
    lines = [sign_line(text, signer).format() for signer in signers]
    return f"{text}\n{''.join(lines)}".encode()


def add_lines(raw: bytes, lines: Iterable[SignatureLine]) -> bytes:
    """A note with further signature lines under it. Raises ProofInvalid when it is no note, or would have too many."""
    text, present = split_note(raw)
    every = dict.fromkeys((*present, *lines))
    if len(every) > MAX_SIGNATURES:
        raise ProofInvalid(f"a note has 1 to {MAX_SIGNATURES} signatures, not {len(every)}")
    return f"{text}\n{''.join(line.format() for line in every)}".encode()


def open_note(raw: bytes, verifiers: Iterable[NoteVerifier]) -> OpenedNote:
    """The text of a note that at least one of the verifiers signed.

    Signatures by other keys are ignored; one that bears a known name and id and fails rejects the whole note. Raises
    ProofInvalid for that, for a malformed note, and when no verifier signed.
    """
    known = {(key.name, key.key_id): key for key in verifiers}
    text, lines = split_note(raw)
    signatures: list[SignatureLine] = []
    for line in lines:
        key = known.get((line.name, line.key_id))
        if key is not None:
            key.verify(text.encode(), line.signature)
            signatures.append(line)
    if not signatures:
        raise ProofInvalid("the note bears no signature by a known key")
    return OpenedNote(text, tuple(dict.fromkeys(line.name for line in signatures)), tuple(signatures))


def split_note(raw: bytes) -> tuple[str, tuple[SignatureLine, ...]]:
    """The text and the signature lines of a note; no signature is verified. Raises ProofInvalid when it is no note."""
    if len(raw) > MAX_NOTE_BYTES:
        raise ProofInvalid(f"the note is longer than {MAX_NOTE_BYTES} bytes")
    try:
        whole = raw.decode()
    except UnicodeDecodeError:
        raise ProofInvalid("the note is not UTF-8") from None
    # The text ends at the last empty line, so that a text may have empty lines of its own.
    text, gap, signatures = whole.rpartition("\n\n")
    if not gap:
        raise ProofInvalid("the note has no empty line with whole signature lines after it")
    _check_text(f"{text}\n")
    return f"{text}\n", parse_lines(signatures)


def parse_lines(text: str) -> tuple[SignatureLine, ...]:
    """Read 1 to 64 signature lines, as under a note or as a witness answers. Raises ProofInvalid."""
    if not text.endswith("\n"):
        raise ProofInvalid("signature lines do not end with a newline")
    lines = text[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise ProofInvalid(f"the note has more than {MAX_SIGNATURES} signatures")
    return tuple(_parse_line(line) for line in lines)


def _parse_line(line: str) -> SignatureLine:
    name, gap, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not gap:
        raise ProofInvalid("a signature line is not a dash, a name and a signature")
    check_name(name)
    blob = decode_base64(encoded)
    if len(blob) <= KEY_ID_BYTES:
        raise ProofInvalid(f"the signature by `{name}` is too short")
    return SignatureLine(name, blob[:KEY_ID_BYTES], blob[KEY_ID_BYTES:])


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise ProofInvalid("a note's text must end with a newline")
    # "MUST NOT contain any ASCII control characters (those below U+0020) other than newline".
    if any(is_unwritable(character) and character != "\n" for character in text):
        raise ProofInvalid("a note's text has a control character or half a surrogate pair")


def _check_type(key: KeyText) -> None:
    if key.type != ED25519:
        raise ProofInvalid("the key is not of the Ed25519 type (0x01)")
