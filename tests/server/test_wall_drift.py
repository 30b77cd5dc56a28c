"""The second wall changes while the gateway runs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import psycopg
import pytest
from psycopg import sql

from ostiary.demo.people import AGENT, DETECTIVE, Person
from server.gateway_world import World, builder, wait_until

pytestmark = pytest.mark.xdist_group("server_wall_drift")

TOP = "wall_check_seconds = 0.2"
QUESTION = "SELECT iucr FROM offence_codes LIMIT 1"


def is_refused(world: World, person: Person) -> Callable[[], bool]:
    """Whether this person's profile is not served now, with 57P03."""

    def ask() -> bool:
        with psycopg.connect(world.conninfo(person), autocommit=True) as connection:
            result = connection.pgconn.exec_(QUESTION.encode())
            sqlstate = result.error_field(psycopg.pq.DiagnosticField.SQLSTATE)
            assert sqlstate in {None, b"57P03"}
            return sqlstate is not None

    return ask


def is_answered(world: World, person: Person) -> bool:
    """Whether this person gets an answer now."""
    try:
        with psycopg.connect(world.conninfo(person), autocommit=True) as connection:
            return bool(connection.execute(QUESTION).fetchall())
    except psycopg.OperationalError:
        return False


def reader_of_agent(world: World) -> sql.Identifier:
    connection = world.connect(AGENT)
    connection.execute("SELECT iucr AS whose FROM offence_codes LIMIT 1")
    found = world.admin().execute(
        "SELECT usename FROM pg_stat_activity WHERE query LIKE '%\"whose\"%' AND usename <> 'postgres'"
    )
    ((name,),) = found.fetchall()
    return sql.Identifier(name)


def test_a_grant_past_the_mask_views_stops_that_profile_until_it_is_taken_back(world: World) -> None:
    """One more grant to a reader: its profile is refused, also in sessions that are open; others go on."""
    reader, admin = reader_of_agent(world), world.admin()
    before = world.connect(AGENT)
    before.execute(QUESTION)
    admin.execute(sql.SQL("GRANT USAGE ON SCHEMA city TO {}").format(reader))
    admin.execute(sql.SQL("GRANT SELECT ON city.persons TO {}").format(reader))
    wait_until(is_refused(world, AGENT), "the agent is refused")
    with pytest.raises(psycopg.OperationalError, match="the second wall for profile"):
        before.execute(QUESTION)
    world.assert_serves(DETECTIVE)
    assert any("can reach city.persons" in str(event) for event in world.gateway.events("wall_differs"))
    admin.execute(sql.SQL("REVOKE SELECT ON city.persons FROM {}").format(reader))
    admin.execute(sql.SQL("REVOKE USAGE ON SCHEMA city FROM {}").format(reader))
    wait_until(lambda: not is_refused(world, AGENT)(), "the agent is served again")


def test_a_changed_setting_of_a_reader_stops_its_profile(world: World) -> None:
    """A reader with a longer time limit is not the reader that was set up; setting it back mends the wall."""
    reader, admin = reader_of_agent(world), world.admin()
    admin.execute(sql.SQL("ALTER ROLE {} SET statement_timeout = '1h'").format(reader))
    wait_until(is_refused(world, AGENT), "the agent is refused")
    world.assert_serves(DETECTIVE)
    admin.execute(sql.SQL("ALTER ROLE {} SET statement_timeout = '30s'").format(reader))


def test_walls_that_cannot_be_looked_at_do_not_stand(world: World) -> None:
    """Without the wall keeper's account nobody is served; with it, everybody again."""
    keeper = world.home / "secrets" / "keeper.dsn"
    hidden = keeper.rename(keeper.with_suffix(".away"))
    wait_until(is_refused(world, DETECTIVE), "the detective is refused")
    hidden.rename(keeper)
    wait_until(lambda: not is_refused(world, DETECTIVE)(), "the detective is served again")


def test_a_comparison_that_is_not_answered_stops_everybody_until_it_is(world: World) -> None:
    """A database that holds the comparison up says nothing of the walls: 57P03 for all, and all again afterwards."""
    admin = world.admin()
    with admin.transaction():
        admin.execute("LOCK TABLE pg_catalog.pg_policy IN ACCESS EXCLUSIVE MODE")
        for person in (AGENT, DETECTIVE):
            wait_until(is_refused(world, person), "nobody is served")
    assert any("within 10 seconds" in str(event["why"]) for event in world.gateway.events("wall_differs"))
    for person in (AGENT, DETECTIVE):
        wait_until(lambda person=person: is_answered(world, person), "all are served again")  # type: ignore[misc]  # a default binds the loop's value


def test_a_wall_that_is_applied_anew_is_taken_over(world: World) -> None:
    """An open session learns that the wall changed, never that its statement is wrong; afterwards all are served."""
    before = world.connect(AGENT)
    before.execute(QUESTION)
    done = subprocess.run(
        [sys.executable, "-m", "ostiary.cli.main", "wall", "apply", *builder(world.home)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "walls stand" in done.stdout
    with pytest.raises(psycopg.OperationalError, match="the second wall"):
        before.execute(QUESTION)
    for person in (AGENT, DETECTIVE):
        wait_until(lambda person=person: is_answered(world, person), "served under the new wall")  # type: ignore[misc]  # a default binds the loop's value
