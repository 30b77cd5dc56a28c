"""How many entries a second the log makes durable, for one writer and for many that wait at the same time.

Knows: the log writer's process.
Must not know: what an entry says, sessions.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import uvloop

from bench.disk import sync_latency
from bench.plan import Plan
from bench.series import Ledger
from bench.world import short_base
from bench.writer_process import running_writer, wait_for_entries
from ostiary.demo.installation import ORIGIN
from ostiary.store.log.folder import create_log

WRITERS: Final = (1, 32, 128)


def measure(_: object, plan: Plan, ledger: Ledger, say: Callable[[str], None]) -> None:
    """Each number of writers in turn, on a fresh log."""
    with tempfile.TemporaryDirectory(prefix="bench-log-", dir=short_base()) as name:
        folder = Path(name)
        create_log(folder / "log", ORIGIN, secrets.token_bytes(32))
        with running_writer(folder / "log") as socket:
            for number in range(plan.rounds):
                say(f"appends, round {number + 1} of {plan.rounds}")
                ledger.note("appends/fdatasync", "ms", sync_latency(folder) * 1e3)
                for writers in WRITERS:
                    rate = uvloop.run(wait_for_entries(socket, writers, plan.append_seconds)).rate
                    ledger.note(f"appends/{writers}", "/s", rate)
                    ledger.note(
                        f"appends/{writers}/syncs", "x", rate * ledger.values("appends/fdatasync")[-1] / 1e3
                    )
