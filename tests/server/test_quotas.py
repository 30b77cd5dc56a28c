"""More connections than a worker keeps: who is refused, and that all others are served."""

from __future__ import annotations

import json
from collections import Counter

import psycopg
import pytest

from ostiary.demo.people import AGENT, DETECTIVE, TASK_FORCE
from ostiary.evidence.commitment import TURNED_AWAY
from ostiary.server.entries import entries_of
from server.gateway_world import World, long_query, run_ostiary, wait_until

pytestmark = pytest.mark.xdist_group("server_quotas")

LISTEN = "max_connections = 5\nmax_agency_sessions = 2"


def test_an_agency_has_its_number_of_sessions_and_no_more(world: World) -> None:
    """The third session of the CPD is refused, whoever of its members asks; the FBI gets in; a place that is left is free.

    Without an entry: a refusal that costs a line of the log could fill it.
    """
    first = world.size()
    sessions = [world.connect(DETECTIVE), world.connect(TASK_FORCE)]
    for person in (DETECTIVE, TASK_FORCE):
        with pytest.raises(psycopg.OperationalError, match="`cpd` has 2 sessions here") as caught:
            psycopg.connect(world.conninfo(person))
        assert "HINT:  Close connections" in str(caught.value)
    world.assert_serves(AGENT)
    assert [entry["outcome"] for entry in world.entries(first)] == ["answered"]
    sessions[0].close()
    wait_until(lambda: _gets_in(world), "there is room again")


def _gets_in(world: World) -> bool:
    try:
        psycopg.connect(world.conninfo(DETECTIVE)).close()
    except psycopg.OperationalError:
        return False
    return True


def test_a_full_door_still_takes_cancels(world: World) -> None:
    """Whoever wants to end a statement is not kept out by the crowd."""
    sessions = [
        world.connect(DETECTIVE),
        world.connect(TASK_FORCE),
        world.connect(AGENT),
        world.connect(AGENT),
    ]
    # A stranger holds the last place.
    stranger = psycopg.pq.PGconn.connect_start(world.conninfo(AGENT).encode())
    sessions[0].pgconn.send_query_params(long_query("crowded").encode(), [])
    sessions[0].pgconn.flush()
    wait_until(lambda: world.running("crowded"), "the query runs")
    wait_until(lambda: _is_full(world), "the door is full")
    sessions[0].cancel_safe(timeout=30)
    result = sessions[0].pgconn.get_result()
    assert result is not None
    assert result.error_field(psycopg.pq.DiagnosticField.SQLSTATE) == b"57014"
    stranger.finish()


def _is_full(world: World) -> bool:
    try:
        psycopg.connect(world.conninfo(AGENT)).close()
    except psycopg.OperationalError as error:
        return "as many connections as it may" in str(error)
    return False


def test_who_was_turned_away_is_counted_in_the_log(world: World) -> None:
    """When the worker stops, or after a minute: numbers by code. The name that a stranger typed is nowhere in the log."""
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"{world.conninfo()} user=a-name-of-nobody password=guess passfile=/dev/null")
    world.close_clients()
    assert world.gateway.stop() == 0
    entries = list(entries_of(world.home))
    refused = Counter[str]()
    for entry in entries:
        if entry.kind == TURNED_AWAY:
            refused.update(json.loads(entry.payload)["refused"])
    assert refused["28P01"] == 1
    assert refused["53300"] >= 3
    assert not any(b"a-name-of-nobody" in entry.payload for entry in entries)
    shown = world.ostiary("access", "tail", "-n", "3")
    assert "log-ins turned away since" in shown.stdout
    assert run_ostiary("log", "verify", str(world.log_dir)).returncode == 0
