"""How many entries a second the log makes durable, for one writer and for many that wait at the same time.

Knows: the log writer's process and its client.
Must not know: what an entry says, sessions.
"""

from __future__ import annotations

import asyncio
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import uvloop

from bench.disk import sync_latency
from bench.plan import Plan
from bench.series import Ledger
from bench.world import short_base
from ostiary.demo.installation import ORIGIN
from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import ACCESS
from ostiary.store.log.client import LogClient
from ostiary.store.log.folder import create_log

WRITERS: Final = (1, 32, 128)
ENTRY_BYTES: Final = 1_100
"""What a point look-up's entry takes."""


def measure(_: object, plan: Plan, ledger: Ledger, say: Callable[[str], None]) -> None:
    """Each number of writers in turn, on a fresh log."""
    with tempfile.TemporaryDirectory(prefix="bench-log-", dir=short_base()) as name:
        folder = Path(name)
        create_log(folder / "log", ORIGIN, secrets.token_bytes(32))
        with log_writer(folder) as socket:
            for number in range(plan.rounds):
                say(f"appends, round {number + 1} of {plan.rounds}")
                ledger.note("appends/fdatasync", "ms", sync_latency(folder) * 1e3)
                for writers in WRITERS:
                    rate = uvloop.run(append_rate(socket, writers, plan.append_seconds))
                    ledger.note(f"appends/{writers}", "/s", rate)
                    ledger.note(
                        f"appends/{writers}/syncs", "x", rate * ledger.values("appends/fdatasync")[-1] / 1e3
                    )


@contextmanager
def log_writer(folder: Path) -> Iterator[Path]:
    """The socket of a writer of the log in ``folder / "log"``."""
    socket = folder / "log.sock"
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell
        [sys.executable, "-m", "ostiary.store.log.writer", str(folder / "log"), "--socket", str(socket)],
        stdout=subprocess.PIPE,
    )
    try:
        # It says so in one line when it listens.
        if process.stdout is None or not process.stdout.readline():
            raise RuntimeError("the log writer did not start")
        yield socket
    finally:
        process.terminate()
        process.wait()


async def append_rate(socket: Path, writers: int, seconds: float) -> float:
    """Durable entries a second, when so many wait at the same time. Raises LogUnavailable."""
    client = await LogClient.connect(socket)
    over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    payload = b"x" * ENTRY_BYTES
    done, waiting = 0, writers
    started = time.perf_counter()

    def again(index: int | LogUnavailable) -> None:
        nonlocal done, waiting
        done += 1
        if isinstance(index, LogUnavailable):
            over.set_exception(index)
        elif time.perf_counter() - started < seconds:
            client.when_durable(client.append(ACCESS, payload), again)
        else:
            waiting -= 1
            if waiting == 0:
                over.set_result(None)

    for _ in range(writers):
        client.when_durable(client.append(ACCESS, payload), again)
    await over
    took = time.perf_counter() - started
    client.close()
    return done / took
