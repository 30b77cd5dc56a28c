"""All detectors over synthetic events: seconds, memory, and whether they still find what was planted.

Knows: how events are drawn, the process that runs the detectors, what of its figures is kept.
Must not know: what a detector looks for.

The counts are a regression and nothing else: what is found among accesses that nobody made says nothing of real logs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from bench.plan import Plan
from bench.series import Ledger
from bench.world import short_base
from ostiary.demo.at_scale.making import make_events
from ostiary.watch.events.folder import WatchFolder

SEED: Final = 1
DAYS: Final = 90


def measure(_: object, plan: Plan, ledger: Ledger, say: Callable[[str], None]) -> None:
    """Draw the events, then run every detector once, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-watch-", dir=short_base()) as name:
        say(f"watch: {plan.watch_events:,} events are drawn")
        path = Path(name) / "w"
        make_events(
            WatchFolder.open_or_make(path),
            plan.watch_events,
            seed=SEED,
            days=DAYS,
            progress=lambda _done, _all: None,
        )
        for line in _run(path):
            say(f"watch: {line['code']}: {line['seconds']:.1f} s, {line['leads']:,} leads")
            note(ledger, plan.watch_events, line)


def note(ledger: Ledger, events: int, line: Mapping[str, Any]) -> None:
    """Keep one line of that process; ``total`` is the one of all detectors together."""
    code = line["code"]
    ledger.note(f"watch/{code}/{events}", "s", line["seconds"])
    ledger.note(f"watch/{code}/{events}/processor", "s", line["processor"])
    ledger.note(f"watch/{code}/{events}/memory", "MB", line["memory"])
    ledger.note(f"watch/{code}/{events}/leads", "leads", line["leads"])
    if line["planted"]:
        ledger.note(f"watch/{code}/{events}/missed", "cases", line["planted"] - line["found"])


def _run(path: Path) -> Iterator[dict[str, Any]]:
    with subprocess.Popen(  # noqa: S603  # our own interpreter and module
        [sys.executable, "-m", "bench.detectors", str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        yield from (json.loads(line) for line in process.stdout or ())
    if process.returncode:
        raise SystemExit(f"the detectors ended with {process.returncode}")
