"""The demonstration's accounts in its databases, each with its own work and nothing else, as docs/install.md has them.

Knows: which parts need an account, what each may do, where its connection string goes.
Must not know: what the databases hold.

The superuser is used while everything is set up, and afterwards only by the story, which compares what the door shows
with what is there.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from ostiary.demo.city.schema import OWNER
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.store.console_tables import CONSOLE_KEEPER_ROLE, CONSOLE_ROLE
from ostiary.store.control import READER_ROLE, WRITER_ROLE, install
from ostiary.store.key_files import write_private
from ostiary.store.resident_tables import RESIDENT_ROLE

BUILDER_DSN: Final = Path("custody", "builder.dsn")
"""The connection string of the account that builds walls, below the home folder: in a city the custodian has it."""

USERS_DSN: Final = Path("custody", "web-users.dsn")
"""That of the account that adds and ends accounts of the console: in a city the custodian has it too."""

_BUILDER: Final = (
    f"GRANT {OWNER} TO ostiary_builder",
    "GRANT CREATE ON DATABASE city TO ostiary_builder",
    "GRANT SET ON PARAMETER temp_file_limit TO ostiary_builder",
)
_PUBLIC: Final = (
    "REVOKE TEMPORARY ON DATABASE city FROM PUBLIC",
    "REVOKE CONNECT ON DATABASE control, postgres, template1 FROM PUBLIC",
    "GRANT CONNECT ON DATABASE control TO ostiary_gateway, ostiary_officials, ostiary_web, ostiary_web_users, ostiary_portal",
)


def make_accounts(folder: Path, postgres: EmbeddedPostgres) -> None:
    """Make all accounts, and write the connection string of each; the databases must be there, and the city in its own."""
    install(postgres.admin_dsn("control"))
    (folder / "custody").mkdir(mode=0o700, exist_ok=True)
    with psycopg.connect(postgres.admin_dsn("city"), autocommit=True) as connection:
        for role, database, path, rights in (
            ("ostiary_gateway", "control", Path("secrets", "control.dsn"), f"IN ROLE {READER_ROLE}"),
            ("ostiary_officials", "control", Path("secrets", "officials.dsn"), f"IN ROLE {WRITER_ROLE}"),
            ("ostiary_web", "control", Path("secrets", "console.dsn"), f"IN ROLE {CONSOLE_ROLE}"),
            ("ostiary_web_users", "control", USERS_DSN, f"IN ROLE {CONSOLE_KEEPER_ROLE}"),
            ("ostiary_portal", "control", Path("secrets", "portal.dsn"), f"IN ROLE {RESIDENT_ROLE}"),
            ("ostiary_keeper", "city", Path("secrets", "keeper.dsn"), ""),
            ("ostiary_builder", "city", BUILDER_DSN, "CREATEROLE"),
        ):
            password = secrets.token_urlsafe(24)
            create = sql.SQL(f"CREATE ROLE {{}} LOGIN PASSWORD {{}} {rights}")
            connection.execute(create.format(sql.Identifier(role), sql.Literal(password)))
            dsn = f"host={postgres.socket_dir} port={postgres.port} dbname={database} user={role} password={password}"
            write_private(folder / path, f"{dsn}\n".encode())
        for statement in (*_BUILDER, *_PUBLIC):
            connection.execute(statement.encode())
