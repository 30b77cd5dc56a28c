"""Which home folder a command is about.

Knows: the demonstration's folder, which is meant when none is named.
Must not know: what is in a home.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ostiary.errors import SettingsError

DEMO_HOME: Final = Path(".ostiary-demo")


def home_folder(folder: Path | None) -> Path:
    """The folder named, or the demonstration's here. Raises SettingsError when there is neither."""
    if folder is not None:
        return folder
    if not DEMO_HOME.is_dir():
        raise SettingsError(
            "no home folder is named",
            hint="give --home FOLDER, set OSTIARY_HOME, or run `ostiary demo` here",
        )
    return DEMO_HOME
