"""Walls are built while others hold tables, and while others build."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from ostiary.errors import WallBusy
from ostiary.sql.wall_names import reader_of
from ostiary.store.wall import apply_walls, check_walls, remove_walls
from ostiary.store.wall_locks import Patience
from sql.bypass_world import CATALOGUE, PROFILE
from store.wall_world import PROFILES, Server, connect_as, owner_of, shared_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the demonstration tables."""
    with shared_server(tmp_path_factory.mktemp("locks")) as embedded:
        yield embedded


@pytest.fixture(autouse=True)
def no_walls(server: Server) -> Iterator[None]:
    """Each test begins and ends without walls."""
    yield
    remove_walls(server.admin_dsn())


def test_a_table_that_is_never_free_stops_activation_and_its_holder_is_named(
    server: Server,
) -> None:
    """Nothing is built, and the error says which table, whose session and which process; not what it is doing."""
    with connect_as(server, "application", "application") as application, application.transaction():
        application.execute("SET application_name = 'reports'")
        application.execute("SELECT surname FROM city.person")
        with pytest.raises(WallBusy) as caught:
            apply_walls(server.admin_dsn(), PROFILES, CATALOGUE, patience=Patience(0))
        assert caught.value.message == (
            "the wall cannot be built: `city.person` is in use by `application` with reports"
            f" (process {application.info.backend_pid})"
        )
        assert "surname" not in caught.value.message
    assert remove_walls(server.admin_dsn()) == 0


def test_what_becomes_free_in_time_is_waited_for(server: Server) -> None:
    """The holder lets go when it hears that somebody waits; the same call then builds all walls."""
    told: list[str] = []
    with connect_as(server, "application", "application") as application:
        application.autocommit = False
        application.execute("SELECT surname FROM city.person")

        def tell(line: str) -> None:
            told.append(line)
            application.rollback()

        apply_walls(server.admin_dsn(), PROFILES, CATALOGUE, patience=Patience(60, tell))
    assert told[0].startswith("waiting, ")
    assert "`city.person` is in use by `application`" in told[0]
    assert len(check_walls(server.admin_dsn(), PROFILES, CATALOGUE).standing) == 2


def test_others_are_not_kept_waiting_while_it_is_tried_again(server: Server) -> None:
    """Between two tries nothing is held: who queued behind the builder gets through while the table stays in use."""
    through: list[Any] = []
    with (
        connect_as(server, "application", "application") as holder,
        connect_as(server, "application", "application") as other,
        holder.transaction(),
    ):
        holder.execute("SELECT surname FROM city.person")
        patience = Patience(
            0.1, lambda _: through.append(other.execute("SELECT count(*) FROM city.person").fetchone())
        )
        with pytest.raises(WallBusy):
            apply_walls(server.admin_dsn(), PROFILES, CATALOGUE, patience=Patience(4, patience.tell))
    assert through
    assert set(through) == {(45,)}


def test_a_second_apply_takes_no_table(server: Server) -> None:
    """Walls that stand are left alone, so tables in use are no matter; readers get new passwords all the same."""
    first = apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
    with connect_as(server, "application", "application") as application, application.transaction():
        application.execute("LOCK TABLE city.district IN ROW EXCLUSIVE MODE")
        application.execute("SELECT 1 FROM city.person, city.vehicle, city.incident LIMIT 1")
        with connect_as(server, reader_of(PROFILE.id), first[PROFILE.id]) as reader:
            second = apply_walls(server.admin_dsn(), PROFILES, CATALOGUE, patience=Patience(0))
            # Who is logged in stays so: the wall is the one that it was.
            assert reader.execute("SELECT 1").fetchone() == (1,)
    connect_as(server, reader_of(PROFILE.id), second[PROFILE.id]).close()
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        connect_as(server, reader_of(PROFILE.id), first[PROFILE.id])


def test_of_many_who_apply_at_once_the_last_ones_passwords_are_kept(server: Server) -> None:
    """Four builders at the same time: one after the other, all succeed, and what was kept last opens."""
    kept: list[Mapping[str, str]] = []
    barrier = threading.Barrier(4)

    def one(_: int) -> dict[str, str]:
        barrier.wait()
        return apply_walls(server.admin_dsn(), PROFILES, CATALOGUE, kept.append, Patience(60))

    with ThreadPoolExecutor(4) as builders:
        drawn = list(builders.map(one, range(4)))
    assert sorted(kept, key=json.dumps) == sorted(drawn, key=json.dumps)
    assert check_walls(server.admin_dsn(), PROFILES, CATALOGUE).differences == ()
    for profile in PROFILES:
        connect_as(server, reader_of(profile.id), kept[-1][profile.id]).close()


def test_another_builder_who_stays_is_named(server: Server) -> None:
    """While one keeps what it has drawn, another cannot begin, and says who is at work."""
    inside, done = threading.Event(), threading.Event()

    def keep(_: Mapping[str, str]) -> None:
        inside.set()
        assert done.wait(60)

    with ThreadPoolExecutor(1) as builders:
        first = builders.submit(apply_walls, server.admin_dsn(), PROFILES, CATALOGUE, keep)
        assert inside.wait(60)
        with pytest.raises(WallBusy, match=r"another `wall apply` or `wall remove` is at work by `postgres`"):
            apply_walls(server.admin_dsn(), PROFILES, CATALOGUE, patience=Patience(0))
        done.set()
        first.result()


def test_a_builder_that_dies_leaves_nothing(server: Server) -> None:
    """A connection that is ended in the middle: no wall, no lock, and the next one builds."""
    with owner_of(server) as owner, connect_as(server, "application", "application") as holder:
        holder.autocommit = False
        holder.execute("SELECT surname FROM city.person")

        def end(_: str) -> None:
            owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2"
            )

        with pytest.raises(
            Exception, match=r"terminating connection|connection (is|already) (lost|closed)|cannot be reached"
        ):
            apply_walls(server.admin_dsn(), PROFILES, CATALOGUE, patience=Patience(60, end))
        holder.rollback()
        assert remove_walls(server.admin_dsn()) == 0
    apply_walls(server.admin_dsn(), PROFILES, CATALOGUE)
