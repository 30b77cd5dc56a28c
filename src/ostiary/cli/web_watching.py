"""What the console's pages of the watch stand on in an installation.

Knows: which setting says what, and that the console is served where the watch's engine is not installed too.
Must not know: what any page shows.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from ostiary.errors import OstiaryError, SettingsError
from ostiary.server.settings import Home
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.watch.duties.keeping import Kept
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.store import FindingStore, KeptFindings
from ostiary.web.frame.acts import Acts
from ostiary.web.watching.ground import Due, Watching


def watching_of(home: Home, acts: Acts, now: Callable[[], datetime]) -> Watching:
    """What the pages of the watch stand on. What was worked out for one page is kept for the next."""
    kept = Kept()
    return Watching(
        store=lambda: _store(home, kept.findings),
        acts=acts,
        now=now,
        budget=home.settings.watch.reviewer_budget,
        log_name=lambda: _log_name(home),
        due=lambda: _due(home, now(), kept),
    )


def _store(home: Home, kept: KeptFindings) -> FindingStore | None:
    folder = home.watch_dir
    return FindingStore(WatchFolder.open(folder), kept) if (folder / "watch.json").exists() else None


def _due(home: Home, now: datetime, kept: Kept) -> Due:
    """What duties come from. Raises SettingsError where what reads the watch folder's tables is not installed, WatchFolderDamaged."""
    try:
        # The console is served also where only the pages' own packages are installed.
        places = import_module("ostiary.cli.watch.due_place")
    except ModuleNotFoundError as error:
        raise SettingsError(
            "what is due needs what is not installed here: pip install 'ostiary[watch]'"
        ) from error
    place = places.place_of(home, int(now.timestamp() * 1000), kept)
    return Due(place.facts(), place.limits)


def _log_name(home: Home) -> str:
    """The log's name; empty where it cannot be read: then events are shown by their ids, and no link leads astray."""
    try:
        return read_verifier(LogFolder(home.log_dir)).name
    except (OstiaryError, OSError):
        return ""
