"""One member's client: a connection that is kept as long as it lives, and used anew for each access.

Knows: psycopg, and how a client declares why it asks.
Must not know: what is asked, or when.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Final

import psycopg
from psycopg import AsyncConnection, AsyncRawCursor, sql
from psycopg.conninfo import make_conninfo

from ostiary.demo.traffic.intentions import Intention, Stated
from ostiary.demo.traffic.tally import LOST, Outcome

CONNECT_SECONDS: Final = 15

# libpq reports a refused log-in without its SQLSTATE; these are in what the door says.
_REFUSED_LOGINS: Final[Mapping[str, str]] = {
    "was cut off by directive": "28000",
    "is not a case number": "22023",
    "there is no purpose": "22023",
    "password": "28P01",
    "has lost touch with the control database": "57P03",
    "is not available": "57P03",
    "is closing": "57P01",
    "as many ": "53300",
}


class Client:
    """A member's client at one place. Not for two accesses at once."""

    def __init__(self, agency: str, conninfo: str) -> None:
        self.agency = agency
        self.logins = 0
        self._conninfo = conninfo
        self._connection: AsyncConnection[tuple[object, ...]] | None = None
        self._stated = Stated()

    async def perform(self, meant: Intention) -> Outcome:
        """Do what is meant, and say what came of it; a refusal is an outcome, never an error."""
        sent, began = time.time(), time.monotonic()
        try:
            rows, sqlstate = await self._ask(meant), ""
        except psycopg.Error as error:
            rows, sqlstate = 0, error.sqlstate or _sqlstate_of(str(error))
        if self._connection is not None and self._connection.closed:
            self._connection = None
        return Outcome(meant, self.agency, sent, time.monotonic() - began, rows, sqlstate)

    async def close(self) -> None:
        """Log out."""
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def _ask(self, meant: Intention) -> int:
        if meant.anew:
            await self.close()
        connection = self._connection
        if connection is None:
            connection = self._connection = await self._log_in(meant.stated)
        await self._state(connection, meant.stated)
        async with connection.cursor() as cursor:
            await cursor.execute(meant.question.statement.encode(), meant.question.parameters or None)
            return len(await cursor.fetchall())

    async def _log_in(self, stated: Stated) -> AsyncConnection[tuple[object, ...]]:
        self.logins += 1
        options = " ".join(f"-c ostiary.{name}={value}" for name, value in _declared(stated).items() if value)
        connection = await AsyncConnection.connect(
            make_conninfo(self._conninfo, options=options, connect_timeout=CONNECT_SECONDS),
            autocommit=True,
            cursor_factory=AsyncRawCursor,
        )
        self._stated = stated
        return connection

    async def _state(self, connection: AsyncConnection[tuple[object, ...]], stated: Stated) -> None:
        for name, value in _declared(stated).items():
            if value != getattr(self._stated, name):
                await connection.execute(
                    sql.SQL("SET ostiary.{} = {}").format(sql.Identifier(name), sql.Literal(value))
                )
                # One by one: what is refused has not become what is declared.
                self._stated = replace(self._stated, **{name: value})


def _declared(stated: Stated) -> Mapping[str, str]:
    return {field.name: getattr(stated, field.name) for field in fields(stated)}


def _sqlstate_of(text: str) -> str:
    return next((code for words, code in _REFUSED_LOGINS.items() if words in text), LOST)
