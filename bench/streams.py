"""A long answer, read as fast as it comes: rows with a subject each, every subject recorded by the door.

Knows: one query over a million rows, and two clients to read it with.
Must not know: how a place is set up.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from bench.places import Place
from bench.plan import Plan
from bench.series import Ledger
from bench.wire import connect, drain
from bench.world import BenchWorld

QUERY: Final = (
    "SELECT arrest_id, case_number, arrested_at, charge, district, juvenile FROM arrests"
    " WHERE arrest_id >= 10000000"
)
READERS: Final = ("reader", "psql")


def measure(world: BenchWorld, plan: Plan, ledger: Ledger, say: Callable[[str], None]) -> None:
    """Both readers through each place in turn. PgBouncer forwards bytes as they are and takes no part."""
    places = [world.auditor(place) for place in world.places if place.name != "pgbouncer"]
    for number in range(plan.stream_rounds):
        say(f"streams of {plan.stream_rows:,} rows, round {number + 1} of {plan.stream_rounds}")
        for reader in READERS:
            for place in places:
                seconds = _timed(reader, place, world.installation.postgres.bin)
                ledger.note(f"streams/{reader}/{place.name}", "rows/s", plan.stream_rows / seconds)
    for reader in READERS:
        for other in ("direct", "before"):
            name = f"streams/{reader}"
            ledger.note_ratio(f"{name}/gateway:{other}", f"{name}/gateway", f"{name}/{other}")


def _timed(reader: str, place: Place, programs: Path) -> float:
    if reader == "psql":
        return _with_psql(place, programs)
    with closing(connect(place)) as connection:
        started = time.perf_counter()
        drain(connection, QUERY)
        return time.perf_counter() - started


def _with_psql(place: Place, programs: Path) -> float:
    started = time.perf_counter()
    subprocess.run(  # noqa: S603 - the database's own program, no shell
        [str(programs / "psql"), "-X", "-A", "-t", "-o", "/dev/null", "-c", QUERY],
        env=place.environment, check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - started
