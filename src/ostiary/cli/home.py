"""Which installation a command works on.

Knows: where the home folder is when nobody names one.
Must not know: what is in it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ostiary.errors import SettingsError
from ostiary.server.settings import Home, load_home

DEMO_HOME: Final = Path(".ostiary-demo")


def open_home(folder: Path | None) -> Home:
    """The home in that folder; None means the demonstration's, where one stands below the working folder.

    Raises SettingsError.
    """
    if folder is None and not DEMO_HOME.is_dir():
        raise SettingsError(
            "no home folder is named",
            hint="give --home FOLDER, set OSTIARY_HOME, or begin with `ostiary demo`",
        )
    return load_home(folder or DEMO_HOME)
