"""Control databases of their own for tests, on one real server."""

from __future__ import annotations

import itertools

import psycopg
from psycopg import sql

from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.directives.envelope import step_hash
from ostiary.store.control import append_step, control_connection, install

_NUMBERS = itertools.count()


def fresh_control(server: EmbeddedPostgres) -> str:
    """The connection string of a new, empty and installed control database; its user is the superuser."""
    name = f"control_{next(_NUMBERS)}"
    with psycopg.connect(server.admin_dsn(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    install(server.admin_dsn(name))
    return server.admin_dsn(name)


def append_all(dsn: str, raws: list[bytes], first: int = 0) -> None:
    """Append these envelopes as the steps from that sequence on."""
    with control_connection(dsn) as connection:
        for sequence, raw in enumerate(raws, first):
            append_step(connection, raw, sequence, step_hash(raw))
