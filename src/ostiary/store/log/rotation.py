"""Rotation: a log is closed for good, and its successor begins with what it signed last.

Knows: the steps, and that each is done again harmlessly after a crash.
Must not know: who orders it, clients, how witnesses are asked.

The order is a file. Every writer looks for it before it opens a log, and finishes what it says; so a rotation that was
interrupted goes on by itself, and nothing is appended in between. The successor is prepared beforehand, so that its key can
be published, and witnesses can know it, before it matters.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ostiary.errors import ControlDown, OstiaryError, SettingsError
from ostiary.evidence.commitment import BEGINNING, CLOSING, SALT_BYTES
from ostiary.evidence.opening import Opening, write_opening
from ostiary.evidence.succession import Beginning, Closing, write_beginning, write_closing
from ostiary.store import durable_files as durable
from ostiary.store.log import refusals
from ostiary.store.log.folder import LogFolder, create_log, find_part, read_part, read_verifier
from ostiary.store.log.journal import JournalReader
from ostiary.store.log.journal_frames import JournalEntry
from ostiary.store.log.key_file import create_key_file
from ostiary.store.log.opening import LogOptions, OpenLog, open_log
from ostiary.store.log.sealer import read_entry
from ostiary.store.log.second_key import maybe_draw_second_key
from ostiary.store.log.witnessed import find_witnessed, read_trust, witnessed_file
from ostiary.store.master_key import read_master_key
from ostiary.tlog.checkpoint import Checkpoint, open_checkpoint
from ostiary.tlog.key_text import SEED_BYTES
from ostiary.tlog.note import VerifierKey
from ostiary.tlog.trust import NO_QUORUM, TrustedLog, TrustPolicy, format_trust

ORDER: Final = b"close this log; its successor stands beside it\n"

QUORUM_SECONDS: Final = 8.0
"""How long the quorum is waited for, with nothing answered meanwhile: they are asked every five seconds by default. A
gateway that starts gives its writer ten."""

GIVEN_UP: Final = "the rotation was given up: "
"""What is told when the successor cannot be written."""

_LOOK_SECONDS: Final = 0.1
_TAIL: Final = re.compile(r"[^A-Za-z0-9._-]")


def prepare_successor(directory: Path, origin: str) -> VerifierKey:
    """Make the log that will go on from this one, beside it, with a key of its own; its verifier key.

    Its trust file names both logs, so that receipts of either hold by it, and the witnesses of this one. Raises SettingsError
    when the name is this log's own or a successor is prepared already; ProofInvalid for an impossible name, OSError.
    """
    folder = LogFolder(directory)
    verifier, trust = read_verifier(folder), read_trust(folder)
    if origin == verifier.name:
        raise SettingsError(f"`{origin}` is the name of this log", hint="a successor has a name of its own")
    if closed_folder(folder).root.exists():
        raise SettingsError(
            f"`{closed_folder(folder).root}` is there, where this log would go when it is closed"
        )
    vkey = create_log(folder.next.root, origin, os.urandom(SEED_BYTES), maybe_draw_second_key(origin))
    peers = find_part(folder, folder.peers)
    if peers is not None:
        _put(folder.next, folder.next.peers, peers, durable.PUBLIC_MODE)
    both = TrustPolicy((TrustedLog(vkey), *trust.logs), trust.witnesses, trust.groups, trust.quorum)
    _put(folder.next, folder.next.trust_policy, format_trust(both), durable.PUBLIC_MODE)
    return vkey


def order_rotation(directory: Path) -> VerifierKey:
    """Have the log closed by its writer's next start; the successor's key.

    Raises SettingsError when none is prepared, or in part; OSError.
    """
    folder = LogFolder(directory)
    if not folder.next.verifier_key.exists():
        raise SettingsError(
            "no successor is prepared", hint="ostiary log rotate --prepare --origin NAME, some days before"
        )
    vkey = read_verifier(folder.next)
    if read_verifier(folder) not in [one.key for one in read_trust(folder.next).logs]:
        # Its trust file is the last thing that is prepared; without, it would go on with no witnesses.
        raise SettingsError(
            "the successor is prepared in part: its trust file does not name this log",
            hint=f"remove `{folder.next.root}`, which holds no entry, and prepare it again",
        )
    _put(folder, folder.rotation_order, ORDER, durable.PRIVATE_MODE)
    return vkey


def rotate_if_ordered(
    directory: Path,
    options: LogOptions,
    tell: Callable[[str], None],
    *,
    quorum_seconds: float = QUORUM_SECONDS,
    disk: durable.Disk | None = None,
) -> bool:
    """Finish a rotation that was ordered; whether there was one. Afterwards ``directory`` is the successor's folder.

    Raises as ``open_log``, and LogUnavailable when the control database does not take a last checkpoint.
    """
    folder, disk = LogFolder(directory), disk or durable.Disk()
    _finish_renaming(folder, disk)
    if not folder.rotation_order.exists() or not folder.next.root.exists():
        return False
    successor = read_verifier(folder.next)
    if not _may_begin(folder, options, disk, tell):
        return False
    with open_log(folder, options, disk, may_be_closed=True) as log:
        # If we crash anywhere below, the next start is here again: a log that has its last entry gets no second one.
        last = _last_of(log) or _append(
            log, JournalEntry(CLOSING, os.urandom(SALT_BYTES), write_closing(Closing(successor.format())))
        )
        _publish(log)
        _open_in_public(folder, folder.successor, last, disk)
        _wait_for_quorum(folder, quorum_seconds, tell)
        _begin(folder, options, disk)
        # The lock is on the folder and not on its name: nobody writes to it until both are in their places.
        disk.rename(folder.root, closed_folder(folder).root)
        durable.sync_directory(disk, folder.root.parent)
        _finish_renaming(folder, disk)
    tell(f"the log {successor.name} goes on")
    return True


def closed_folder(folder: LogFolder) -> LogFolder:
    """Where a log stands when it is closed: beside its successor, with the last part of its own name."""
    tail = _TAIL.sub("-", read_verifier(folder).name.rstrip("/").rpartition("/")[2])
    return LogFolder(folder.root.with_name(f"{folder.root.name}.{tail}"))


def _finish_renaming(folder: LogFolder, disk: durable.Disk) -> None:
    """Give a successor that has begun the place of its predecessor, when that has gone."""
    if folder.root.exists() or not folder.next.predecessor.exists():
        return
    # If we crash before this line, there is no log at the name; the next start is here again.
    disk.rename(folder.next.root, folder.root)
    durable.sync_directory(disk, folder.root.parent)


def _may_begin(
    folder: LogFolder, options: LogOptions, disk: durable.Disk, tell: Callable[[str], None]
) -> bool:
    """Whether the successor can be written at all, asked before anything is closed; otherwise the order is taken back."""
    try:
        _seal_next(folder, options, disk)
        with open_log(folder.next, options, disk):
            return True
    except OstiaryError as fault:
        if _is_closed(folder):
            raise
        folder.rotation_order.unlink()
        durable.sync_directory(disk, folder.private)
        tell(f"{GIVEN_UP}{fault.message}")
        return False


def _is_closed(folder: LogFolder) -> bool:
    last = -1
    with JournalReader(folder.journal) as reader:
        for frame, _ in reader.read_frames(reader.start):
            last = frame.entries[-1].kind
    return last == CLOSING


def _seal_next(folder: LogFolder, options: LogOptions, disk: durable.Disk) -> None:
    """A sealed log has a sealed successor, from its first entry on."""
    if options.master_key is not None and not folder.next.keys.exists():
        master = read_master_key(options.master_key)
        create_key_file(folder.next.keys, master, disk, staging=folder.next.staging)


def _begin(folder: LogFolder, options: LogOptions, disk: durable.Disk) -> None:
    """The successor's first entry: what this log signed last, with the cosignatures where they came."""
    vkey = read_verifier(folder).format()
    with open_log(folder.next, options, disk) as log:
        first = _first_of(log)
        if first is None:
            beginning = write_beginning(Beginning(vkey, last_note(folder)))
            first = _append(log, JournalEntry(BEGINNING, os.urandom(SALT_BYTES), beginning))
        _publish(log)
        _open_in_public(folder.next, folder.next.predecessor, first, disk)


def last_note(folder: LogFolder) -> bytes:
    """The last checkpoint of a closed log: as witnesses cosigned it, where they have seen all of it."""
    verifier = read_verifier(folder)
    published = read_part(folder, folder.checkpoint)
    path = witnessed_file(folder, verifier.name)
    if path.exists():
        cosigned = read_part(folder, path)
        if open_checkpoint(cosigned, verifier) == open_checkpoint(published, verifier):
            return cosigned
    return published


def _wait_for_quorum(folder: LogFolder, seconds: float, tell: Callable[[str], None]) -> None:
    """Whoever asks the witnesses goes on asking; this waits for what they publish, and goes on without them in the end."""
    trust, verifier = read_trust(folder), read_verifier(folder)
    if trust.quorum == NO_QUORUM:
        return
    size = open_checkpoint(read_part(folder, folder.checkpoint), verifier).size
    tell(f"waiting for witnesses of the last checkpoint, of {size} entries")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = find_witnessed(folder, verifier, trust)
        if found is not None and found.is_quorum and found.checkpoint.size == size:
            return
        time.sleep(_LOOK_SECONDS)
    tell(f"no quorum has cosigned the last checkpoint within {seconds:.0f} seconds; the log goes on without")


def _last_of(log: OpenLog) -> JournalEntry | None:
    """The closing entry, when there is one."""
    if log.journal.at.index == 0:
        return None
    *_, (frame, after) = log.reader.read_frames(log.reader.start)
    last = read_entry(frame.entries[-1], after.index - 1, log.keys)
    return last if last.kind == CLOSING else None


def _first_of(log: OpenLog) -> JournalEntry | None:
    """The beginning, when there is one. A crash may have left a torn frame in its place, and so a recovery entry before it."""
    for frame, _ in log.reader.read_frames(log.reader.start):
        for index, entry in enumerate(frame.entries, frame.first):
            if entry.kind == BEGINNING:
                return read_entry(entry, index, log.keys)
    return None


def _append(log: OpenLog, entry: JournalEntry) -> JournalEntry:
    log.journal.append([entry])
    return entry


def _publish(log: OpenLog) -> Checkpoint:
    """Publish all that is durable. Raises LogUnavailable when the control database is away: the writer starts again."""
    for frame, _ in log.reader.read_frames(log.reader.start):
        if frame.first >= log.store.size:
            log.store.add(frame)
    try:
        return log.store.publish()
    except ControlDown as fault:
        raise refusals.ROW_UNREACHABLE.fault(why=fault.message) from None


def _open_in_public(folder: LogFolder, path: Path, entry: JournalEntry, disk: durable.Disk) -> None:
    opening = write_opening(Opening(entry.kind, entry.salt, entry.payload))
    _put(folder, path, opening, durable.PUBLIC_MODE, disk)


def _put(folder: LogFolder, path: Path, data: bytes, mode: int, disk: durable.Disk | None = None) -> None:
    durable.replace_file_durably(disk or durable.Disk(), path, data, mode=mode, staging=folder.staging)
