"""The accounts of the console in the control database.

Knows: how an account is added, ended, listed and looked up, and that the step of a code is taken by a swap.
Must not know: what a password or a secret is, who may do which part of the city's checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg

from ostiary.errors import DirectiveRefused, SettingsError


@dataclass(frozen=True, slots=True)
class KeptAccount:
    """An account that was not ended, as it is kept."""

    name: str
    role: str
    kept_password: str
    code_secret: bytes
    """Sealed under the key of the home."""
    last_step: int


@dataclass(frozen=True, slots=True)
class ListedAccount:
    """What may be shown of an account."""

    name: str
    role: str
    made_at: datetime
    ended_at: datetime | None


def add_account(
    connection: psycopg.Connection, name: str, role: str, kept_password: str, code_secret: bytes
) -> None:
    """Add an account. Raises SettingsError when there is or was one of this name: what it did stays one person's."""
    try:
        connection.execute(
            "INSERT INTO ostiary.console_account (name, role, kept_password, code_secret) VALUES (%s, %s, %s, %s)",
            [name, role, kept_password, code_secret],
        )
    except psycopg.errors.UniqueViolation:
        raise SettingsError(
            f"there is an account `{name}`, or there was one",
            hint="a name is never given twice, so that the log says who it was; choose another",
        ) from None


def end_account(connection: psycopg.Connection, name: str) -> int:
    """End an account and its sessions, at once and for good; how many sessions there were.

    Raises DirectiveRefused when there is no such account, or it has ended.
    """
    with connection.transaction():
        ended = connection.execute(
            "UPDATE ostiary.console_account SET ended_at = clock_timestamp() WHERE name = %s AND ended_at IS NULL",
            [name],
        )
        if ended.rowcount != 1:
            raise DirectiveRefused(
                f"`{name}` is no account that can be ended", hint="`ostiary web user list` shows all"
            )
        return connection.execute("DELETE FROM ostiary.console_session WHERE account = %s", [name]).rowcount


def list_accounts(connection: psycopg.Connection) -> list[ListedAccount]:
    """All accounts, ended ones too, by name."""
    rows = connection.execute(
        "SELECT name, role, made_at, ended_at FROM ostiary.console_account ORDER BY name"
    )
    return [
        ListedAccount(name, role, made.astimezone(UTC), None if ended is None else ended.astimezone(UTC))
        for name, role, made, ended in rows
    ]


def maybe_account(connection: psycopg.Connection, name: str) -> KeptAccount | None:
    """The account of that name, or None where there is none, or it was ended."""
    row = connection.execute(
        "SELECT name, role, kept_password, code_secret, last_step FROM ostiary.console_account"
        " WHERE name = %s AND ended_at IS NULL",
        [name],
    ).fetchone()
    return None if row is None else KeptAccount(row[0], row[1], row[2], bytes(row[3]), row[4])


def take_step(connection: psycopg.Connection, name: str, last_step: int, step: int) -> bool:
    """Take the step of a code, if the last one is still the one that was read; durable when this returns.

    Of two that bring one code at the same moment only the first gets True.
    """
    taken = connection.execute(
        "UPDATE ostiary.console_account SET last_step = %s WHERE name = %s AND last_step = %s AND ended_at IS NULL",
        [step, name, last_step],
    )
    return taken.rowcount == 1
