"""What was worked out from a folder's parts, kept until there are other parts.

Knows: which parts say what an answer rests on.
Must not know: what was worked out.

A page of the console that asks for the work list again must not read ten million events again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.store import KeptFindings

Value = TypeVar("Value")

TABLES: Final = ("accounts", "agreements", "cutoffs", "events", "holds", "subjects")
"""What duties rest on."""


class Kept:
    """The last answer to each question, with what it rests on. Threads may share one: the worst is that two work out the same.

    ``findings`` is what was read of the findings.
    """

    def __init__(self) -> None:
        self.findings = KeptFindings()
        self._last: dict[str, tuple[Hashable, Any]] = {}

    def get(self, question: str, rests_on: Hashable, work_out: Callable[[], Value]) -> Value:
        """The answer that is kept where it rests on the same, else a new one, which is kept."""
        known = self._last.get(question)
        if known is not None and known[0] == rests_on:
            found: Value = known[1]
            return found
        value = work_out()
        self._last[question] = (rests_on, value)
        return value


def parts_of(folder: WatchFolder) -> Hashable:
    """The parts of a folder that duties rest on, by path and digest: every import gives others. Raises WatchFolderDamaged."""
    return tuple(
        (str(folder.path), manifest.kind, part.path, part.sha256)
        for manifest in folder.manifests()
        for table in TABLES
        for part in manifest.parts_of(table)
    )
