"""A log of made-up accesses, written by the real log writer.

Knows: the writer's process and its client, and what made-up entries say.
Must not know: sessions, databases, tiles, proofs.
"""

from __future__ import annotations

import asyncio
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import ACCESS
from ostiary.model.access import Answered, Asked, entry_payload
from ostiary.model.request import Allow, Context, Deny, Duties, Reason
from ostiary.store.log.client import LogClient
from ostiary.store.log.folder import create_log, refuse_to_replace
from ostiary.store.log.second_key import maybe_draw_second_key
from ostiary.store.master_key import read_master_key, write_new_master_key
from ostiary.tlog.key_text import SEED_BYTES

ORIGIN: Final = "log.city.example/ostiary/made-up"

IN_FLIGHT: Final = 1_024
"""Entries that are under way at once, as from so many sessions: some of them share each fdatasync."""

START: Final = datetime(2026, 1, 1, 8, tzinfo=UTC)
STOP_SECONDS: Final = 60

_MEMBERS: Final = (
    ("cpd-1042", "cpd"),
    ("cpd-1077", "cpd"),
    ("fbi-7731", "fbi"),
    ("ice-2290", "ice-ero"),
    ("oig-0007", "oig"),
)
_STATEMENT: Final = "SELECT person_id, surname FROM persons WHERE person_id = $1"


def make_log(directory: Path, entries: int, progress: Callable[[int, int], None]) -> None:
    """Make a log in a new folder and have its writer append so many entries, each durable; all are published at the end.

    ``progress`` is called with how many are durable, and how many there will be. Raises SettingsError when there is a log,
    or a file where its master key would lie, LogUnavailable when the writer fails, OSError.
    """
    refuse_to_replace(directory)
    master_key = master_key_of(directory)
    master_key.parent.mkdir(parents=True, exist_ok=True)
    write_new_master_key(master_key, "made-up")
    create_log(
        directory,
        ORIGIN,
        secrets.token_bytes(SEED_BYTES),
        maybe_draw_second_key(ORIGIN),
        read_master_key(master_key),
    )
    with _writer(directory, master_key) as socket:
        asyncio.run(_append(socket, entries, progress))


def master_key_of(directory: Path) -> Path:
    """Where the master key of a made-up log lies: beside its folder, since it never belongs into it."""
    return directory.absolute().with_name(f"{directory.absolute().name}.master-key")


def made_up_payloads(count: int) -> Iterator[bytes]:
    """The payloads of so many accesses, the same each time: who asked about whom, one in five refused."""
    random = Random(2019)
    asked = [_asked(member, agency) for member, agency in _MEMBERS]
    for number in range(count):
        one = asked[number % len(asked)]
        subject = random.randrange(1, 100_000)
        at = (START + timedelta(seconds=number)).isoformat(timespec="microseconds")
        again = one.again(f"made-{number}", (str(subject),), (("persons.person_id", str(subject)),))
        answered = (
            Answered("answered", 1, (subject,))
            if isinstance(one.decision, Allow)
            else Answered("refused", sqlstate="42501")
        )
        yield entry_payload("whole", at, again, answered)


def _asked(member: str, agency: str) -> Asked:
    refused = Deny((Reason("prohibited", "R01", "announcement of 10 July 2019", "R01 prohibits this"),))
    return Asked(
        access="",
        gateway="made-up",
        session="made-up",
        client="192.0.2.1",
        context=Context(member, agency, "officer", "criminal-investigation", agency, case="JK123456"),
        statement=_STATEMENT,
        parameters=(),
        asked_about=(),
        record_classes=("persons",),
        fields=("persons.person_id", "persons.surname"),
        decision=refused if agency == "ice-ero" else Allow(("R10",), Duties()),
        policy="made-up",
        profile="made-up",
        directive_head="",
    )


@contextmanager
def _writer(directory: Path, master_key: Path) -> Iterator[Path]:
    # The path of a Unix socket has at most 107 bytes, which a log's folder may have already.
    with tempfile.TemporaryDirectory(prefix="ostiary-log-") as place:
        socket = Path(place, "socket")
        command = [sys.executable, "-m", "ostiary.store.log.writer", str(directory), "--socket", str(socket)]
        command += ["--master-key", str(master_key), "--end-with-stdin"]
        with subprocess.Popen(  # noqa: S603 - our own program, no shell
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            try:
                # It says so in one line when it listens.
                if process.stdout is None or not process.stdout.readline():
                    raise LogUnavailable("the log writer did not start")
                yield socket
            finally:
                # Told to stop, it publishes everything first.
                process.terminate()
                status = process.wait(STOP_SECONDS)
    if status != 0:
        raise LogUnavailable(f"the log writer ended with {status}")


async def _append(socket: Path, entries: int, progress: Callable[[int, int], None]) -> None:
    client = await LogClient.connect(socket)
    over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    payloads = made_up_payloads(entries)
    durable = 0

    def settled(index: int | LogUnavailable) -> None:
        nonlocal durable
        if over.done():
            return
        if isinstance(index, LogUnavailable):
            over.set_exception(index)
            return
        durable += 1
        progress(durable, entries)
        if durable == entries:
            over.set_result(None)
        else:
            append_next()

    def append_next() -> None:
        payload = next(payloads, None)
        if payload is not None:
            client.when_durable(client.append(ACCESS, payload), settled)

    for _ in range(min(entries, IN_FLIGHT)):
        append_next()
    if entries:
        await over
    client.close()
