"""Verifying the logs before a log, each as a whole.

Knows: the links of a log, and verification.
Must not know: output.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ostiary.errors import ProofInvalid
from ostiary.store.log.lineage import predecessors
from ostiary.store.log.verify import Progress, verify_log


@dataclass(frozen=True, slots=True)
class Before:
    """A closed log: its name and size, and its folder, which is whole; None: it is not here, and only its last checkpoint is."""

    origin: str
    size: int
    folder: Path | None

    @property
    def sentence(self) -> str:
        """What was verified of it."""
        where = "whose folder is not here" if self.folder is None else "which is whole, and closed"
        return f"before it: {self.origin}, {self.size} entries, {where}"


def verify_predecessors(directory: Path, progress: Progress) -> Iterator[Before]:
    """Each log before this one, the last one first, verified. Raises LogDamaged or ProofInvalid at the first that is not whole."""
    for one in predecessors(directory):
        if one.folder is not None:
            report = verify_log(one.folder, progress)
            if (report.size, report.root, report.unpublished or 0) != (one.last.size, one.last.root, 0):
                raise ProofInvalid(f"`{one.folder}` has other entries than its successor says")
        yield Before(one.verifier.name, one.last.size, one.folder)
