"""Empty control databases for tests, on one real server."""

from __future__ import annotations

import psycopg

from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.directives.envelope import step_hash
from ostiary.store.control import append_step, control_connection, install


def fresh_control(server: EmbeddedPostgres) -> str:
    """The connection string of an empty, installed control database; its user is the superuser.

    It is the same database each time, emptied: making a new one takes longer than most tests.
    """
    with psycopg.connect(server.admin_dsn(), autocommit=True) as connection:
        if connection.execute("SELECT FROM pg_database WHERE datname = 'control'").fetchone() is None:
            connection.execute("CREATE DATABASE control")
    dsn = server.admin_dsn("control")
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS ostiary CASCADE")
    install(dsn)
    return dsn


def append_all(dsn: str, raws: list[bytes], first: int = 0) -> None:
    """Append these envelopes as the steps from that sequence on."""
    with control_connection(dsn) as connection:
        for sequence, raw in enumerate(raws, first):
            append_step(connection, raw, sequence, step_hash(raw))
