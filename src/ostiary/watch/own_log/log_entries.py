"""The entries of one log, read to be made events of: in order from where somebody stopped, or single ones by their place.

Knows: the journal, what is published, which entries say nothing any more.
Must not know: what an access says, watch folders.

Only what is under the published checkpoint is read, so that each event can be shown to be of the log that was signed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ostiary.errors import LogDamaged, LogUnavailable, ProofInvalid
from ostiary.evidence.commitment import ACCESS, DIRECTIVE, ERASURE
from ostiary.evidence.erasure import Erasure
from ostiary.evidence.key_slots import Erased
from ostiary.evidence.name_erasure import AnyErasure, NameErasure, read_any_erasure
from ostiary.model.entry_form import EntryParts, entry_object, has_parts, split_entry, text_of
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.index_files import position_plain, read_position
from ostiary.store.log.journal import JournalReader, Position
from ostiary.store.log.journal_frames import AnyEntry, SealedEntry
from ostiary.store.log.key_file import KeyFile
from ostiary.store.log.reader import maybe_left
from ostiary.store.log.receipts import Published, read_published
from ostiary.store.log.sealer import open_entry, read_entry
from ostiary.store.log.unlocking import log_keys
from ostiary.tlog.merkle import Frontier, leaf_hash
from ostiary.watch.own_log.passage import Placed

Progress = Callable[[int, int], None]
"""Called with how many entries are read, and how many there are."""

_PROGRESS_STEP: Final = 1_024
"""Entries between two calls: some seven calls a second."""

NOWHERE: Final = Position(-1, 0, b"")
"""Before the first frame of any journal."""


@dataclass(slots=True)
class Reach:
    """How far a log was read: so many entries, the tree over them, and the frame in which the next one stands."""

    size: int = 0
    tree: Frontier = field(default_factory=Frontier)
    at: Position = NOWHERE

    def plain(self) -> dict[str, str]:
        """As a manifest has it."""
        return {
            "entries": str(self.size),
            "root": self.tree.root().hex(),
            "peaks": json.dumps([one.hex() for one in self.tree.peaks]),
            "position": json.dumps(position_plain(self.at)),
        }

    @classmethod
    def of(cls, made_from: Mapping[str, str]) -> Reach:
        """Raises LogDamaged for what is no reach."""
        try:
            size = int(made_from["entries"])
            tree = Frontier.of(size, [bytes.fromhex(one) for one in json.loads(made_from["peaks"])])
            found = cls(size, tree, read_position(json.loads(made_from["position"])))
            is_one = tree.root().hex() == made_from["root"]
        except (KeyError, ValueError, TypeError, ProofInvalid):
            raise LogDamaged("a manifest does not say how far its log was read") from None
        if not is_one:
            raise LogDamaged("a manifest names another root than its own peaks have")
        return found


@dataclass(frozen=True, slots=True)
class Erasures:
    """What the log says is erased, as far as it was read: entries, and places of names in entries."""

    entries: dict[int, str] = field(default_factory=dict)
    """The order for each."""
    names: dict[int, list[NameErasure]] = field(default_factory=dict)

    def take(self, erasure: AnyErasure) -> None:
        """Take one in."""
        if isinstance(erasure, Erasure):
            self.entries.update(dict.fromkeys(erasure.entries, erasure.order))
        else:
            self.names.setdefault(erasure.entry, []).append(erasure)

    def order_of(self, entry: int) -> str:
        """By whose order something of an entry was erased; empty where nothing was."""
        names = self.names.get(entry)
        return self.entries.get(entry) or (names[0].order if names else "")

    @property
    def touched(self) -> frozenset[int]:
        """The entries that say less than they did."""
        return frozenset({*self.entries, *self.names})


@dataclass(slots=True)
class Found:
    """What one pass over new entries found: erasures, and where steps of directives stand."""

    erasures: Erasures = field(default_factory=Erasures)
    steps: list[tuple[int, int]] = field(default_factory=list)
    """Entry and the offset of its frame."""


class LogEntries:
    """One log, open to be read. Made by ``opened_entries``."""

    def __init__(
        self, directory: Path, keys: KeyFile | None, reader: JournalReader, published: Published
    ) -> None:
        self.directory = directory
        self.published = published
        self._keys = keys
        self._reader = reader

    @property
    def origin(self) -> str:
        """The log's name."""
        return self.published.verifier.name

    @property
    def size(self) -> int:
        """How many entries are published."""
        return self.published.checkpoint.size

    def survey(self, reach: Reach) -> tuple[Found, Reach]:
        """What is new since ``reach``, and how far the log reaches now.

        Raises LogDamaged or ProofInvalid unless the log that was read then is the beginning of the one that is signed now.
        """
        if reach.size > self.size:
            raise LogDamaged(
                f"`{self.origin}` has {self.size} published entries, and {reach.size} were read before",
                hint="The log was restored from a backup, or another one was put in its place; see docs/backup.md.",
            )
        found, tree, at = Found(), Frontier.of(reach.size, reach.tree.peaks), reach.at
        for before, after, index, entry in self._from(reach, self.size):
            tree.append(leaf_hash(entry.commitment))
            at = after if after.index <= self.size else before
            if entry.kind == ERASURE:
                found.erasures.take(read_any_erasure(read_entry(entry, index, self._keys).payload))
            elif entry.kind == DIRECTIVE:
                found.steps.append((index, before.offset))
        if tree.size != self.size:
            raise LogUnavailable(f"the journal has {tree.size} entries, and {self.size} are published")
        if tree.root() != self.published.checkpoint.root:
            raise ProofInvalid(
                f"the first {self.size} entries of `{self.origin}` do not have the root that was signed",
                hint="`ostiary log verify` says where it begins to differ",
            )
        return found, Reach(self.size, tree, at)

    def accesses(
        self, reach: Reach, end: int, erasures: Erasures, progress: Progress
    ) -> Iterator[tuple[Placed, dict[str, Any]]]:
        """Each access entry from ``reach`` to before ``end`` that still says something. Raises LogDamaged, LogUnavailable."""
        for before, _, index, entry in self._from(reach, end):
            if entry.kind == ACCESS:
                found = self._said(before.offset, index, entry, erasures)
                if found is not None:
                    yield found
            if index % _PROGRESS_STEP == 0 or index + 1 == end:
                progress(index + 1 - reach.size, end - reach.size)

    def of_kind(self, kind: int, end: int) -> Iterator[bytes]:
        """What each entry of a kind that nobody erases says, before ``end``. Raises LogDamaged, LogUnavailable."""
        for _, _, index, entry in self._from(Reach(), end):
            if entry.kind == kind:
                yield read_entry(entry, index, self._keys).payload

    def at_places(self, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, AnyEntry]]:
        """Single entries by number and the offset of their frame, in the order of their numbers, with where they stand now."""
        wanted = dict(sorted(places))
        lost = set[int]()
        for index, offset in wanted.items():
            frame = self._reader.frame_at(offset) if 0 <= offset < self._reader.length else None
            if frame is None or not frame.first <= index < frame.first + len(frame.entries):
                lost.add(index)
            else:
                yield offset, index, frame.entries[index - frame.first]
        if lost:
            # A log that was sealed since has its frames elsewhere.
            for before, _, index, entry in self._from(Reach(), max(lost) + 1):
                if index in lost:
                    yield before.offset, index, entry

    def accesses_at(
        self, places: Iterable[tuple[int, int]], erasures: Erasures
    ) -> Iterator[tuple[Placed, dict[str, Any]]]:
        """Single access entries that still say something, likewise."""
        for offset, index, entry in self.at_places(places):
            found = self._said(offset, index, entry, erasures)
            if found is not None:
                yield found

    def steps_at(self, places: Iterable[tuple[int, int]]) -> Iterator[bytes]:
        """Steps of directives, as they were signed."""
        for _, index, entry in self.at_places(places):
            yield read_entry(entry, index, self._keys).payload

    def _said(
        self, offset: int, index: int, entry: AnyEntry, erasures: Erasures
    ) -> tuple[Placed, dict[str, Any]] | None:
        if index in erasures.entries:
            # The log says so before the key is destroyed: whoever reads in between keeps nothing either.
            return None
        opened = open_entry(entry, index, self._keys)
        if isinstance(opened, Erased):
            left = maybe_left(entry, index, self._keys)
            if left is None:
                return None
            return Placed(index, offset, names_left=False), _object(text_of(left.parts))
        if index not in erasures.names or not has_parts(opened.payload):
            return Placed(index, offset, names_left=True), entry_object(opened.payload)
        parts = _without(split_entry(opened.payload), erasures.names[index])
        return Placed(index, offset, names_left=False), _object(text_of(parts))

    def _from(self, reach: Reach, end: int) -> Iterator[tuple[Position, Position, int, AnyEntry]]:
        """The place of the frame, the place behind it, the number, the entry."""
        if reach.size >= end:
            return
        before = self._place(reach)
        for frame, after in self._reader.read_frames(before):
            for index, entry in enumerate(frame.entries, frame.first):
                if reach.size <= index < end:
                    yield before, after, index, entry
            if after.index >= end:
                return
            before = after

    def _place(self, reach: Reach) -> Position:
        """Where to begin: at the place that is noted, or at the start where the journal has other frames now."""
        if reach.at != NOWHERE and reach.at.offset < self._reader.length:
            with suppress(LogDamaged):
                if next(self._reader.read_frames(reach.at), None) is not None:
                    return reach.at
        return self._reader.start


@contextmanager
def opened_entries(directory: Path, master_key: Path | None) -> Iterator[LogEntries]:
    """The log in a folder. Raises KeyFileError where it is sealed and its master key is not given, LogDamaged, ProofInvalid."""
    published = read_published(directory)
    with log_keys(directory, master_key) as keys, JournalReader(LogFolder(directory).journal) as reader:
        yield LogEntries(directory, keys, reader, published)


def has_lost_keys(directory: Path) -> bool:
    """Whether a sealed log has no keys any more, as where a closed one was destroyed as a whole. Raises LogDamaged."""
    folder = LogFolder(directory)
    if folder.keys.exists():
        return False
    with JournalReader(folder.journal) as reader:
        frame = next(reader.read_frames(reader.start), None)
    return frame is not None and any(isinstance(entry, SealedEntry) for entry in frame[0].entries)


def _without(parts: EntryParts, erasures: Iterable[NameErasure]) -> EntryParts:
    gone = [{place for one in erasures for place in one.lists[at]} for at in range(2)]
    lists = [
        tuple(name for place, name in enumerate(names) if place not in gone[at])
        for at, names in enumerate(parts.lists)
    ]
    return EntryParts(parts.fields, lists[0], lists[1])


def _object(text: bytes) -> dict[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise LogDamaged("an access entry is not of a form that is written")
    return found
