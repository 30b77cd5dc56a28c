"""What the pages of the watch stand on.

Knows: which services there are.
Must not know: how any of them does its part, what a page shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ostiary.watch.duties.facts import Facts, Limits
from ostiary.watch.findings.store import FindingStore
from ostiary.web.frame.acts import Acts


@dataclass(frozen=True, slots=True)
class Due:
    """What duties come from, and the limits that hold."""

    facts: Facts
    limits: Limits


@dataclass(frozen=True, slots=True)
class Watching:
    """``due`` reads all facts, and raises OstiaryError where none can be read. ``store`` gives the findings, None while there is no watch folder; it raises WatchFolderDamaged. ``log_name`` is our log's origin."""

    store: Callable[[], FindingStore | None]
    acts: Acts
    now: Callable[[], datetime]
    budget: int
    log_name: Callable[[], str]
    due: Callable[[], Due]

    def now_ms(self) -> int:
        """Now, in ms since 1970 UTC."""
        return int(self.now().timestamp() * 1000)
