"""Checks of the log's folder, short of reading every entry.

Knows: keys, checkpoints, room, the disk, who writes.
Must not know: entries.
"""

from __future__ import annotations

import os
import socket
import time

from ostiary.errors import LogDamaged
from ostiary.server.doctor.finding import Result, error, ok, warning
from ostiary.server.doctor.patient import Patient
from ostiary.store.log.folder import refuse_shared_key
from ostiary.store.log.glance import file_system, look_at_signed, sync_harmlessly, writer_pid
from ostiary.store.log.scrubbing import maybe_last_scrub

LEAST_FREE = 64 * 2**20
"""Below it the room that is reserved for frames to come can no longer be had."""
LITTLE_FREE = 2**30
"""Entries of 2 kB, 100 a second, fill 1 GiB in an hour and a half."""

_FORGETFUL = {"tmpfs": "it is in memory", "ramfs": "it is in memory", "overlay": "it goes with its container"}
_FAR = frozenset({"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p"})

MAX_SOCKET_BYTES = 107
"""A Unix socket's path has 108 bytes on Linux, the last of which is 0."""


def check_log(patient: Patient) -> Result:
    """The keys belong together, and what was signed last is what was published or newer."""
    try:
        signed = look_at_signed(patient.log)
    except FileNotFoundError as fault:
        raise LogDamaged(
            f"`{fault.filename}` is missing from the log",
            hint="Do not make it anew; see docs/backup.md, `Restore`.",
        ) from fault
    except PermissionError as fault:
        return error(
            f"`{fault.filename}` may not be read", "Run doctor as the account that runs the gateway."
        )
    beyond = "" if signed.head == signed.published else f", {signed.head} are signed"
    return ok(
        f"{signed.origin}: entries that are published: {signed.published}{beyond}; `ostiary log verify` reads all"
    )


def check_log_key(patient: Patient) -> Result:
    """Only the writer's account can read the key that signs."""
    refuse_shared_key(patient.log)
    return ok("the signing key is private")


def check_log_room(patient: Patient) -> Result:
    """There is room for entries to come."""
    room = os.statvfs(patient.log.root)
    free = room.f_bavail * room.f_frsize
    said = f"{free / 2**30:.1f} GiB are free for the log"
    if free < LEAST_FREE:
        return error(said, "Make room: without room for an entry nothing is answered.")
    if free < LITTLE_FREE:
        return warning(said, "Make room soon: without room for an entry nothing is answered.")
    return ok(said)


def check_log_disk(patient: Patient) -> Result:
    """What is written is on a disk, and the file system can say when."""
    kind = file_system(patient.log.root)
    try:
        sync_harmlessly(patient.log.verifier_key)
    except OSError as fault:
        why = (fault.strerror or "unknown reason").lower()
        return error(f"{kind or 'the file system'} cannot fdatasync: {why}", "Put the log on a local disk.")
    if kind in _FORGETFUL:
        return warning(f"the log is on {kind}: {_FORGETFUL[kind]}", "Put the log on a disk that stays.")
    if kind in _FAR:
        return warning(
            f"the log is on {kind}: what is durable there, another machine decides", "Use a local disk."
        )
    return ok(f"the log is on {kind or 'a file system'} that can fdatasync")


def check_log_writer(patient: Patient) -> Result:
    """Whoever holds the log's lock can be talked to."""
    pid, is_listening = writer_pid(patient.log), _is_listening(str(patient.home.log_socket))
    if pid and is_listening:
        return ok(f"process {pid} writes the log")
    if is_listening:
        # Whose lock it is, Linux does not tell across containers and on some file systems.
        return ok(f"a log writer listens at `{patient.home.log_socket}`")
    if pid:
        return error(
            f"process {pid} holds the log, and does not listen at `{patient.home.log_socket}`",
            "It may still be reading the journal after a start. Otherwise end it, and look for a second installation.",
        )
    if patient.home.settings.log_writer == "external":
        return error(
            "nobody writes the log, and the gateway is told not to start a writer",
            "Start the log writer's unit.",
        )
    return ok("nobody writes the log now; the gateway starts a writer when it starts")


def check_log_scrub(patient: Patient) -> Result:
    """The last scrub found nothing, and is no older than the settings say."""
    hours, last = patient.home.settings.log.scrub_hours, maybe_last_scrub(patient.log.root)
    if last is not None and last.findings:
        return error(
            f"the last scrub found: {last.findings[0]}",
            "Keep all copies as they are; see docs/operating.md, `Read the log again`.",
        )
    if last is None or not last.good_at:
        said, age = "nobody has scrubbed the log yet", float("inf")
    else:
        age = (time.time() - last.good_at) / 3600
        said = f"the last scrub was {age:.0f} hours ago and found all as it was signed"
    if hours and age > hours:
        return warning(said, "Look at the timer `ostiary-scrub`, or run `ostiary log scrub`.")
    return ok(said)


def check_socket(patient: Patient) -> Result:
    """The log writer's socket can be bound at all."""
    length = len(os.fsencode(patient.home.log_socket))
    if length > MAX_SOCKET_BYTES:
        return error(
            f"the path of the log writer's socket has {length} bytes, and {MAX_SOCKET_BYTES} is the most",
            "Set `log_socket` to a shorter path, such as /run/ostiary/log.sock.",
        )
    return ok(f"the log writer's socket has a path of {length} bytes")


def _is_listening(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            probe.connect(path)
        except OSError:
            return False
        return True
