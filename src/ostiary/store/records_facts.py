"""What the records database says of itself, of the account that asks, and of what everybody may do there.

Knows: PostgreSQL's catalogues.
Must not know: what is good or bad about it. Nothing is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import psycopg

from ostiary.store.wall import records_connection

_ACCOUNT: Final = """SELECT current_user::text, current_database()::text, rolsuper, rolcreaterole OR rolsuper
    FROM pg_roles WHERE rolname = current_user"""

# From PostgreSQL 15 on a parameter can be granted; the readers' limit on temporary files needs it.
_MAY_LIMIT: Final = "SELECT has_parameter_privilege(current_user, 'temp_file_limit', 'SET')"

_CONNECTIONS: Final = """SELECT current_setting('max_connections')::int
    - current_setting('superuser_reserved_connections')::int"""

# Grantee 0 is PUBLIC. A database without a list of its own has the built-in one.
_PUBLIC: Final = """SELECT d.datname::text, a.privilege_type FROM pg_database d,
        LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
    WHERE a.grantee = 0 AND d.datallowconn AND (d.datname = current_database()) = (a.privilege_type = 'TEMPORARY')
        AND a.privilege_type IN ('TEMPORARY', 'CONNECT')
    ORDER BY 1"""

_PUBLIC_SCHEMAS: Final = """SELECT n.nspname::text FROM pg_namespace n, LATERAL aclexplode(n.nspacl) a
    WHERE a.grantee = 0 AND a.privilege_type = 'CREATE' ORDER BY 1"""


@dataclass(frozen=True, slots=True)
class RecordsFacts:
    """One look.

    ``ahead_seconds`` is how far its clock is ahead of ours. ``public_connects`` are the other databases that everybody
    may connect to, ``public_creates`` the schemas in which everybody may make things.
    """

    version: str
    ahead_seconds: float
    account: str
    database: str
    is_superuser: bool
    may_build: bool
    may_limit: bool
    connections: int
    public_has_temporary: bool
    public_connects: tuple[str, ...]
    public_creates: tuple[str, ...]


def look_at_records(dsn: str) -> RecordsFacts:
    """Look with this account. Raises UpstreamDown, and WallMismatch when the account may not look."""
    with records_connection(dsn) as connection:
        account, database, is_superuser, may_build = _row(connection, _ACCOUNT)
        public = connection.execute(_PUBLIC.encode()).fetchall()
        return RecordsFacts(
            version=str(connection.info.parameter_status("server_version") or ""),
            ahead_seconds=_ahead(connection),
            account=str(account),
            database=str(database),
            is_superuser=bool(is_superuser),
            may_build=bool(may_build),
            may_limit=connection.info.server_version >= 150_000 and bool(_row(connection, _MAY_LIMIT)[0]),  # noqa: PLR2004 - see above
            connections=int(str(_row(connection, _CONNECTIONS)[0])),
            public_has_temporary=any(privilege == "TEMPORARY" for _, privilege in public),
            public_connects=tuple(str(name) for name, privilege in public if privilege == "CONNECT"),
            public_creates=tuple(
                str(name) for (name,) in connection.execute(_PUBLIC_SCHEMAS.encode()).fetchall()
            ),
        )


def try_reader(dsn: str, role: str, password: str) -> str:
    """Log in as a reader and leave again: empty when that works, otherwise what the database or the network says."""
    try:
        psycopg.connect(dsn, user=role, password=password, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        return str(error).strip().rpartition("\n")[2].rpartition("FATAL:")[2].strip() or "no answer"
    return ""


def _ahead(connection: psycopg.Connection) -> float:
    """The database's clock against the middle of the question's way."""
    sent = datetime.now(UTC)
    (theirs,) = _row(connection, "SELECT clock_timestamp()")
    back = datetime.now(UTC)
    if not isinstance(theirs, datetime):
        return 0.0
    return (theirs - (sent + (back - sent) / 2)).total_seconds()


def _row(connection: psycopg.Connection, query: str) -> tuple[object, ...]:
    return connection.execute(query.encode()).fetchone() or ()
