"""Checkpoints: the signed size and root of a log.

Knows: C2SP tlog-checkpoint v1.0.0, as a text of three lines in a signed note.
Must not know: entries, tiles, or where checkpoints are kept.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from ostiary.errors import ProofInvalid
from ostiary.tlog.merkle import HASH_BYTES
from ostiary.tlog.note import NoteSigner, NoteVerifier, SignerKey, open_note, sign_note

# Tile levels 0 to 63 would allow more, but every verifier in use reads a size into a signed 64-bit number.
MAX_SIZE = 2**63 - 1

_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log named ``origin`` had ``size`` entries under the 32-byte ``root``."""

    origin: str
    size: int
    root: bytes


def encode_checkpoint(checkpoint: Checkpoint) -> str:
    """The three lines: origin, decimal size, base64 root. Extension lines are never written."""
    root = base64.b64encode(checkpoint.root).decode()
    return f"{checkpoint.origin}\n{checkpoint.size}\n{root}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the three lines. Raises ProofInvalid unless they are exactly what ``encode_checkpoint`` writes.

    Extension lines are "NOT RECOMMENDED", ML-DSA cosignatures do not cover them, and so they are refused.
    """
    lines = text.split("\n")
    if len(lines) != _LINES + 1 or not lines[0]:
        raise ProofInvalid("a checkpoint has exactly three lines")
    origin, size, root = lines[:_LINES]
    checkpoint = Checkpoint(origin, _parse_size(size), _parse_root(root))
    if encode_checkpoint(checkpoint) != text:
        raise ProofInvalid("the checkpoint is not spelled in the one canonical way")
    return checkpoint


def sign_checkpoint(checkpoint: Checkpoint, signer: SignerKey, also: Sequence[NoteSigner] = ()) -> bytes:
    """The signed note of a checkpoint: the log's Ed25519 line first, then those of its further keys.

    The same checkpoint and Ed25519 key give the same line each time. Raises ProofInvalid for a key of another name.
    """
    for key in (signer.verifier(), *(one.verifier() for one in also)):
        if key.name != checkpoint.origin:
            raise ProofInvalid(f"the key `{key.name}` is not the key of the log `{checkpoint.origin}`")
    return sign_note(encode_checkpoint(checkpoint), [signer, *also])


def open_checkpoint(raw: bytes, verifier: NoteVerifier) -> Checkpoint:
    """The checkpoint in a note that the log itself signed. Raises ProofInvalid for anything else."""
    checkpoint = parse_checkpoint(open_note(raw, [verifier]).text)
    if checkpoint.origin != verifier.name:
        raise ProofInvalid(f"the checkpoint is of the log `{checkpoint.origin}`, not `{verifier.name}`")
    return checkpoint


def _parse_size(text: str) -> int:
    # MAX_SIZE has 19 digits; the length is bounded before the number is built.
    if not text.isascii() or not text.isdecimal() or len(text) > len(str(MAX_SIZE)) or int(text) > MAX_SIZE:
        raise ProofInvalid("the checkpoint's size is not a decimal number of at most 63 bits")
    return int(text)


def _parse_root(text: str) -> bytes:
    try:
        root = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ProofInvalid("the checkpoint's root is not base64") from None
    if len(root) != HASH_BYTES:
        raise ProofInvalid(f"the checkpoint's root has {len(root)} bytes, not {HASH_BYTES}")
    return root
