"""What a session that waits costs in the gateway's memory.

Knows: the resident sets of the workers, and many connections that have logged in.
Must not know: what a session keeps.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from bench.plan import Plan
from bench.series import Ledger
from bench.wire import connect, drain
from bench.world import BenchWorld

SESSIONS: Final = 1_000
ASKED: Final = "SELECT surname, given_name, dob, sex FROM persons WHERE person_id = 10000001"


def measure(world: BenchWorld, _: Plan, ledger: Ledger, say: Callable[[str], None]) -> None:
    """Connections that have logged in, and nothing else; then some of them after their first question."""
    say(f"memory of {SESSIONS} sessions")
    serving = workers(world.gateway_process.process.pid)
    # What the very first session makes the process keep for good is not a session's.
    drain(first := connect(world.gateway), ASKED)
    # The first half takes what the process has in hand since its start; the second half is what sessions take.
    half = SESSIONS // 2
    connections = [connect(world.gateway) for _ in range(half)]
    before = resident(serving)
    connections += [connect(world.gateway) for _ in range(half)]
    ledger.note("memory/idle-session", "kB", (resident(serving) - before) / half)
    before, asking = resident(serving), connections[:50]
    for connection in asking:
        drain(connection, ASKED)
    ledger.note("memory/asked-once-more", "kB", (resident(serving) - before) / len(asking))
    for connection in (first, *connections):
        connection.close()


def workers(supervisor: int) -> tuple[int, ...]:
    """The processes that serve. Raises RuntimeError when there are none."""
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
    found = tuple(
        int(child)
        for child in children
        if b"ostiary.server.workers.process" in Path(f"/proc/{child}/cmdline").read_bytes()
    )
    if not found:
        raise RuntimeError("the gateway has no worker")
    return found


def resident(processes: Iterable[int]) -> int:
    """Their resident sets together in kB, with what the kernel has swapped out of them."""
    texts = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in processes)
    return sum(
        int(size) for text in texts for size in re.findall(r"^(?:Rss|Swap):\s+(\d+) kB", text, re.MULTILINE)
    )
