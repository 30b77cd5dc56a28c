"""A cut-off at a gateway that people are using: who ends, who is refused, who goes on."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import psycopg
import pytest

from ostiary.demo.people import AGENT, DETECTIVE, OFFICER, TASK_FORCE, Person
from ostiary.evidence.commitment import DIRECTIVE
from ostiary.server.entries import entries_of
from ostiary.store.control import control_connection
from server.gateway_world import World, long_query, stopped, wait_until

pytestmark = pytest.mark.xdist_group("server_cutoff_live")

TLS = (False, True)

FINITE_QUERY = (
    "SELECT a.iucr AS held FROM offence_codes a, offence_codes b, offence_codes c, offence_codes d"
    " WHERE a.iucr || b.iucr || c.iucr || d.iucr = '0110011001100110'"
)
"""62 to the power of 4 combinations, some seconds of work, and one row."""


def send(connection: psycopg.Connection[Any], query: str) -> None:
    """Send a query and do not wait for its answer."""
    connection.pgconn.send_query_params(query.encode(), [])
    connection.pgconn.flush()


def ask_idle(connection: psycopg.Connection[Any]) -> tuple[str, list[str]]:
    """What a client that was idle finds when it asks the next time."""
    with contextlib.suppress(psycopg.OperationalError):
        send(connection, "SELECT iucr FROM offence_codes")
    return answer(connection)


def answer(connection: psycopg.Connection[Any]) -> tuple[str, list[str]]:
    """The SQLSTATE of the answer, empty for success, and the first column of its rows."""
    result = connection.pgconn.get_result()
    assert result is not None
    sqlstate = result.error_field(psycopg.pq.DiagnosticField.SQLSTATE) or b""
    rows = [(result.get_value(row, 0) or b"").decode() for row in range(result.ntuples)]
    return sqlstate.decode(), rows


def test_one_official_cannot_cut_anybody_off(world: World) -> None:
    """Ordered and confirmed with one key: refused, and the agency is still served."""
    key = str(world.installation.key_file("mayor"))
    ordered = world.ostiary(
        "cutoff", "order", "cbp", "--permanent", "--reason", "alone", "--key", key, "--json"
    )
    assert ordered.returncode == 0, ordered.stderr
    directive = json.loads(ordered.stdout)["id"]
    confirmed = world.ostiary("cutoff", "confirm", directive, "--key", key)
    assert confirmed.returncode == 1
    assert "error: " in confirmed.stderr
    assert world.ostiary("cutoff", "list").returncode == 0
    world.assert_serves(OFFICER)


@pytest.fixture(scope="module")
def cut_off(module_world: World) -> dict[str, Any]:
    """The story: five sessions, three of them at work, then `ice` is cut off by two officials."""
    world = module_world
    idle, busy, member, beneficiary, sibling = (
        psycopg.connect(world.conninfo(person, **options), autocommit=True)
        for person, options in (
            (OFFICER, {}),
            (OFFICER, {}),
            (TASK_FORCE, {}),
            (DETECTIVE, {"beneficiary": "ice-hsi"}),
            (AGENT, {}),
        )
    )
    world.kept.append(sibling)
    send(busy, long_query("interrupted"))
    send(member, long_query("employed"))
    wait_until(lambda: world.running("interrupted"), "the officer's query runs")
    wait_until(lambda: world.running("employed"), "the task force's query runs")
    start = world.size()
    send(sibling, FINITE_QUERY)
    (pid,) = wait_until(lambda: world.running("held"), "the sibling's query runs")
    # It stands still on the server, so that it runs before, during and after the cut-off on any machine.
    with stopped(pid):
        directive = world.cut_off("ice")
        answers = {
            "idle": ask_idle(idle),
            "busy": answer(busy),
            "member": answer(member),
            "beneficiary": ask_idle(beneficiary),
        }
        wait_until(lambda: not world.running("interrupted"), "the officer's query was cancelled")
        wait_until(lambda: not world.running("employed"), "the task force's query was cancelled")
        held = world.running("held")
    sibling_answer = answer(sibling)
    assert sibling.pgconn.get_result() is None
    for connection in (idle, busy, member, beneficiary):
        connection.close()
    return {
        "directive": directive,
        "answers": answers,
        "held": held,
        "pid": pid,
        "sibling": sibling,
        "sibling_answer": sibling_answer,
        "start": start,
    }


def test_sessions_of_the_whole_subtree_end(cut_off: dict[str, Any]) -> None:
    """Idle or at work, of the agency, employed by it or asking for it: all end with 57P01 and no row."""
    assert cut_off["answers"] == dict.fromkeys(("idle", "busy", "member", "beneficiary"), ("57P01", []))


def test_the_siblings_query_is_undisturbed(cut_off: dict[str, Any]) -> None:
    """A query of the FBI that ran before the cut-off still ran after it, and brings its row."""
    assert cut_off["held"] == [cut_off["pid"]]
    assert cut_off["sibling_answer"] == ("", ["0110"])


def test_interrupted_queries_have_their_entries(world: World, cut_off: dict[str, Any]) -> None:
    """What was sent to the database is in the log, also when nobody got an answer."""
    entries = {
        entry["member"]: entry for entry in world.entries(cut_off["start"]) if entry["outcome"] == "cancelled"
    }
    assert set(entries) == {OFFICER.member.code, TASK_FORCE.member.code}
    assert all(entry["rows"] == 0 and entry["subjects"] == [] for entry in entries.values())


@pytest.mark.parametrize("person", [OFFICER, TASK_FORCE], ids=["of the agency", "employed by it"])
def test_a_new_log_in_is_refused_with_the_directives_number(
    world: World, cut_off: dict[str, Any], person: Person
) -> None:
    """FATAL 28000; libpq shows no SQLSTATE there, so the number stands in the message."""
    with pytest.raises(psycopg.OperationalError, match=f"cut off by directive {cut_off['directive']}"):
        psycopg.connect(world.conninfo(person))


@pytest.mark.parametrize("agency", ["ice", "ice-ero", "ice-hsi"])
def test_nobody_asks_on_behalf_of_the_agency(world: World, cut_off: dict[str, Any], agency: str) -> None:
    """A local officer who declares it as beneficiary is refused, at the log-in and later, and goes on otherwise."""
    with pytest.raises(psycopg.OperationalError, match=f"cut off by directive {cut_off['directive']}"):
        psycopg.connect(world.conninfo(DETECTIVE, beneficiary=agency))
    connection = world.connect(DETECTIVE)
    with pytest.raises(psycopg.Error, match=f"cut off by directive {cut_off['directive']}") as caught:
        connection.execute(f"SET ostiary.beneficiary = '{agency}'".encode())
    assert caught.value.sqlstate == "28000"
    assert connection.execute("SELECT iucr FROM offence_codes LIMIT 1").fetchall()


def test_the_sibling_goes_on_in_the_same_session(world: World, cut_off: dict[str, Any]) -> None:
    """The FBI's session asks its next question."""
    assert cut_off["sibling"].execute("SELECT iucr FROM offence_codes LIMIT 2").fetchall()
    world.assert_serves(AGENT)
    world.assert_serves(DETECTIVE)


def test_the_directive_is_in_the_log(world: World, cut_off: dict[str, Any]) -> None:
    """The order and its confirmation are entries, as the bytes that were signed."""
    with control_connection(world.installation.postgres.admin_dsn("control")) as connection:
        stored = connection.execute(
            "SELECT envelope FROM ostiary.directive_step ORDER BY sequence"
        ).fetchall()
    logged = [entry.payload for entry in entries_of(world.home) if entry.kind == DIRECTIVE]
    assert logged == [bytes(envelope) for (envelope,) in stored]


def test_the_cut_off_outlives_a_restart(world: World, cut_off: dict[str, Any]) -> None:
    """A gateway that comes up afterwards refuses from its first connection on."""
    world.close_clients()
    assert world.gateway.stop() == 0
    world.gateway.start()
    with pytest.raises(psycopg.OperationalError, match=f"cut off by directive {cut_off['directive']}"):
        psycopg.connect(world.conninfo(OFFICER))
    world.assert_serves()


def test_no_bug_was_met(world: World) -> None:
    """Nothing of this surprised the gateway."""
    assert world.gateway.events("bug") == []
