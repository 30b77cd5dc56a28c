"""Indexing the days of a log that are due: each built, kept, and its root appended to the log, once.

Knows: the order of the steps, what is found after a crash, that one process does it at a time.
Must not know: what an index is made of, when somebody asks for it.

A day is due when so many whole days lie between it and now (``delay_days``): until then nobody can be told of it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from ostiary.errors import KeyFileError, LogDamaged, LogUnavailable
from ostiary.evidence.commitment import SUBJECT_INDEX_ROOT
from ostiary.evidence.index.day_root import DayRoot, write_day_root
from ostiary.evidence.key_slots import MasterKey
from ostiary.store.durable_files import (
    PRIVATE_DIRECTORY_MODE,
    PRIVATE_MODE,
    Disk,
    make_directories,
    replace_file_durably,
)
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.index_days import Days, IndexFolder, Progress, next_day, read_header
from ostiary.store.log.index_files import DayHeader, write_day_file
from ostiary.store.log.index_key import draw_index_key, read_index_key
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.sealer import read_entry

Append = Callable[[int, bytes], int]
"""Makes an entry durable; its number. Raises LogUnavailable."""

_MAX_NOTE_BYTES: Final = 64


@dataclass(frozen=True, slots=True)
class Source:
    """The folder of a log; for a sealed one its master key and the keys of its entries too."""

    directory: Path
    master: MasterKey | None = None
    keys: KeyFile | None = None


@dataclass(frozen=True, slots=True)
class Indexed:
    """A day whose root stands in the log, and where."""

    root: DayRoot
    entry: int


def open_index_key(directory: Path, master: MasterKey | None) -> bytes:
    """The log's index key, drawn when it has none. Raises KeyFileError, LogDamaged when an index lost its key, OSError."""
    folder = IndexFolder.of(directory)
    make_directories(Disk(), folder.root, mode=PRIVATE_DIRECTORY_MODE)
    if folder.key.exists():
        return read_index_key(folder.key, master)
    if folder.days():
        raise LogDamaged(
            "the log has an index, and its index key is missing",
            hint="bring `private/index/key` back from a backup: with a new one, nobody could be told of the days before",
        )
    if LogFolder(directory).keys.exists() and master is None:
        raise KeyFileError("the log is sealed, and nobody gave the master key", hint="give --master-key FILE")
    return draw_index_key(folder.key, master)


def index_due(
    source: Source, today: date, delay_days: int, append: Append, progress: Progress
) -> Iterator[Indexed]:
    """Index each day that is due and not in the log yet, in order; each is done when it is yielded.

    Raises LogUnavailable when the log takes no entry or another process is at it, LogDamaged, KeyFileError, OSError.
    """
    folder = IndexFolder.of(source.directory)
    index_key = open_index_key(source.directory, source.master)
    days = Days(source.directory, source.keys)
    with _alone(folder):
        before = _last(folder)
        if before is not None and not folder.entry(before.root.day).exists():
            yield _finish(source, folder, before, append)
        last = (today - timedelta(days=delay_days)).isoformat()
        day = next_day(before.root.day) if before is not None else days.first_day()
        while day is not None and day <= last:
            stretch = days.stretch(day, before, progress)
            before, built = days.build(index_key, stretch, before, progress)
            # If we crash here, nothing is lost: the log does not know of this day, and it is built again.
            write_day_file(folder.day(day), before, built)
            # If we crash here, the next run finds the file and looks whether the log has its root (``_finish``).
            yield _log(folder, before, append)
            day = next_day(day)


def _last(folder: IndexFolder) -> DayHeader | None:
    days = folder.days()
    return read_header(folder, days[-1]) if days else None


def _finish(source: Source, folder: IndexFolder, header: DayHeader, append: Append) -> Indexed:
    """Do what a crash kept from being done: the day has a file, and its root may or may not be in the log."""
    found = _find_root(source.directory, header, source.keys)
    return _log(folder, header, append) if found is None else _note(folder, header, found)


def _find_root(directory: Path, header: DayHeader, keys: KeyFile | None) -> int | None:
    """The number of the entry with this root, if it is in the log: it would stand behind the day's last entry."""
    payload = write_day_root(header.root)
    with JournalReader(LogFolder(directory).journal) as reader:
        for frame, _ in reader.read_frames(header.behind):
            for index, entry in enumerate(frame.entries, frame.first):
                if entry.kind == SUBJECT_INDEX_ROOT and read_entry(entry, index, keys).payload == payload:
                    return index
    return None


def _log(folder: IndexFolder, header: DayHeader, append: Append) -> Indexed:
    # If we crash after this, the root is in the log and not noted: the next run finds it there and does not append it again.
    return _note(folder, header, append(SUBJECT_INDEX_ROOT, write_day_root(header.root)))


def _note(folder: IndexFolder, header: DayHeader, entry: int) -> Indexed:
    path = folder.entry(header.root.day)
    staging = path.with_name(f"{path.name}.staging")
    replace_file_durably(Disk(), path, f"{entry}\n".encode(), mode=PRIVATE_MODE, staging=staging)
    return Indexed(header.root, entry)


def read_indexed(directory: Path, day: str) -> Indexed:
    """A day that is indexed. Raises LogUnavailable when it is not (yet), LogDamaged, OSError."""
    folder = IndexFolder.of(directory)
    try:
        header = read_header(folder, day)
        with folder.entry(day).open("rb") as file:
            return Indexed(header.root, int(json.loads(file.read(_MAX_NOTE_BYTES))))
    except FileNotFoundError:
        raise LogUnavailable(f"the subject index of {day} does not stand in the log yet") from None
    except ValueError:
        raise LogDamaged(f"`{folder.entry(day).name}` is damaged") from None


@contextmanager
def _alone(folder: IndexFolder) -> Iterator[None]:
    descriptor = os.open(folder.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise LogUnavailable("another process builds the index of this log now") from None
    finally:
        os.close(descriptor)
