"""The last signed checkpoint of a log in a place that all who might write it share.

Knows: what such a place can do, and how what stands there is compared with the log's own files.
Must not know: which database it is, journals, tiles.

A lock on a folder keeps two writers of one machine apart, and nothing on two machines. So each checkpoint is swapped in
for the one that this writer knows as the last: of two that go on from copies of one log, one loses at its first swap.

INVARIANT: the row is never older than ``private/head``, and ``private/head`` never older than the published checkpoint.
The row is swapped first; if we crash after that, the next start finds the tree in its own journal and goes on from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ostiary.errors import ProofInvalid
from ostiary.store.log import refusals
from ostiary.store.log.folder import LogFolder, read_part
from ostiary.tlog.checkpoint import Checkpoint, open_checkpoint
from ostiary.tlog.note import VerifierKey

MARK = b"the head of this log stands in a control database as well\n"
"""What ``private/shared-head`` says. A log that has begun so goes on so: nobody leaves out a setting and is unguarded."""


@dataclass(frozen=True, slots=True)
class Row:
    """What stands there: a signed checkpoint, when it was put there, and what time it is there now (seconds since 1970)."""

    note: bytes
    signed_at: float
    now: float


class SharedHead(Protocol):
    """The row of one log, for its one writer, from one thread at a time."""

    def hold(self) -> None:
        """Be the only one who writes this log, until ``close`` or the loss of the connection.

        Raises ControlDown, or LogUnavailable when another holds it.
        """

    def read(self) -> Row | None:
        """What stands there; None: nothing. Raises ControlDown, and LogUnavailable as ``hold``."""

    def begin(self, note: bytes) -> None:
        """Put the first checkpoint there, where nothing stands. Raises as ``swap``."""

    def swap(self, note: bytes) -> None:
        """Put a checkpoint in the place of the one that was read or put there last; durable when this returns.

        Raises ControlDown when it certainly was not taken, and may be tried again; LogUnavailable when somebody else's
        stands there, or nobody can say: that is final.
        """

    def close(self) -> None:
        """Let go."""


def compare_row(row: Row, head: Checkpoint, verifier: VerifierKey) -> Checkpoint:
    """The last checkpoint that was signed, from the row and the log's own head. Raises LogDamaged when they contradict.

    A row that is ahead is the answer: whether the journal has its tree is the caller's to find out.
    """
    try:
        known = open_checkpoint(row.note, verifier)
    except ProofInvalid:
        raise refusals.ROW_OF_ANOTHER.fault(origin=head.origin) from None
    if known.size < head.size:
        raise refusals.ROW_BEHIND.fault(row=known.size, head=head.size)
    if known.size == head.size and known != head:
        raise refusals.ROW_DIFFERS.fault(size=head.size)
    return known


def verify_may_begin(folder: LogFolder, verifier: VerifierKey) -> None:
    """Raises LogDamaged when there must have been a row: entries were signed, or the log is marked. Raises as ``read_part``."""
    head = open_checkpoint(read_part(folder, folder.head), verifier)
    if head.size or folder.shared_head_mark.exists():
        raise refusals.NO_ROW.fault(origin=head.origin, size=head.size)


def refuse_unshared(folder: LogFolder, shared: SharedHead | None) -> None:
    """Raises LogUnavailable when the log's head stands in a control database and none was given."""
    if shared is None and folder.shared_head_mark.exists():
        raise refusals.SHARED_NO_MORE.fault(log=folder.root)
