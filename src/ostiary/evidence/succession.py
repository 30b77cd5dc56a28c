"""The last entry of a log and the first of the one that goes on from it.

Knows: their two forms, and when they fit together.
Must not know: files, who rotates a log, or when.

Neither says anything of anybody: both are opened in public. The old log's key signs the name and key of the new one, so
that whoever trusts the old log needs nobody's word to go on; the new log holds what the old one signed last.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from ostiary.errors import ProofInvalid
from ostiary.model.canonical import canonical_bytes

CLOSING_FORM = "ostiary/closing/v1"
BEGINNING_FORM = "ostiary/beginning/v1"


@dataclass(frozen=True, slots=True)
class Closing:
    """The last entry of a log: the vkey of its successor, whose name stands in it."""

    successor: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first entry of a log: its predecessor's vkey, and the last checkpoint that it signed, as a note."""

    predecessor: str
    checkpoint: bytes


def write_closing(closing: Closing) -> bytes:
    """The payload of the entry: canonical JSON."""
    return canonical_bytes({"form": CLOSING_FORM, "successor": closing.successor})


def read_closing(payload: bytes) -> Closing:
    """Read it. Raises ProofInvalid unless it is exactly what ``write_closing`` writes."""
    found = _fields(payload, "successor")
    closing = Closing(found["successor"])
    try:
        is_same = write_closing(closing) == payload
    except ValueError:
        # Half a character has no UTF-8.
        is_same = False
    if not is_same:
        raise _misspelled()
    return closing


def write_beginning(beginning: Beginning) -> bytes:
    """The payload of the entry: canonical JSON."""
    return canonical_bytes(
        {
            "form": BEGINNING_FORM,
            "predecessor": beginning.predecessor,
            "checkpoint": beginning.checkpoint.decode(),
        }
    )


def read_beginning(payload: bytes) -> Beginning:
    """Read it. Raises ProofInvalid unless it is exactly what ``write_beginning`` writes."""
    found = _fields(payload, "predecessor", "checkpoint")
    beginning = Beginning(found["predecessor"], found["checkpoint"].encode())
    if write_beginning(beginning) != payload:
        raise _misspelled()
    return beginning


def _fields(payload: bytes, *names: str) -> dict[str, str]:
    try:
        found = json.loads(payload)
    except (ValueError, RecursionError):
        raise _misspelled() from None
    if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in names):
        raise _misspelled()
    try:
        "".join(found[name] for name in names).encode()
    except UnicodeEncodeError:
        # Half a surrogate, which JSON can say and UTF-8 cannot.
        raise _misspelled() from None
    return found


def _misspelled() -> ProofInvalid:
    return ProofInvalid("an entry that ends or begins a log is not of the form that is written")
