"""A result as a file: what was measured, on what, of which commit.

Knows: the form of a result file, and the facts of a machine that figures depend on.
Must not know: how anything was measured, targets, pictures.
"""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench.checkouts import ROOT, commit_of, hot_path, told_by
from bench.disk import file_system
from bench.plan import Plan
from bench.programs import version_of
from bench.series import Series
from bench.world import short_base, workers

RESULTS: Final = ROOT / "bench" / "results"


@dataclass(frozen=True, slots=True)
class Result:
    """One run, as its file says it."""

    date: str
    commit: str
    mode: str
    machine: dict[str, str]
    series: dict[str, Series]

    def find(self, name: str) -> Series | None:
        """The series of that name, or None when it was not measured."""
        return self.series.get(name)


def write_result(series: Sequence[Series], plan: Plan, parts: Sequence[str]) -> Path:
    """Write what was measured; where it stands. A second run of one commit on one day replaces the first."""
    now = datetime.now(UTC)
    commit = commit_of(ROOT)
    name = f"{now:%Y-%m-%d}-{commit}" + ("" if plan.name == "full" else f"-{plan.name}")
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    document = {
        "date": now.isoformat(timespec="seconds"),
        "commit": commit,
        "mode": plan.name,
        "parts": list(parts),
        "plan": asdict(plan),
        "machine": machine_facts(),
        "series": {
            one.name: {
                "unit": one.unit,
                "spread": {key: _rounded(value) for key, value in asdict(one.spread).items()},
                "values": [_rounded(value) for value in one.values],
            }
            for one in series
        },
    }
    path.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    return path


def read_result(path: Path) -> Result:
    """A result from its file. Raises KeyError for a file of another form."""
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    series = {
        name: Series(name, found["unit"], tuple(found["values"]))
        for name, found in document["series"].items()
    }
    return Result(document["date"], document["commit"], document["mode"], document["machine"], series)


def machine_facts() -> dict[str, str]:
    """What figures depend on, in words."""
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    return {
        "processor": model.group(1) if model else platform.machine(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{round(int(memory.group(1)) / 2**20)} GiB" if memory else "unknown",
        "kernel": platform.release(),
        "python": platform.python_version(),
        "disk": file_system(short_base()),
        "fsync": "fdatasync, one for all entries of a moment (group commit)",
        "pgbouncer": version_of("pgbouncer") or "not installed, not measured",
        "workers": str(workers()),
        "hot path": hot_path(),
        "before": told_by(python) if (python := os.environ.get("BENCH_BEFORE")) else "not measured",
        "shared": "Server, load generator, gateway and log writer share these cores",
        "direct": "Direct is a Unix socket; PgBouncer and the door are reached by TCP and use that socket",
    }


def _rounded(value: float) -> float:
    return float(f"{value:.5g}")
