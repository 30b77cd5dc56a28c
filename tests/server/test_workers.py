"""Several workers behind one address: one log, one chain, and whoever is meant is reached wherever it is."""

from __future__ import annotations

import os
import secrets
import signal
import socket
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ostiary.demo.people import AGENT, OFFICER
from ostiary.evidence.commitment import DIRECTIVE
from ostiary.pgwire.frontend import build_sasl_initial
from ostiary.pgwire.scram import ClientExchange, nonce_from
from ostiary.pgwire.startup import cancel_request, startup_message
from ostiary.server.entries import entries_of
from ostiary.store.control import control_connection
from server.gateway_world import (
    GatewayProcess,
    World,
    leftovers,
    long_query,
    run_ostiary,
    stopped,
    wait_until,
)
from server.worker_world import one_at_each, worker_at

pytestmark = pytest.mark.xdist_group("server_workers")

WORKERS = 4
TOP = f"workers = {WORKERS}"
QUESTION = "SELECT iucr FROM offence_codes LIMIT 3"


def is_gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


def test_every_worker_serves_and_all_have_one_log(world: World) -> None:
    """Each answer has its entry; access ids differ, and begin with the number of the worker that gave them."""
    first = world.size()
    for number, connection in enumerate(one_at_each(world, WORKERS), 1):
        assert worker_at(connection) == number
        for _ in range(3):
            assert len(connection.execute(QUESTION).fetchall()) == 3
    accesses = [entry["access"] for entry in world.entries(first)]
    assert len(set(accesses)) == len(accesses) == 3 * WORKERS
    assert Counter(access.split("-")[0] for access in accesses) == dict.fromkeys("1234", 3)
    (started,) = world.gateway.events("started")
    assert started["workers"] == WORKERS
    assert len(world.gateway.children("ostiary.store.log.writer")) == 1


def test_an_unknown_name_meets_the_same_salt_at_every_worker(world: World) -> None:
    """A name that is no member's cannot be told from one that is by asking twice: the decoy's salt does not change."""
    port = world.installation.port
    salts = {_salt(port, "nobody-at-all") for _ in range(40)}
    assert len(salts) == 1
    assert len({_salt(port, AGENT.member.code) for _ in range(40)}) == 1


def _salt(port: int, user: str) -> bytes:
    """The salt in the challenge that a stranger gets."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(startup_message({"user": user, "database": "city"}))
        connection.recv(4_096)
        first = ClientExchange("guess", nonce_from(secrets.token_bytes(18))).first()
        connection.sendall(build_sasl_initial("SCRAM-SHA-256", first))
        return connection.recv(4_096).split(b",s=")[1].split(b",i=")[0]


def _cancel(port: int, pid: int, secret: bytes) -> None:
    """Ask for a cancel, and wait until the door has closed the connection."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(cancel_request(pid, secret))
        assert connection.recv(1) == b""


def test_forty_cancels_hit_the_right_session_and_no_other(world: World) -> None:
    """Each session runs a query of its own; whoever is cancelled gets 57014, and all others run on.

    A cancel is a connection of its own and comes to whatever worker the kernel chooses.
    """
    sessions = [world.connect() for _ in range(40)]
    assert {worker_at(session) for session in sessions} == {1, 2, 3, 4}
    names = [f"held{number:02}" for number in range(40)]
    admin = world.admin()
    # The readers' statement_timeout would end these after 30 seconds; all of this takes about five on a busy machine.
    for name, session in zip(names, sessions, strict=True):
        session.pgconn.send_query_params(long_query(name).encode(), [])
        session.pgconn.flush()
    wait_until(lambda: _running(admin) == names, "all queries run")
    before = len(world.gateway.events("cancelled"))
    for number in range(0, 40, 2):
        sessions[number].cancel_safe(timeout=30)
        result = sessions[number].pgconn.get_result()
        assert result is not None
        assert result.error_field(psycopg.pq.DiagnosticField.SQLSTATE) == b"57014"
        assert _running(admin) == [name for at, name in enumerate(names) if at % 2 or at > number]
    told = world.gateway.events("cancelled")[before:]
    assert len(told) == 20
    # The session's own worker carried the cancel out.
    assert [event["worker"] for event in told] == [int(event["session"].split("-")[0]) for event in told]
    assert [event["worker"] for event in told] == [worker_at(sessions[at]) for at in range(0, 40, 2)]


def _running(admin: psycopg.Connection[Any]) -> list[str]:
    """The names in the statements that run now, in their order."""
    found = admin.execute(
        "SELECT DISTINCT substring(query FROM 'held[0-9]{2}') FROM pg_stat_activity"
        " WHERE state = 'active' AND usename LIKE 'ostiary\\_reader\\_%' AND query LIKE '%held%' ORDER BY 1"
    )
    return [name for (name,) in found.fetchall()]


def test_a_wrong_secret_cancels_nothing_at_any_worker(world: World) -> None:
    """The number in a key says where to look; the secret decides."""
    (session, *_) = one_at_each(world, WORKERS)
    session.pgconn.send_query_params(long_query("guessed").encode(), [])
    session.pgconn.flush()
    wait_until(lambda: world.running("guessed"), "the query runs")
    for guess in range(40):
        _cancel(world.installation.port, session.info.backend_pid, bytes([guess] * 4))
    # Later cancels of the same channel are carried out after those guesses.
    other = world.connect()
    other.pgconn.send_query_params(long_query("meant").encode(), [])
    other.pgconn.flush()
    wait_until(lambda: world.running("meant"), "the other query runs")
    other.cancel_safe(timeout=30)
    assert other.pgconn.get_result() is not None
    assert world.running("guessed")


def test_a_worker_that_dies_is_replaced_and_the_others_go_on(world: World) -> None:
    """Its own sessions end; a new one takes its number, under the policy that the gateway was started with."""
    sessions = one_at_each(world, WORKERS)
    pids = world.gateway.workers()
    before = world.gateway.events()
    policy = world.home / "policy" / "permits.toml"
    text = policy.read_text()
    policy.write_text(text.replace("[[permit]]", "[[permit]]\nnonsense = true", 1))
    try:
        os.kill(pids[1], signal.SIGKILL)
        wait_until(lambda: world.gateway.events("worker_back"), "another worker is there")
    finally:
        policy.write_text(text)
    told = world.gateway.events()[len(before) :]
    (lost,) = [event for event in told if event["event"] == "worker_lost"]
    (back,) = [event for event in told if event["event"] == "worker_back"]
    assert (lost["number"], back["number"], lost["why"]) == (2, 2, "it ended with status -9")
    assert back["pid"] in world.gateway.workers()
    for number, session in enumerate(sessions, 1):
        if number == 2:
            with pytest.raises(psycopg.OperationalError):
                session.execute(QUESTION)
        else:
            assert session.execute(QUESTION).fetchall()
    again = one_at_each(world, WORKERS)
    assert again[1].execute(QUESTION).fetchall()
    entry = world.entries()[-1]
    assert entry["policy"] == world.gateway.events("started")[0]["policy"]


def test_a_replacement_that_cannot_serve_is_tried_again(world: World) -> None:
    """It says why, listens nowhere, and comes when what it lacked is there; meanwhile the others serve."""
    before = len(world.gateway.events("worker_back"))
    # What a worker reads once, when it begins.
    dsn = world.home / "secrets" / "control.dsn"
    content = dsn.read_bytes()
    dsn.write_text("no connection string")
    try:
        os.kill(world.gateway.workers()[0], signal.SIGKILL)
        wait_until(lambda: len(_whys(world, "holds no connection string")) >= 2, "it has been tried twice")
        assert len(world.gateway.events("worker_back")) == before
        for _ in range(10):
            world.assert_serves()
    finally:
        dsn.write_bytes(content)
    wait_until(lambda: len(world.gateway.events("worker_back")) > before, "the worker is replaced")
    one_at_each(world, WORKERS)


def _whys(world: World, words: str) -> list[str]:
    return [event["why"] for event in world.gateway.events("worker_lost") if words in event["why"]]


def test_a_worker_that_stands_still_is_ended_and_replaced(world: World) -> None:
    """It keeps its place among those that listen only until the supervisor misses its word."""
    before = len(world.gateway.events("worker_back"))
    pid = world.gateway.workers()[0]
    with stopped(pid):
        wait_until(lambda: is_gone(pid), "the supervisor ends it", patience=60)
    assert world.gateway.events("worker_silent")
    wait_until(lambda: len(world.gateway.events("worker_back")) > before, "another worker is there")
    one_at_each(world, WORKERS)


def test_a_cut_off_reaches_every_worker_and_is_logged_once(world: World) -> None:
    """Sessions at each worker end with 57P01, and each step of the directive is one entry, behind all that came before."""
    sessions = one_at_each(world, WORKERS, OFFICER)
    for session in sessions:
        assert session.execute(QUESTION).fetchall()
    world.cut_off("ice")
    for session in sessions:
        with pytest.raises(psycopg.OperationalError) as caught:
            session.execute(QUESTION)
        assert caught.value.sqlstate == "57P01"
    for _ in range(20):
        with pytest.raises(psycopg.OperationalError, match="cut off by directive"):
            psycopg.connect(world.conninfo(OFFICER))
    with control_connection(world.installation.postgres.admin_dsn("control")) as connection:
        steps = connection.execute("SELECT envelope FROM ostiary.directive_step ORDER BY sequence").fetchall()
    stored = [bytes(envelope) for (envelope,) in steps]
    wait_until(lambda: len(_logged(world)) >= len(stored), "the steps are logged")
    assert [payload for _, payload in _logged(world)] == stored
    confirmed, _ = _logged(world)[-1]
    answered = [
        entry["index"]
        for entry in world.entries()
        if entry["member"] == OFFICER.member.code and entry["outcome"] == "answered"
    ]
    assert len(answered) == WORKERS
    assert max(answered) < confirmed


def _logged(world: World) -> list[tuple[int, bytes]]:
    return [(entry.index, entry.payload) for entry in entries_of(world.home) if entry.kind == DIRECTIVE]


def test_a_second_gateway_at_the_same_address_is_refused(world: World, tmp_path: Path) -> None:
    """Sockets that share a port do not notice each other; gateways do, before either could take the other's clients."""
    other = GatewayProcess(world.home, "second")
    other.launch()
    assert other.wait() == 1
    assert other.stderr.read_text().startswith("error: cannot listen at 127.0.0.1, port")
    world.assert_serves()


def test_when_the_supervisor_is_killed_everything_ends(world: World) -> None:
    """No worker keeps listening, and the log writer lets go of the log; it verifies, and a new gateway starts."""
    connection = world.connect()
    salt = _salt(world.installation.port, "nobody-at-all")
    world.gateway.kill()
    wait_until(lambda: not leftovers(world.home), "workers and writer have ended")
    with pytest.raises(psycopg.OperationalError):
        connection.execute(QUESTION)
    with pytest.raises(psycopg.OperationalError, match="refused"):
        psycopg.connect(world.conninfo())
    verified = run_ostiary("log", "verify", str(world.log_dir))
    assert verified.returncode == 0, verified.stderr
    world.gateway.start()
    world.assert_serves()
    # A salt that a restart changes would tell that there is no such member.
    assert _salt(world.installation.port, "nobody-at-all") == salt
    size = len(_logged(world))
    assert world.gateway.stop() == 0
    assert len(_logged(world)) == size
    assert not leftovers(world.home)


def test_no_bug_was_met(world: World) -> None:
    """Nothing of this surprised the gateway."""
    assert world.gateway.events("bug") == []
