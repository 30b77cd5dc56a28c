"""Sessions share backends and nothing else: cancels hit their own session, and a backend is lent clean."""

from __future__ import annotations

import os
import signal
import socket
import struct
import subprocess
from contextlib import closing

import psycopg
import pytest
from psycopg.pq import DiagnosticField

from ostiary.demo.people import AUDITOR, DETECTIVE
from server.gateway_world import PATIENCE, World, long_query, stopped, wait_until

pytestmark = pytest.mark.xdist_group("server_isolation")

TLS = (False, True)

QUESTION = "SELECT iucr FROM offence_codes LIMIT 1"


def start(world: World, connection: psycopg.Connection, name: str) -> int:
    """Start an endless query; the process of its backend."""
    connection.pgconn.send_query_params(long_query(name).encode(), [])
    connection.pgconn.flush()
    (pid,) = wait_until(lambda: world.running(name), "the query runs")
    return pid


def outcome(connection: psycopg.Connection) -> str:
    result = connection.pgconn.get_result()
    assert result is not None
    assert connection.pgconn.get_result() is None
    return (result.error_field(DiagnosticField.SQLSTATE) or b"").decode()


def cancel(world: World, pid: int, secret: bytes) -> None:
    """Send a cancel request and wait until the gateway has taken it and hung up."""
    with closing(socket.create_connection(("127.0.0.1", world.installation.port))) as client:
        client.settimeout(PATIENCE)
        client.sendall(struct.pack("!III", 12 + len(secret), 80_877_102, pid) + secret)
        assert client.recv(1) == b""


def test_the_right_key_cancels_its_own_session_only(world: World) -> None:
    """The cancelled session gets 57014 and goes on; another one's query runs on."""
    first, second = world.connect(), world.connect(DETECTIVE)
    start(world, first, "mine")
    start(world, second, "theirs")
    start_of_log = world.size()
    first.cancel_safe(timeout=PATIENCE)
    assert outcome(first) == "57014"
    assert world.running("theirs")
    assert first.execute(QUESTION).fetchall()
    (entry,) = [entry for entry in world.entries(start_of_log) if entry["outcome"] == "cancelled"]
    assert "mine" in entry["statement"]
    second.cancel_safe(timeout=PATIENCE)
    assert outcome(second) == "57014"


def test_a_wrong_secret_cancels_nothing(world: World) -> None:
    """A number that is in use, with secrets that are not its own."""
    connection = world.connect()
    start(world, connection, "guarded")
    pid = connection.pgconn.backend_pid
    for secret in (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\0" * 32):
        cancel(world, pid, secret)
    assert world.running("guarded")
    connection.cancel_safe(timeout=PATIENCE)
    assert outcome(connection) == "57014"


def test_a_backend_that_was_cancelled_is_not_lent_again(world: World) -> None:
    """A late cancel could hit whoever has it next."""
    connection = world.connect()
    pid = start(world, connection, "spent")
    connection.cancel_safe(timeout=PATIENCE)
    assert outcome(connection) == "57014"
    connection.close()
    admin = world.admin()
    wait_until(
        lambda: not admin.execute("SELECT FROM pg_stat_activity WHERE pid = %s", [pid]).fetchall(),
        "the backend is gone",
    )


def test_ctrl_c_in_psql_cancels_and_is_recorded(world: World) -> None:
    """SIGINT makes psql send a cancel request, print the error, and ask the next question."""
    start_of_log = world.size()
    process = subprocess.Popen(
        ["/usr/bin/psql", "-X", "-At", world.conninfo()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(f"{long_query('interactive')};\n{QUESTION};\n")
    process.stdin.flush()
    wait_until(lambda: world.running("interactive"), "the query runs")
    os.kill(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert "the statement was cancelled" in err
    assert out.strip() in {"0110", ""}
    assert next(entry["outcome"] for entry in world.entries(start_of_log)) == "cancelled"


def test_the_next_session_gets_a_backend_without_a_trace_of_the_last(world: World) -> None:
    """The same backend serves both, and nothing that the first did is left in it.

    The auditor's profile is nobody else's here, so that the backend is known.
    """
    first = world.connect(AUDITOR, autocommit=False)
    first.execute("SELECT iucr FROM offence_codes WHERE iucr = %s", ["0110"], prepare=True)
    first.commit()
    (backend,) = _readers(world, "COMMIT")
    first.close()
    wait_until(lambda: _readers(world, "DISCARD ALL") == [backend], "the backend was scrubbed")
    second = world.connect(AUDITOR)
    result = second.pgconn.exec_prepared(b"_pg3_0", [b"0110"])
    assert result.error_field(DiagnosticField.SQLSTATE) == b"26000"
    second.execute(QUESTION)
    assert backend in _readers(world, "SELECT")
    second.close()
    wait_until(lambda: backend in _readers(world, "DISCARD ALL"), "the backend was scrubbed again")


def test_a_backend_is_not_lent_again_when_its_client_left_in_a_transaction(world: World) -> None:
    """What is open is ended with the backend, not handed on."""
    first = world.connect(AUDITOR, autocommit=False)
    first.execute("SELECT iucr AS unfinished FROM offence_codes LIMIT 1")
    (backend,) = _readers(world, "unfinished")
    first.close()
    admin = world.admin()
    wait_until(
        lambda: not admin.execute("SELECT FROM pg_stat_activity WHERE pid = %s", [backend]).fetchall(),
        "the backend is gone",
    )


def test_different_profiles_never_share_a_backend(world: World) -> None:
    """A detective and an agent who ask at once are two different users of the database."""
    first, second = world.connect(), world.connect(DETECTIVE)
    start(world, first, "agent")
    start(world, second, "detective")
    users = (
        world.admin()
        .execute(
            "SELECT DISTINCT usename FROM pg_stat_activity WHERE state = 'active' AND usename LIKE 'ostiary\\_reader\\_%'"
        )
        .fetchall()
    )
    assert len(users) == 2
    for connection in (first, second):
        connection.cancel_safe(timeout=PATIENCE)
        assert outcome(connection) == "57014"


def test_a_parser_that_stands_still_is_replaced_and_the_statement_asked_again(world: World) -> None:
    """SIGSTOP for longer than a plan may take: another parser takes the statement, and others go on meanwhile."""
    connection, known = world.connect(), world.connect()
    known.execute(QUESTION)
    # A statement that nobody has asked yet: the parser that answers it is there to stay, and not one that was ended before.
    known.execute("SELECT iucr AS a_parser_is_there FROM offence_codes LIMIT 1")
    (parser,) = world.gateway.children("ostiary.door.planning.process")
    with stopped(parser):
        connection.pgconn.send_query_params(b"SELECT iucr AS stuck FROM offence_codes", [])
        connection.pgconn.flush()
        # Statements that are known need no parser.
        assert known.execute(QUESTION).fetchall()
        assert outcome(connection) == ""
    assert connection.execute("SELECT iucr AS other FROM offence_codes LIMIT 1").fetchall()
    # One that was killed is listed until it has ended, and while it ends the kernel may leave out its sibling.
    wait_until(
        lambda: world.gateway.children("ostiary.door.planning.process") not in ([], [parser]),
        "another parser is there",
    )
    world.assert_serves()


def test_a_parser_that_is_killed_while_it_plans_is_replaced_and_the_statement_asked_again(
    world: World,
) -> None:
    """One death is not held against a statement: the machine may have run out of memory."""
    (parser,) = world.gateway.children("ostiary.door.planning.process")
    connection = world.connect()
    os.kill(parser, signal.SIGSTOP)
    connection.pgconn.send_query_params(b"SELECT iucr AS again FROM offence_codes LIMIT 1", [])
    connection.pgconn.flush()
    psycopg.connect(world.conninfo()).close()
    os.kill(parser, signal.SIGKILL)
    assert outcome(connection) == ""
    world.assert_serves()


def test_no_bug_was_met(world: World) -> None:
    """Nothing of this surprised the gateway."""
    assert world.gateway.events("bug") == []


def _readers(world: World, words: str) -> list[int]:
    """The backends of readers whose last statement has these words."""
    found = world.admin().execute(
        "SELECT pid FROM pg_stat_activity WHERE usename LIKE 'ostiary\\_reader\\_%%' AND position(%s IN query) > 0",
        [words],
    )
    return [pid for (pid,) in found.fetchall()]
