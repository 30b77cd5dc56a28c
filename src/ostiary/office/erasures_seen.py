"""Entries that were erased, in words: what is still known of them, and the order that did it.

Knows: the erasures that stand in a log.
Must not know: keys, files, what an erased entry said.
"""

from __future__ import annotations

from collections.abc import Iterable

from ostiary.evidence.commitment import ERASURE, KINDS
from ostiary.evidence.name_erasure import AnyErasure, entries_of, read_any_erasure
from ostiary.store.log.reader import Entry, ErasedEntry, Found

NO_ORDER = "an erasure that no entry of the log explains: `ostiary log verify --master-key` looks for such"


class ErasuresSeen:
    """What the erasures met so far say: which entry of the log ordered that another be erased."""

    def __init__(self) -> None:
        self._by_entry: dict[int, tuple[int, AnyErasure]] = {}

    def see(self, found: Found) -> None:
        """Take an entry in. Raises LogDamaged for an erasure that cannot be read."""
        if isinstance(found, Entry) and found.kind == ERASURE:
            erasure = read_any_erasure(found.payload)
            for index in entries_of(erasure):
                # The first one destroyed it; whatever says so again found nothing left.
                self._by_entry.setdefault(index, (found.index, erasure))

    def line(self, entry: ErasedEntry) -> str:
        """An erased entry in one line."""
        return f"#{entry.index}  {KINDS[entry.kind]}, erased by {self._order(entry)}"

    def as_object(self, entry: ErasedEntry) -> dict[str, object]:
        """An erased entry in its plain form; ``erased_by`` is None where nothing explains it."""
        found = self._by_entry.get(entry.index)
        by = found and {"index": found[0], "order": found[1].order}
        return {"index": entry.index, "kind": KINDS[entry.kind], "erased": True, "erased_by": by}

    def _order(self, entry: ErasedEntry) -> str:
        found = self._by_entry.get(entry.index)
        return NO_ORDER if found is None else f"`{found[1].order}` (entry {found[0]})"


def erasures_of(entries: Iterable[Found]) -> ErasuresSeen:
    """All erasures among these entries. Raises LogDamaged for one that cannot be read."""
    seen = ErasuresSeen()
    for found in entries:
        seen.see(found)
    return seen
