"""One real database with the bypass corpus's tables behind a wall, for all tests of this room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from copied_postgres import fresh_server
from ostiary.sql.wall_names import reader_of
from ostiary.store.wall import apply_walls
from sql.bypass_world import CATALOGUE, PROFILE, load


@dataclass(frozen=True)
class Walled:
    """A database, seen by its owner and by the profile's reader; both commit each statement by itself."""

    owner: psycopg.Connection
    reader: psycopg.Connection
    reader_dsn: str


@pytest.fixture(scope="session")
def walled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walled]:
    """The demonstration database with the wall of its one profile."""
    with fresh_server(tmp_path_factory.mktemp("walled")) as server:
        load(server.admin_dsn())
        passwords = apply_walls(server.admin_dsn(), [PROFILE], CATALOGUE)
        reader_dsn = make_conninfo(
            server.admin_dsn(), user=reader_of(PROFILE.id), password=passwords[PROFILE.id]
        )
        with (
            psycopg.connect(server.admin_dsn(), autocommit=True) as owner,
            psycopg.connect(reader_dsn, autocommit=True) as reader,
        ):
            yield Walled(owner, reader, reader_dsn)
