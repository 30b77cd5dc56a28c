"""Importing a log into a watch folder: what is new, what has ended, what was erased.

Knows: the order of the steps, which days are written anew.
Must not know: settings, arguments, what a column says.

One import is one new manifest: until it has its name, the folder says what it said before, and whoever imports again begins
where that one ended. So nothing is lost or doubled wherever it is interrupted.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ostiary.store.durable_files import Disk
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import Counts, Manifest
from ostiary.watch.events.writing import SourceWriter
from ostiary.watch.findings.anchoring import Log
from ostiary.watch.findings.erasing import Doing, Touched, erase_of_log, erase_resting_on
from ostiary.watch.own_log.log_entries import Found, LogEntries, Progress, Reach
from ostiary.watch.own_log.passage import Passage, Placed
from ostiary.watch.own_log.stored import Changing, StoredSource
from ostiary.watch.own_log.terms import KIND, Terms

EVENTS_AT_ONCE: Final = 4_096
"""Events that are made before they are handed to the writer: some 10 MB of Python objects."""

_NOTHING: Final = Changing(frozenset(), frozenset(), ())


@dataclass(frozen=True, slots=True)
class Imported:
    """What one import of one log did: entries that were new in the log; events that are new, were made again, are gone.

    ``without_question`` counts accesses of which parts are there and the question was erased: they are no events. ``findings`` counts
    those that rested on what was erased, and say nothing any more.
    """

    manifest: Manifest
    entries: int
    new: int
    again: int
    gone: int
    without_question: int
    findings: int = 0


def _no_progress(_done: int, _total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Job:
    """How an import is done: what goes into the manifest beside the rest, who is told how far it is, what it writes with.

    ``log`` is where each finding that it erases is written first, in the folder of an installation.
    """

    also: Mapping[str, str] = field(default_factory=dict)
    progress: Progress = _no_progress
    disk: Disk | None = None
    log: Log | None = None


class Making:
    """Makes events of access entries and hands them to a writer."""

    def __init__(self, writer: SourceWriter, terms: Terms, before: frozenset[str] = frozenset()) -> None:
        """``before``: ids of events that are made again. Raises ImportRefused for a time zone that is not known here."""
        self._writer, self._terms, self._zone, self._before = writer, terms, terms.zone, before
        self._open: dict[str, Passage] = {}
        self._ready: dict[str, list[Mapping[str, Any]]] = {"events": [], "subjects": [], "entries": []}
        self.days: set[int] = set()
        """The days on which events were made."""
        self.new, self.again = 0, 0
        self.without_question = 0

    def take(self, entries: Iterable[tuple[Placed, dict[str, Any]]], *, are_whole: bool = True) -> None:
        """Take entries in, in their order. ``are_whole``: an access that is over is done with; else more of it may come."""
        for place, said in entries:
            name = str(said.get("access"))
            passage = self._open.setdefault(name, Passage())
            passage.add(place, said)
            if passage.is_over and are_whole:
                self._make(self._open.pop(name))

    def finish(self) -> None:
        """Make what has not ended, or not yet."""
        for passage in self._open.values():
            self._make(passage)
        self._open.clear()
        self._hand_over()

    def _make(self, passage: Passage) -> None:
        rows = passage.rows_of(self._terms, self._zone)
        if rows is None:
            self.without_question += 1
            return
        self._ready["events"].append(rows.event)
        self._ready["subjects"] += rows.subjects
        self._ready["entries"] += rows.entries
        self.days.add(rows.event["day"])
        if rows.event["event_id"] in self._before:
            self.again += 1
        else:
            self.new += 1
        # A stream may have named thousands: rows are counted, not events.
        if sum(map(len, self._ready.values())) >= EVENTS_AT_ONCE:
            self._hand_over()

    def _hand_over(self) -> None:
        for table, rows in self._ready.items():
            if rows:
                self._writer.add_rows(table, rows)
                rows.clear()


@dataclass(frozen=True, slots=True)
class _Before:
    """What stood in the folder: how far, the source itself, how many events."""

    reach: Reach = field(default_factory=Reach)
    stored: StoredSource | None = None
    events: int = 0


def import_log(folder: WatchFolder, log: LogEntries, terms: Terms, job: Job | None = None) -> Imported:
    """Bring a log's source up to what is published.

    Raises ImportRefused for other terms than before, WatchFolderDamaged; LogDamaged, ProofInvalid or LogUnavailable when the
    log is not the one that was read or does not open; OSError. Then the folder says what it said before.
    """
    job = job or Job()
    with SourceWriter(folder, terms.source, KIND, disk=job.disk) as writer:
        before = _before(folder, terms)
        found, reach = log.survey(before.reach)
        changing = before.stored.changing(found.erasures.touched) if before.stored else _NOTHING
        making = Making(writer, terms, changing.events)
        making.take(log.accesses_at(changing.places, found.erasures), are_whole=False)
        making.take(log.accesses(before.reach, log.size, found.erasures, job.progress))
        making.finish()
        keep = _go_on(writer, before.stored, changing.days | making.days, changing, found)
        gone = len(changing.events) - making.again
        # Before the manifest: whoever imports again begins behind it, and would not meet this erasure any more.
        findings = _erase_findings(log.origin, folder, before.stored, found, job)
        total = before.events - gone + making.new
        made_from = {**job.also, **terms.plain(), **reach.plain()}
        manifest = writer.finish(Counts(read=total, taken=total), made_from, keep)
    entries = reach.size - before.reach.size
    return Imported(manifest, entries, making.new, making.again, gone, making.without_question, findings)


def _erase_findings(
    origin: str, folder: WatchFolder, stored: StoredSource | None, found: Found, job: Job
) -> int:
    """Erase what findings say that rest on erased entries; how many there were. Raises WatchFolderDamaged."""
    entries, order_of = found.erasures.touched, found.erasures.order_of
    touched = (
        # Findings may have been brought along from a folder that had the events: an event has the number of its first entry.
        [Touched(f"{origin}/{entry}", None, order=order_of(entry)) for entry in entries]
        if stored is None
        else [
            Touched(one.event, one.at, one.user, one.agency, order_of(one.entry))
            for one in stored.erased(entries)
        ]
    )
    return erase_resting_on(folder, touched, Doing(time.time_ns() // 1_000_000, job.log))


def _before(folder: WatchFolder, terms: Terms) -> _Before:
    manifest = folder.maybe_manifest(terms.source)
    if manifest is None:
        return _Before()
    terms.verify_same(manifest.made_from)
    return _Before(Reach.of(manifest.made_from), StoredSource(folder, manifest), manifest.counts.taken)


def _go_on(
    writer: SourceWriter,
    stored: StoredSource | None,
    days: frozenset[int] | set[int],
    changing: Changing,
    found: Found,
) -> Iterable[Any]:
    """Write again what stays of the days that changed, and the places of steps; the parts that stay as they are."""
    steps = found.steps if stored is None else [*stored.steps(), *found.steps]
    writer.add_rows("steps", [{"entry": entry, "offset": offset} for entry, offset in steps])
    if stored is None:
        return ()
    for table, rows in stored.rows_within(days, changing.events):
        writer.add(table, rows)
    return stored.parts_outside(days)


def forget_log(folder: WatchFolder, terms: Terms, job: Job | None = None) -> Manifest | None:
    """Remove what the folder says of a log whose keys are gone; None where it says nothing of it. Raises OSError."""
    job, manifest = job or Job(), folder.maybe_manifest(terms.source)
    if manifest is None or "destroyed" in manifest.made_from:
        return manifest
    why = f"the keys of {terms.origin} are gone"
    erase_of_log(folder, terms.origin, why, Doing(time.time_ns() // 1_000_000, job.log))
    with SourceWriter(folder, terms.source, KIND, disk=job.disk) as writer:
        return writer.finish(Counts(), {**manifest.made_from, **job.also, "destroyed": "yes"})
