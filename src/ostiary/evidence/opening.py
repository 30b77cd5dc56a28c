"""Openings: what an entry says, and the salt that shows that it is what the log commits to.

Knows: the form of an opening, and whether it opens a commitment.
Must not know: files, journals, who may have an opening, what a payload means.

An opening is handed to those who may see the entry, apart from its receipt, which anybody may have. This one opens a whole
entry of any form; ostiary.evidence.partial_opening opens parts of an access.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.evidence.commitment import KINDS, SALT_BYTES, commit
from ostiary.model.canonical import canonical_bytes
from ostiary.tlog.key_text import decode_base64, encode_base64

FORM = "ostiary/opening/v1"

# The journal takes payloads of at most 1 MiB; base64 makes 4/3 of them, and a kilobyte is left for the rest.
MAX_OPENING_BYTES = 2**20 * 4 // 3 + 1024

_NAMES = {"form", "kind", "payload", "salt"}


@dataclass(frozen=True, slots=True)
class Opening:
    """The kind of an entry, its 32-byte salt, and its payload as it was committed to."""

    kind: int
    salt: bytes
    payload: bytes

    def verify(self, commitment: bytes) -> None:
        """Raises ProofInvalid unless this is what the entry with these 33 public bytes says."""
        try:
            found = commit(self.kind, self.salt, self.payload)
        except LogDamaged as fault:
            raise ProofInvalid(f"the opening is of no entry: {fault.message}") from None
        except ValueError as fault:
            raise ProofInvalid(f"the opening is of no entry: {fault}") from None
        if found != commitment:
            raise ProofInvalid("the opening is not of this entry")


def write_opening(opening: Opening) -> bytes:
    """The file's bytes: one line of canonical JSON."""
    return (
        canonical_bytes(
            {
                "form": FORM,
                "kind": opening.kind,
                "payload": encode_base64(opening.payload),
                "salt": encode_base64(opening.salt),
            }
        )
        + b"\n"
    )


def read_opening(raw: bytes) -> Opening:
    """Read a file. Raises ProofInvalid unless it is exactly what ``write_opening`` writes."""
    if len(raw) > MAX_OPENING_BYTES:
        raise ProofInvalid(f"an opening has at most {MAX_OPENING_BYTES} bytes")
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        raise ProofInvalid("the opening is not JSON") from None
    if not isinstance(found, dict) or set(found) != _NAMES or found["form"] != FORM:
        raise ProofInvalid(f"the file is not of the form `{FORM}`")
    opening = Opening(_kind(found["kind"]), _bytes(found["salt"]), _bytes(found["payload"]))
    if len(opening.salt) != SALT_BYTES or write_opening(opening) != raw:
        raise ProofInvalid("the opening is not spelled in the one canonical way")
    return opening


def _kind(value: object) -> int:
    if not isinstance(value, int) or value not in KINDS:
        raise ProofInvalid("the opening is of no kind of entry")
    return int(value)


def _bytes(value: object) -> bytes:
    if not isinstance(value, str):
        raise ProofInvalid("a value of the opening is not text")
    return decode_base64(value)
