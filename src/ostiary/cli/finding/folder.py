"""Which watch folder a command is about.

Knows: that a folder is named, or is the one of a home.
Must not know: what is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from ostiary.cli.act_log import home_of_folder, log_of_home
from ostiary.cli.home import home_folder
from ostiary.server.settings import Home, load_home
from ostiary.server.watch_section import Watch
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.anchoring import Log
from ostiary.watch.findings.store import FindingStore

folder_option = click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="OSTIARY_WATCH",
    show_envvar=True,
    help="A watch folder.  [default: the one of the home]",
)


@dataclass(frozen=True, slots=True)
class Found:
    """The findings of a folder, and the settings that hold for them; ``log`` is the installation's whose folder it is, None for no one's."""

    store: FindingStore
    settings: Watch
    log: Log | None = None


def found_folder(folder: Path | None, home: Path | None) -> Found:
    """The findings in ``folder``, or in that of a home. Raises WatchFolderDamaged and SettingsError."""
    if folder is None:
        return _of_home(load_home(home_folder(home)))
    found = home_of_folder(folder, home)
    return _of_home(found) if found else Found(FindingStore(WatchFolder.open(folder)), Watch())


def _of_home(home: Home) -> Found:
    store = FindingStore(WatchFolder.open(home.watch_dir))
    return Found(store, home.settings.watch, log_of_home(home))


def now() -> int:
    """Now, in ms since 1970 UTC."""
    return int(datetime.now(UTC).timestamp() * 1000)
