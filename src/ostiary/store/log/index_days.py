"""Which days of a log are indexed, and building the next one from the journal.

Knows: the folder of the index, where a day's stretch of the log ends, what is read for it.
Must not know: sockets, when a day is due, who is told what.

    private/index/key           the index key (0600)
    private/index/<day>         one day's index
    private/index/<day>.entry   the number of the entry that holds its root, once that is durable
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from ostiary.errors import LogDamaged, LogUnavailable
from ostiary.evidence.commitment import ACCESS
from ostiary.evidence.index.building import DayBuilder, DayIndex
from ostiary.evidence.index.day_root import DayRoot
from ostiary.evidence.index.keys import key_commitment
from ostiary.evidence.index.sorted_map import SortedMap
from ostiary.evidence.partial_opening import PartialOpening, open_everything
from ostiary.model.entry_form import has_parts, text_of
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.index_files import DayFile, DayHeader
from ostiary.store.log.journal import JournalReader, Position
from ostiary.store.log.journal_frames import AnyEntry, JournalEntry
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.reader import maybe_left
from ostiary.store.log.sealer import open_entry, read_entry
from ostiary.tlog.key_text import encode_base64

Progress = Callable[[int, int], None]
"""Called with how many entries of the log are read, and how many there are at least."""

# A day ends behind its last entry. Entries of several sessions are not in the order of their instants, and a clock may have been
# wrong once: so many entries of later days, one behind the other, have to be seen before nothing of the day is expected any more.
# That many fill a frame; it is two minutes of 32 sessions that ask once a second.
SETTLED: Final = 4096

_DAY: Final = re.compile(rb'"at":"(\d{4}-\d{2}-\d{2})')
_PROGRESS_STEP: Final = 4096


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """The paths of a log's index."""

    root: Path

    @classmethod
    def of(cls, directory: Path) -> IndexFolder:
        """The index of the log in a folder."""
        return cls(LogFolder(directory).private / "index")

    @property
    def key(self) -> Path:
        """The index key."""
        return self.root / "key"

    def day(self, day: str) -> Path:
        """The file of one day."""
        return self.root / day

    def entry(self, day: str) -> Path:
        """The file with the number of the entry that holds its root."""
        return self.root / f"{day}.entry"

    def days(self) -> list[str]:
        """The days that have a file, in order."""
        if not self.root.is_dir():
            return []
        names = (path.name for path in self.root.iterdir())
        return sorted(name for name in names if re.fullmatch(r"\d{4}-\d{2}-\d{2}", name, re.ASCII))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day, and the entries of the log that are in its index, with the frames that they begin and end in."""

    day: str
    first: Position
    behind: Position
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Readable:
    """What an access says, as its payload or as text, and its parts where they open one by one (form 2)."""

    said: bytes
    parts: PartialOpening | None


class Days:
    """The log as the index sees it: the days in it, and what stands in each stretch."""

    def __init__(self, directory: Path, keys: KeyFile | None) -> None:
        """``keys`` are those of a sealed log."""
        self._folder = IndexFolder.of(directory)
        self._journal = LogFolder(directory).journal
        self._keys = keys

    def first_day(self) -> str | None:
        """The day of the first access in the log; None while there is none. Raises LogDamaged, LogUnavailable."""
        with JournalReader(self._journal) as reader:
            for index, entry, _ in self._entries(reader, reader.start):
                day = self._day_of(index, entry)
                if day:
                    return day
        return None

    def stretch(self, day: str, before: DayHeader | None, progress: Progress) -> Stretch:
        """Where the next day's stretch ends: behind the last entry of that day or an earlier one. Raises likewise.

        ``progress`` is called with how many entries of the log were read.
        """
        with JournalReader(self._journal) as reader:
            first = reader.start if before is None else before.behind
            start = 0 if before is None else before.root.end
            end, behind, later = start, first, 0
            for index, entry, frame in self._entries(reader, first):
                found = self._day_of(index, entry) if index >= start else ""
                if found and found <= day:
                    end, behind, later = index + 1, frame, 0
                elif found:
                    later += 1
                if later >= SETTLED:
                    break
                if index % _PROGRESS_STEP == 0:
                    progress(index, index)
        return Stretch(day, first, behind, start, end)

    def build(
        self, index_key: bytes, stretch: Stretch, before: DayHeader | None, progress: Progress
    ) -> tuple[DayHeader, DayIndex]:
        """A day's index, and what the log is to say of it. Raises likewise, and LogUnavailable for a day that is too large."""
        builder, unreadable = DayBuilder(index_key, stretch.day), 0
        with JournalReader(self._journal) as reader:
            # A stream may have begun on the day before.
            origin = stretch.first if before is None else before.first
            for index, entry, _ in self._entries(reader, origin):
                if index >= stretch.end:
                    break
                if entry.kind == ACCESS:
                    unreadable += self._take(builder, index, entry, is_before=index < stretch.start)
                if index % _PROGRESS_STEP == 0:
                    progress(index, stretch.end)
        try:
            built = builder.finish()
        except ValueError as error:
            raise LogUnavailable(f"the index of {stretch.day} cannot be built: {error}") from None
        root = SortedMap(built.leaves).root
        day_root = DayRoot(
            stretch.day,
            0 if before is None else before.root.serial + 1,
            stretch.start,
            stretch.end,
            len(built.leaves),
            encode_base64(root),
            encode_base64(key_commitment(index_key)),
            unreadable,
        )
        return DayHeader(day_root, stretch.first, stretch.behind), built

    def read(self, header: DayHeader, wanted: frozenset[int]) -> Iterator[tuple[int, Readable]]:
        """These entries of a day's stretch, or of the one before it; those that were erased are left out. Raises likewise."""
        with JournalReader(self._journal) as reader:
            for index, entry, _ in self._entries(reader, header.first):
                if index >= header.root.end:
                    return
                if index in wanted and (found := self._readable(index, entry)) is not None:
                    yield index, found

    def all_of(self, day: str, start: int, end: int) -> Iterator[tuple[int, JournalEntry]]:
        """Every entry from ``start``, where this day's stretch begins, to before ``end``.

        Raises LogUnavailable for one that was erased, and likewise.
        """
        header = read_header(self._folder, day)
        with JournalReader(self._journal) as reader:
            for index, entry, _ in self._entries(reader, header.first):
                if index >= end:
                    return
                if index >= start:
                    yield index, read_entry(entry, index, self._keys)

    def _take(self, builder: DayBuilder, index: int, entry: AnyEntry, *, is_before: bool) -> int:
        """Hand an access over; 1 when it cannot be read any more."""
        said = self._said(index, entry)
        if said is None:
            return 0 if is_before else 1
        try:
            if is_before:
                builder.see_before(index, said)
            else:
                builder.take(index, said)
        except ValueError:
            raise LogDamaged(f"entry {index} is no access entry") from None
        return 0

    def _day_of(self, index: int, entry: AnyEntry) -> str:
        """The day of an access; empty for all else, and for what was erased."""
        said = self._said(index, entry) if entry.kind == ACCESS else None
        found = _DAY.search(said) if said is not None else None
        return found[1].decode() if found else ""

    def _said(self, index: int, entry: AnyEntry) -> bytes | None:
        """What an access says, in the form of its payload or as text; without the names that were erased in it."""
        opened = open_entry(entry, index, self._keys)
        if isinstance(opened, JournalEntry):
            return opened.payload
        left = maybe_left(entry, index, self._keys)
        return None if left is None else text_of(left.parts)

    def _readable(self, index: int, entry: AnyEntry) -> Readable | None:
        opened = open_entry(entry, index, self._keys)
        if isinstance(opened, JournalEntry):
            parts = open_everything(opened.salt, opened.payload) if has_parts(opened.payload) else None
            return Readable(opened.payload, parts)
        left = maybe_left(entry, index, self._keys)
        return None if left is None else Readable(text_of(left.parts), left)

    def _entries(self, reader: JournalReader, at: Position) -> Iterator[tuple[int, AnyEntry, Position]]:
        """Each entry from a frame on, with its number and the place of its frame."""
        at = place_in(reader, at)
        for frame, after in reader.read_frames(at):
            for index, entry in enumerate(frame.entries, frame.first):
                yield index, entry, at
            at = after


def place_in(reader: JournalReader, at: Position) -> Position:
    """Where a frame stands that was at that place; a journal that was sealed since has its frames elsewhere.

    Raises LogDamaged when the journal is damaged.
    """
    with contextlib.suppress(LogDamaged):
        if next(reader.read_frames(at), None) is not None:
            return at
    here = reader.start
    for _, after in reader.read_frames(reader.start):
        if after.index > at.index:
            return here
        here = after
    return here


def next_day(day: str) -> str:
    """The day after one."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def day_before(day: str) -> str:
    """The day before one."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def read_header(folder: IndexFolder, day: str) -> DayHeader:
    """The header of a day's file. Raises LogDamaged, OSError."""
    with DayFile(folder.day(day)) as file:
        return file.header
