"""Versions of the protocol and requests to cancel, as libpq 18 makes them."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import psycopg
import pytest

from server.gateway_world import World, long_query, wait_until

pytestmark = [
    pytest.mark.xdist_group("server_protocols"),
    pytest.mark.skipif(psycopg.pq.version() < 180_000, reason="libpq before 18 speaks protocol 3.0 only"),
]

VERSIONS = {"3.0": 30_000, "3.2": 30_002, "latest": 30_002}


def speaking(world: World, newest: str) -> psycopg.Connection:
    """A client that speaks that version at most."""
    connection = psycopg.connect(f"{world.conninfo()} max_protocol_version={newest}", autocommit=True)
    world.opened.append(connection)
    return connection


@pytest.mark.parametrize("wanted", VERSIONS)
def test_a_client_speaks_the_version_that_it_asks_for(world: World, wanted: str) -> None:
    """3.0 and 3.2, and the newest that libpq knows, negotiated down where it is newer than the door's."""
    connection = speaking(world, wanted)
    assert connection.pgconn.full_protocol_version == VERSIONS[wanted]
    assert connection.execute("SELECT iucr FROM offence_codes LIMIT 1").fetchall()


@contextlib.contextmanager
def running(world: World, connection: psycopg.Connection, name: str) -> Iterator[list[str]]:
    """A query that runs until somebody cancels it; the SQLSTATE with which it ended, afterwards."""
    ended: list[str] = []

    def ask() -> None:
        try:
            connection.execute(long_query(name))
        except psycopg.Error as error:
            ended.append(error.sqlstate or "")

    thread = threading.Thread(target=ask)
    thread.start()
    wait_until(lambda: world.running(name), "the query runs on the server")
    try:
        yield ended
    finally:
        connection.cancel_safe()
        thread.join(30)


@pytest.mark.parametrize("wanted", ["3.0", "3.2"])
def test_a_cancel_ends_the_right_statement_and_is_told(world: World, wanted: str) -> None:
    """The statement ends with 57014, its entry says that it was cancelled, and an event names the session."""
    connection, other = (speaking(world, wanted) for _ in range(2))
    first, before = world.size(), len(world.gateway.events("cancelled"))
    with running(world, connection, "unharmed") as unharmed, running(world, other, "ended") as ended:
        other.cancel_safe()
        wait_until(lambda: ended, "the other's query was cancelled")
        assert (ended, unharmed) == (["57014"], [])
        (entry,) = (entry for entry in world.entries(first) if entry["outcome"] == "cancelled")
        told = world.gateway.events("cancelled")[before:]
        assert [event["session"] for event in told] == [entry["session"]]
