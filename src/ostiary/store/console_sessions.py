"""The sessions of the console in the control database, by the digests of their tokens.

Knows: how a session is begun, found, marked as used, ended; that an account that was ended has none.
Must not know: tokens, cookies, how long a session may last, what time it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg


@dataclass(frozen=True, slots=True)
class FoundSession:
    """A session and its account's role now. Instants are seconds since 1970 UTC."""

    account: str
    role: str
    began: int
    used: int


def begin_session(connection: psycopg.Connection, digest: bytes, account: str, now: int) -> None:
    """Keep a new session; durable when this returns."""
    connection.execute(
        "INSERT INTO ostiary.console_session (digest, account, began, used) VALUES (%s, %s, %s, %s)",
        [digest, account, now, now],
    )


def maybe_found(connection: psycopg.Connection, digest: bytes) -> FoundSession | None:
    """The session of a token's digest; None where there is none, or its account was ended."""
    row = connection.execute(
        "SELECT account, role, began, used FROM ostiary.console_session JOIN ostiary.console_account ON name = account"
        " WHERE digest = %s AND ended_at IS NULL",
        [digest],
    ).fetchone()
    return None if row is None else FoundSession(*row)


def mark_used(connection: psycopg.Connection, digest: bytes, now: int) -> None:
    """Note that a session was used; an instant before the last one changes nothing."""
    connection.execute(
        "UPDATE ostiary.console_session SET used = %(now)s WHERE digest = %(digest)s AND used < %(now)s",
        {"now": now, "digest": digest},
    )


def end_session(connection: psycopg.Connection, digest: bytes) -> None:
    """End a session; nothing happens where there is none."""
    connection.execute("DELETE FROM ostiary.console_session WHERE digest = %s", [digest])


def forget_sessions(connection: psycopg.Connection, *, used_before: int, began_before: int) -> None:
    """Remove what is over anyway."""
    connection.execute(
        "DELETE FROM ostiary.console_session WHERE used <= %s OR began <= %s", [used_before, began_before]
    )
