"""The home of an installation: where the control database, the policy and the log are.

Knows: the file ``ostiary.toml`` of a home folder, and which folder is meant when none is named.
Must not know: what is in the control database, the policy or the log.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ostiary.errors import SettingsError
from ostiary.store.key_files import read_private_line

FILE_NAME: Final = "ostiary.toml"
DEMO_HOME: Final = Path(".ostiary-demo")


@dataclass(frozen=True, slots=True)
class Home:
    """``control_dsn`` is a libpq connection string and may hold a password: it is never shown."""

    control_dsn: str
    policy_dir: Path
    log_dir: Path


def open_home(folder: Path | None) -> Home:
    """The home in that folder; None means the demonstration's in the folder where one stands.

    The connection string stands in a file of its own (mode 0600), because what is secret stands neither in flags nor in
    the environment. Raises SettingsError, and KeyFileError for that file.
    """
    if folder is None:
        if not DEMO_HOME.is_dir():
            raise SettingsError(
                "no home folder is named",
                hint="give --home FOLDER, set OSTIARY_HOME, or run `ostiary demo` here",
            )
        folder = DEMO_HOME
    table = _read(folder / FILE_NAME)
    return Home(
        control_dsn=read_private_line(_path(folder, table, "control_dsn_file")),
        policy_dir=_path(folder, table, "policy_dir"),
        log_dir=_path(folder, table, "log_dir"),
    )


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as fault:
        raise SettingsError(
            f"`{path}` cannot be read: {(fault.strerror or 'unknown reason').lower()}"
        ) from fault
    except ValueError as fault:
        raise SettingsError(f"`{path}` is not TOML: {fault}") from fault


def _path(folder: Path, table: dict[str, object], key: str) -> Path:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise SettingsError(f"`{folder / FILE_NAME}` has no path `{key}`")
    return folder / value
