"""Indexing the days that a closed log left, into the log that goes on from it.

Knows: in which order the days of several logs are indexed, and where one log's index ends and the next one's begins.
Must not know: what an index is made of, sockets, when somebody asks for it.

Days of a log that were not due when it was closed are indexed when they are, and their roots stand in the log that runs then.
Days go from the oldest log to the newest, so that their serials are one count. A log begins on the day on which the one before
it ended: that day has a root for each.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from ostiary.errors import LogDamaged
from ostiary.evidence.index.day_root import DayRoot
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.index_days import Bounds, Days, Progress
from ostiary.store.log.indexing import Append, Indexed, Source, check_indexed, index_due, last_header
from ostiary.store.log.lineage import predecessors
from ostiary.store.log.unlocking import log_keys
from ostiary.store.master_key import read_master_key


@contextlib.contextmanager
def opened_source(directory: Path, master_key: Path | None, size: int | None = None) -> Iterator[Source]:
    """A log with what it takes to index it; ``master_key`` is needed where it is sealed. Raises KeyFileError, LogDamaged."""
    with log_keys(directory, master_key) as keys:
        master = None if keys is None or master_key is None else read_master_key(master_key)
        yield Source(directory, master, keys, size)


@contextlib.contextmanager
def opened_chain(directory: Path, master_key: Path | None) -> Iterator[tuple[Source, ...]]:
    """A log, and before it those that may have days left to index, the oldest first.

    Raises as ``opened_source``, and ProofInvalid when a log that stands beside it is not the one that it goes on from.
    """
    logs: list[tuple[Path, int | None]] = [(directory, None)]
    # A log whose index has begun takes no day of the ones before any more: the serials would not be one count.
    if last_header(directory) is None:
        for one in predecessors(directory):
            if one.folder is None:
                break
            logs.append((one.folder, one.last.size))
            if last_header(one.folder) is not None:
                break
    with contextlib.ExitStack() as opened:
        yield tuple(
            opened.enter_context(opened_source(folder, master_key, size)) for folder, size in reversed(logs)
        )


def index_chain(
    logs: Sequence[Source], today: date, delay_days: int, append: Append, progress: Progress
) -> Iterator[Indexed]:
    """Index each day of these logs that is due, the oldest first; the last log takes the roots. Raises as ``index_due``."""
    serial, begins = 0, ""
    for at, log in enumerate(logs):
        behind = logs[at + 1 :]
        bounds = Bounds(serial, begins, log.size, _next_begins(behind))
        yield from index_due(log, today, delay_days, append, progress, behind=behind, bounds=bounds)
        last = last_header(log.directory)
        if last is None or last.root.end != log.size:
            return
        serial, begins = last.root.serial + 1, last.root.day


def check_chain(logs: Sequence[Source], progress: Progress) -> Iterator[tuple[str, list[DayRoot]]]:
    """The name of each of these logs, the oldest first, and its days, as ``check_indexed`` builds them again.

    Raises LogDamaged, once all logs were looked at, for the first that is not what its journal gives.
    """
    fault: LogDamaged | None = None
    for at, log in enumerate(logs):
        try:
            yield (
                read_verifier(LogFolder(log.directory)).name,
                list(check_indexed(log, progress, logs[at + 1 :])),
            )
        except LogDamaged as found:
            fault = fault or found
    if fault is not None:
        raise fault


def _next_begins(behind: Sequence[Source]) -> str:
    days = (Days(one.directory, one.keys).first_day() for one in behind)
    return next((day for day in days if day is not None), "")
