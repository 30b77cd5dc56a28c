"""The desk's line to the door: one session of the gateway over the PostgreSQL protocol, as one member.

Knows: psycopg, how a client says why it asks, and how an answer, its notices and its error are read.
Must not know: what is searched, pages, who may ask what.

There is no other way to records. The line is opened with what a member has typed and with nothing that the desk has: the
environment, password files and certificates of the account that the desk runs under are all ruled out.
"""

from __future__ import annotations

import select
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg import Connection, RawCursor, sql
from psycopg.conninfo import make_conninfo
from psycopg.errors import Diagnostic
from psycopg.pq import ExecStatus

from ostiary.web.desk.words import MAX_SAID, Said, of_failed_login

CONNECT_SECONDS: Final = 10
MAX_NAME: Final = 100
MAX_PASSWORD: Final = 1_000
MAX_ROWS: Final = 200
"""Rows that are shown of one statement; whoever has more narrows the search. Each statement has a LIMIT of its own too."""
MAX_CELL: Final = 2_000
"""Characters of one value: a narrative is shorter."""

_NOTHING_OF_OURS: Final = {
    "passfile": "/dev/null", "sslcert": "/dev/null/none", "sslkey": "/dev/null/none", "options": "-c ostiary.receipts=on",
    "require_auth": "scram-sha-256", "application_name": "ostiary query desk", "gssencmode": "disable",
    "keepalives_idle": "30", "tcp_user_timeout": "60000",
}  # fmt: skip
"""libpq would take each of these from the environment or from a file otherwise. A password is never sent in the clear."""


@dataclass(frozen=True, slots=True)
class Got:
    """What came of a statement: the names of its columns and its rows as text (None: NULL), what was said, or the error."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    notices: tuple[Said, ...] = ()
    error: Said | None = None
    has_more: bool = False


class LoginRefused(Exception):
    """The door did not let a member in; ``said`` are its words."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.message)
        self.said = said


class LineEnded(Exception):
    """The door has ended the session; ``said`` are its last words."""

    def __init__(self, said: Said) -> None:
        super().__init__(said.message)
        self.said = said


class Line:
    """One open session. Not for use by several threads at once, but for ``close``."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self._notices: list[Said] = []
        connection.add_notice_handler(lambda told: self._notices.append(_said(told)))

    def declare(self, name: str, value: str) -> Said | None:
        """Declare the purpose, the case or a basis (empty: none any more); what the door says against it, or None.

        Raises LineEnded.
        """
        statement = sql.SQL("SET ostiary.{} = {}").format(sql.Identifier(name), sql.Literal(value))
        return self._run(statement.as_string().encode(), ()).error

    def ask(self, statement: str, parameters: Sequence[str]) -> Got:
        """Ask one question; its parameters are bound. Raises LineEnded."""
        return self._run(statement.encode(), parameters)

    def verify_open(self) -> None:
        """Raises LineEnded where the door has ended the session meanwhile. No access: at most a setting is shown."""
        if self._connection.closed:
            raise LineEnded(Said("", "the session has ended"))
        readable, _, _ = select.select([self._connection.fileno()], [], [], 0)
        if readable:
            self._run(b"SHOW ostiary.purpose", ())

    def close(self) -> None:
        """Log out."""
        self._connection.close()

    def _run(self, statement: bytes, parameters: Sequence[str]) -> Got:
        self._notices.clear()
        try:
            with RawCursor(self._connection) as cursor:
                cursor.execute(statement, parameters or None)
                return _got(cursor, tuple(self._notices))
        except psycopg.Error as error:
            said = _said(error.diag) if error.sqlstate else Said("", "the door has closed the line")
            if self._connection.closed:
                raise LineEnded(said) from None
            return Got(notices=tuple(self._notices), error=said)


def door_at(host: str, port: int, database: str, root: str | None) -> str:
    """The connection string of a door, without anybody's name. ``root``: the file that its certificate is verified with; None: in the clear."""
    tls = (
        {"sslmode": "disable"}
        if root is None
        else {"sslmode": "verify-full", "sslrootcert": root, "channel_binding": "require"}
    )
    return make_conninfo(host=host, port=port, dbname=database, **tls)


def open_line(where: str, member: str, password: str, certificate: Mapping[str, str]) -> Line:
    """Log a member in at the door that ``where`` names. Raises LoginRefused with the door's words.

    ``certificate`` proves the agency of everybody at this desk, where it has one: ``sslcert`` and ``sslkey``.
    """
    if not _is_sendable(member, MAX_NAME) or not _is_sendable(password, MAX_PASSWORD):
        # libpq would look for what is empty elsewhere. Nothing is asked: the door would say the same.
        raise LoginRefused(Said("28P01", "name and password are needed"))
    given = {**_NOTHING_OF_OURS, **certificate, "user": member, "password": password}
    try:
        connection = psycopg.connect(
            make_conninfo(where, **given, connect_timeout=CONNECT_SECONDS), autocommit=True
        )
    except (psycopg.Error, UnicodeError) as error:
        raise LoginRefused(of_failed_login(str(error))) from None
    return Line(connection)


def _is_sendable(text: str, most: int) -> bool:
    return 0 < len(text) <= most and "\0" not in text


def _got(cursor: RawCursor[Any], notices: tuple[Said, ...]) -> Got:
    result = cursor.pgresult
    if result is None or result.status != ExecStatus.TUPLES_OK:
        return Got(notices=notices)
    columns = tuple(
        (result.fname(number) or b"").decode(errors="replace") for number in range(result.nfields)
    )
    rows = tuple(
        tuple(_text(result.get_value(row, column)) for column in range(result.nfields))
        for row in range(min(result.ntuples, MAX_ROWS))
    )
    return Got(columns, rows, notices, has_more=result.ntuples > MAX_ROWS)


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode(errors="replace")[:MAX_CELL]


def _said(told: Diagnostic) -> Said:
    return Said(
        _short(told.sqlstate),
        _short(told.message_primary),
        _short(told.message_detail),
        _short(told.message_hint),
        _short(told.constraint_name),
    )


def _short(text: str | None) -> str:
    return (text or "")[:MAX_SAID]
