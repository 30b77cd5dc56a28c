"""Indexing the days of a log that are due: each built, kept, and its root appended to the log, once.

Knows: the order of the steps, what is found after a crash, that one process does it at a time.
Must not know: what an index is made of, when somebody asks for it.

A day is due when so many whole days lie between it and now (``delay_days``): until then nobody can be told of it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

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
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.index_days import (
    ONE_LOG,
    Bounds,
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
    """The folder of a log; for a sealed one its master key and the keys of its entries too; how many entries a closed one has."""

    directory: Path
    master: MasterKey | None = None
    keys: KeyFile | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Indexed:
    """A day whose root stands in a log: the number and the salt of that entry, the frame that holds it, and that log's name.

    An empty name is that of the log whose day it is.
    """

    root: DayRoot
    entry: int
    salt: bytes
    frame: Position
    log: str = ""


def open_index_key(source: Source) -> bytes:
    """The log's index key, drawn when it has none. Raises KeyFileError, LogDamaged when an index lost its key, OSError."""
    folder, master = IndexFolder.of(source.directory), source.master
    private = LogFolder(source.directory).private
    make_directories(Disk(), folder.root, mode=PRIVATE_DIRECTORY_MODE, within=private)
    if folder.key.exists():
        return read_index_key(folder.key, master)
    if any(_may_be_own(source.directory, day) for day in folder.days()):
        raise LogDamaged(
            "the log has an index, and its index key is missing",
            hint="bring `private/index/key` back from a backup: with a new one, nobody could be told of the days before",
        )
    if LogFolder(source.directory).keys.exists() and master is None:
        raise KeyFileError("the log is sealed, and nobody gave the master key", hint="give --master-key FILE")
    return draw_index_key(folder.key, master)


def _may_be_own(directory: Path, day: str) -> bool:
    """Whether a day's file is not certainly of another log (``last_header``)."""
    try:
        return read_header(IndexFolder.of(directory), day).root.is_of(
            read_verifier(LogFolder(directory)).name
        )
    except LogDamaged:
        return True


def index_due(
    source: Source,
    today: date,
    delay_days: int,
    append: Append,
    progress: Progress,
    *,
    behind: Sequence[Source] = (),
    bounds: Bounds = ONE_LOG,
) -> Iterator[Indexed]:
    """Index each day that is due and not in the log yet, in order; each is done when it is yielded.

    A closed log is followed by those ``behind`` it, the last of which takes the roots. Raises LogUnavailable when the log
    takes no entry, was rotated meanwhile, or another process is at it; LogDamaged, KeyFileError, OSError.
    """
    folder = IndexFolder.of(source.directory)
    index_key = open_index_key(source)
    days = Days(source.directory, source.keys, bounds)
    logs = (source, *behind)
    with _alone(folder) as still_here:
        before = last_header(source.directory)
        if before is not None and not _is_noted(folder, before):
            yield _log(logs, before, append, still_here)
        last = (today - timedelta(days=delay_days)).isoformat()
        day = next_day(before.root.day) if before is not None else bounds.begins or days.first_day()
        # A closed log without any access is of the day on which the one behind it begins.
        day = day or bounds.next_begins
        while day and day <= last and (before is None or before.root.end != bounds.size):
            stretch = days.stretch(day, before, progress)
            before, built = days.build(index_key, stretch, before, progress)
            # If we crash here, nothing is lost: the log does not know of this day, and it is built again.
            write_day_file(folder.day(day), before, built)
            # If we crash here, the next run finds the file, and looks whether the log has its root (``_log``).
            yield _log(logs, before, append, still_here)
            day = next_day(day)


def check_indexed(source: Source, progress: Progress, behind: Sequence[Source] = ()) -> Iterator[DayRoot]:
    """Build every day that is indexed again from the journal; each one's root when it is the one in the log.

    The root of a closed log's day may stand in one of those ``behind`` it. Raises LogDamaged, once all were looked at, when one
    gives another or its root is in none of them; and as ``index_due``.
    """
    folder, index_key = IndexFolder.of(source.directory), open_index_key(source)
    origin = read_verifier(LogFolder(source.directory)).name
    headers = (read_header(folder, day) for day in folder.days())
    known = [one for one in headers if one.root.is_of(origin)]
    bounds = Bounds(known[0].root.serial) if known else Bounds()
    days, before, differ = Days(source.directory, source.keys, bounds), None, list[str]()
    for header in known:
        day = header.root.day
        stretch = Stretch(day, header.first, header.behind, header.root.start, header.root.end)
        built, _ = days.build(index_key, stretch, before, progress)
        before = header
        # A root of before logs had successors does not name its own.
        named = dataclasses.replace(built.root, origin=built.root.origin if header.root.origin else "")
        if named != header.root or _find((source, *behind), header) is None:
            # The days behind it are looked at all the same: else one erasure would keep auditors from all of them.
            differ.append(day)
        else:
            yield header.root
    if differ:
        raise LogDamaged(
            f"the index of {', '.join(differ)} is not what the journal gives; of every other day of `{origin}` it is",
            hint="an entry of such a day was erased since (the log's erasures say which), or the index was not built by this program",
        )


def last_header(directory: Path) -> DayHeader | None:
    """The last day up to which no day's file is missing or damaged: those behind it are made again from the journal."""
    found = own_headers(directory)
    return found[-1] if found else None


def own_headers(directory: Path) -> list[DayHeader]:
    """The log's days in order, up to the last before which none is missing or damaged.

    A file of another log's day got here while that log gave its place to this one; it is no day of this one.
    """
    folder, found = IndexFolder.of(directory), list[DayHeader]()
    origin = read_verifier(LogFolder(directory)).name
    for day in folder.days():
        try:
            header = read_header(folder, day)
        except LogDamaged:
            break
        if not header.root.is_of(origin):
            continue
        if not (header.root.follows(found[-1].root) if found else header.root.start == 0):
            break
        found.append(header)
    return found


def _log(
    logs: Sequence[Source], header: DayHeader, append: Append, still_here: Callable[[], None]
) -> Indexed:
    """Append a day's root unless one of the logs has it, and note where it stands."""
    found = _find(logs, header)
    if found is None:
        # If the log is rotated before this line, its day's file may lie in the wrong folder, and nothing is logged. If it is
        # rotated after it, the successor gets the root; it names its log, and is what the next run would have logged there.
        still_here()
        # If we crash after this, the root is in the log and not noted: the next run finds it there.
        append(SUBJECT_INDEX_ROOT, write_day_root(header.root))
        still_here()
        found = _find(logs, header)
    if found is None:
        raise LogDamaged("an index root was appended, and the journal does not have it")
    folder = IndexFolder.of(logs[0].directory)
    path = folder.entry(header.root.day)
    staging = path.with_name(f"{path.name}.staging")
    note = canonical_bytes(
        {
            "entry": found.entry,
            "salt": encode_base64(found.salt),
            "frame": position_plain(found.frame),
            "root": found.root.root,
            "log": found.log,
        }
    )
    replace_file_durably(Disk(), path, note, mode=PRIVATE_MODE, staging=staging)
    return found


def _find(logs: Sequence[Source], header: DayHeader) -> Indexed | None:
    """The entry with this day's root, in the log whose day it is or in one behind it."""
    found = (_find_in(source, header, is_own=source is logs[0], own=logs[0]) for source in logs)
    return next((one for one in found if one is not None), None)


def _find_in(source: Source, header: DayHeader, *, is_own: bool, own: Source) -> Indexed | None:
    payload, log = (
        write_day_root(header.root),
        "" if is_own else read_verifier(LogFolder(source.directory)).name,
    )
    with JournalReader(LogFolder(source.directory).journal) as reader:
        at = place_in(
            reader, _before(own.directory, header, log) or (header.behind if is_own else reader.start)
        )
        for frame, after in reader.read_frames(at):
            for index, entry in enumerate(frame.entries, frame.first):
                if entry.kind == SUBJECT_INDEX_ROOT:
                    opened = read_entry(entry, index, source.keys)
                    if opened.payload == payload:
                        return Indexed(header.root, index, opened.salt, at, log)
                    _verify_other(header.root, read_day_root(opened.payload))
            at = after
    return None


def _before(directory: Path, header: DayHeader, log: str) -> Position | None:
    """Where the root of the day before stands, behind which this one's does, if it is in that log."""
    with contextlib.suppress(LogUnavailable):
        found = read_indexed(directory, day_before(header.root.day))
        return found.frame if found.log == log else None
    return None


def _verify_other(built: DayRoot, logged: DayRoot) -> None:
    """Raises LogDamaged when the log has another index of this day: a second one would make every answer doubtful."""
    if logged.serial == built.serial:
        raise LogDamaged(
            f"the log has another index of {logged.day} than the journal gives now",
            hint=f"bring `private/index/{logged.day}` back from a backup; entries that were erased since cannot be indexed again",
        )


def _is_noted(folder: IndexFolder, header: DayHeader) -> bool:
    """Whether it is noted where this root stands: a note of another log's day got here while logs changed places."""
    try:
        return bool(_noted(folder, header)["root"] == header.root.root)
    except FileNotFoundError:
        return False


def _noted(folder: IndexFolder, header: DayHeader) -> dict[str, Any]:
    """What is noted of a day's root. Raises FileNotFoundError, LogDamaged."""
    try:
        # Notes of before logs had successors name neither the root nor the log.
        found = {
            "root": header.root.root,
            "log": "",
            **json.loads(folder.entry(header.root.day).read_bytes()),
        }
    except (ValueError, TypeError):
        raise LogDamaged(f"`private/index/{header.root.day}.entry` is damaged") from None
    return found


def read_indexed(directory: Path, day: str) -> Indexed:
    """A day that is indexed. Raises LogUnavailable when it is not (yet), LogDamaged, OSError."""
    folder = IndexFolder.of(directory)
    try:
        header = read_header(folder, day)
        if not _is_noted(folder, header):
            raise LogUnavailable(f"the subject index of {day} does not stand in the log yet")
        found = _noted(folder, header)
        frame, log = read_position(found["frame"]), str(found["log"])
        return Indexed(header.root, int(found["entry"]), decode_base64(found["salt"]), frame, log)
    except FileNotFoundError:
        raise LogUnavailable(f"the subject index of {day} does not stand in the log yet") from None
    except (ValueError, TypeError, KeyError, ProofInvalid):
        raise LogDamaged(f"`private/index/{day}.entry` is damaged") from None


@contextmanager
def _alone(folder: IndexFolder) -> Iterator[Callable[[], None]]:
    """One process at a time. What is given raises LogUnavailable when the folder has not its place any more."""
    descriptor = os.open(folder.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def still_here() -> None:
        if not folder.root.exists() or not os.path.samestat(os.fstat(descriptor), folder.root.stat()):
            raise LogUnavailable(
                "the log was rotated meanwhile", hint="call it again: it goes on with both logs"
            )

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield still_here
    except BlockingIOError:
        raise LogUnavailable("another process builds the index of this log now") from None
    finally:
        os.close(descriptor)
