"""The log writer as a process of its own, and what sessions that append to it have to wait.

Knows: how it is started, and its client.
Must not know: what an entry says, what is compared.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import ACCESS
from ostiary.model.entry_form import FIELDS, encode_entry
from ostiary.store.log.client import LogClient

ENTRY: Final = encode_entry(
    dict.fromkeys(FIELDS, b"x" * 58), [10_000_001], [b'["persons.person_id","10000001"]']
)
"""As long as a point look-up's entry (1.1 kB), with its fields, one subject and one name asked about."""


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each session waited for each entry, in seconds, ascending, and how long all of it took."""

    each: Sequence[float]
    took: float

    @property
    def rate(self) -> float:
        """Entries a second."""
        return len(self.each) / self.took

    def at(self, part: float) -> float:
        """The wait, in milliseconds, that this part of all entries did not exceed."""
        return self.each[int(part * (len(self.each) - 1))] * 1e3


@contextmanager
def running_writer(log: Path, *options: str, before: Sequence[str] = ()) -> Iterator[Path]:
    """A writer for the log in a folder; its socket. ``before`` are words in front of its command line."""
    socket = log.with_name(f"{log.name}.sock")
    words = [sys.executable, "-m", "ostiary.store.log.writer", str(log), "--socket", str(socket), *options]
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell
        [*before, *words, "--end-with-stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        # It says so in one line when it listens.
        if process.stdout is None or not process.stdout.readline():
            raise RuntimeError("the log writer did not start")
        yield socket
    finally:
        process.communicate()


async def wait_for_entries(socket: Path, sessions: int, seconds: float) -> Waits:
    """So many sessions ask for an entry each, and for the next one as soon as it is durable."""
    client = await LogClient.connect(socket)
    over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    each, waiting = list[float](), sessions
    started = time.perf_counter()

    def ask() -> None:
        asked = time.perf_counter()
        client.when_durable(client.append(ACCESS, ENTRY), lambda index: answered(index, asked))

    def answered(index: int | LogUnavailable, asked: float) -> None:
        nonlocal waiting
        now = time.perf_counter()
        each.append(now - asked)
        if isinstance(index, LogUnavailable):
            over.set_exception(index)
        elif now - started < seconds:
            ask()
        else:
            waiting -= 1
            if waiting == 0:
                over.set_result(None)

    for _ in range(sessions):
        ask()
    await over
    took = time.perf_counter() - started
    client.close()
    return Waits(sorted(each), took)
