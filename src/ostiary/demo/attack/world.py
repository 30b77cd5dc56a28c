"""The world that attacks are made in: a database server, a policy, both walls, a log, the door, one member.

Knows: the order in which all that is set up, and where each part stands.
Must not know: attacks, and how an answer is judged.

Everything but the people is real: the policy is read by the loader that reads a city's, and the door is `ostiary serve`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import psycopg
from psycopg.conninfo import make_conninfo

from ostiary.demo.attack.records import BESIDE, OWNER, TABLES
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.demo.gateway_process import GatewayProcess
from ostiary.demo.installation import furnish, make_databases, write_settings
from ostiary.demo.people import Person
from ostiary.demo.place import free_port
from ostiary.errors import SettingsError
from ostiary.model.agency import Member
from ostiary.model.request import Context
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.profiles import profile_of
from ostiary.sql.wall_names import reader_of, schema_of
from ostiary.store.bundle_files import read_bundle
from ostiary.store.reader_passwords import read_reader_passwords

TESTER: Final = Person(Member("tester-1", "laboratory", "tester"), "security tester", "investigation")
PACK: Final = Path(__file__).resolve().parent / "policy"

_TELLING: Final = ("ALTER SYSTEM SET log_statement = 'all'", "ALTER SYSTEM SET log_line_prefix = '%u '")
"""What makes the server tell each statement that it runs, and for whom. Said when passwords have been set."""


@dataclass(frozen=True, slots=True)
class AttackWorld:
    """A world that stands. ``profile`` is what the tester may read; its door listens at ``port``."""

    folder: Path
    port: int
    postgres: EmbeddedPostgres
    password: str
    case: str
    profile: str
    gateway: GatewayProcess

    @property
    def log_dir(self) -> Path:
        """The folder of the log."""
        return self.folder / "log"

    @property
    def mask_schema(self) -> str:
        """The schema with the mask views that the tester's statements are composed over."""
        return schema_of(self.profile)

    def parameters(self, **declared: str) -> Mapping[str, str]:
        """What the tester says on connecting; ``declared`` adds to what is declared, or replaces it."""
        settings = {"purpose": TESTER.purpose, "case": self.case, **declared}
        return {
            "user": TESTER.member.code,
            "database": "city",
            **{f"ostiary.{name}": value for name, value in settings.items() if value},
        }

    @property
    def reader_dsn(self) -> str:
        """The connection string of the second wall's reader, whom the door logs in as."""
        passwords = read_reader_passwords(self.folder / "secrets" / "readers")
        return make_conninfo(
            host=str(self.postgres.socket_dir),
            port=self.postgres.port,
            dbname="city",
            user=reader_of(self.profile),
            password=passwords[self.profile],
        )


@contextmanager
def standing(folder: Path, progress: Callable[[str], None], pack: Path = PACK) -> Iterator[AttackWorld]:
    """A world in an empty folder, with its door open; all of it ends with the block.

    ``progress`` is told what comes next, ``pack`` is the policy. Raises BundleError and what else its parts raise.
    """
    for name in ("keys", "secrets", "run"):
        (folder / name).mkdir(mode=0o700)
    progress("an embedded PostgreSQL 18")
    with EmbeddedPostgres.start(folder / "postgres") as postgres:
        make_databases(postgres)
        progress("records, half of whose values are hidden")
        _fill(postgres)
        port = free_port()
        furnish(folder, port, postgres, progress, pack=pack, people=(TESTER,))
        write_settings(folder, port, None, postgres)
        _let_it_tell(postgres)
        progress("the door")
        with GatewayProcess(folder) as gateway:
            yield _world(folder, port, postgres, gateway)


def _fill(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.admin_dsn("city")) as connection:
        for script in (
            f"CREATE ROLE {OWNER} NOLOGIN",
            f"CREATE SCHEMA city AUTHORIZATION {OWNER}",
            f"SET LOCAL ROLE {OWNER}",
            TABLES,
            "RESET ROLE",
            BESIDE,
        ):
            connection.execute(script.encode())


def _let_it_tell(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.admin_dsn("city"), autocommit=True) as connection:
        for statement in (*_TELLING, "SELECT pg_reload_conf()"):
            connection.execute(statement.encode())


def _world(folder: Path, port: int, postgres: EmbeddedPostgres, gateway: GatewayProcess) -> AttackWorld:
    bundle, member = read_bundle(folder / "policy"), TESTER.member
    case = bundle.case_example
    context = Context(
        member=member.code,
        agency=member.agency,
        role=member.role,
        purpose=TESTER.purpose,
        beneficiary=member.agency,
        case=case,
    )
    password = (folder / "members.pgpass").read_text("utf-8").strip().rpartition(":")[2]
    profile = profile_of(IndexedPolicy(bundle), context, datetime.now(UTC).date())
    if not profile.views:
        raise SettingsError(
            f"under this policy `{member.agency}` may read nothing for `{TESTER.purpose}`",
            hint=f"permit something to `{member.agency}` for `{TESTER.purpose}`; attacks on nothing show nothing",
        )
    return AttackWorld(folder, port, postgres, password, case, profile.id, gateway)
