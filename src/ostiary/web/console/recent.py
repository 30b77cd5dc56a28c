"""The last accesses of the log, kept in memory so that a page costs milliseconds.

Knows: how many are kept, how new entries are taken in, that an erased one loses what it said here too.
Must not know: how the log is kept, what any page shows.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from ostiary.errors import OstiaryError
from ostiary.evidence.commitment import ACCESS, ERASURE
from ostiary.evidence.erasure import Erasure
from ostiary.evidence.name_erasure import read_any_erasure
from ostiary.office.access_words import fields_of
from ostiary.store.log.following import News
from ostiary.store.log.reader import Entry, ErasedEntry, Found
from ostiary.web.console.access_row import AccessRow, erased, part_of, row_of, with_part

MAX_KEPT: Final = 40_000
"""Accesses in memory, some 1 kB each: 40 MB. A city with eleven accesses a second, day and night, has an hour in them."""


class Followed(Protocol):
    """A log that is followed."""

    def news(self) -> News:
        """What is new in it. Raises EvidenceFault and KeyFileError."""

    def maybe_entry(self, index: int) -> Found | None:
        """One entry as it can be read now. Raises likewise."""

    def from_entry(self, index: int) -> Iterator[Found]:
        """All entries from that one on. Raises likewise."""

    @property
    def size(self) -> int:
        """How many entries it had when it was looked at last."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of the log at one look. ``rows`` are newest first."""

    rows: tuple[AccessRow, ...]
    size: int
    is_whole: bool
    """Whether the rows are all accesses of this log."""
    read_at: datetime
    trouble: str = ""
    """Why the log could not be read just now; the rows are then those of the last time it could."""


@dataclass(slots=True)
class _Kept:
    rows: dict[int, AccessRow] = field(default_factory=dict)
    by_access: dict[str, int] = field(default_factory=dict)
    dropped: int = 0
    first: int | None = None


class Recent:
    """The last accesses. Several threads may ask it."""

    def __init__(self, log: Followed, now: Callable[[], datetime], most: int = MAX_KEPT) -> None:
        self._log = log
        self._now = now
        self._most = most
        self._lock = threading.Lock()
        self._kept = _Kept()
        self._read_at = now()

    def look(self) -> Seen:
        """Take in what is new, and tell what there is. What cannot be read is told as trouble: the page still stands."""
        with self._lock:
            trouble = ""
            try:
                self._take(self._log.news())
                self._read_at = self._now()
            except (OstiaryError, OSError) as fault:
                trouble = fault.message if isinstance(fault, OstiaryError) else "its folder cannot be read"
            kept = self._kept
            is_whole = kept.first == 0 and not kept.dropped
            rows = tuple(reversed(kept.rows.values()))
            return Seen(rows, self._log.size, is_whole, self._read_at, trouble)

    def _take(self, news: News) -> None:
        if news.is_anew:
            self._kept = _Kept()
        for found in news.entries:
            if self._kept.first is None:
                self._kept.first = found.index
            self._take_one(found)
        while len(self._kept.rows) > self._most:
            oldest = next(iter(self._kept.rows))
            self._kept.by_access.pop(self._kept.rows.pop(oldest).access, None)
            self._kept.dropped += 1

    def _take_one(self, found: Found) -> None:
        if isinstance(found, ErasedEntry):
            # It was erased before it was read here: nothing of it is known, so it is in no list.
            return
        if found.kind == ERASURE:
            self._erase(found)
        if found.kind == ACCESS:
            self._take_access(found)

    def _take_access(self, entry: Entry) -> None:
        fields = fields_of(entry.payload)
        row = row_of(entry.index, fields)
        if row is not None:
            self._kept.rows[row.index] = row
            self._kept.by_access[row.access] = row.index
            return
        part = part_of(fields)
        index = self._kept.by_access.get(part[0])
        if index is not None:
            self._kept.rows[index] = with_part(self._kept.rows[index], part)

    def _erase(self, entry: Entry) -> None:
        """A whole entry that was erased says nothing here either. Rows have no names, so an erasure of names changes none."""
        erasure = read_any_erasure(entry.payload)
        if isinstance(erasure, Erasure):
            for index in erasure.entries:
                row = self._kept.rows.get(index)
                if row is not None:
                    self._kept.by_access.pop(row.access, None)
                    self._kept.rows[index] = erased(row, erasure.order)


def by_agency(rows: tuple[AccessRow, ...]) -> Mapping[str, tuple[AccessRow, ...]]:
    """The rows of each agency, by its code, in their order; agencies by code."""
    found: dict[str, list[AccessRow]] = {}
    for row in rows:
        found.setdefault(row.agency, []).append(row)
    return {agency: tuple(found[agency]) for agency in sorted(found)}
