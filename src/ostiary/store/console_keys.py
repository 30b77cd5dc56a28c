"""Officials' signing keys in the control database, each closed under a passphrase.

Knows: a table of closed keys, one for each account.
Must not know: passphrases, how a key is closed, what is signed.

Who reads the table has closed keys and may try passphrases; who writes to it can only take keys away or exchange them for
others, which the register then does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import psycopg

KEYS_TABLE: Final = """
CREATE TABLE IF NOT EXISTS ostiary.console_signing_key (
    account text PRIMARY KEY CHECK (octet_length(account) BETWEEN 1 AND 240),
    official text NOT NULL CHECK (octet_length(official) BETWEEN 1 AND 240),
    vkey text NOT NULL CHECK (octet_length(vkey) BETWEEN 1 AND 1024),
    box bytea NOT NULL CHECK (octet_length(box) BETWEEN 1 AND 4096),
    put_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
"""
"""A part of the installation of the control database."""


@dataclass(frozen=True, slots=True)
class KeptKey:
    """A closed key: whose account it is for, which official it makes of them, its public half, and the key itself."""

    account: str
    official: str
    vkey: str
    box: bytes


def put_key(connection: psycopg.Connection, key: KeptKey) -> None:
    """Keep a key, in the place of the one that the account had."""
    connection.execute(
        "INSERT INTO ostiary.console_signing_key (account, official, vkey, box) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (account) DO UPDATE SET official = excluded.official, vkey = excluded.vkey,"
        " box = excluded.box, put_at = clock_timestamp()",
        [key.account, key.official, key.vkey, key.box],
    )


def remove_key(connection: psycopg.Connection, account: str) -> bool:
    """Take an account's key away; whether there was one."""
    gone = connection.execute("DELETE FROM ostiary.console_signing_key WHERE account = %s", [account])
    return gone.rowcount == 1


def maybe_key(connection: psycopg.Connection, account: str) -> KeptKey | None:
    """The closed key of an account, or None."""
    row = connection.execute(
        "SELECT account, official, vkey, box FROM ostiary.console_signing_key WHERE account = %s", [account]
    ).fetchone()
    return None if row is None else KeptKey(row[0], row[1], row[2], bytes(row[3]))
