"""The records database goes away and comes back while the gateway runs."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psycopg
import pytest

from ostiary.demo.people import AGENT
from server.gateway_world import World, long_query, wait_until

pytestmark = pytest.mark.xdist_group("server_database_faults")

QUESTION = "SELECT iucr FROM offence_codes LIMIT 1"


def test_a_backend_that_is_ended_under_a_query_is_told_and_recorded(world: World) -> None:
    """The session ends with 57P03, the entry says that the query failed, the next session is served."""
    start = world.size()
    connection = world.connect()
    connection.pgconn.send_query_params(long_query("ended").encode(), [])
    connection.pgconn.flush()
    (pid,) = wait_until(lambda: world.running("ended"), "the query runs")
    world.admin().execute("SELECT pg_terminate_backend(%s)", [pid])
    result = connection.pgconn.get_result()
    assert result is not None
    assert result.error_field(psycopg.pq.DiagnosticField.SQLSTATE) == b"57P03"
    assert b"terminat" not in result.error_message
    (entry,) = world.entries(start)
    assert (entry["outcome"], entry["rows"], entry["member"]) == ("failed", 0, AGENT.member.code)
    world.assert_serves()


def test_a_backend_that_is_lost_between_statements_is_replaced_unseen(world: World) -> None:
    """Outside a transaction nothing is lost with it."""
    connection = world.connect()
    connection.execute(QUESTION)
    _end_readers(world)
    assert connection.execute(QUESTION).fetchall()


def test_a_backend_that_is_lost_in_a_transaction_ends_the_session(world: World) -> None:
    """Another backend would know nothing of the transaction, so none is put in its place."""
    connection = world.connect(autocommit=False)
    connection.execute(QUESTION)
    _end_readers(world)
    with pytest.raises(psycopg.OperationalError, match="not available") as caught:
        connection.execute(QUESTION)
    assert caught.value.sqlstate == "57P03"
    world.assert_serves()


def test_a_database_that_crashes_under_a_query_is_told_recorded_and_survived(world: World) -> None:
    """SIGKILL of the whole server: a refusal, an entry, refusals while it is down, and service when it is back."""
    start = world.size()
    connection, idle = world.connect(), world.connect()
    idle.execute(QUESTION)
    connection.pgconn.send_query_params(long_query("crashed").encode(), [])
    connection.pgconn.flush()
    (pid,) = wait_until(lambda: world.running("crashed"), "the query runs")
    # The backend too: one that computes would not notice for long that its postmaster is gone.
    os.kill(pid, signal.SIGKILL)
    world.installation.postgres.kill()
    result = connection.pgconn.get_result()
    assert result is not None
    assert result.error_field(psycopg.pq.DiagnosticField.SQLSTATE) == b"57P03"
    with pytest.raises(psycopg.OperationalError):
        idle.execute(QUESTION)
    with pytest.raises(psycopg.OperationalError):
        # The control database stood on the same server, so that sooner or later the lease is lost too.
        world.connect().execute(QUESTION)
    world.installation.postgres.restart()
    wait_until(world.serves, "the gateway serves again")
    failed = [entry for entry in world.entries(start) if "crashed" in entry["statement"]]
    assert [(entry["outcome"], entry["rows"]) for entry in failed] == [("failed", 0)]
    assert world.gateway.is_running
    assert world.gateway.events("bug") == []


def _end_readers(world: World) -> None:
    """End every reader's backend, and wait until the gateway has noticed that they are gone."""
    admin = world.admin()
    (worker,) = world.gateway.workers()
    files = Path(f"/proc/{worker}/fd")
    before = len(list(files.iterdir()))
    ended = admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'ostiary\\_reader\\_%'"
    ).fetchall()
    assert ended
    wait_until(
        lambda: len(list(files.iterdir())) <= before - len(ended), "the gateway has closed its connections"
    )
