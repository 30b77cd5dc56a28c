"""A whole installation in one folder: database, policy, keys, log, wall, members.

Knows: the order in which a custodian would set Ostiary up.
Must not know: the story that is told with it.

Everything is real but the people: the same files, roles and signed directives stand in a city's installation.
"""

from __future__ import annotations

import secrets
import shlex
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Self

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from ostiary.demo.accounts import BUILDER_DSN, make_accounts
from ostiary.demo.certificates import SERVER, Certified, write_certificate
from ostiary.demo.city.build import CityCounts, Watcher, build_city, unwatched
from ostiary.demo.city.sizes import SMALL, Size
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.demo.letters import draw_office_key
from ostiary.demo.officials import bring_into_force
from ostiary.demo.people import PEOPLE, SIGNATORIES, SUPERINTENDENT, Person
from ostiary.demo.place import verify_room
from ostiary.demo.ports import Ports
from ostiary.model.directive import Enrolled, Enrolment
from ostiary.pgwire.scram import SALT_SIZE, derive_verifier
from ostiary.policy.profiles import all_profiles
from ostiary.server.settings import FILE_NAME, read_dsn
from ostiary.store.bundle_files import read_bundle
from ostiary.store.code_secrets import make_sealer
from ostiary.store.key_files import write_new_key, write_private
from ostiary.store.log.folder import create_log
from ostiary.store.log.second_key import maybe_draw_second_key
from ostiary.store.master_key import read_master_key, write_new_master_key
from ostiary.store.reader_passwords import write_reader_passwords
from ostiary.store.wall import apply_walls

POLICY: Final = "chicago-2019"
ORIGIN: Final = "log.city.example/ostiary/demonstration"
SEED: Final = 2019
MASTER_KEY: Final = "secrets/log-master.key"
CODE_KEY: Final = "secrets/web-codes.key"

Progress = Callable[[str], None]
"""Told what comes next, in words."""


@dataclass(frozen=True, slots=True)
class Installation:
    """An installation whose database runs. Its gateway is to listen at ``port``, and to answer monitoring at the other."""

    folder: Path
    port: int
    postgres: EmbeddedPostgres
    counts: CityCounts
    monitoring_port: int | None = None

    @property
    def pgpass(self) -> Path:
        """The members' passwords in the form that psql and every driver on libpq read."""
        return self.folder / "members.pgpass"

    @property
    def verified(self) -> str:
        """What a client adds to its connection string so that it speaks over TLS, with this door and no other."""
        return verified(self.folder)

    def password(self, member: str) -> str:
        """A member's password, as ``pgpass`` has it. Raises KeyError for somebody who is none."""
        lines = self.pgpass.read_text("utf-8").splitlines()
        return dict(line.split(":")[3:5] for line in lines)[member]

    def key_file(self, code: str) -> Path:
        """An official's key file."""
        return self.folder / "keys" / f"{code}.key"

    @property
    def exports(self) -> tuple[str, ...]:
        """Lines for a shell with what psql and every driver on libpq need besides a user."""
        return (
            f"export PGHOST=127.0.0.1 PGPORT={self.port} PGDATABASE=city",
            f"export PGPASSFILE={shlex.quote(str(self.pgpass))}",
        )

    def conninfo(self, person: Person, **options: str) -> str:
        """A libpq connection string for a member, with the member's purpose and other declared settings."""
        where = make_conninfo(host="127.0.0.1", port=self.port, dbname="city", passfile=str(self.pgpass))
        return f"{where} {self.short_conninfo(person, **options)}"

    def short_conninfo(self, person: Person, **options: str) -> str:
        """The same for whoever has typed ``exports``."""
        settings = {"purpose": person.purpose, **options}
        declared = " ".join(f"-c ostiary.{name}={value}" for name, value in settings.items() if value)
        return f"user={person.member.code} options='{declared}'"

    def stop(self) -> None:
        """Stop the database; its data is gone with it, the log stays."""
        self.postgres.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def verified(folder: Path) -> str:
    """What a client of the installation in that folder adds to its connection string, as `Installation.verified`."""
    root = folder / "tls" / "root.pem"
    return make_conninfo(sslmode="verify-full", sslrootcert=str(root), channel_binding="require")


def set_up(
    folder: Path,
    *,
    port: int,
    incidents_file: Path | None,
    progress: Progress,
    size: Size = SMALL,
    watcher: Watcher = unwatched,
    monitoring_port: int | None = None,
    faces: Ports | None = None,
) -> Installation:
    """Set an installation up in ``folder``, which must hold nothing of one; ``watcher`` is told how the city grows.

    Its gateway is to answer monitoring at ``monitoring_port``, if one is given, and its faces browsers at those ports.
    Raises what its parts raise, and SettingsError when the disk has no room for a city of that size.
    """
    for name in ("keys", "secrets", "run"):
        (folder / name).mkdir(mode=0o700, parents=True)
    progress("an embedded PostgreSQL 18")
    postgres = EmbeddedPostgres.start(folder / "postgres", size.server)
    try:
        verify_room(postgres.socket_dir, size.disk)
        make_databases(postgres)
        today = datetime.now(UTC).date()
        progress("a city of made-up people")
        counts = build_city(
            postgres.admin_dsn("city"),
            seed=SEED,
            today=today,
            size=size,
            incidents_file=incidents_file,
            watcher=watcher,
        )
        furnish(folder, port, postgres, progress, pack=policy_folder(POLICY), people=PEOPLE)
        write_settings(folder, port, monitoring_port, postgres, faces)
        return Installation(folder, port, postgres, counts, monitoring_port)
    except BaseException:
        postgres.stop()
        raise


def furnish(
    folder: Path,
    port: int,
    postgres: EmbeddedPostgres,
    progress: Progress,
    *,
    pack: Path,
    people: Sequence[Person],
) -> None:
    """All that stands around the records: accounts, the policy of that folder, wall, log, and these people as members.

    The folders `keys`, `secrets` and `run` and both databases must be there. Raises what its parts raise.
    """
    make_accounts(folder, postgres)
    progress("the policy, with the keys of two officials")
    _write_policy(folder, pack)
    progress("the second wall, generated from the policy")
    _build_walls(folder, datetime.now(UTC).date())
    _certify(folder)
    progress("the log")
    _make_log(folder)
    progress("members, enrolled by two signatures")
    _enrol(folder, port, people)


def _make_log(folder: Path) -> None:
    """A log that is sealed from its first entry on. A city keeps the master key on another disk."""
    make_sealer(folder / CODE_KEY)
    write_new_master_key(folder / MASTER_KEY, "the-demonstration")
    create_log(
        folder / "log",
        ORIGIN,
        secrets.token_bytes(32),
        maybe_draw_second_key(ORIGIN),
        read_master_key(folder / MASTER_KEY),
    )


def policy_folder(name: str) -> Path:
    """A policy pack that comes with Ostiary: beside the sources, or inside the installed package."""
    package = Path(__file__).resolve().parents[1]
    beside_sources = package.parents[1] / "policies" / name
    return beside_sources if beside_sources.is_dir() else package / "policies" / name


def make_databases(postgres: EmbeddedPostgres) -> None:
    """The empty databases of the records and of the directives."""
    with psycopg.connect(postgres.admin_dsn(), autocommit=True) as connection:
        for name in ("city", "control"):
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _write_policy(folder: Path, pack: Path) -> None:
    shutil.copytree(pack, folder / "policy")
    entries = ["# The officials of the demonstration; their keys were drawn when it was set up.\n"]
    for signatory in SIGNATORIES:
        vkey = write_new_key(folder / "keys" / f"{signatory.code}.key", f"city.example/{signatory.code}")
        entries.append(
            f'[[official]]\ncode = "{signatory.code}"\nname = "{signatory.name}"\n'
            f'office = "{signatory.office}"\nvkey = "{vkey}"\n'
        )
    (folder / "policy" / "officials.toml").write_text("\n".join(entries), "utf-8")


def _build_walls(folder: Path, today: date) -> None:
    bundle = read_bundle(folder / "policy")
    passwords = apply_walls(read_dsn(folder / BUILDER_DSN), all_profiles(bundle, today), bundle.catalogue)
    write_reader_passwords(folder / "secrets" / "readers", passwords)


def _certify(folder: Path) -> None:
    """A certificate for the door, by an authority of our own whose key is kept nowhere."""
    now = datetime.now(UTC)
    authority = Certified.authority("the demonstration's authority (made up)", now)
    (folder / "tls").mkdir(mode=0o700)
    write_certificate(folder / "tls" / "root.pem", authority.certificate)
    door = authority.issue("the demonstration's door", now, SERVER, hosts=("127.0.0.1", "localhost"))
    door.write(folder / "tls" / "door.pem", folder / "tls" / "door.key")


def _enrol(folder: Path, port: int, people: Sequence[Person]) -> None:
    passwords = {person.member.code: secrets.token_urlsafe(12) for person in people}
    members = tuple(
        Enrolled(
            person.member,
            derive_verifier(passwords[person.member.code], secrets.token_bytes(SALT_SIZE)).format(),
        )
        for person in people
    )
    bring_into_force(folder, Enrolment(members))
    lines = (f"127.0.0.1:{port}:*:{code}:{password}\n" for code, password in passwords.items())
    write_private(folder / "members.pgpass", "".join(lines).encode())


def write_settings(
    folder: Path,
    port: int,
    monitoring_port: int | None,
    postgres: EmbeddedPostgres,
    faces: Ports | None = None,
) -> None:
    """The settings of a gateway that listens at that port, with TLS for whoever wants it, and of its faces. Raises SettingsError."""
    lines = [
        "# Written by `ostiary demo`. Paths are relative to this folder; what is secret stands in files of its own.",
        'gateway = "demo-1"',
        # Whoever ends a demonstration waits in front of it.
        "drain_seconds = 1",
        "",
        "[database]",
        f'host = "{postgres.socket_dir}"',
        f"port = {postgres.port}",
        'name = "city"',
        'keeper_dsn_file = "secrets/keeper.dsn"',
        "",
        "[log]",
        "# A city keeps it on another disk than the log.",
        f'master_key_file = "{MASTER_KEY}"',
        "",
        "[web]",
        f'code_key_file = "{CODE_KEY}"',
        'console_dsn_file = "secrets/console.dsn"',
        *([] if faces is None else [f"port = {faces.console}", *_other_faces(folder, faces)]),
        "",
        "[disclosures]",
        "# A city waits ten days (the default); here a day can be told of at once.",
        "delay_days = 0",
        "",
        "[listen]",
        f"port = {port}",
        "# A city requires TLS (`required = true`, the default); here a client may also speak in the clear.",
        'tls = { certificate_file = "tls/door.pem", key_file = "tls/door.key", required = false }',
    ]
    if monitoring_port is not None:
        lines += ["", "[metrics]", f"port = {monitoring_port}"]
    (folder / FILE_NAME).write_text("\n".join(lines) + "\n", "utf-8")


def _other_faces(folder: Path, ports: Ports) -> tuple[str, ...]:
    shutil.copy(Path(__file__).with_name("desk.toml"), folder)
    return (
        "",
        "[desk]",
        f"port = {ports.desk}",
        'door_root_file = "tls/root.pem"',
        "",
        "[portal]",
        f"port = {ports.portal}",
        'dsn_file = "secrets/portal.dsn"',
        f'letters_sealed_to = "{draw_office_key(folder)}"',
        "# The key of the official who stands at the counter; a city's is on a card.",
        f'counter_key_file = "keys/{SUPERINTENDENT.code}.key"',
    )
