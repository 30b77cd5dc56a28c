"""Where an installation's log stands, found without what only a gateway needs.

Knows: that the settings of a home name it, and what to say where they cannot be read.
Must not know: what is in a log.

A receipt is made and verified where nothing but Click and cryptography is installed; only whoever names no folder needs
the settings of a home.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final

from ostiary.cli.home import home_folder
from ostiary.errors import SettingsError

_SETTINGS: Final = "ostiary.server.settings"


def log_of_home(home: Path | None) -> Path:
    """The log's folder of an installation. Raises SettingsError where there is none, or its settings cannot be read."""
    log_dir, _, _ = log_files_of_home(home)
    return log_dir


def log_and_key_of_home(home: Path | None) -> tuple[Path, Path | None]:
    """The log's folder, and the file of its master key where it is sealed. Raises as ``log_of_home``."""
    log_dir, master_key, _ = log_files_of_home(home)
    return log_dir, master_key


def log_and_head_of_home(home: Path | None) -> tuple[Path, Path | None]:
    """The log's folder, and the file that says in which database its head stands too. Raises as ``log_of_home``."""
    log_dir, _, head_dsn_file = log_files_of_home(home)
    return log_dir, head_dsn_file


def log_files_of_home(home: Path | None) -> tuple[Path, Path | None, Path | None]:
    """The log's folder, its master key's file, its head's connection string. Raises as ``log_of_home``."""
    folder = home_folder(home)
    try:
        settings = import_module(_SETTINGS)
    except ImportError as fault:
        raise SettingsError(
            "the settings of an installation cannot be read here: a part is not installed",
            hint="name the log's folder, or: pip install 'ostiary[gateway]'",
        ) from fault
    found = settings.load_home(folder)
    return found.log_dir, found.master_key_file, found.head_dsn_file
