"""Officials' signing keys in the control database, each closed under a passphrase.

Knows: a table of closed keys, one for each account.
Must not know: passphrases, how a key is closed, what is signed.

Who reads the table has closed keys and may try passphrases; who writes to it can only take keys away or exchange them for
others, which the register then does not know.
"""

from __future__ import annotations

from dataclasses import dataclass

import psycopg


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A closed key: whose account it is for, which official it makes of them, its public half, and the key itself."""

    account: str
    official: str
    vkey: str
    box: bytes


def put_key(connection: psycopg.Connection, key: KeptKey) -> None:
    """Keep a key, in the place of the one that the account had."""
    # Not by ON CONFLICT, for which whoever puts keys here would have to be able to read them.
    with connection.transaction():
        remove_key(connection, key.account)
        connection.execute(
            "INSERT INTO ostiary.console_signing_key (account, official, vkey, box) VALUES (%s, %s, %s, %s)",
            [key.account, key.official, key.vkey, key.box],
        )


def remove_key(connection: psycopg.Connection, account: str) -> bool:
    """Take an account's key away; whether there was one."""
    gone = connection.execute("DELETE FROM ostiary.console_signing_key WHERE account = %s", [account])
    return gone.rowcount == 1


def role_of_account(connection: psycopg.Connection, account: str) -> str:
    """What an account that was not ended is for; empty where there is none."""
    row = connection.execute(
        "SELECT role FROM ostiary.console_account WHERE name = %s AND ended_at IS NULL", [account]
    ).fetchone()
    return "" if row is None else str(row[0])


def maybe_key(connection: psycopg.Connection, account: str) -> KeptKey | None:
    """The closed key of an account, or None."""
    row = connection.execute(
        "SELECT account, official, vkey, box FROM ostiary.console_signing_key WHERE account = %s", [account]
    ).fetchone()
    return None if row is None else KeptKey(row[0], row[1], row[2], bytes(row[3]))
