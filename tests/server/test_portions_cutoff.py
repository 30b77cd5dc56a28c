"""Cursors that are open when directives come into force, at a gateway that runs."""

from __future__ import annotations

import psycopg
import pytest

from ostiary.demo.people import AGENT, DETECTIVE, Person
from server.gateway_world import World, wait_until

pytestmark = pytest.mark.xdist_group("server_portions_cutoff")

PERSONS = "SELECT person_id FROM persons ORDER BY person_id LIMIT 25"


def reading(world: World, person: Person) -> psycopg.Connection:
    """A client that has read ten rows of a cursor."""
    connection = world.connect(person, autocommit=False)
    connection.execute(f"DECLARE mine CURSOR FOR {PERSONS}")
    assert len(connection.execute("FETCH 10 FROM mine").fetchall()) == 10
    return connection


def test_a_cut_off_ends_a_cursor_and_its_session_and_others_begin_anew(world: World) -> None:
    """The agency's own session is over (57P01). A sibling's cursor rests on the directives of before: 40001, then as ever.

    What had left is named, and nothing else is.
    """
    agent, detective = reading(world, AGENT), reading(world, DETECTIVE)
    first = world.size()
    world.cut_off("fbi")
    with pytest.raises(psycopg.Error) as ended:
        agent.execute("FETCH 10 FROM mine")
    assert ended.value.sqlstate in {"57P01", None}
    assert agent.closed
    with pytest.raises(psycopg.errors.SerializationFailure):
        detective.execute("FETCH 10 FROM mine")
    detective.rollback()
    assert [entry["outcome"] for entry in world.entries(first)] == ["refused"]
    again = reading(world, DETECTIVE)
    assert len(again.execute("FETCH ALL FROM mine").fetchall()) == 15
    wait_until(lambda: not _left_open(world), "no transaction of the ended session stands at the database")
    assert world.gateway.events("bug") == []


def _left_open(world: World) -> bool:
    with psycopg.connect(world.installation.postgres.admin_dsn("city"), autocommit=True) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE usename LIKE 'ostiary%' AND state LIKE 'idle in transaction%'"
        ).fetchone()
    # The one that reads again is open still.
    return found is not None and found[0] > 1
