"""Whether a checkpoint may be cosigned: the checks of tlog-witness, in the specification's order.

Knows: the request, which keys each log has, what was seen of it.
Must not know: HTTP but for the numbers of its statuses, files, clocks, the witness's own key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ostiary.errors import ProofInvalid
from ostiary.tlog.merkle import EMPTY_ROOT, verify_consistency
from ostiary.tlog.note import VerifierKey, open_note
from ostiary.tlog.witnessing import AddCheckpoint, encode_size
from ostiary.witness.state import Seen

BAD_REQUEST = 400
FORBIDDEN = 403
NOT_FOUND = 404
CONFLICT = 409
UNPROCESSABLE = 422

Logs: TypeAlias = Mapping[str, Sequence[VerifierKey]]
"""The keys that each log signs with, by its origin."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is no cosignature: its status, what is said (the size that was seen, for a conflict), and why.

    ``fork`` is set when two trees of one size bear the log's own signature: proof that it has shown two histories.
    """

    status: int
    said: str
    size: int | None = None
    fork: bool = False

    @property
    def body(self) -> bytes:
        """What stands in the answer."""
        return f"{self.said}\n".encode() if self.size is None else encode_size(self.size)


@dataclass(frozen=True, slots=True)
class Growth:
    """The log has grown, or is as it was: the note with the signatures that were verified, which may be cosigned."""

    note: str


def judge(request: AddCheckpoint, logs: Logs, seen: Seen | None) -> Growth | Refusal:
    """Whether the checkpoint continues what was ``seen`` of its log, the first of the checks that fails deciding."""
    checkpoint = request.checkpoint
    if checkpoint.origin not in logs:
        return Refusal(NOT_FOUND, "no such log is followed here")
    try:
        note = _verified(request.note, logs[checkpoint.origin])
    except ProofInvalid as fault:
        return Refusal(FORBIDDEN, fault.message)
    if request.old > checkpoint.size:
        return Refusal(BAD_REQUEST, "the old size is larger than the checkpoint's")
    size, root = (0, EMPTY_ROOT) if seen is None else (seen.checkpoint.size, seen.checkpoint.root)
    # Whatever was said of the old size: two signed trees of one size are what no honest log has.
    fork = checkpoint.size == size and checkpoint.root != root
    if request.old != size:
        return Refusal(CONFLICT, "another size was seen", size=size, fork=fork)
    try:
        verify_consistency(
            first=size,
            second=checkpoint.size,
            first_root=root,
            second_root=checkpoint.root,
            proof=request.proof,
        )
    except ProofInvalid as fault:
        return Refusal(UNPROCESSABLE, fault.message, fork=fork)
    return Growth(note)


def _verified(note: bytes, keys: Sequence[VerifierKey]) -> str:
    """The note with the signatures of these keys alone, so that nobody can have others kept. Raises ProofInvalid."""
    opened = open_note(note, keys)
    return "".join((opened.text, "\n", *(line.format() for line in dict.fromkeys(opened.signatures))))
