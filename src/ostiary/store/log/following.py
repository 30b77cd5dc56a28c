"""Following a log: what is new in it since one looked last, and any single entry of it, without reading all again.

Knows: how far the journal was read, marks at some of its entries, that a log is closed and another stands in its place.
Must not know: what an entry says, who reads.

The first look reads the journal once, checksums and all, and opens only the last entries. Later ones begin where it ended.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ostiary.store.log.folder import LogFolder
from ostiary.store.log.journal import JournalReader, Position
from ostiary.store.log.journal_frames import AnyEntry
from ostiary.store.log.reader import Found, found_entry
from ostiary.store.log.unlocking import log_keys

MARK_EVERY: Final = 1_024
"""Entries between two marks: one of them is found by reading at most so many and one frame, some 2 MB. A mark takes 100 bytes."""


@dataclass(frozen=True, slots=True)
class News:
    """Entries that are new, oldest first, and whether they begin anew: then nothing that was told before counts."""

    entries: tuple[Found, ...]
    is_anew: bool


@dataclass(slots=True)
class _Read:
    """How far one journal was read."""

    inode: int
    at: Position
    marks: list[Position] = field(default_factory=list)


class LogFollower:
    """Follows one log's folder, also past a rotation. Several threads may ask it."""

    def __init__(self, directory: Path, master_key: Path | None, most: int) -> None:
        """``most`` is how many entries a look that begins anew tells; ``master_key`` as for ``log_keys``."""
        self._folder = LogFolder(directory)
        self._master_key = master_key
        self._most = most
        self._lock = threading.Lock()
        self._read: _Read | None = None

    @property
    def size(self) -> int:
        """How many entries the log had when it was looked at last."""
        return 0 if self._read is None else self._read.at.index

    def news(self) -> News:
        """What is new. Raises LogDamaged, LogUnavailable and KeyFileError as ``read_found`` and ``log_keys``.

        Where it raises, nothing counts as told.
        """
        with self._lock:
            # Before it is opened: a log that is closed in between is then read as what does not continue, and anew next time.
            inode = self._inode()
            with JournalReader(self._folder.journal) as reader:
                return self._news(reader, inode)

    def _news(self, reader: JournalReader, inode: int) -> News:
        before = self._read
        is_anew = before is None or before.inode != inode
        read = (
            _Read(inode, reader.start, [reader.start])
            if before is None or is_anew
            else _Read(inode, before.at, list(before.marks))
        )
        last = deque[tuple[int, AnyEntry]](maxlen=self._most)
        for frame, after in reader.read_frames(read.at):
            last.extend(enumerate(frame.entries, frame.first))
            read.at = after
            if after.index - read.marks[-1].index >= MARK_EVERY:
                read.marks.append(after)
        entries = self._opened(last)
        self._read = read
        return News(entries, is_anew)

    def maybe_entry(self, index: int) -> Found | None:
        """One entry as it can be read now: erased, where it was; None where the log has none. Raises as ``news``."""
        return next(self.from_entry(index), None)

    def from_entry(self, index: int) -> Iterator[Found]:
        """Every entry from an index on, as it can be read now. Raises likewise, while it is gone through."""
        read = self._read
        if read is None or not 0 <= index < read.at.index:
            return
        mark = read.marks[bisect_right(read.marks, index, key=lambda one: one.index) - 1]
        with (
            JournalReader(self._folder.journal) as reader,
            log_keys(self._folder.root, self._master_key) as keys,
        ):
            for frame, after in reader.read_frames(mark):
                if after.index > index:
                    yield from (
                        found_entry(entry, at, keys)
                        for at, entry in enumerate(frame.entries, frame.first)
                        if at >= index
                    )

    def _inode(self) -> int:
        """Which file the journal is; -1 where there is none, which opening it says better."""
        try:
            return self._folder.journal.stat().st_ino
        except FileNotFoundError:
            return -1

    def _opened(self, entries: deque[tuple[int, AnyEntry]] | list[tuple[int, AnyEntry]]) -> tuple[Found, ...]:
        if not entries:
            return ()
        with log_keys(self._folder.root, self._master_key) as keys:
            return tuple([found_entry(entry, index, keys) for index, entry in entries])
