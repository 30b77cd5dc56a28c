"""The settings of an installation, from ``ostiary.toml`` in its home folder.

Knows: the keys, their defaults, what each is for, and that what is secret stands in files of its own.
Must not know: how a file of settings is read, what is done with any of them.

The description of a key stands beside it and nowhere else: messages, `ostiary config` and docs/configuration.md repeat
it. A key whose type is a ``Secret...`` names a file that only the gateway's account may open.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
import psycopg
from msgspec import Meta
from psycopg.conninfo import conninfo_to_dict

from ostiary.directives.act_form import MAX_URGENT_HOURS
from ostiary.door.cancels import MAX_WORKERS
from ostiary.errors import KeyFileError, SettingsError
from ostiary.server.setting_sections import (
    Database,
    Desk,
    Disclosures,
    FilePath,
    Listen,
    Log,
    Metrics,
    Portal,
    Seconds,
    SecretFile,
    SecretFolder,
    Web,
    Witnesses,
)
from ostiary.server.settings_text import Read, read_settings
from ostiary.server.watch_section import Watch
from ostiary.store.key_files import read_private_line

FILE_NAME: Final = "ostiary.toml"

_NO_HOME: Final = "Name the home folder with --home; `ostiary demo` makes one."
_OF_ANOTHER: Final = (
    "Run this as the account that the home folder belongs to, or name another folder with --home."
)


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One installation. Paths are relative to the home folder."""

    gateway: Annotated[
        str,
        Meta(min_length=1, description="this gateway's name, as it stands in entries, events and metrics"),
    ]
    database: Database
    listen: Listen = Listen()
    workers: Annotated[
        int,
        Meta(
            ge=0,
            le=MAX_WORKERS,
            description="how many processes serve clients; 0: one for each processor core",
            extra={"flag": "serve --workers"},
        ),
    ] = 1
    metrics: Metrics = Metrics()
    witnesses: Witnesses = Witnesses()
    disclosures: Disclosures = Disclosures()
    log: Log = Log()
    web: Web = Web()
    desk: Desk = Desk()
    portal: Portal = Portal()
    watch: Watch = Watch()
    policy_dir: Annotated[
        FilePath,
        Meta(description="the folder of the founding policy, which is in force until a directive changes it"),
    ] = "policy"
    policies_dir: Annotated[
        FilePath, Meta(description="the folder with copies of the policies that directives have ordered")
    ] = "run/policies"
    log_dir: Annotated[FilePath, Meta(description="the folder of the log")] = "log"
    log_socket: Annotated[FilePath, Meta(description="where the log writer listens")] = "run/log.sock"
    log_writer: Annotated[
        Literal["own", "external"],
        Meta(
            description="whether the gateway starts a log writer of its own, or connects to one that something else"
            " keeps running, such as a unit of systemd"
        ),
    ] = "own"
    wall_check_seconds: Annotated[
        Seconds,
        Meta(
            description="how much time lies between two comparisons of the walls with the policy at most; a change is looked at within a second"
        ),
    ] = 60.0
    drain_seconds: Annotated[
        float,
        Meta(
            ge=0,
            le=3_600,
            description="how long statements that run may go on when the gateway is told to stop; whatever stops the"
            " gateway must wait longer before it uses force",
        ),
    ] = 10.0
    urgent_cut_off_hours: Annotated[
        int,
        Meta(
            ge=1,
            le=MAX_URGENT_HOURS,
            description="after how many hours a cut-off that one official has put in force alone lapses, unless another one"
            " confirms it",
        ),
    ] = 24
    control_dsn_file: Annotated[
        SecretFile,
        Meta(description="the gateway's connection string for the control database: it only reads there"),
    ] = "secrets/control.dsn"
    officials_dsn_file: Annotated[
        SecretFile,
        Meta(description="the officials' connection string for the control database: they add steps"),
    ] = "secrets/officials.dsn"
    readers_dir: Annotated[
        SecretFolder, Meta(description="the folder with the readers' passwords, which `wall apply` writes")
    ] = "secrets/readers"
    floor_file: Annotated[
        FilePath, Meta(description="how far this gateway has seen the chain of directives")
    ] = "run/directives.floor"
    register_dir: Annotated[
        FilePath,
        Meta(
            description="the folder that the gateway writes the public register of directives to, as JSON and as an Atom"
            " feed, for a web server to give out"
        ),
    ] = "register"


class Home:
    """A home folder and its settings: paths resolved, secrets read from their files."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings

    @property
    def policy_dir(self) -> Path:
        """The founding policy's folder."""
        return self.folder / self.settings.policy_dir

    @property
    def policies_dir(self) -> Path:
        """Copies of the policies that directives have ordered."""
        return self.folder / self.settings.policies_dir

    @property
    def log_dir(self) -> Path:
        """The log's folder."""
        return self.folder / self.settings.log_dir

    @property
    def watch_dir(self) -> Path:
        """The watch folder."""
        return self.folder / self.settings.watch.folder

    @property
    def log_socket(self) -> Path:
        """Where the log writer listens."""
        return self.folder / self.settings.log_socket

    @property
    def master_key_file(self) -> Path | None:
        """The file of the log's master key; None: the log is in the clear."""
        name = self.settings.log.master_key_file
        return None if name is None else self.folder / name

    @property
    def head_dsn_file(self) -> Path | None:
        """The file with the log writer's connection string for the control database; None: the head stands here alone."""
        name = self.settings.log.head_dsn_file
        return None if name is None else self.folder / name

    @property
    def readers_dir(self) -> Path:
        """The folder with the readers' passwords, one file a profile."""
        return self.folder / self.settings.readers_dir

    @property
    def floor_file(self) -> Path:
        """How far this gateway has seen the chain of directives."""
        return self.folder / self.settings.floor_file

    @property
    def register_dir(self) -> Path:
        """The folder of the public register of directives."""
        return self.folder / self.settings.register_dir

    @property
    def records_root_file(self) -> Path | None:
        """What the records database's certificate is verified with; None: it is spoken to in the clear."""
        tls = self.settings.database.tls
        return self.folder / tls.root_certificate_file if tls is not None else None

    @property
    def control_dsn(self) -> str:
        """The gateway's connection string for the control database: it only reads there. Raises KeyFileError."""
        return read_dsn(self.folder / self.settings.control_dsn_file)

    @property
    def officials_dsn(self) -> str:
        """The officials' connection string for the control database: they add steps. Raises KeyFileError."""
        return read_dsn(self.folder / self.settings.officials_dsn_file)

    @property
    def console_dsn(self) -> str:
        """The console's connection string for the control database. Raises KeyFileError, and SettingsError where none is named."""
        return read_dsn(self._named("web.console_dsn_file", self.settings.web.console_dsn_file))

    @property
    def code_key_file(self) -> Path:
        """The key under which the secrets of one-time codes are sealed. Raises SettingsError where none is named."""
        return self._named("web.code_key_file", self.settings.web.code_key_file)

    @property
    def portal_dsn(self) -> str:
        """The resident portal's connection string for the control database. Raises KeyFileError, and SettingsError as above."""
        return read_dsn(self._named("portal.dsn_file", self.settings.portal.dsn_file))

    @property
    def counter_key_file(self) -> Path | None:
        """The key that signs disclosures at the console's counter; None: slips are issued at a terminal alone."""
        name = self.settings.portal.counter_key_file
        return None if name is None else self.folder / name

    @property
    def keeper_dsn(self) -> str:
        """The wall keeper's connection string. Raises KeyFileError."""
        return read_dsn(self.folder / self.settings.database.keeper_dsn_file)

    def _named(self, key: str, name: str | None) -> Path:
        if name is None:
            raise SettingsError(f"the setting `{key}` is missing", hint="docs/console.md says what it is for")
        return self.folder / name


def load_home(folder: Path) -> Home:
    """The home in ``folder``. Raises SettingsError for everything that is wrong with its settings, each with its place."""
    return Home(folder, read_home(folder).settings)


def read_home(folder: Path) -> Read[Settings]:
    """The settings of the home in ``folder`` with where each stands. Raises SettingsError as ``load_home``."""
    path = folder / FILE_NAME
    try:
        text = path.read_bytes()
    except OSError as error:
        why = (error.strerror or "unknown reason").lower()
        raise SettingsError(
            f"`{path}` cannot be read: {why}",
            hint=_OF_ANOTHER if isinstance(error, PermissionError) else _NO_HOME,
        ) from error
    return read_settings(text, str(path), Settings)


def read_dsn(path: Path) -> str:
    """A connection string from its file. Nothing of it is ever repeated, because it may hold a password.

    Raises KeyFileError when the file is not private, or holds no connection string.
    """
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
