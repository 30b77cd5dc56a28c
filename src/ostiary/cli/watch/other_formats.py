"""Formats that no mapping of columns reads.

Knows: which module reads each, and what is asked for beside a path.
Must not know: how.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

# Format: what `ostiary watch formats` says of it, and the module whose `import_home(path, output, opening, as_json=…)` reads it. It
# is imported when it is used: an installation takes more to read than a file.
OTHER_FORMATS: Final[dict[str, tuple[str, str]]] = {
    "ostiary": (
        "the logs of an installation, whose home folder is FILE; each run reads what is new",
        "ostiary.cli.watch.own_log",
    )
}


@dataclass(frozen=True, slots=True)
class Opening:
    """How entries are opened: keys in other files than the usual ones, the agencies' time zone, and whether the log is told."""

    time_zone: str = ""
    master_key: Path | None = None
    subject_key: Path | None = None
    unlogged: bool = False
