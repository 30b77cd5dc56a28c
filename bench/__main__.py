"""`python -m bench [PART ...]`: measure all parts or some, write the result, draw it.

Knows: the parts and their order.
Must not know: how anything is measured or drawn.

BENCH=quick takes about a minute, BENCH=full (the default) a quarter of an hour. BENCH_DIR is the disk that is measured; BENCH_BEFORE, the
Python of another checkout's environment, is measured beside ours in the same rounds.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from bench import (
    agencies,
    appends,
    cutoffs,
    decisions,
    log,
    lookups,
    memory,
    proofs,
    sittings,
    statements,
    streams,
    strict,
    watch,
)
from bench.checkouts import ROOT
from bench.draw import draw_to
from bench.plan import FULL, PLANS, Plan
from bench.report import write_result
from bench.series import Ledger
from bench.world import BenchWorld, bench_world

Measure: TypeAlias = Callable[[BenchWorld, Plan, Ledger, Callable[[str], None]], None]

IN_WORLD: Final[Mapping[str, Measure]] = {
    # First, while the gateway has no memory to use again.
    "memory": memory.measure,
    "lookups": lookups.measure,
    "streams": streams.measure,
    "cutoffs": cutoffs.measure,
}
ALONE: Final = {
    "statements": statements.measure,
    "decisions": decisions.measure,
    "proofs": proofs.measure,
    "sittings": sittings.measure,
    "appends": appends.measure,
    "log": log.measure,
    "strict": strict.measure,
    "agencies": agencies.measure,
    "watch": watch.measure,
}


def main() -> int:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(
        prog="make bench", description="Measure the door beside what it stands before."
    )
    parser.add_argument(
        "parts", nargs="*", choices=[[], *ALONE, *IN_WORLD], metavar="PART", help="all, if none is named"
    )
    given = parser.parse_args()
    plan = PLANS[os.environ.get("BENCH") or "full"]
    parts = given.parts or [*ALONE, *IN_WORLD]
    started = time.monotonic()

    def say(text: str) -> None:
        sys.stderr.write(f"[{time.monotonic() - started:5.0f} s] {text}\n")

    ledger = Ledger()
    for name in (name for name in ALONE if name in parts):
        ALONE[name](None, plan, ledger, say)
    in_world = [name for name in IN_WORLD if name in parts]
    if in_world:
        say("a city with more people in it")
        with bench_world(plan.stream_rows) as world:
            for name in in_world:
                IN_WORLD[name](world, plan, ledger, say)
    path = write_result(ledger.series, plan, parts)
    # The README's picture is of a whole run; any other is drawn beside its figures.
    is_whole = plan is FULL and set(parts) == {*ALONE, *IN_WORLD}
    picture = ROOT / "docs" / "bench.svg" if is_whole else path.with_suffix(".svg")
    draw_to(path, picture)
    say(f"written to {path} and {picture}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
