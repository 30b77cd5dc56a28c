"""Gathering a disclosure to a person from a log and the closed ones that it goes on from.

Knows: which of the logs that stand beside each other are told of, from which day to which, and what ties them.
Must not know: settings, directives, officials' keys, how one log is gathered, pages.

A log is told of together with the one before it where the indexes of both are one count. Where the one before is not there, its
successor is told of from its second day on: the older log has a part of the first.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import RECOVERY
from ostiary.evidence.disclosure.chain import ReceiptOf
from ostiary.evidence.disclosure.content import Chapter, Link
from ostiary.evidence.disclosure.verification import Papers
from ostiary.evidence.index.day_root import DayRoot
from ostiary.evidence.index.keys import Identifier
from ostiary.evidence.opening import Opening, read_opening
from ostiary.evidence.receipt import verify_receipt
from ostiary.store.disclosing import Gathered, Gathering, Judge
from ostiary.store.disclosure_folder import opening_name, receipt_name
from ostiary.store.log.folder import LogFolder, read_part, read_verifier
from ostiary.store.log.index_chain import opened_source
from ostiary.store.log.index_days import Progress, day_before, next_day
from ostiary.store.log.indexing import Source, last_header, own_headers, read_indexed
from ostiary.store.log.lineage import Predecessor, predecessors
from ostiary.store.log.receipts import make_receipts, read_published
from ostiary.store.log.tile_check import published_entries
from ostiary.tlog.trust import TrustedLog, TrustPolicy

_RECOVERY: Final = bytes([RECOVERY])


@dataclass(frozen=True, slots=True)
class Chain:
    """The logs that are told of, the oldest first; the name of the one before them that is not, empty where there is none."""

    logs: tuple[Source, ...]
    left_out: str = ""

    @property
    def running(self) -> Source:
        """The log that takes entries."""
        return self.logs[-1]


@dataclass(frozen=True, slots=True)
class GatheredChain:
    """What each log has about the person, the oldest first, and what ties them; from when to when."""

    since: str
    until: str
    logs: tuple[Gathered, ...]
    links: tuple[Link, ...]
    origins: tuple[str, ...]

    @property
    def before(self) -> tuple[Chapter, ...]:
        """The logs before the one that runs."""
        named = zip(self.origins[:-1], self.logs[:-1], strict=True)
        return tuple(Chapter(name, one.keys, one.days, one.parts) for name, one in named)

    @property
    def last(self) -> Gathered:
        """What the log that runs has."""
        return self.logs[-1]


@dataclass(frozen=True, slots=True)
class Sought:
    """Whom a disclosure is for, what may be told of an access, and of which days; ``until`` is empty for the last that can be told of."""

    people: tuple[Identifier, ...]
    judge: Judge
    since: str
    until: str = ""


@contextlib.contextmanager
def opened_logs(directory: Path, master_key: Path | None, since: str = "") -> Iterator[Chain]:
    """A log and, before it, those that have a part of what is told from a day on.

    Raises KeyFileError, LogDamaged, ProofInvalid when one that stands beside it is not the one that it goes on from.
    """
    logs: list[tuple[Path, int | None]] = [(directory, None)]
    left_out = ""
    first = _first_root(directory)
    older = predecessors(directory)
    # An older log that has no part in this is not looked at: damage to it keeps nobody from being told of later days.
    while first is None or first.day >= since:
        one = next(older, None)
        if one is None:
            break
        if one.folder is None or not _goes_on(one, first):
            left_out = one.verifier.name
            break
        logs.append((one.folder, one.last.size))
        first = _first_root(one.folder)
    with contextlib.ExitStack() as opened:
        sources = [
            opened.enter_context(opened_source(folder, master_key, size)) for folder, size in reversed(logs)
        ]
        yield Chain(tuple(sources), left_out)


def last_told(chain: Chain) -> str:
    """The last day that can be told of. Raises LogUnavailable when there is none yet, LogDamaged, OSError."""
    for at, log in reversed(list(enumerate(chain.logs))):
        found = [root for root in _roots(log.directory) if _is_logged(log.directory, root.day)]
        if found:
            # The log behind it has a part of the day on which this one ended, and no root yet.
            is_shared = found[-1].end == log.size and at < len(chain.logs) - 1
            day = day_before(found[-1].day) if is_shared else found[-1].day
            if day >= first_told(chain):
                return day
            break
    raise _nothing_indexed()


def first_told(chain: Chain) -> str:
    """The first day that can be told of. Raises likewise."""
    first = _first_root(chain.logs[0].directory)
    if first is None:
        raise _nothing_indexed()
    return next_day(first.day) if chain.left_out and first.start == 0 else first.day


def _nothing_indexed() -> LogUnavailable:
    return LogUnavailable(
        "no day of this log is indexed yet", hint="`ostiary log index` indexes the days that are due"
    )


def gather_chain(chain: Chain, sought: Sought, progress: Progress) -> GatheredChain:
    """Everything about the person on these days in all of these logs; days before the first index are left out.

    Raises as ``Gathering.gather`` and ``last_told``.
    """
    last = last_told(chain)
    until = sought.until or last
    if until > last:
        raise LogUnavailable(f"the subject index of {until} does not stand in the log yet")
    first = max(sought.since, first_told(chain))
    if first > until:
        raise LogUnavailable(f"the log can tell of no day from {sought.since} to {until}")
    logs = tuple(_gather(log, sought, (first, until), progress) for log in chain.logs)
    origins = tuple(read_verifier(LogFolder(one.directory)).name for one in chain.logs)
    links = tuple(link_between(older, newer) for older, newer in pairwise(chain.logs))
    return GatheredChain(first, until, logs, links, origins)


def papers_of(
    chain: Chain, gathered: GatheredChain, also: Collection[int] = ()
) -> tuple[list[Papers], dict[str, bytes]]:
    """The receipts and openings of each log, the oldest first, and the files of a disclosure that they are.

    ``also``: more entries of the running log that need a receipt. Raises LogUnavailable for an entry that is not published yet, LogDamaged, ProofInvalid, OSError.
    """
    papers: list[Papers] = []
    files: dict[str, bytes] = {}
    for at, (source, one) in enumerate(zip(chain.logs, gathered.logs, strict=True)):
        is_last = source is chain.running
        needed = {*_needed(gathered, at, source.size), *(also if is_last else ())}
        receipts = make_receipts(source.directory, sorted(needed))
        number = 0 if is_last else at + 1
        files |= {receipt_name(entry, number): raw for entry, raw in receipts.items()}
        files |= {opening_name(entry, number): raw for entry, raw in one.openings.items()}
        own = TrustPolicy((TrustedLog(read_verifier(LogFolder(source.directory))),))
        papers.append(Papers(_verifying(receipts, own), one.openings.__getitem__))
    return papers, files


def _verifying(receipts: dict[int, bytes], own: TrustPolicy) -> ReceiptOf:
    return lambda entry: verify_receipt(receipts[entry], own)


def _needed(gathered: GatheredChain, at: int, size: int | None) -> list[int]:
    """The entries of a log that need a receipt: its parts, the roots that stand in it, and what ties it to others."""
    origin = gathered.origins[at]
    needed = {part.entry for part in gathered.logs[at].parts}
    for name, one in zip(gathered.origins, gathered.logs, strict=True):
        needed |= {day.entry for day in one.days if (day.log or name) == origin}
    if at > 0:
        needed |= set(range(gathered.links[at - 1].at + 1))
    if size is not None:
        needed.add(size - 1)
    return sorted(needed)


def _gather(log: Source, sought: Sought, days: tuple[str, str], progress: Progress) -> Gathered:
    gathering, span = Gathering(log, sought.people, sought.judge), days_between(log, *days)
    return gathering.nothing(days[0]) if span is None else gathering.gather(*span, progress)


def days_between(log: Source, since: str, until: str) -> tuple[str, str] | None:
    """The first and the last day of a log's index that is one of these; None when there is none. Raises LogDamaged, OSError."""
    roots = _roots(log.directory)
    if not roots or roots[0].day > until or roots[-1].day < since:
        return None
    return max(since, roots[0].day), min(until, roots[-1].day)


def link_between(older: Source, newer: Source) -> Link:
    """What ties a closed log to the one behind it. Raises LogDamaged, ProofInvalid, OSError."""
    old, new = LogFolder(older.directory), LogFolder(newer.directory)
    entries = published_entries(new, read_published(new.root).checkpoint.size)
    # A machine that died while the log began has an entry before the one that begins it.
    at = next((number for number, entry in enumerate(entries) if entry[:1] != _RECOVERY), 0)
    return Link(_public(old, old.successor), _public(new, new.predecessor), at)


def _public(folder: LogFolder, path: Path) -> Opening:
    return read_opening(read_part(folder, path))


def _roots(directory: Path) -> Sequence[DayRoot]:
    """A log's own days that have a file, in order, as far as none is missing or damaged between."""
    return tuple(one.root for one in own_headers(directory))


def _first_root(directory: Path) -> DayRoot | None:
    return next(iter(_roots(directory)), None)


def _goes_on(older: Predecessor, first: DayRoot | None) -> bool:
    """Whether the log whose first root this is counts on from the older one; one that has none yet will."""
    if first is None or older.folder is None:
        return first is None
    last = last_header(older.folder)
    return last is not None and (last.root.end, last.root.serial + 1) == (older.last.size, first.serial)


def _is_logged(directory: Path, day: str) -> bool:
    try:
        read_indexed(directory, day)
    except LogUnavailable:
        return False
    return True
