"""The settings of an installation, from ``ostiary.toml`` in its home folder.

Knows: the keys, their defaults, and that what is secret stands in files of its own.
Must not know: what is done with any of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import msgspec
import psycopg
from psycopg.conninfo import conninfo_to_dict

from ostiary.errors import KeyFileError, SettingsError
from ostiary.store.key_files import read_private_line

FILE_NAME: Final = "ostiary.toml"


class Database(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The records database: a host or a folder of Unix sockets, and the file with the wall keeper's connection string.

    The wall keeper is an account that may read the database's catalogues of roles and grants; ``wall apply`` needs one
    that may create roles.
    """

    host: str
    name: str
    keeper_dsn_file: str
    port: int = 5432


class Listen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where clients connect, and how many seconds a stranger has for the log-in."""

    host: str = "127.0.0.1"
    port: int = 6432
    login_seconds: float = 15.0


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One installation. Paths are relative to the home folder.

    ``log_writer``: the gateway starts a writer of its own, or connects to one that something else keeps running, such as
    a unit of systemd. ``wall_check_seconds`` lie between two comparisons of the walls with the policy.
    """

    gateway: str
    database: Database
    listen: Listen = Listen()
    policy_dir: str = "policy"
    log_dir: str = "log"
    log_socket: str = "run/log.sock"
    log_writer: Literal["own", "external"] = "own"
    wall_check_seconds: float = 60.0
    control_dsn_file: str = "secrets/control.dsn"
    officials_dsn_file: str = "secrets/officials.dsn"
    readers_dir: str = "secrets/readers"
    floor_file: str = "run/directives.floor"


class Home:
    """A home folder and its settings: paths resolved, secrets read from their files."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings

    @property
    def policy_dir(self) -> Path:
        """The policy bundle's folder."""
        return self.folder / self.settings.policy_dir

    @property
    def log_dir(self) -> Path:
        """The log's folder."""
        return self.folder / self.settings.log_dir

    @property
    def log_socket(self) -> Path:
        """Where the log writer listens."""
        return self.folder / self.settings.log_socket

    @property
    def readers_dir(self) -> Path:
        """The folder with the readers' passwords, one file a profile."""
        return self.folder / self.settings.readers_dir

    @property
    def floor_file(self) -> Path:
        """How far this gateway has seen the chain of directives."""
        return self.folder / self.settings.floor_file

    @property
    def control_dsn(self) -> str:
        """The gateway's connection string for the control database: it only reads there. Raises KeyFileError."""
        return _read_dsn(self.folder / self.settings.control_dsn_file)

    @property
    def officials_dsn(self) -> str:
        """The officials' connection string for the control database: they add steps. Raises KeyFileError."""
        return _read_dsn(self.folder / self.settings.officials_dsn_file)

    @property
    def keeper_dsn(self) -> str:
        """The wall keeper's connection string. Raises KeyFileError."""
        return _read_dsn(self.folder / self.settings.database.keeper_dsn_file)


def load_home(folder: Path) -> Home:
    """The home in ``folder``. Raises SettingsError, naming the key that is missing, unknown or of the wrong type."""
    path = folder / FILE_NAME
    try:
        text = path.read_bytes()
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise SettingsError(
            f"`{path}` cannot be read: {why}",
            hint="Name the home folder with --home; `ostiary demo` makes one.",
        ) from error
    try:
        return Home(folder, msgspec.toml.decode(text, type=Settings))
    except msgspec.MsgspecError as error:
        raise SettingsError(f"`{path}`: {str(error).lower()}") from error


def _read_dsn(path: Path) -> str:
    """A connection string from its file. Nothing of it is ever repeated, because it may hold a password."""
    dsn = read_private_line(path)
    try:
        parts = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        # The library's text quotes the place of the mistake, which may stand in the password.
        parts = {}
    if not parts or _has_misplaced_password(parts):
        raise KeyFileError(
            f"`{path}` holds no connection string that libpq understands",
            hint="In a URI, write `@`, `/`, `?`, `#` and `%` in a password as %40, %2F, %3F, %23 and %25.",
        ) from None
    return dsn


def _has_misplaced_password(parts: Mapping[str, object]) -> bool:
    # A URI's password with a bare `@` or `/` is understood as a host, port or database, and those names are told to
    # people. A host may begin with `@`: that is a Unix socket without a file.
    named = f"{str(parts.get('host', ''))[1:]}{parts.get('dbname', '')}"
    ports = str(parts.get("port", "")).split(",")
    return "@" in named or not all(port.isdecimal() for port in ports if port)
