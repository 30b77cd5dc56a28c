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

from ostiary.errors import KeyFileError, LogDamaged, LogUnavailable, ProofInvalid
from ostiary.evidence.commitment import SUBJECT_INDEX_ROOT
from ostiary.evidence.index.day_root import DayRoot, read_day_root, write_day_root
from ostiary.evidence.key_slots import MasterKey
from ostiary.model.canonical import canonical_bytes
from ostiary.store.durable_files import (
    PRIVATE_DIRECTORY_MODE,
    PRIVATE_MODE,
    Disk,
    make_directories,
    replace_file_durably,
)
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.index_days import (
    Days,
    IndexFolder,
    Progress,
    Stretch,
    day_before,
    next_day,
    place_in,
    read_header,
)
from ostiary.store.log.index_files import DayHeader, position_plain, read_position, write_day_file
from ostiary.store.log.index_key import draw_index_key, read_index_key
from ostiary.store.log.journal import JournalReader, Position
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.sealer import read_entry
from ostiary.tlog.key_text import decode_base64, encode_base64

Append = Callable[[int, bytes], int]
"""Makes an entry durable; its number. Raises LogUnavailable."""


@dataclass(frozen=True, slots=True)
class Source:
    """The folder of a log; for a sealed one its master key and the keys of its entries too."""

    directory: Path
    master: MasterKey | None = None
    keys: KeyFile | None = None


@dataclass(frozen=True, slots=True)
class Indexed:
    """A day whose root stands in the log: the number and the salt of that entry, and the frame that holds it."""

    root: DayRoot
    entry: int
    salt: bytes
    frame: Position


def open_index_key(source: Source) -> bytes:
    """The log's index key, drawn when it has none. Raises KeyFileError, LogDamaged when an index lost its key, OSError."""
    folder, master = IndexFolder.of(source.directory), source.master
    private = LogFolder(source.directory).private
    make_directories(Disk(), folder.root, mode=PRIVATE_DIRECTORY_MODE, within=private)
    if folder.key.exists():
        return read_index_key(folder.key, master)
    if folder.days():
        raise LogDamaged(
            "the log has an index, and its index key is missing",
            hint="bring `private/index/key` back from a backup: with a new one, nobody could be told of the days before",
        )
    if LogFolder(source.directory).keys.exists() and master is None:
        raise KeyFileError("the log is sealed, and nobody gave the master key", hint="give --master-key FILE")
    return draw_index_key(folder.key, master)


def index_due(
    source: Source, today: date, delay_days: int, append: Append, progress: Progress
) -> Iterator[Indexed]:
    """Index each day that is due and not in the log yet, in order; each is done when it is yielded.

    Raises LogUnavailable when the log takes no entry or another process is at it, LogDamaged, KeyFileError, OSError.
    """
    folder = IndexFolder.of(source.directory)
    index_key = open_index_key(source)
    days = Days(source.directory, source.keys)
    with _alone(folder):
        before = _last(folder)
        if before is not None and not folder.entry(before.root.day).exists():
            yield _log(source, before, append)
        last = (today - timedelta(days=delay_days)).isoformat()
        day = next_day(before.root.day) if before is not None else days.first_day()
        while day is not None and day <= last:
            stretch = days.stretch(day, before, progress)
            before, built = days.build(index_key, stretch, before, progress)
            # If we crash here, nothing is lost: the log does not know of this day, and it is built again.
            write_day_file(folder.day(day), before, built)
            # If we crash here, the next run finds the file, and looks whether the log has its root (``_log``).
            yield _log(source, before, append)
            day = next_day(day)


def check_indexed(source: Source, progress: Progress) -> Iterator[DayRoot]:
    """Build every day that is indexed again from the journal; each one's root when it is the one in the log.

    Raises LogDamaged, once all were looked at, when one gives another or its root is not in the log; and as ``index_due``.
    """
    folder, index_key = IndexFolder.of(source.directory), open_index_key(source)
    days, before, differ = Days(source.directory, source.keys), None, list[str]()
    for day in folder.days():
        header = read_header(folder, day)
        stretch = Stretch(day, header.first, header.behind, header.root.start, header.root.end)
        built, _ = days.build(index_key, stretch, before, progress)
        before = header
        if built.root != header.root or _find(source, header) is None:
            # The days behind it are looked at all the same: else one erasure would keep auditors from all of them.
            differ.append(day)
        else:
            yield header.root
    if differ:
        raise LogDamaged(
            f"the index of {', '.join(differ)} is not what the journal gives; of every other day it is",
            hint="an entry of such a day was erased since (the log's erasures say which), or the index was not built by this program",
        )


def _last(folder: IndexFolder) -> DayHeader | None:
    """The last day up to which no day's file is missing or damaged: those behind it are made again from the journal."""
    before: DayHeader | None = None
    for day in folder.days():
        try:
            header = read_header(folder, day)
        except LogDamaged:
            break
        if header.root.serial != (0 if before is None else before.root.serial + 1):
            break
        before = header
    return before


def _log(source: Source, header: DayHeader, append: Append) -> Indexed:
    """Append a day's root unless the log has it, and note where it stands."""
    found = _find(source, header)
    if found is None:
        # If we crash after this, the root is in the log and not noted: the next run finds it there.
        append(SUBJECT_INDEX_ROOT, write_day_root(header.root))
        found = _find(source, header)
    if found is None:
        raise LogDamaged("an index root was appended, and the journal does not have it")
    folder = IndexFolder.of(source.directory)
    path = folder.entry(header.root.day)
    staging = path.with_name(f"{path.name}.staging")
    note = canonical_bytes(
        {"entry": found.entry, "salt": encode_base64(found.salt), "frame": position_plain(found.frame)}
    )
    replace_file_durably(Disk(), path, note, mode=PRIVATE_MODE, staging=staging)
    return found


def _find(source: Source, header: DayHeader) -> Indexed | None:
    """The entry with this day's root, if it is in the log: it stands behind the root of the day before."""
    payload = write_day_root(header.root)
    try:
        at = read_indexed(source.directory, day_before(header.root.day)).frame
    except LogUnavailable:
        at = header.behind
    with JournalReader(LogFolder(source.directory).journal) as reader:
        at = place_in(reader, at)
        for frame, after in reader.read_frames(at):
            for index, entry in enumerate(frame.entries, frame.first):
                if entry.kind == SUBJECT_INDEX_ROOT:
                    opened = read_entry(entry, index, source.keys)
                    if opened.payload == payload:
                        return Indexed(header.root, index, opened.salt, at)
                    _verify_other(header.root, read_day_root(opened.payload))
            at = after
    return None


def _verify_other(built: DayRoot, logged: DayRoot) -> None:
    """Raises LogDamaged when the log has another index of this day: a second one would make every answer doubtful."""
    if logged.serial == built.serial:
        raise LogDamaged(
            f"the log has another index of {logged.day} than the journal gives now",
            hint=f"bring `private/index/{logged.day}` back from a backup; entries that were erased since cannot be indexed again",
        )


def read_indexed(directory: Path, day: str) -> Indexed:
    """A day that is indexed. Raises LogUnavailable when it is not (yet), LogDamaged, OSError."""
    folder = IndexFolder.of(directory)
    try:
        header = read_header(folder, day)
        found = json.loads(folder.entry(day).read_bytes())
        salt = decode_base64(found["salt"])
        return Indexed(header.root, int(found["entry"]), salt, read_position(found["frame"]))
    except FileNotFoundError:
        raise LogUnavailable(f"the subject index of {day} does not stand in the log yet") from None
    except (ValueError, TypeError, KeyError, ProofInvalid):
        raise LogDamaged(f"`private/index/{day}.entry` is damaged") from None


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
