"""The control database goes away, comes back, or forgets: nothing is served on old knowledge."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from ostiary.demo.people import OFFICER
from ostiary.store.directive_floor import read_floor
from server.gateway_world import World, stopped, wait_until

pytestmark = pytest.mark.xdist_group("server_control_faults")

QUESTION = "SELECT iucr FROM offence_codes LIMIT 1"


@pytest.fixture
def control_away(world: World) -> Iterator[None]:
    """The control database refuses the gateway, while the records database goes on."""
    _allow_connections(world, allowed=False)
    yield
    _allow_connections(world, allowed=True)


def _allow_connections(world: World, *, allowed: bool) -> None:
    admin = world.admin("postgres")
    admin.execute(sql.SQL("ALTER DATABASE control ALLOW_CONNECTIONS {}").format(sql.Literal(allowed)))
    if not allowed:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'control'")


def _is_refused_for_lease(world: World) -> bool:
    try:
        psycopg.connect(world.conninfo()).close()
    except psycopg.OperationalError as error:
        return "lost touch with the control database" in str(error)
    return False


def test_without_the_control_database_nothing_is_served_once_the_lease_has_ended(
    world: World, control_away: None
) -> None:
    """A session that was open gets 57P03 instead of a row and ends; nobody new gets in."""
    connection = world.connect()
    wait_until(lambda: _is_refused_for_lease(world), "log-ins are refused")
    with pytest.raises(psycopg.OperationalError, match="lost touch with the control database") as caught:
        connection.execute(QUESTION)
    assert caught.value.sqlstate == "57P03"
    assert connection.closed


def test_it_recovers_by_itself(world: World) -> None:
    """When the control database answers again, the gateway serves again."""
    wait_until(world.serves, "the gateway serves again")
    assert world.gateway.is_running
    assert world.gateway.events("control_trouble")


def test_a_control_database_that_does_not_answer_is_as_good_as_none(world: World) -> None:
    """Silence is not a yes: a connection that stays open without answers keeps no lease."""
    # The supervisor's and the worker's.
    pids = [
        pid
        for (pid,) in world.admin("control").execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = 'control' AND usename = 'ostiary_gateway'"
        )
    ]
    assert len(pids) == 2
    admin = world.admin("postgres")
    connection = world.connect()
    admin.execute("ALTER DATABASE control ALLOW_CONNECTIONS false")
    try:
        with contextlib.ExitStack() as stack:
            for pid in pids:
                stack.enter_context(stopped(pid))
            wait_until(lambda: _is_refused_for_lease(world), "log-ins are refused")
            with pytest.raises(psycopg.OperationalError, match="lost touch"):
                connection.execute(QUESTION)
    finally:
        admin.execute("ALTER DATABASE control ALLOW_CONNECTIONS true")
    wait_until(world.serves, "the gateway serves again")


def test_a_control_database_that_was_set_back_is_not_believed(world: World) -> None:
    """Steps that are gone do not undo a cut-off: the lease runs out, and a new gateway refuses to start."""
    world.cut_off("ice")
    with pytest.raises(psycopg.OperationalError, match="cut off by directive"):
        psycopg.connect(world.conninfo(OFFICER))
    wait_until(
        lambda: read_floor(world.home / "run" / "directives.floor").sequence == 3, "the floor is written"
    )
    control = world.admin("control")
    with control.transaction():
        control.execute("SET LOCAL session_replication_role = replica")
        removed = control.execute(
            "DELETE FROM ostiary.directive_step WHERE sequence >= 2 RETURNING sequence, envelope, hash"
        ).fetchall()
    assert len(removed) == 2
    wait_until(lambda: _is_refused_for_lease(world), "log-ins are refused")
    assert world.gateway.is_running

    assert world.gateway.stop() == 0
    world.gateway.launch()
    assert world.gateway.wait() == 75
    said = world.gateway.stderr.read_text()
    assert "error: the control database no longer has the directives that this gateway has seen" in said
    assert "Traceback" not in said
