"""Checks of the watch: whether anybody reads what the log shows.

Knows: the settings, the watch folder's mode and its last run.
Must not know: what a detector is, the libraries that the watch needs.
"""

from __future__ import annotations

import stat
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from ostiary.policy.words.lists import counted
from ostiary.server.doctor.finding import Result, ok, warning
from ostiary.server.doctor.patient import Patient

NIGHTS: Final = 3
"""Days without a run after which somebody should look: a nightly run, and a weekend on which one failed."""
_DAY: Final = 86_400
_DOCS: Final = "docs/operating.md"


def check_watch(patient: Patient) -> Result:
    """Where a watch folder is, it is private, and detectors ran over it in the last days."""
    folder = patient.home.watch_dir
    if not (folder / "watch.json").exists():
        return ok(f"nothing looks for misuse: `{folder}` is no watch folder; {_DOCS}")
    if find_spec("duckdb") is None or find_spec("ibis") is None:
        return warning(
            f"`{folder}` cannot be read here", "Install what the watch needs: pip install 'ostiary[watch]'."
        )
    if folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return warning(f"`{folder}` is open to others, and says who looked for whom", f"chmod 700 '{folder}'")
    return _last_run(folder)


def _last_run(folder: Path) -> Result:
    runs = [path.stat().st_mtime for path in (folder / "runs").glob("*.json")]
    if not runs:
        return warning(f"no detector has run over `{folder}`", f"ostiary watch run '{folder}'")
    days = int((time.time() - max(runs)) // _DAY)
    if days >= NIGHTS:
        return warning(
            f"detectors ran over `{folder}` {counted(days, 'day')} ago for the last time",
            f"Run them every night: {_DOCS} has the lines.",
        )
    return ok(f"detectors ran over `{folder}` within {counted(NIGHTS, 'day')}")
