"""That no day has two indexes: the roots are counted in a copy of the log's public side.

Knows: public entries, whose kind everybody sees, and the serial in each root.
Must not know: files, receipts, people.

Whoever logged two indexes for one day could show one to one person and the other to the next. Each root says how many
stand before it, and days follow each other: with a second one the count is wrong from there on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ostiary.errors import ProofInvalid
from ostiary.evidence.commitment import SUBJECT_INDEX_ROOT
from ostiary.evidence.index.day_root import DayRoot
from ostiary.tlog.checkpoint import Checkpoint
from ostiary.tlog.merkle import Frontier, leaf_hash


def verify_serials(
    tree: Checkpoint, roots: Mapping[int, DayRoot], entries: Iterable[bytes], before: int = 0
) -> int:
    """Raises ProofInvalid unless these public entries are those of the tree, and each root (by its entry) is where its serial says.

    ``entries`` may go on beyond the tree. ``before`` is how many roots stand in the logs that this one goes on from. How
    many stand in this one is returned.
    """
    edge, seen = Frontier(), before
    for entry in entries:
        if edge.size == tree.size:
            break
        found = roots.get(edge.size)
        if entry[0] == SUBJECT_INDEX_ROOT:
            if found is not None and found.serial != seen:
                raise ProofInvalid(
                    f"the index of {found.day} is the {seen}th in the log and says that it is the {found.serial}th:"
                    " some day has two"
                )
            seen += 1
        edge.append(leaf_hash(entry))
    if edge.size != tree.size or edge.root() != tree.root:
        raise ProofInvalid("the log that was given is not the one of the disclosure")
    return seen - before
