"""Cosignatures: what somebody else states about a log's checkpoint, with a time.

Knows: C2SP tlog-cosignature: cosignature/v1 by Ed25519, subtree/v1 by ML-DSA-44, as lines under a signed note.
Must not know: who must cosign, clocks, how a witness is asked, or what it keeps.

A cosignature states: as of this time, this is the largest tree that I have seen of this log, and it continues every
tree of the log that I saw before. The ML-DSA-44 type is a candidate (v1.1.0-rc.1) and not final; logs sign with it
too, without a time.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ostiary.errors import KeyFileError, ProofInvalid
from ostiary.tlog import ml_dsa
from ostiary.tlog.checkpoint import Checkpoint, encode_checkpoint, parse_checkpoint
from ostiary.tlog.key_text import (
    ED25519_COSIGNATURE,
    ML_DSA_44_COSIGNATURE,
    PUBLIC_BYTES,
    SEED_BYTES,
    KeyText,
    check_name,
    format_signer,
    format_verifier,
    key_id,
    parse_signer,
    parse_verifier,
)
from ostiary.tlog.note import SignatureLine, sign_line

# "It MUST NOT exceed 2^63 - 1".
MAX_TIME = 2**63 - 1

_TIME = struct.Struct(">Q")
_PUBLIC_BYTES = {ED25519_COSIGNATURE: PUBLIC_BYTES, ML_DSA_44_COSIGNATURE: ml_dsa.PUBLIC_BYTES}
_SUBTREE_LABEL = b"subtree/v1\n\x00"
# Names and origins stand in the ML-DSA message after one byte of length.
_MAX_NAME_BYTES = 255


@dataclass(frozen=True, slots=True)
class CosignerKey:
    """Whose cosignatures count: a name, a signature type (0x04 or 0x06) and the public key of that type."""

    name: str
    type: int
    public: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        expected = _PUBLIC_BYTES.get(self.type)
        if expected is None:
            raise ProofInvalid(
                f"a key of type 0x{self.type:02x} does not cosign: the types are 0x04 and 0x06"
            )
        if len(self.public) != expected:
            raise ProofInvalid(f"a public key of type 0x{self.type:02x} has {expected} bytes")

    @property
    def key_id(self) -> bytes:
        """The first 4 bytes of SHA-256(name || 0x0A || type || public key)."""
        return key_id(self._text)

    @classmethod
    def parse(cls, text: str) -> CosignerKey:
        """Read a vkey of type 0x04 or 0x06. Raises ProofInvalid unless it is exactly what ``format`` writes."""
        key = parse_verifier(text)
        return cls(key.name, key.type, key.material)

    def format(self) -> str:
        """The key as a vkey."""
        return format_verifier(self._text)

    def verify(self, message: bytes, signature: bytes) -> None:
        """Raises ProofInvalid unless a time and a signature by this key follow; ``message`` is a checkpoint's text.

        Raises SettingsError for an ML-DSA-44 key where the installation has no ML-DSA-44.
        """
        time, raw = _split(signature)
        if self.type == ML_DSA_44_COSIGNATURE:
            ml_dsa.verify(self.public, raw, _subtree_message(self.name, time, message))
            return
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(raw, _timed_message(time, message))
        except InvalidSignature:
            raise ProofInvalid(f"the cosignature by `{self.name}` does not hold") from None

    @property
    def _text(self) -> KeyText:
        return KeyText(self.name, self.type, self.public)


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A name, a signature type and a seed (32 secret bytes, kept out of the representation)."""

    name: str
    type: int
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        check_name(self.name)
        if self.type not in _PUBLIC_BYTES or len(self.seed) != SEED_BYTES:
            raise KeyFileError(f"a cosigner has the type 0x04 or 0x06 and a seed of {SEED_BYTES} bytes")

    @classmethod
    def parse(cls, text: str) -> Cosigner:
        """Read ``PRIVATE+KEY+name+hex id+base64(type || seed)``. Raises KeyFileError, which never quotes the text.

        Raises SettingsError for an ML-DSA-44 key where the installation has no ML-DSA-44.
        """
        try:
            read = parse_signer(text)
            cosigner = cls(read.name, read.type, read.material)
        except (ProofInvalid, KeyFileError):
            raise KeyFileError("the text is not a cosigner's key") from None
        if cosigner.format() != text:
            raise KeyFileError(
                "the text is not a cosigner's key: its id does not belong to its name and seed"
            )
        return cosigner

    def format(self) -> str:
        """The key as text, secret part included."""
        key = self.verifier()
        return format_signer(KeyText(key.name, key.type, key.public), self.seed)

    def verifier(self) -> CosignerKey:
        """The public half."""
        if self.type == ML_DSA_44_COSIGNATURE:
            return CosignerKey(self.name, self.type, ml_dsa.public_of(self.seed))
        return CosignerKey(self.name, self.type, self._private().public_key().public_bytes_raw())

    def at(self, time: int) -> TimedSigner:
        """This cosigner at a time, in seconds since 1970 (UTC). Raises ProofInvalid for a time that cannot be."""
        if not 0 <= time <= MAX_TIME:
            raise ProofInvalid(f"`{time}` is not a time of a cosignature")
        return TimedSigner(self, time)

    def sign(self, time: int, message: bytes) -> bytes:
        """The signature alone over a checkpoint's text."""
        if self.type == ML_DSA_44_COSIGNATURE:
            return ml_dsa.sign(self.seed, _subtree_message(self.name, time, message))
        return self._private().sign(_timed_message(time, message))

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True, slots=True)
class TimedSigner:
    """A cosigner that signs as of a time. Time 0 states nothing about what was largest; only ML-DSA-44 may do so."""

    cosigner: Cosigner
    time: int

    def __post_init__(self) -> None:
        if self.time == 0 and self.cosigner.type != ML_DSA_44_COSIGNATURE:
            raise ProofInvalid("a cosignature by Ed25519 states a time")

    def verifier(self) -> CosignerKey:
        """The public half."""
        return self.cosigner.verifier()

    def sign(self, message: bytes) -> bytes:
        """The time and the signature, as they stand in a line under a note."""
        return _TIME.pack(self.time) + self.cosigner.sign(self.time, message)


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A verified cosignature: by which key, as of which second, and its line."""

    by: CosignerKey
    time: int
    line: SignatureLine


def cosign(checkpoint: Checkpoint, cosigner: Cosigner, time: int) -> SignatureLine:
    """The cosigner's line for a checkpoint. Raises ProofInvalid for a time that cannot be."""
    return sign_line(encode_checkpoint(checkpoint), cosigner.at(time))


def verify_cosignatures(
    checkpoint: Checkpoint, lines: Iterable[SignatureLine], keys: Iterable[CosignerKey]
) -> tuple[Cosignature, ...]:
    """Those of the lines that are by one of the keys, each of which is verified; lines by others are ignored.

    Raises ProofInvalid when a line bears the name and id of one of the keys and does not hold.
    """
    known = {(key.name, key.key_id): key for key in keys}
    text = encode_checkpoint(checkpoint).encode()
    found: list[Cosignature] = []
    for line in lines:
        key = known.get((line.name, line.key_id))
        if key is not None:
            key.verify(text, line.signature)
            found.append(Cosignature(key, _split(line.signature)[0], line))
    return tuple(found)


def _timed_message(time: int, text: bytes) -> bytes:
    # Two lines, then "the whole note body of the cosigned checkpoint".
    return f"cosignature/v1\ntime {time}\n".encode() + text


def _subtree_message(name: str, time: int, text: bytes) -> bytes:
    checkpoint = parse_checkpoint(text.decode())
    return b"".join(
        (
            _SUBTREE_LABEL,
            _with_length(name.encode()),
            _TIME.pack(time),
            _with_length(checkpoint.origin.encode()),
            # "If signing a checkpoint", start "MUST be zero" and end "is the size of the tree".
            _TIME.pack(0),
            _TIME.pack(checkpoint.size),
            checkpoint.root,
        )
    )


def _with_length(raw: bytes) -> bytes:
    if not 1 <= len(raw) <= _MAX_NAME_BYTES:
        raise ProofInvalid(f"a name in an ML-DSA-44 cosignature has 1 to {_MAX_NAME_BYTES} bytes")
    return bytes([len(raw)]) + raw


def _split(signature: bytes) -> tuple[int, bytes]:
    if len(signature) <= _TIME.size:
        raise ProofInvalid("a cosignature is too short")
    (time,) = _TIME.unpack_from(signature)
    if time > MAX_TIME:
        raise ProofInvalid("a cosignature's time is beyond 2^63 - 1")
    return time, signature[_TIME.size :]
