"""Scrubbing: everything of a log is read again from the disk, slowly, before the disk forgets it.

Knows: verification, the keys of sealed entries, a second copy, how fast to read, and the note of the last scrub.
Must not know: output, schedules, who is told. Nothing is repaired: what to do with damage people decide.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ostiary.errors import EvidenceFault, LogDamaged, LogUnavailable, OstiaryError
from ostiary.evidence.key_slots import MasterKey
from ostiary.store import durable_files as durable
from ostiary.store.log.damage import find_damage, signed_entries
from ostiary.store.log.folder import LogFolder, find_part
from ostiary.store.log.key_check import check_keys
from ostiary.store.log.verify import Progress, verify_log

DEFAULT_RATE: Final = 32 * 2**20
"""Bytes a second: a fifth of what a slow disk reads, and a terabyte in nine hours."""

MAX_FINDINGS: Final = 100
"""A disk that has gone has one finding for each file; the first hundred say as much."""

MAX_NOTE_BYTES: Final = 2**20
_LONGEST_REST: Final = 1.0


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """What a scrub has found: how many entries it read, when it ended (seconds since 1970), and each finding as a sentence."""

    size: int
    ended_at: float
    seconds: float
    findings: tuple[str, ...]
    opened: int | None = None
    """How many sealed entries were opened with their keys; None: no master key was given."""

    @property
    def is_good(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class LastScrub:
    """What the log's folder remembers: when the last scrub without findings ended (0: never), and the last one's findings."""

    good_at: float
    ended_at: float
    findings: tuple[str, ...]


def scrub(
    directory: Path,
    progress: Progress,
    *,
    mirror: Path | None = None,
    master: MasterKey | None = None,
    rate: int = DEFAULT_RATE,
    clock: Callable[[], float] = time.time,
) -> Scrubbed:
    """Read everything again; what was found. The log may be written meanwhile.

    ``mirror`` is the folder of a second copy, which may be older. ``rate`` is in bytes a second, 0: as fast as it goes. Raises
    KeyFileError when ``master`` is another's, LogDamaged when the folder is no log at all, LogUnavailable when it holds another
    log at the end than at the beginning.
    """
    folder, began = LogFolder(directory), time.monotonic()
    if not folder.root.is_dir():
        raise LogDamaged(f"there is no log at `{directory}`")
    key = find_part(folder, folder.verifier_key)
    findings, size = _verified(folder, _paced(folder, progress, rate))
    opened = None
    if master is not None and not findings:
        opened, wrong = _opened(folder, master)
        findings += wrong
    other = None if mirror is None else LogFolder(mirror)
    if other is not None:
        in_mirror, _ = _verified(other, _paced(other, progress, rate))
        findings += [f"the mirror: {said}" for said in in_mirror]
        findings += _disagreement(folder, other)
    if findings:
        findings += _damage(folder, other)
    if find_part(folder, folder.verifier_key) != key:
        # Half of what was read is of the one log and half of the other; that they differ is no damage.
        raise LogUnavailable(
            "the log was rotated while it was read", hint="scrub again, and the closed log too"
        )
    return Scrubbed(size, clock(), time.monotonic() - began, tuple(findings[:MAX_FINDINGS]), opened)


def _verified(folder: LogFolder, progress: Progress) -> tuple[list[str], int]:
    _forget_cached_pages(folder)
    try:
        report = verify_log(folder.root, progress)
    except EvidenceFault as fault:
        return [fault.message], 0
    except OSError as fault:
        # A sector that the disk gives up shows as an error of its own, and is what a scrub is for.
        return [
            f"`{fault.filename or folder.root}` cannot be read: {(fault.strerror or 'unknown').lower()}"
        ], 0
    return [f"`{stray}` belongs to nothing in the log" for stray in report.strays], report.size


def _opened(folder: LogFolder, master: MasterKey) -> tuple[int | None, list[str]]:
    if not folder.keys.exists():
        return 0, []
    try:
        return check_keys(folder, master, lambda _done, _total: None).opened, []
    except EvidenceFault as fault:
        return None, [fault.message]


def _disagreement(folder: LogFolder, mirror: LogFolder) -> list[str]:
    """Two copies of one log agree as far as the shorter one goes; two that do not are two histories."""
    here, there = signed_entries(folder, folder), signed_entries(mirror, folder)
    if here is None or there is None:
        return []
    common = min(len(here), len(there))
    if here[:common] == there[:common]:
        return []
    return ["the mirror is signed by the same key and has another history: two trees were signed"]


def _damage(folder: LogFolder, mirror: LogFolder | None) -> Iterator[str]:
    signed = signed_entries(folder, folder)
    if signed is None and mirror is not None:
        signed = signed_entries(mirror, folder)
    if signed is None:
        yield "neither the published entries here nor a mirror's have a signed root: nothing says which bytes were right"
        return
    if folder.private.exists():
        yield from (found.sentence for found in find_damage(folder, mirror, signed))
    if mirror is not None and mirror.private.exists():
        yield from (f"the mirror: {found.sentence}" for found in find_damage(mirror, None, signed))


def _paced(folder: LogFolder, progress: Progress, rate: int) -> Progress:
    """The same progress, with rests so that no more than ``rate`` bytes a second are read."""
    began, total = time.monotonic(), _bytes_of(folder)

    def pace(done: int, whole: int) -> None:
        progress(done, whole)
        if rate:
            due = began + total * done / max(whole, 1) / rate
            while (left := due - time.monotonic()) > 0:
                time.sleep(min(left, _LONGEST_REST))

    return pace


def _files(folder: LogFolder) -> Iterator[Path]:
    yield from (path for path in folder.public.rglob("*") if path.is_file() and not path.is_symlink())
    if folder.journal.is_file():
        yield folder.journal


def _bytes_of(folder: LogFolder) -> int:
    total = 0
    for path in _files(folder):
        # A partial tile may have been superseded since it was listed.
        with suppress(OSError):
            total += path.stat().st_size
    return total


def _forget_cached_pages(folder: LogFolder) -> None:
    """What is read next comes from the disk: the memory's copy would hide what the disk has lost."""
    for path in _files(folder):
        with suppress(OSError):
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(descriptor)


def note_scrub(directory: Path, scrubbed: Scrubbed) -> None:
    """Remember a scrub in the log's folder, for metrics and ``maybe_last_scrub``. Raises OSError."""
    folder = LogFolder(directory)
    before = maybe_last_scrub(directory)
    good_at = scrubbed.ended_at if scrubbed.is_good else (before.good_at if before is not None else 0.0)
    note = {"good_at": good_at, "ended_at": scrubbed.ended_at, "findings": scrubbed.findings}
    durable.replace_file_durably(
        durable.Disk(),
        folder.scrub_note,
        f"{json.dumps(note)}\n".encode(),
        mode=durable.PRIVATE_MODE,
        staging=folder.private / "staging.scrub",
    )


def maybe_last_scrub(directory: Path) -> LastScrub | None:
    """The last scrub of a log; None when there was none, or this account may not see it."""
    try:
        with LogFolder(directory).scrub_note.open("rb") as file:
            found = json.loads(file.read(MAX_NOTE_BYTES))
        return LastScrub(
            float(found["good_at"]), float(found["ended_at"]), tuple(str(one) for one in found["findings"])
        )
    except (OSError, ValueError, KeyError, TypeError, OstiaryError):
        return None
