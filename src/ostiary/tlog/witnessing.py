"""What a log and a witness say to each other: the bodies of C2SP tlog-witness, byte by byte.

Knows: tlog-witness v1.1: the add-checkpoint request, the size in a conflict, the path of a witnessed checkpoint.
Must not know: HTTP, which logs are trusted, what a witness has seen, files.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from ostiary.errors import ProofInvalid
from ostiary.tlog.checkpoint import MAX_SIZE, Checkpoint, parse_checkpoint
from ostiary.tlog.merkle import HASH_BYTES

# "The client MUST NOT send more than 63 consistency proof lines."
MAX_PROOF_LINES = 63
# `old `, 19 digits and a newline are 24 bytes; 63 lines of 44 digits of base64 and a newline are 2,835; a checkpoint's own
# lines are some hundred. 16 signatures, which every verifier must accept, with names of 100 bytes and the widest kind known
# (ML-DSA-44: 3,244 characters) are 53,600. What is longer is not read.
MAX_REQUEST_BYTES = 2**16
# A conflict's body is a size of at most 19 digits and a newline.
MAX_SIZE_BODY_BYTES = len(str(MAX_SIZE)) + 1
SIZE_TYPE = "text/x.tlog.size"

_OLD = b"old "
_CHECKPOINT_LINES = 3


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request: the size that the log believes its witness has seen, the proof from there, and the signed note.

    ``checkpoint`` is what the note says; whether anybody signed it is not known yet.
    """

    old: int
    proof: tuple[bytes, ...]
    note: bytes
    checkpoint: Checkpoint


def encode_add_checkpoint(old: int, proof: Sequence[bytes], note: bytes) -> bytes:
    """The body of a request. ValueError for more hashes than a request may have."""
    if len(proof) > MAX_PROOF_LINES:
        raise ValueError(f"a proof has {MAX_PROOF_LINES} lines at most, not {len(proof)}")
    lines = [f"old {old}", *(base64.b64encode(item).decode() for item in proof), ""]
    return "".join(f"{line}\n" for line in lines).encode() + note


def parse_add_checkpoint(body: bytes) -> AddCheckpoint:
    """Read a request. Raises ProofInvalid unless it has the one form that ``encode_add_checkpoint`` writes."""
    if len(body) > MAX_REQUEST_BYTES:
        raise ProofInvalid(f"the request is longer than {MAX_REQUEST_BYTES} bytes")
    head, gap, note = body.partition(b"\n\n")
    old, *proof = head.split(b"\n")
    if not gap or not old.startswith(_OLD):
        raise ProofInvalid("the request is not a line `old SIZE`, a proof, an empty line and a checkpoint")
    if len(proof) > MAX_PROOF_LINES:
        raise ProofInvalid(f"the proof has more than {MAX_PROOF_LINES} lines")
    size = _parse_size(old.removeprefix(_OLD))
    return AddCheckpoint(size, tuple(map(_parse_hash, proof)), note, read_checkpoint(_text_of(note)))


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in a note's text, with or without extension lines. Raises ProofInvalid.

    A log of ours never writes extension lines; other logs may, a witness follows those too, and what it signs covers them.
    """
    lines = text.split("\n")
    own, extensions = lines[:_CHECKPOINT_LINES], lines[_CHECKPOINT_LINES:]
    # "each extension line MUST be non-empty"; the last item is what follows the last newline.
    if not extensions or extensions[-1] or not all(extensions[:-1]):
        raise ProofInvalid("a checkpoint is three lines, and extension lines that are not empty")
    return parse_checkpoint("".join(f"{line}\n" for line in own))


def encode_size(size: int) -> bytes:
    """The body of a conflict: the size that the witness has seen."""
    return f"{size}\n".encode()


def parse_size(body: bytes) -> int:
    """Read the body of a conflict. Raises ProofInvalid unless it is one decimal number and a newline."""
    if len(body) > MAX_SIZE_BODY_BYTES or not body.endswith(b"\n"):
        raise ProofInvalid("the size that the witness has seen is not one line")
    return _parse_size(body[:-1])


def witnessed_path(origin: str) -> str:
    """Where below a monitoring prefix the last cosigned checkpoint of a log stands: by the SHA-256 of its origin."""
    return f"{hashlib.sha256(origin.encode()).hexdigest()}/checkpoint"


def _text_of(note: bytes) -> str:
    # The text ends at the last empty line of the note; the signatures are read by whoever knows keys.
    text, gap, _ = note.rpartition(b"\n\n")
    try:
        return f"{text.decode()}\n" if gap else ""
    except UnicodeDecodeError:
        raise ProofInvalid("the note is not UTF-8") from None


def _parse_size(digits: bytes) -> int:
    # "encoded as an ASCII decimal with no leading zeroes"; the length is bounded before the number is built.
    if not digits.isdigit() or len(digits) > len(str(MAX_SIZE)) or (digits[0] == ord("0") and digits != b"0"):
        raise ProofInvalid("a size is not a decimal number without leading zeroes")
    size = int(digits)
    if size > MAX_SIZE:
        raise ProofInvalid("a size has more than 63 bits")
    return size


def _parse_hash(line: bytes) -> bytes:
    try:
        item = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        raise ProofInvalid("a line of the proof is not base64") from None
    # The spare bits of the last digit must be zero, or one hash would have several spellings.
    if len(item) != HASH_BYTES or base64.b64encode(item) != line:
        raise ProofInvalid(f"a line of the proof is not a hash of {HASH_BYTES} bytes in canonical base64")
    return item
