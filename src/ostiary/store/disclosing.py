"""Gathering a disclosure to a person from the log and its index.

Knows: which days, lists and entries are read, and that only days with an entry about the person are read in the journal.
Must not know: settings, directives, officials' keys, pages, where a disclosure is written.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import SUBJECT_INDEX_ROOT
from ostiary.evidence.disclosure.content import OPEN_IN, Day, DayProof, Listed, Part, PersonKey, State
from ostiary.evidence.disclosure.own_opening import own_opening
from ostiary.evidence.index.building import unseal_list
from ostiary.evidence.index.day_root import write_day_root
from ostiary.evidence.index.extract import fields_of, open_extract
from ostiary.evidence.index.keys import SUBJECT, Identifier, day_key, extract_key, subject_key
from ostiary.evidence.index.sorted_map import Present
from ostiary.evidence.opening import Opening
from ostiary.model.entry_form import entry_text
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.index_days import Days, IndexFolder, Progress, Readable, day_before, next_day, place_in
from ostiary.store.log.index_files import DayFile, DayHeader
from ostiary.store.log.indexing import Source, open_index_key, read_indexed
from ostiary.store.log.journal import JournalReader, Position
from ostiary.store.log.sealer import read_entry

Judge = Callable[[Mapping[str, Any]], tuple[State, str]]
"""Says of the question of an access, as its entry has it, what may be told of it, and the directive that holds it back."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the log has about the person: from when on, each day, each entry, and how the entries look that may be told."""

    since: str
    keys: tuple[PersonKey, ...]
    days: tuple[Day, ...]
    parts: tuple[Part, ...]
    openings: Mapping[int, bytes]
    """What the entries themselves open of, as files, by entry."""

    @property
    def entries(self) -> tuple[int, ...]:
        """The entries that need a receipt."""
        return (*(day.entry for day in self.days), *(part.entry for part in self.parts))


def maybe_last_frame(source: Source) -> Position | None:
    """The frame of the last index root that is noted to stand in this log; None: there is none. Raises LogDamaged, OSError."""
    for day in reversed(IndexFolder.of(source.directory).days()):
        with contextlib.suppress(LogUnavailable):
            found = read_indexed(source.directory, day)
            if not found.log:
                return found.frame
    return None


def opening_after(source: Source, at: Position | None, entry: int) -> Opening:
    """The opening of an entry that stands in that frame of the journal or behind it; None: anywhere. Raises LogUnavailable, LogDamaged."""
    with JournalReader(LogFolder(source.directory).journal) as reader:
        for frame, after in reader.read_frames(reader.start if at is None else place_in(reader, at)):
            if after.index > entry:
                found = read_entry(frame.entries[entry - frame.first], entry, source.keys)
                return Opening(found.kind, found.salt, found.payload)
    raise LogUnavailable(f"the journal has no entry {entry}")


class Gathering:
    """One person's entries from one log."""

    def __init__(self, source: Source, people: tuple[Identifier, ...], judge: Judge) -> None:
        """Raises as ``open_index_key``."""
        self._source = source
        self._index_key = open_index_key(source)
        self._folder = IndexFolder.of(source.directory)
        self._days = Days(source.directory, source.keys)
        self._judge = judge
        self._keys = tuple(PersonKey(who, subject_key(self._index_key, who)) for who in people)
        self._subjects = frozenset(int(who.value) for who in people if who.kind == SUBJECT)
        self._entries: dict[int, Readable] = {}
        self._openings: dict[int, bytes] = {}
        self._mentioned: set[int] = set()

    def gather(self, since: str, until: str, progress: Progress) -> Gathered:
        """Everything about the person on these days, both included; days before the first index are left out.

        ``progress`` is called with how many days are read, and how many there are. Raises LogUnavailable for a day that
        cannot be told of yet, LogDamaged, OSError.
        """
        known = self._folder.days()
        first = max(since, known[0]) if known else since
        wanted = list(_days_between(first, until))
        if not wanted:
            raise LogUnavailable(f"the log can tell of no day from {since} to {until}")
        days = []
        for done, day in enumerate(wanted):
            days.append(self._day(day))
            progress(done + 1, len(wanted))
        parts = tuple(self._parts())
        return Gathered(first, self._keys, tuple(days), parts, self._openings)

    def nothing(self, since: str) -> Gathered:
        """Of a log that has no part in these days: the person's keys, and nothing about them."""
        return Gathered(since, self._keys, (), (), {})

    def _day(self, day: str) -> Day:
        indexed = read_indexed(self._source.directory, day)
        with DayFile(self._folder.day(day)) as file:
            proofs = tuple(self._proof(file, day, key.key) for key in self._keys)
            header = file.header
        listed = {one.entry for proof in proofs if isinstance(proof, Listed) for one in proof.mentions}
        self._read(header, frozenset(listed - self._mentioned))
        self._mentioned |= listed
        opening = Opening(SUBJECT_INDEX_ROOT, indexed.salt, write_day_root(indexed.root))
        return Day(indexed.entry, opening, proofs, indexed.log)

    def _proof(self, file: DayFile, day: str, key: bytes) -> DayProof:
        proof = file.prove(day_key(key, day))
        if not isinstance(proof, Present):
            return proof
        return Listed(unseal_list(key, day, file.sealed_list(proof.place.position)), proof)

    def _read(self, header: DayHeader, wanted: frozenset[int]) -> None:
        if not wanted:
            return
        # The question of a stream may stand in the stretch of the day before.
        if min(wanted) < header.root.start:
            with DayFile(self._folder.day(day_before(header.root.day))) as before:
                header = DayHeader(header.root, before.header.first, header.behind)
        for index, entry in self._days.read(header, wanted):
            self._entries[index] = entry

    def _parts(self) -> Iterator[Part]:
        found = {index: json.loads(entry_text(entry.said)) for index, entry in self._entries.items()}
        questions = {one["access"]: one for one in found.values() if "decision" in one}
        for index in sorted(self._mentioned):
            if index not in found:
                yield Part(index, "erased")
                continue
            question = questions.get(found[index]["access"])
            if question is None:
                # Without its question nobody can say what may be told of it.
                yield Part(index, "erased")
            else:
                yield self._part(index, *self._judge(question))

    def _part(self, index: int, state: State, hold: str) -> Part:
        if not OPEN_IN[state]:
            return Part(index, state, None, hold)
        entry = self._entries[index]
        key, fields = extract_key(self._index_key, index), fields_of(entry.said)
        own = own_opening(entry.parts, state, self._subjects)
        if own is not None:
            self._openings[index] = own
        return Part(index, state, open_extract(key, fields, OPEN_IN[state]), opens=own is not None)


def _days_between(first: str, last: str) -> Iterator[str]:
    day = first
    while day <= last:
        yield day
        day = next_day(day)
