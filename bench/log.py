"""The log by itself: appends in the clear and sealed, beside Tessera; stalls; verification; a witness's round trip.

Knows: what is measured side by side in one round, and what each series is called.
Must not know: how a single figure comes about.

``log/FORM/SESSIONS`` are entries a second, with ``/p50``, ``/p99`` and ``/max`` for what a session waits. FORM is ``clear``,
``sealed`` or ``tessera``; ``quiet`` is a log in the clear that is not published meanwhile, ``always`` one that is published
without a pause, ``backlog`` one whose writer has just begun to publish a large log anew.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final, TypeAlias

import uvloop

from bench import syncs, tessera_log, verifying, witness_trip
from bench.disk import sync_latency
from bench.plan import Plan
from bench.series import Ledger
from bench.world import short_base
from bench.writer_process import running_writer, wait_for_entries
from ostiary.demo.installation import ORIGIN
from ostiary.store.durable_files import Disk
from ostiary.store.log.folder import LogFolder, create_log
from ostiary.store.log.key_file import create_key_file
from ostiary.store.master_key import read_master_key, write_new_master_key

SESSIONS: Final = (1, 32, 128)
BACKLOG: Final = 100_000
"""Entries that a writer has to publish anew when it starts."""
NEVER: Final = "1000000"
"""Seconds between publications: the first one is at the start, and no second one comes."""
Say: TypeAlias = Callable[[str], None]


def measure(_: object, plan: Plan, ledger: Ledger, say: Say) -> None:
    """All forms in turn, round by round; then what is measured once."""
    with tempfile.TemporaryDirectory(prefix="bench-log-", dir=short_base()) as name:
        folder = Path(name)
        tessera = tessera_log.maybe_build(folder, say)
        old = verifying.make_log(folder / "old", BACKLOG, say)
        for number in range(plan.rounds):
            say(f"log, round {number + 1} of {plan.rounds}")
            ledger.note("log/fdatasync", "ms", sync_latency(folder) * 1e3)
            _measure_forms(folder, plan, ledger)
            if tessera is not None:
                _measure_tessera(tessera, folder, plan, ledger)
            _measure_backlog(old, folder, plan, ledger)
            witness_trip.measure(folder, ledger)
        syncs.measure(folder, ledger, say)
        big = verifying.make_log(folder / "big", plan.verified_entries, say)
        say(f"verifying {plan.verified_entries} entries")
        verifying.measure(big, ledger, plan.verified_entries)


def _measure_forms(folder: Path, plan: Plan, ledger: Ledger) -> None:
    """Logs of one round are made anew, so that none is larger than another; each form has its turn at each number."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=folder)))
        sockets = {
            "quiet": stack.enter_context(running_writer(_new(place / "q"), "--publish-interval", NEVER)),
            "clear": stack.enter_context(running_writer(_new(place / "c"))),
            "always": stack.enter_context(running_writer(_new(place / "a"), "--publish-interval", "0")),
            "sealed": stack.enter_context(running_writer(_new(place / "s"), *_seal(place / "s"))),
        }
        for sessions in SESSIONS:
            for form, socket in sockets.items():
                _note(ledger, f"log/{form}/{sessions}", socket, sessions, plan)


def _note(ledger: Ledger, name: str, socket: Path, sessions: int, plan: Plan) -> None:
    waits = uvloop.run(wait_for_entries(socket, sessions, plan.append_seconds))
    ledger.note(name, "/s", waits.rate)
    for word, part in (("p50", 0.5), ("p99", 0.99), ("max", 1.0)):
        ledger.note(f"{name}/{word}", "ms", waits.at(part))


def _measure_backlog(old: Path, folder: Path, plan: Plan, ledger: Ledger) -> None:
    """The public side is taken away, so that the writer puts it back from the first entry on while sessions append."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        log = Path(name) / "log"
        shutil.copytree(old, log, ignore=shutil.ignore_patterns("tile"))
        with running_writer(log) as socket:
            _note(ledger, "log/backlog/32", socket, 32, plan)


def _measure_tessera(program: Path, folder: Path, plan: Plan, ledger: Ledger) -> None:
    for sessions in SESSIONS:
        with tempfile.TemporaryDirectory(dir=folder) as name:
            found = tessera_log.run(program, Path(name), sessions, plan.append_seconds)
        for word, unit, value in zip(("", "/p50", "/p99"), ("/s", "ms", "ms"), found, strict=True):
            ledger.note(f"log/tessera/{sessions}{word}", unit, value)
        for form in ("clear", "sealed"):
            ours = ledger.values(f"log/{form}/{sessions}")[-1]
            ledger.note(f"log/{form}:tessera/{sessions}", "x", ours / found[0])


def _new(directory: Path) -> Path:
    create_log(directory, ORIGIN, secrets.token_bytes(32))
    return directory


def _seal(directory: Path) -> tuple[str, str]:
    """Give a log its key file; what its writer has to be told."""
    folder, master = LogFolder(directory), directory.with_suffix(".master")
    write_new_master_key(master, "bench.example/master")
    create_key_file(folder.keys, read_master_key(master), Disk(), staging=folder.staging)
    return "--master-key", str(master)
