"""Gathering a disclosure to auditors from a log and the closed ones that it goes on from.

Knows: which days, index roots and entries are read, and what ties the logs.
Must not know: settings, directives, officials' keys, pages, where a disclosure is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final

from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import SUBJECT_INDEX_ROOT
from ostiary.evidence.disclosure.audit import MAX_ENTRIES, AuditedLog, AuditLink, Opened
from ostiary.evidence.index.day_root import write_day_root
from ostiary.evidence.opening import Opening
from ostiary.store.disclosing_chain import Chain, days_between, first_told, last_told, link_between
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.index_days import Days, next_day
from ostiary.store.log.indexing import Indexed, Source, read_indexed
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.receipts import Published, TreeReader
from ostiary.store.log.sealer import read_entry

_PROGRESS_STEP: Final = 256

Progress = Callable[[int, int], None]
"""Called with how many entries are opened, and how many there are."""


Patiently = Callable[[Callable[[], TreeReader]], TreeReader]
"""Reads a published tree as soon as it covers what was logged a moment ago. Raises LogUnavailable."""


@dataclass(frozen=True, slots=True)
class GatheredAudit:
    """Each log's days and entries with their proofs, the oldest first, the tree of each, and what ties them; from when to when."""

    since: str
    until: str
    logs: tuple[AuditedLog, ...]
    links: tuple[AuditLink, ...]
    entries: tuple[list[Opened], ...]
    published: tuple[Published, ...]


def gather_audit(
    chain: Chain, since: str, until: str, progress: Progress, patiently: Patiently
) -> GatheredAudit:
    """Every entry of these days, both included, of all of these logs; empty for the first and the last that can be told of.

    Raises LogUnavailable for a day that is not indexed, for too many entries, for one that was erased, and for what is not
    published yet; LogDamaged, OSError.
    """
    last = last_told(chain)
    since, until = since or first_told(chain), until or last
    if until > last or since < first_told(chain):
        missing = until if until > last else since
        raise LogUnavailable(f"the subject index of {missing} does not stand in the log yet")
    days = [_indexed_days(log, since, until) for log in chain.logs]
    count = sum(one[-1].root.end - one[0].root.start for one in days if one)
    if not any(days):
        raise LogUnavailable(f"there is no day from {since} to {until}")
    if count > MAX_ENTRIES:
        raise LogUnavailable(
            f"these days have {count} entries; one disclosure has at most {MAX_ENTRIES}",
            hint="ask for fewer days",
        )
    origins = [read_verifier(LogFolder(log.directory)).name for log in chain.logs]
    trees = {
        name: patiently(partial(TreeReader, log.directory, _last_of(log, name, days, origins)))
        for name, log in zip(origins, chain.logs, strict=True)
    }
    logs = tuple(
        AuditedLog(name, tuple(_root(one, trees[one.log or name]) for one in indexed))
        for name, indexed in zip(origins, days, strict=True)
    )
    links = tuple(
        _link(older, newer, trees[one], trees[other])
        for (older, newer), (one, other) in zip(pairwise(chain.logs), pairwise(origins), strict=True)
    )
    entries = []
    for name, log, indexed in zip(origins, chain.logs, days, strict=True):
        entries.append(list(_opened(log, indexed, trees[name], progress)))
    return GatheredAudit(
        since, until, logs, links, tuple(entries), tuple(trees[name].published for name in origins)
    )


def _indexed_days(log: Source, since: str, until: str) -> list[Indexed]:
    days, span = [], days_between(log, since, until)
    if span is None:
        return []
    day, last = span
    while day <= last:
        days.append(read_indexed(log.directory, day))
        day = next_day(day)
    return days


def _last_of(log: Source, origin: str, days: list[list[Indexed]], origins: list[str]) -> int:
    """The last entry that the tree has to have: of a closed log, its last one."""
    standing = [
        one.entry
        for name, indexed in zip(origins, days, strict=True)
        for one in indexed
        if (one.log or name) == origin
    ]
    return max([*standing, 0]) if log.size is None else log.size - 1


def _root(one: Indexed, tree: TreeReader) -> Opened:
    opening = Opening(SUBJECT_INDEX_ROOT, one.salt, write_day_root(one.root))
    return Opened(one.entry, opening, tree.path(one.entry), one.log)


def _link(older: Source, newer: Source, old: TreeReader, new: TreeReader) -> AuditLink:
    link = link_between(older, newer)
    last = old.published.checkpoint.size - 1
    recoveries = [Opened(entry, opening, new.path(entry)) for entry, opening in _first(newer, link.at)]
    return AuditLink(
        Opened(last, link.closing, old.path(last)),
        (*recoveries, Opened(link.at, link.beginning, new.path(link.at))),
    )


def _first(log: Source, count: int) -> Iterator[tuple[int, Opening]]:
    """The first entries of a log."""
    with JournalReader(LogFolder(log.directory).journal) as reader:
        for frame, _ in reader.read_frames(reader.start):
            for index, entry in enumerate(frame.entries, frame.first):
                if index >= count:
                    return
                found = read_entry(entry, index, log.keys)
                yield index, Opening(found.kind, found.salt, found.payload)


def _opened(log: Source, days: list[Indexed], tree: TreeReader, progress: Progress) -> Iterator[Opened]:
    """Every entry of these days. Raises LogUnavailable for one that was erased: it cannot be opened any more."""
    if not days:
        return
    first, end = days[0].root.start, days[-1].root.end
    for index, entry in Days(log.directory, log.keys).all_of(days[0].root.day, first, end):
        if index % _PROGRESS_STEP == 0:
            progress(index - first, end - first)
        yield Opened(index, Opening(entry.kind, entry.salt, entry.payload), tree.path(index))
