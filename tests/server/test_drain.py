"""A gateway that is told to stop lets go of its sessions in order."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ostiary.server.settings import FILE_NAME
from server.gateway_world import (
    World,
    long_query,
    run_ostiary,
    stopped,
    wait_until,
)

pytestmark = pytest.mark.xdist_group("server_drain")

SHORT = "SELECT iucr FROM offence_codes LIMIT 3"


def start(world: World, drain_seconds: float) -> None:
    path = Path(world.home / FILE_NAME)
    lines = [line for line in path.read_text().splitlines() if not line.startswith("drain_seconds")]
    path.write_text("\n".join([f"drain_seconds = {drain_seconds}", *lines]) + "\n")
    world.gateway.start()


def send(connection: psycopg.Connection[Any], query: str) -> None:
    connection.pgconn.send_query_params(query.encode(), [])
    connection.pgconn.flush()


def end_of(connection: psycopg.Connection[Any]) -> str:
    """The SQLSTATE with which a session ends."""
    with pytest.raises(psycopg.Error) as caught:
        connection.execute(SHORT)
    return caught.value.sqlstate or "closed"


def result_of(connection: psycopg.Connection[Any]) -> tuple[str, int]:
    result = connection.pgconn.get_result()
    assert result is not None
    return (result.error_field(psycopg.pq.DiagnosticField.SQLSTATE) or b"").decode(), result.ntuples


def has_reached_database(world: World, text: str) -> bool:
    """Whether a reader's backend has had a statement with that text, finished or not."""
    found = world.admin().execute(
        "SELECT 1 FROM pg_stat_activity WHERE usename LIKE 'ostiary\\_reader\\_%%' AND position(%s IN query) > 0",
        [text],
    )
    return found.fetchone() is not None


def test_idle_sessions_end_at_once_and_a_running_statement_is_answered(halted: World) -> None:
    """The door takes nobody new; who waits gets 57P01; who asked before gets the whole answer, and then 57P01."""
    start(halted, drain_seconds=30)
    idle, busy = halted.connect(), halted.connect()
    idle.execute(SHORT)
    (writer,) = halted.gateway.children("ostiary.store.log.writer")
    # The answer waits for its entry: as long as the log writer stands still, the statement has not finished.
    with stopped(writer):
        send(busy, "SELECT iucr AS asked FROM offence_codes LIMIT 3")
        wait_until(lambda: has_reached_database(halted, "asked"), "the statement runs")
        os.kill(halted.gateway.pid, signal.SIGTERM)
        wait_until(lambda: halted.gateway.events("draining"), "the gateway drains")
        assert end_of(idle) == "57P01"
        assert not halted.serves()
        assert halted.gateway.is_running
    assert result_of(busy) == ("", 3)
    assert halted.gateway.wait() == 0
    assert [(event["idle"], event["running"]) for event in halted.gateway.events("draining")] == [(1, 1)]
    assert [(event["finished"], event["cancelled"]) for event in halted.gateway.events("drained")] == [(1, 0)]


def test_a_statement_that_outlasts_the_time_is_cancelled_and_has_its_entry(halted: World) -> None:
    """After `drain_seconds` it ends with 57P01; its entry says `cancelled` and is durable before the log writer stops."""
    start(halted, drain_seconds=0.2)
    first, busy = halted.size(), halted.connect()
    send(busy, long_query("outlasting"))
    wait_until(lambda: halted.running("outlasting"), "the statement runs")
    assert halted.gateway.stop() == 0
    assert result_of(busy)[0] == "57P01"
    assert [event["cancelled"] for event in halted.gateway.events("drained")] == [1]
    assert [entry["outcome"] for entry in halted.entries(first)] == ["cancelled"]
    wait_until(lambda: not halted.running("outlasting"), "the statement was cancelled on the server")
    assert run_ostiary("log", "verify", str(halted.log_dir)).returncode == 0


def test_a_second_signal_ends_at_once(halted: World) -> None:
    """Whoever signals twice does not want to wait; the entry is made all the same."""
    start(halted, drain_seconds=600)
    first, busy = halted.size(), halted.connect()
    send(busy, long_query("hurried"))
    wait_until(lambda: halted.running("hurried"), "the statement runs")
    os.kill(halted.gateway.pid, signal.SIGTERM)
    wait_until(lambda: halted.gateway.events("draining"), "the gateway drains")
    assert halted.gateway.stop() == 0
    assert result_of(busy)[0] == "57P01"
    assert [entry["outcome"] for entry in halted.entries(first)] == ["cancelled"]


def test_many_entries_under_way_are_all_durable(halted: World) -> None:
    """Twenty sessions in the middle of their statements: each has its entry in a log that verifies."""
    start(halted, drain_seconds=0.1)
    first = halted.size()
    busy = [halted.connect() for _ in range(20)]
    for connection in busy:
        send(connection, long_query("many"))
    wait_until(lambda: len(halted.running("many")) == 20, "all statements run")
    assert halted.gateway.stop() == 0
    assert [entry["outcome"] for entry in halted.entries(first)] == ["cancelled"] * 20
    assert run_ostiary("log", "verify", str(halted.log_dir)).returncode == 0
