"""A glance sees whatever a comparison of walls would find."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing

import pytest
from psycopg.conninfo import make_conninfo

from ostiary.errors import UpstreamDown
from ostiary.store.wall import apply_walls, remove_walls
from ostiary.store.wall_glance import WallGlance
from sql.bypass_world import CATALOGUE
from store.wall_drift import DRIFT, DRIFT_OF_ALL
from store.wall_world import MAJORS, PROFILES, Server, owner_of, shared_server


@pytest.fixture(scope="module", params=MAJORS)
def server(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server with the demonstration tables, and an account that may only connect."""
    with shared_server(tmp_path_factory.mktemp("glance"), request.param) as embedded:
        with owner_of(embedded) as owner:
            owner.execute("CREATE ROLE looker LOGIN PASSWORD 'looker'; CREATE TABLE city.extra (a int)")
        yield embedded


class Looking:
    """Glances with one account, one at a time."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._runner = asyncio.Runner()
        self._glance = WallGlance()

    def has_changed(self) -> bool:
        return self._runner.run(self._glance.has_changed(self._dsn))

    def close(self) -> None:
        self._runner.run(self._glance.close())
        self._runner.close()


@pytest.fixture
def glance(server: Server) -> Iterator[Looking]:
    """One that has seen the walls as they stand, by an account that may only connect."""
    apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
    looking = Looking(make_conninfo(server.admin_dsn(), user="looker", password="looker"))
    assert looking.has_changed()
    assert not looking.has_changed()
    yield looking
    looking.close()
    with owner_of(server) as owner:
        owner.execute("ALTER TABLE city.extra OWNER TO CURRENT_USER")
        owner.execute("SELECT lo_unlink(oid) FROM pg_largeobject_metadata")
    remove_walls(server.admin_dsn())


@pytest.mark.parametrize("change", [*DRIFT, *DRIFT_OF_ALL])
def test_every_kind_of_drift_is_a_change(server: Server, glance: Looking, change: str) -> None:
    """What the comparison is tested with is seen at the next glance, once, and so is its mending."""
    there, back = (DRIFT[change], "") if change in DRIFT else DRIFT_OF_ALL[change]
    with owner_of(server) as owner:
        owner.execute(there.encode())
        assert glance.has_changed()
        assert not glance.has_changed()
        if back:
            owner.execute(back.encode())
            assert glance.has_changed()


NO_CHANGE = {
    "rows": "INSERT INTO city.person (person_id) VALUES (7000); DELETE FROM city.person WHERE person_id = 7000",
    "statistics": "ANALYZE city.person",
    "a table emptied": "TRUNCATE city.extra",
    "a temporary table": "CREATE TEMP TABLE passing (a int)",
    "a column": "ALTER TABLE city.extra ADD COLUMN more int",
}


@pytest.mark.parametrize("change", NO_CHANGE)
def test_daily_work_is_no_change(server: Server, glance: Looking, change: str) -> None:
    """What a database does all day calls for no comparison."""
    with owner_of(server) as owner:
        # The first temporary table of a connection slot makes a schema.
        owner.execute("CREATE TEMP TABLE first (a int)")
        glance.has_changed()
        owner.execute(NO_CHANGE[change].encode())
        assert not glance.has_changed()


def test_what_is_rolled_back_is_no_change(server: Server, glance: Looking) -> None:
    """Nothing is seen of a change that is not committed, nor after it is undone."""
    with owner_of(server) as owner:
        with owner.transaction(force_rollback=True):
            owner.execute(DRIFT["an attribute"].encode())
            assert not glance.has_changed()
        assert not glance.has_changed()


def test_a_lost_connection_is_said_and_the_next_glance_is_a_change(server: Server, glance: Looking) -> None:
    """What happened while nobody looked counts as changed."""
    with owner_of(server) as owner:
        owner.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'looker'")
    with pytest.raises(UpstreamDown, match="the walls cannot be glanced at"):
        glance.has_changed()
    assert glance.has_changed()
    assert not glance.has_changed()


def test_nobody_answers() -> None:
    """Without a database there is no glance, and no secret in what is said."""
    looking = Looking("host=/nowhere dbname=nothing password=S3cret")
    with closing(looking), pytest.raises(UpstreamDown, match="cannot be glanced at") as caught:
        looking.has_changed()
    assert "S3cret" not in str(caught.value)
