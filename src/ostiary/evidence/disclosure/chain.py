"""Logs that go on from each other in a disclosure: that each names the next, and that their days leave nothing out between them.

Knows: receipts of one tree, the two entries that tie logs together, how indexes of several logs follow each other.
Must not know: people, extracts, files, whom to trust.

The last entry of a log names the key of the next one, whose first entry has the last checkpoint of the older: so a log that is
left out between two, or put there, is found, and so is an entry behind the end of one. Serials count on from log to log.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from ostiary.errors import ProofInvalid
from ostiary.evidence.commitment import BEGINNING, CLOSING, RECOVERY
from ostiary.evidence.disclosure.content import Link
from ostiary.evidence.index.day_root import DayRoot
from ostiary.evidence.receipt import Receipt
from ostiary.evidence.succession import read_beginning, read_closing
from ostiary.tlog.checkpoint import Checkpoint, open_checkpoint
from ostiary.tlog.note import VerifierKey
from ostiary.tlog.trust import Trusted

ReceiptOf = Callable[[int], Receipt]
"""The verified receipt of an entry. Raises ProofInvalid when there is none that holds."""


MAX_RECOVERIES: Final = 16
"""How often a machine may die in the moment in which a log begins."""


class OneTree:
    """Receipts, all of one tree of one log: with several trees, each could be of another history."""

    def __init__(self, origin: str, receipt_of: ReceiptOf) -> None:
        self.origin = origin
        self._receipt_of = receipt_of
        self._trusted: Trusted | None = None

    def commitment(self, entry: int, kind: int) -> bytes:
        """The public bytes of an entry. Raises ProofInvalid when its receipt is of another kind, tree or log."""
        receipt = self._receipt_of(entry)
        self._trusted = self._trusted or receipt.trusted
        if receipt.index != entry or receipt.commitment[0] != kind:
            raise ProofInvalid(f"the receipt of entry {entry} is of another entry, or of another kind")
        tree = receipt.trusted.checkpoint
        if tree != self._trusted.checkpoint or tree.origin != self.origin:
            raise ProofInvalid(f"the receipt of entry {entry} is of another tree or log than the others")
        return receipt.commitment

    def tree(self) -> Checkpoint:
        """That tree. Raises ProofInvalid when no receipt was asked for."""
        if self._trusted is None:
            raise ProofInvalid("the disclosure covers no day")
        return self._trusted.checkpoint

    def verify_signer(self, vkey: str) -> None:
        """Raises ProofInvalid unless this is the key that has signed the tree; a log that is believed by another key has its name alone."""
        named = VerifierKey.parse(vkey)
        signed = [] if self._trusted is None else self._trusted.signed_by
        own = [key for key in signed if isinstance(key, VerifierKey)]
        if named.name != self.origin or (own and named not in own):
            raise ProofInvalid(f"`{self.origin}` is not the log that is named: its key is another")


def verify_link(link: Link, older: OneTree, newer: OneTree) -> None:
    """Raises ProofInvalid unless the older log ends with naming the newer one, and that begins with what the older one signed last."""
    if link.at > MAX_RECOVERIES:
        raise ProofInvalid(f"`{newer.origin}` begins nowhere")
    for entry in range(link.at):
        newer.commitment(entry, RECOVERY)
    link.beginning.verify(newer.commitment(link.at, BEGINNING))
    beginning = read_beginning(link.beginning.payload)
    last = open_checkpoint(beginning.checkpoint, VerifierKey.parse(beginning.predecessor))
    link.closing.verify(older.commitment(last.size - 1, CLOSING))
    if older.tree() != last:
        raise ProofInvalid(f"`{older.origin}` does not end where `{newer.origin}` begins")
    older.verify_signer(beginning.predecessor)
    newer.verify_signer(read_closing(link.closing.payload).successor)


def verify_days(logs: Sequence[Sequence[DayRoot]], sizes: Sequence[int], since: str, until: str) -> None:
    """Raises ProofInvalid unless the days of these logs, the oldest first, reach from one day to another without a gap.

    ``sizes`` is how many entries each of the older logs has, which is closed.
    """
    if not logs[0]:
        raise ProofInvalid("the disclosure covers no day")
    for roots in logs:
        _verify_each_follows(roots)
    for (older, newer), size in zip(pairwise(logs), sizes, strict=True):
        _verify_goes_on(older, newer, size)
    first, last = logs[0][0], [root for roots in logs for root in roots][-1]
    if first.start == 0 and first.serial > 0:
        raise ProofInvalid(f"the log that the index of {first.day} goes on from was left out")
    # Only where no earlier day has an entry may the first one be later than what was asked for.
    begins = first.day == since or (first.start == 0 and first.day >= since)
    if not begins or last.day != until:
        raise ProofInvalid(f"the days do not reach from {since} to {until}")


def _verify_each_follows(roots: Sequence[DayRoot]) -> None:
    for before, root in pairwise(roots):
        if not root.follows(before):
            raise ProofInvalid(
                f"the index of {root.day} does not follow that of {before.day}: a day is missing"
            )


def _verify_goes_on(older: Sequence[DayRoot], newer: Sequence[DayRoot], size: int) -> None:
    """The newer log's index begins on the day on which the older one's is complete, and not before."""
    is_complete = bool(older) and older[-1].end == size
    if not is_complete and newer:
        raise ProofInvalid(
            f"entries before {newer[0].day} are missing: the index of a closed log ends too early"
        )
    if is_complete and not newer:
        raise ProofInvalid(f"of {older[-1].day}, what the log has that goes on from a closed one is missing")
    if is_complete:
        first, last = newer[0], older[-1]
        if (first.day, first.start, first.serial) != (last.day, 0, last.serial + 1):
            raise ProofInvalid(f"the index of {first.day} does not go on from that of the log before")
