"""A second opinion: the same statement over copies of what may be seen, in a database that the door does not know.

Knows: the copies, and how to narrow them to the subjects that a log names.
Must not know: the door, what is expected.

The copies are made by statements written by hand. A statement that sees more through the door than over them (a masked
column that a condition sees bare, a hidden row that is counted) answers otherwise there, though no hidden value comes
out; and a row that does not come back over the named subjects alone was about somebody whom the log does not name.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Sequence
from types import TracebackType
from typing import Final, Self

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.pq import ExecStatus

from ostiary.demo.attack.constants import Constants
from ostiary.demo.attack.records import COPIES, SUBJECT_KEYS, TABLES
from ostiary.demo.attack.wire import Row
from ostiary.demo.embedded import EmbeddedPostgres

DATABASE: Final = "referee"
ROLE: Final = "referee"

_SETTINGS: Final = (
    "-c search_path=city -c default_transaction_read_only=on -c statement_timeout=5s -c timezone=UTC"
)


class Referee:
    """The copies, over which statements run as a role that may read them and nothing else. A context manager."""

    def __init__(self, postgres: EmbeddedPostgres) -> None:
        password = secrets.token_urlsafe(18)
        with psycopg.connect(postgres.admin_dsn(), autocommit=True) as admin:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
            admin.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                    sql.Identifier(ROLE), sql.Literal(password)
                )
            )
        self._owner = psycopg.connect(postgres.admin_dsn(DATABASE), autocommit=True)
        for script in ("CREATE SCHEMA city; CREATE SCHEMA copies", TABLES, COPIES, _narrowable()):
            self._owner.execute(script.encode())
        role = make_conninfo(
            host=str(postgres.socket_dir),
            port=postgres.port,
            user=ROLE,
            password=password,
            options=_SETTINGS,
        )
        self._reader = psycopg.connect(role, dbname=DATABASE, autocommit=True)
        self._constants = Constants(make_conninfo(role, dbname="city"))

    def answer(
        self, text: str, parameters: Sequence[str | None] = (), subjects: Collection[int] | None = None
    ) -> Counter[Row] | None:
        """The rows of a statement over all copies, or over rows about those subjects and about nobody.

        None for what does not run there: then there is no second opinion.
        """
        self._narrow(subjects)
        values = [None if each is None else each.encode() for each in parameters]
        result = self._reader.pgconn.exec_params(text.encode(), values)
        if result.status != ExecStatus.TUPLES_OK:
            # Whatever the statement has begun there ends here.
            self._reader.pgconn.exec_(b"ROLLBACK")
            return None
        rows = range(result.ntuples)
        return Counter(tuple(_text(result.get_value(n, m)) for m in range(result.nfields)) for n in rows)

    def is_constant(self, ran: str) -> bool:
        """Whether what the records database ran says the same whatever it holds."""
        return self._constants.is_constant(ran)

    def _narrow(self, subjects: Collection[int] | None) -> None:
        with self._owner.transaction(), self._owner.cursor() as cursor:
            cursor.execute("UPDATE copies.mode SET everything = %s", [subjects is None])
            cursor.execute("DELETE FROM copies.subjects")
            cursor.executemany(
                "INSERT INTO copies.subjects VALUES (%s)", [(each,) for each in subjects or ()]
            )

    def close(self) -> None:
        """End all connections."""
        self._constants.close()
        self._reader.close()
        self._owner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode()


def _narrowable() -> str:
    """The tables as views over the copies, which show rows about all subjects or about some."""
    statements = [
        "ALTER SCHEMA city RENAME TO raw; CREATE SCHEMA city",
        "CREATE TABLE copies.mode AS SELECT true AS everything",
        "CREATE TABLE copies.subjects (subject int8)",
    ]
    for table, key in SUBJECT_KEYS.items():
        among = f"{key} IS NULL OR {key} IN (SELECT subject FROM copies.subjects)"  # noqa: S608 - our own names
        shown = f"(SELECT everything FROM copies.mode) OR {among}" if key else "true"  # noqa: S608 - same
        statements.append(f"CREATE VIEW city.{table} AS SELECT * FROM copies.{table} WHERE {shown}")  # noqa: S608 - same
    statements.append(
        f"GRANT USAGE ON SCHEMA city TO {ROLE}; GRANT SELECT ON ALL TABLES IN SCHEMA city TO {ROLE}"
    )
    return "; ".join(statements)
