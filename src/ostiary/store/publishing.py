"""What a log holds for the public: the steps of directives, and of each access who asked, for what and how it ended.

Knows: the journal, in one pass for the tree and the steps and one for the accesses; index roots, which say where a day ends.
Must not know: what the numbers come to, pages, settings, which codes may be published.

Nothing else of an entry leaves this module: what it yields has no place for a reason, a case, a statement or a name.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from ostiary.errors import LogDamaged, LogUnavailable, ProofInvalid
from ostiary.evidence.commitment import ACCESS, DIRECTIVE, KINDS, SUBJECT_INDEX_ROOT, TURNED_AWAY
from ostiary.evidence.index.day_root import write_day_root
from ostiary.evidence.key_slots import Erased
from ostiary.evidence.opening import Opening
from ostiary.evidence.recount import (
    Asked,
    Ending,
    Vocabulary,
    asked_of,
    ending_of,
    is_later_part,
    left_line,
    opened_line,
    published,
    unopened_line,
)
from ostiary.model.entry_form import FIELDS, EntryParts, entry_object, has_parts, split_entry
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.index_days import IndexFolder
from ostiary.store.log.indexing import Indexed, Source, read_indexed
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.journal_frames import AnyEntry
from ostiary.store.log.reader import maybe_left
from ostiary.store.log.receipts import Published, read_published
from ostiary.store.log.sealer import open_entry, read_entry
from ostiary.store.log.tile_check import promised_files
from ostiary.store.log.witnessed import find_witnessed, read_trust, witnessed_file
from ostiary.tlog.merkle import leaf_hash
from ostiary.tlog.tiles import RightEdge
from ostiary.tlog.trust import NO_QUORUM

Progress = Callable[[int, int], None]
_STEP: Final = 1024
_KEYS: Final = ("log.vkey", "log.ml-dsa.vkey", "trust.policy", "public/predecessor")
"""What a copy of the public side has beside tiles and the checkpoint."""


@dataclass(frozen=True, slots=True)
class LoggedStep:
    """A step of a directive as it stands in the log, with the number of its entry."""

    entry: int
    raw: bytes


@dataclass(slots=True)
class Skeleton:
    """What a log is made of: its root at that size, its steps in order, how many entries of each kind."""

    root: bytes
    steps: list[LoggedStep] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class CountedEntry:
    """An access entry of a day: what is counted of it (None: nothing), whether its answer was empty, and its line."""

    entry: int
    asked: Asked | None
    is_empty: bool
    line: bytes
    is_closed: bool = False
    """Whether its line opens nothing."""
    is_unreadable: bool = False
    """Whether nobody can tell any more what it was: it is in no count."""


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """How many log-ins were turned away before anybody was proved, by SQLSTATE, as one entry says."""

    refused: Counter[str]


def publishable(directory: Path) -> Published:
    """The tree that may be published: the one that the quorum has witnessed where the trust file asks for one.

    Raises LogUnavailable while nothing is witnessed, LogDamaged, ProofInvalid, OSError.
    """
    folder = LogFolder(directory)
    trust, verifier = read_trust(folder), read_verifier(folder)
    if trust.quorum == NO_QUORUM:
        return read_published(directory)
    witnessed = find_witnessed(folder, verifier, trust)
    if witnessed is None or not witnessed.is_quorum:
        raise LogUnavailable(
            "no quorum of witnesses has cosigned this log, and nothing else is published",
            hint="look at the witnesses with `ostiary doctor`, then try again",
        )
    note = witnessed_file(folder, verifier.name).read_bytes()
    return Published(note, witnessed.checkpoint, verifier)


def covered_days(directory: Path, size: int, made_on: date, delay_days: int) -> list[Indexed]:
    """The days that may be told of: over for so long, and with their end proved by an index root below ``size``.

    A day is over when its index stands in the log. Days that another log indexed are not among them. Raises LogDamaged.
    """
    last, found = (made_on - timedelta(days=delay_days)).isoformat(), list[Indexed]()
    origin = read_verifier(LogFolder(directory)).name
    for day in IndexFolder.of(directory).days():
        try:
            indexed = read_indexed(directory, day)
        except LogUnavailable:
            break
        if day > last or indexed.log or indexed.entry >= size or not indexed.root.is_of(origin):
            break
        found.append(indexed)
    return found


def last_indexed(directory: Path) -> int:
    """The entry with the root of the last day that is indexed; -1 where none is, or another log has it."""
    for day in reversed(IndexFolder.of(directory).days()):
        try:
            indexed = read_indexed(directory, day)
        except LogUnavailable:
            continue
        return -1 if indexed.log else indexed.entry
    return -1


def day_opening(indexed: Indexed) -> Opening:
    """The opening of the entry that says where a day ends."""
    return Opening(SUBJECT_INDEX_ROOT, indexed.salt, write_day_root(indexed.root))


def read_skeleton(source: Source, size: int, progress: Progress) -> Skeleton:
    """The tree and the steps of the first ``size`` entries. Raises LogUnavailable when there are fewer, LogDamaged."""
    edge, found = RightEdge(), Skeleton(b"")
    for index, entry in _entries(source, 0, size, progress):
        edge.append(leaf_hash(entry.commitment))
        found.kinds[KINDS[entry.kind]] += 1
        if entry.kind == DIRECTIVE:
            found.steps.append(LoggedStep(index, read_entry(entry, index, source.keys).payload))
    if edge.size != size:
        raise LogUnavailable(f"the journal has {edge.size} entries, and {size} are published")
    found.root = edge.root()
    return found


def read_days(
    source: Source, days: Sequence[Indexed], vocabulary: Vocabulary, progress: Progress
) -> Iterator[tuple[Indexed, Iterator[CountedEntry | TurnedAway]]]:
    """Each day with its accesses, to be read to their end before the next day is taken. Raises as ``read_skeleton``."""
    end = days[-1].root.end if days else 0
    entries = _entries(source, 0, end, progress)
    for day in days:
        yield day, _counted(source, entries, day, vocabulary)


def _counted(
    source: Source, entries: Iterator[tuple[int, AnyEntry]], day: Indexed, vocabulary: Vocabulary
) -> Iterator[CountedEntry | TurnedAway]:
    for _ in range(day.root.start, day.root.end):
        index, entry = next(entries)
        if entry.kind == ACCESS:
            yield _access(source, index, entry, vocabulary)
        elif entry.kind == TURNED_AWAY:
            yield from _turned_away(source, index, entry)


def _access(source: Source, index: int, entry: AnyEntry, vocabulary: Vocabulary) -> CountedEntry:
    opened = open_entry(entry, index, source.keys)
    if isinstance(opened, Erased):
        left = maybe_left(entry, index, source.keys)
        if left is None:
            line = unopened_line("erased")
            return CountedEntry(index, None, is_empty=False, line=line, is_closed=True, is_unreadable=True)
        return _of_parts(index, left.parts, left_line(left, vocabulary), vocabulary)
    if not has_parts(opened.payload):
        return _of_form_1(index, opened.payload, vocabulary)
    parts = split_entry(opened.payload)
    return _of_parts(index, parts, opened_line(opened.salt, parts, vocabulary), vocabulary)


def _of_parts(index: int, parts: EntryParts, line: bytes, vocabulary: Vocabulary) -> CountedEntry:
    try:
        if is_later_part(parts):
            return CountedEntry(index, None, is_empty=False, line=line)
        asked = published(asked_of(parts), vocabulary)
        rows = json.loads(parts.fields[FIELDS.index("extent")] or b"{}").get("rows")
        outcome = json.loads(parts.fields[FIELDS.index("outcome")]).get("outcome")
    except (ProofInvalid, ValueError, AttributeError):
        raise LogDamaged(f"entry {index} is no access entry") from None
    return CountedEntry(index, asked, is_empty=outcome == "answered" and rows == 0, line=line)


def _of_form_1(index: int, payload: bytes, vocabulary: Vocabulary) -> CountedEntry:
    found: dict[str, Any] = entry_object(payload)
    line = unopened_line("form-1")
    if "decision" not in found:
        return CountedEntry(index, None, is_empty=False, line=line, is_closed=True)
    names = ("agency", "beneficiary", "purpose")
    agency, beneficiary, purpose = (str(found.get(name) or "") for name in names)
    ending: Ending = ending_of(found.get("outcome"))
    asked = published(Asked(agency, beneficiary, purpose, ending), vocabulary)
    is_empty = found.get("outcome") == "answered" and found.get("rows") == 0
    return CountedEntry(index, asked, is_empty=is_empty, line=line, is_closed=True)


def _turned_away(source: Source, index: int, entry: AnyEntry) -> Iterator[TurnedAway]:
    opened = open_entry(entry, index, source.keys)
    if isinstance(opened, Erased):
        return
    refused = json.loads(opened.payload).get("refused", {})
    yield TurnedAway(Counter({str(state): int(count) for state, count in refused.items()}))


def _entries(source: Source, start: int, end: int, progress: Progress) -> Iterator[tuple[int, AnyEntry]]:
    with JournalReader(LogFolder(source.directory).journal) as reader:
        for frame, after in reader.read_frames(reader.start):
            if after.index <= start:
                continue
            for index, entry in enumerate(frame.entries, frame.first):
                if index >= end:
                    return
                if index % _STEP == 0:
                    progress(index, end)
                if index >= start:
                    yield index, entry


def copy_public(directory: Path, published: Published, copy: Path) -> None:
    """Copy what a published tree promises, and the keys that verify it; never the private side. Raises LogDamaged, OSError.

    The log may be written meanwhile: a partial tile that has gone by then is there as the full one.
    """
    log, target = LogFolder(directory), LogFolder(copy)
    for path in promised_files(log, published.checkpoint.size):
        part = path if path.exists() else path.parent.with_suffix("")
        to = target.public / part.relative_to(log.public)
        to.parent.mkdir(parents=True, exist_ok=True)
        if not to.exists() or to.stat().st_size != part.stat().st_size:
            shutil.copyfile(part, to)
    target.checkpoint.parent.mkdir(parents=True, exist_ok=True)
    target.checkpoint.write_bytes(published.note)
    for name in _KEYS:
        if (directory / name).is_file():
            shutil.copyfile(directory / name, copy / name)


def verify_copy(directory: Path, published: Published, copy: Path) -> None:
    """Raises ProofInvalid, naming the file, unless a copy is what ``copy_public`` makes; a tile may have filled up since."""
    log, target = LogFolder(directory), LogFolder(copy)
    expected = {target.checkpoint: published.note}
    expected |= {copy / name: _bytes_of(directory / name) for name in _KEYS}
    for path, data in expected.items():
        if _bytes_of(path) != data:
            raise ProofInvalid(f"`{path}` is not what the log has")
    for path in promised_files(log, published.checkpoint.size):
        own, theirs = _bytes_of(path), _bytes_of(target.public / path.relative_to(log.public))
        whole = own or _bytes_of(path.parent.with_suffix(""))
        # A partial tile that is gone by now is the beginning of the full one, and the copy may have been made of that.
        same = theirs == own if own else bool(theirs) and whole.startswith(theirs)
        if not same and theirs != whole:
            raise ProofInvalid(f"`{target.public / path.relative_to(log.public)}` is not what the log has")


def _bytes_of(path: Path) -> bytes:
    """A file's bytes; none where there is no such file."""
    return path.read_bytes() if path.is_file() else b""
