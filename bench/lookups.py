"""Point look-ups: one person by number, at several clients, through each place in turn.

Knows: pgbench, its three protocols, its log of latencies.
Must not know: how a place is set up.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.disk import sync_latency
from bench.places import Place
from bench.plan import Plan
from bench.series import Ledger
from bench.world import FIRST_PERSON, PERSONS, BenchWorld

CLIENTS: Final = (1, 8, 32)
LONGER: Final = (1, 3, 10)
PROTOCOLS: Final = ("prepared", "extended", "simple")

SCRIPT: Final = (
    f"\\set id random({FIRST_PERSON}, {FIRST_PERSON + PERSONS - 1})\n"
    "SELECT surname, given_name, dob, sex FROM persons WHERE person_id = :id;\n"
)
_RATE: Final = re.compile(r"tps = ([0-9.]+)")


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of pgbench gave: statements a second, and latencies in milliseconds."""

    rate: float
    p50: float
    p99: float


def measure(world: BenchWorld, plan: Plan, ledger: Ledger, say: Callable[[str], None]) -> None:
    """Every protocol at every number of clients; the places take turns inside, rounds outside."""
    for number in range(plan.rounds):
        say(f"look-ups, round {number + 1} of {plan.rounds}")
        for protocol in PROTOCOLS:
            # The disk's moods change within a round: it is asked beside the run that it is taken from.
            ledger.note(
                f"lookups/{protocol}/fdatasync", "ms", sync_latency(world.installation.folder / "log") * 1e3
            )
            for clients in CLIENTS:
                for place in world.places:
                    run = run_pgbench(
                        world.installation.postgres.bin, place, protocol, clients, plan.lookup_seconds
                    )
                    name = f"lookups/{protocol}/{clients}/{place.name}"
                    ledger.note(f"{name}/rate", "/s", run.rate)
                    ledger.note(f"{name}/p50", "ms", run.p50)
                    ledger.note(f"{name}/p99", "ms", run.p99)
    _compare(ledger)


def _compare(ledger: Ledger) -> None:
    for protocol in PROTOCOLS:
        for clients in CLIENTS:
            name = f"lookups/{protocol}/{clients}"
            for other in ("pgbouncer", "direct", "before"):
                ledger.note_ratio(f"{name}/gateway:{other}", f"{name}/gateway/rate", f"{name}/{other}/rate")
        alone = f"lookups/{protocol}/1"
        for quantile in ("p50", "p99"):
            added = f"{alone}/added/{quantile}"
            ledger.note_difference(added, "ms", f"{alone}/gateway/{quantile}", f"{alone}/direct/{quantile}")
            ledger.note_difference(f"{added}/beyond-sync", "ms", added, f"lookups/{protocol}/fdatasync")


def run_pgbench(programs: Path, place: Place, protocol: str, clients: int, seconds: float) -> Run:
    """One run; a longer one when a busy machine got nothing done. Raises RuntimeError when a statement failed."""
    for times in LONGER:
        found = _try_pgbench(programs, place, protocol, clients, max(1, round(times * seconds)))
        if found is not None:
            return found
    raise RuntimeError(f"nothing was answered through {place.name} in {LONGER[-1] * seconds} seconds")


def _try_pgbench(programs: Path, place: Place, protocol: str, clients: int, seconds: int) -> Run | None:
    with tempfile.TemporaryDirectory(prefix="bench-pgbench-") as name:
        folder = Path(name)
        (folder / "script").write_text(SCRIPT)
        done = subprocess.run(  # noqa: S603 - the database's own program, no shell
            [
                str(programs / "pgbench"), "-n", "-M", protocol, "-c", str(clients), "-j", "1",
                "-T", str(seconds), "-f", "script", "-l", "--log-prefix", "took",
            ],
            cwd=folder, env=place.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        took = sorted(int(line.split()[2]) for path in folder.glob("took*") for line in path.open())
    rate = _RATE.search(done.stdout)
    if done.returncode != 0:
        raise RuntimeError(f"pgbench through {place.name}: {(done.stdout + done.stderr).strip()[-400:]}")
    if rate is None or not took:
        return None
    return Run(float(rate.group(1)), took[len(took) // 2] / 1e3, took[len(took) * 99 // 100] / 1e3)
