"""A database that other applications share, and two profiles over its tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from copied_postgres import fresh_server
from external import debian_postgres
from ostiary.model.profile import Profile, View
from ostiary.model.rules import RowPredicate
from ostiary.sql.wall_names import mask_role_of, reader_of, schema_of
from sql.bypass_world import PROFILE, load

# Shares the tables of the first, with other filters, masks and columns.
SECOND = Profile(
    {
        "person": View(
            "person",
            (("person_id", None), ("surname", "initial")),
            (RowPredicate("person", "city", "=", "City1"),),
        ),
        "vehicle": View("vehicle", (("vehicle_id", None), ("year", None))),
        "district": View("district", (("district", None),)),
    }
)
PROFILES = (PROFILE, SECOND)
READER, MASK, SCHEMA = reader_of(PROFILE.id), mask_role_of(PROFILE.id), schema_of(PROFILE.id)


class Server(Protocol):
    """A running PostgreSQL."""

    def admin_dsn(self) -> str:
        """The connection string of its superuser."""
        ...


@dataclass(frozen=True)
class Fifteen:
    """Debian's PostgreSQL 15."""

    postgres: debian_postgres.DebianPostgres

    def admin_dsn(self) -> str:
        return self.postgres.dsn()


MAJORS = (
    "18",
    pytest.param(
        "15",
        marks=pytest.mark.skipif(
            not debian_postgres.IS_INSTALLED, reason="Debian's PostgreSQL 15 is not installed"
        ),
    ),
)


@contextmanager
def running_server(folder: Path, major: str) -> Iterator[Server]:
    """An empty server of that major version."""
    if major == "15":
        with debian_postgres.running() as fifteen:
            yield Fifteen(fifteen)
    else:
        with fresh_server(folder) as embedded:
            yield embedded


@contextmanager
def shared_server(folder: Path, major: str = "18") -> Iterator[Server]:
    """A server with the demonstration tables, and an application that has grants of its own."""
    with running_server(folder, major) as server:
        load(server.admin_dsn())
        with owner_of(server) as owner:
            owner.execute("DROP VIEW attacker.person")
            owner.execute(
                "CREATE ROLE application LOGIN PASSWORD 'application'; CREATE ROLE clerks; CREATE ROLE idle"
            )
            owner.execute("GRANT USAGE ON SCHEMA city TO application, clerks")
            owner.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA city TO application")
            # The owner's own row security: the application sees its district, whatever walls stand.
            owner.execute("ALTER TABLE city.incident ENABLE ROW LEVEL SECURITY")
            owner.execute("CREATE POLICY own ON city.incident TO PUBLIC USING (district < 3)")
        yield server


@contextmanager
def owner_of(server: Server) -> Iterator[psycopg.Connection]:
    """The superuser, who commits each statement by itself."""
    with psycopg.connect(server.admin_dsn(), autocommit=True) as connection:
        yield connection


def connect_as(server: Server, user: str, password: str) -> psycopg.Connection:
    """Somebody else, who commits each statement by itself."""
    return psycopg.connect(make_conninfo(server.admin_dsn(), user=user, password=password), autocommit=True)


def all_rows(connection: psycopg.Connection, schema: str, tables: str) -> dict[str, list[str]]:
    """Every row of each table, as text and in order."""
    return {
        table: sorted(
            str(row) for row in connection.execute(f'SELECT * FROM "{schema}"."{table}"'.encode()).fetchall()
        )
        for table in tables.split()
    }
