"""Proof files: that an entry stands in a log, to be verified by anybody, offline.

Knows: C2SP tlog-proof: the lines of such a file.
Must not know: whom to trust, what the extra bytes mean, entries, files.
"""

from __future__ import annotations

from dataclasses import dataclass

from ostiary.errors import ProofInvalid
from ostiary.tlog.checkpoint import MAX_SIZE
from ostiary.tlog.key_text import decode_base64, encode_base64
from ostiary.tlog.merkle import HASH_BYTES
from ostiary.tlog.note import MAX_NOTE_BYTES

FIRST_LINE = "c2sp.org/tlog-proof@v1"

# A tree of 2^63 leaves is 63 levels high.
MAX_PATH = 63
# What is needed to find the entry's hash again: an entry has at most 65,535 bytes, four times that is room enough.
MAX_EXTRA_BYTES = 2**18
# 63 hashes of 45 characters and the longest line of extra bytes come before a note of at most 1 MiB.
MAX_PROOF_BYTES = MAX_NOTE_BYTES + 2**19


@dataclass(frozen=True, slots=True)
class LogProof:
    """An entry's index, its inclusion proof (the leaf's sibling first), and the signed checkpoint as it was published.

    ``extra`` is authenticated by nothing; None when there is none.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None


def encode_proof(proof: LogProof) -> bytes:
    """The file's bytes."""
    lines = [FIRST_LINE]
    if proof.extra is not None:
        lines.append(f"extra {encode_base64(proof.extra)}")
    lines += [f"index {proof.index}", *map(encode_base64, proof.path)]
    return "".join(f"{line}\n" for line in (*lines, "")).encode() + proof.checkpoint


def parse_proof(raw: bytes) -> LogProof:
    """Read a file. Raises ProofInvalid unless it is exactly what ``encode_proof`` writes; nothing is verified yet."""
    if len(raw) > MAX_PROOF_BYTES:
        raise ProofInvalid(f"a proof has at most {MAX_PROOF_BYTES} bytes")
    # The first empty line divides: none comes before it, and the note after it may have some of its own.
    head, gap, checkpoint = raw.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise ProofInvalid("the lines before the checkpoint are not ASCII") from None
    if not gap or lines.pop(0) != FIRST_LINE:
        raise ProofInvalid(f"it does not begin with `{FIRST_LINE}`, or has no checkpoint")
    extra = _parse_extra(lines)
    index = _parse_index(lines)
    if len(lines) > MAX_PATH:
        raise ProofInvalid(f"a proof has at most {MAX_PATH} hashes")
    return LogProof(index, tuple(map(_parse_hash, lines)), checkpoint, extra)


def _parse_extra(lines: list[str]) -> bytes | None:
    if not lines or not lines[0].startswith("extra "):
        return None
    extra = decode_base64(lines.pop(0).removeprefix("extra "))
    if len(extra) > MAX_EXTRA_BYTES:
        raise ProofInvalid(f"a proof has at most {MAX_EXTRA_BYTES} extra bytes")
    return extra


def _parse_index(lines: list[str]) -> int:
    word, _, text = lines.pop(0).partition(" ") if lines else ("", "", "")
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_SIZE))
    if word != "index" or not is_number or str(int(text)) != text or int(text) >= MAX_SIZE:
        raise ProofInvalid("a proof has no line `index` with a decimal number")
    return int(text)


def _parse_hash(line: str) -> bytes:
    found = decode_base64(line)
    if len(found) != HASH_BYTES:
        raise ProofInvalid(f"a hash in a proof has {len(found)} bytes, not {HASH_BYTES}")
    return found
