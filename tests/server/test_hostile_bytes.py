"""Bytes that no honest client sends, against a gateway that others use at the same time."""

from __future__ import annotations

import random
import socket
import struct
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from psycopg import pq

from ostiary.demo.people import AGENT
from server.gateway_world import PATIENCE, World, dial, long_query, until_closed, wait_until

pytestmark = pytest.mark.xdist_group("server_hostile_bytes")

LISTEN = "login_seconds = 1.0"


def startup(parameters: bytes, version: int = 196_608) -> bytes:
    return struct.pack("!II", len(parameters) + 8, version) + parameters


FIRST_PACKETS = {
    "random bytes": random.Random(7).randbytes(500),
    "http": b"GET / HTTP/1.1\r\nHost: city\r\n\r\n",
    "tls at once": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
    "length zero": b"\0\0\0\0",
    "length less than its own head": struct.pack("!II", 7, 196_608),
    "length one more than allowed": struct.pack("!II", 10_001, 196_608),
    "length of four gigabytes": b"\xff\xff\xff\xff" + bytes(100),
    "length that looks negative": struct.pack("!II", 0x80000000, 196_608),
    "version 2": struct.pack("!II", 8, 131_072),
    "no terminator": startup(b"user\0fbi-7731"),
    "no user": startup(b"database\0city\0\0"),
    "name without value": startup(b"user\0\0"),
    "not utf-8": startup(b"user\0\xff\xfe\0\0"),
    "bytes after the terminator": startup(b"user\0fbi-7731\0\0junk"),
    "replication": startup(b"user\0fbi-7731\0replication\0true\0\0"),
    "a password at once": startup(b"user\0fbi-7731\0\0") + b"p\0\0\0\x0ahello\0",
    "a query before the log-in": startup(b"user\0fbi-7731\0\0") + b"Q\0\0\0\x0dSELECT 1\0",
    "an oversized message before the log-in": startup(b"user\0fbi-7731\0\0")
    + b"p\x7f\xff\xff\xff"
    + bytes(4_000),
    "three requests for encryption": struct.pack("!II", 8, 80_877_103) * 4,
    "cancel of nobody": struct.pack("!IIII", 16, 80_877_102, 1, 2),
}


@pytest.mark.parametrize("name", FIRST_PACKETS)
def test_a_first_packet_that_cannot_be_ends_its_connection_and_no_other(world: World, name: str) -> None:
    """Whatever a stranger sends, the connection ends without a log-in, and the next client is served."""
    with closing(dial(world)) as client:
        client.sendall(FIRST_PACKETS[name])
        said = until_closed(client)
    # No AuthenticationOk, no key, no ReadyForQuery.
    assert b"R\0\0\0\x08\0\0\0\0" not in said
    assert b"Z\0\0\0\x05" not in said
    world.assert_serves()


@pytest.mark.parametrize("length", [0, 1, 4, 7, 8, 20])
def test_a_truncated_first_packet_of_a_client_that_leaves_changes_nothing(world: World, length: int) -> None:
    """A client may leave in the middle of its first packet."""
    with closing(dial(world)) as client:
        client.sendall(startup(b"user\0fbi-7731\0database\0city\0\0")[:length])
        client.shutdown(socket.SHUT_WR)
        until_closed(client)
    world.assert_serves()


def test_a_stranger_who_says_nothing_is_shown_out(world: World) -> None:
    """Who opens a connection and never logs in does not keep it; a client that logs in keeps it longer."""
    lasting = world.connect()
    with closing(dial(world)) as silent, closing(dial(world)) as slow:
        slow.sendall(startup(b"user\0fbi-7731\0\0")[:9])
        assert until_closed(silent) == b""
        assert until_closed(slow) == b""
    assert lasting.execute("SELECT iucr FROM offence_codes LIMIT 1").fetchall()


def test_two_hundred_silent_strangers_do_not_keep_anybody_out(world: World) -> None:
    """Connections without a log-in are cheap, and others are served while they last."""
    strangers = [dial(world) for _ in range(200)]
    world.assert_serves()
    for stranger in strangers:
        assert until_closed(stranger) == b""
        stranger.close()


@pytest.fixture
def logged_in(world: World) -> Iterator[tuple[psycopg.Connection, socket.socket]]:
    """A client with a real log-in, whose socket is ours to abuse."""
    connection = world.connect()
    raw = socket.socket(fileno=connection.fileno())
    raw.settimeout(PATIENCE)
    yield connection, raw
    raw.detach()


MESSAGES = {
    "an unknown kind": b"!\0\0\0\x04",
    "a length less than its head": b"Q\0\0\0\x03",
    "a length over the limit": b"Q" + struct.pack("!I", 2**20 + 8) + bytes(100),
    "a length of two gigabytes": b"Q\x7f\xff\xff\xff",
    "a query without its end": b"Q\0\0\0\x0cSELECT 1",
    "a query that is not utf-8": b"Q\0\0\0\x0e'SELECT \xff\0",
    "a bind that lies about its parameters": b"B\0\0\0\x0e\0\0\0\0\x7f\xff\0\0\0\0",
    "copy data": b"d\0\0\0\x04",
    "a password after the log-in": b"p\0\0\0\x05\0",
    "a parse cut short": b"P\0\0\0\x06\0S",
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_that_cannot_be_ends_its_session_with_a_protocol_error(
    world: World, logged_in: tuple[psycopg.Connection, socket.socket], name: str
) -> None:
    """After the log-in too, bytes that make no sense end the session with 08P01 and nobody else's."""
    _, raw = logged_in
    raw.sendall(MESSAGES[name])
    said = until_closed(raw)
    assert b"C08P01\0" in said
    assert b"\nTraceback" not in said
    world.assert_serves()


def test_a_large_parameter_is_answered_and_recorded(world: World) -> None:
    """A parameter of 400 kB is no error of the protocol, and stands in the entry."""
    connection = world.connect()
    big = "x" * 400_000
    rows = connection.execute("SELECT iucr FROM offence_codes WHERE description = %s", [big]).fetchall()
    assert rows == []


def test_a_question_that_is_too_long_to_be_recorded_is_not_asked(world: World) -> None:
    """What no entry could hold never reaches the database; the session goes on."""
    connection = world.connect()
    with pytest.raises(psycopg.errors.ProgramLimitExceeded):
        connection.execute("SELECT surname FROM persons WHERE surname = %s", ["x" * 600_000])
    assert connection.execute("SELECT iucr FROM offence_codes LIMIT 1").fetchall()


def test_a_message_beyond_the_largest_size_ends_the_session(world: World) -> None:
    """A parameter of more than a MiB is refused with the protocol's words or a reset."""
    connection = world.connect()
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT iucr FROM offence_codes WHERE description = %s", ["x" * (2**20 + 10)])
    world.assert_serves()


def test_a_nul_in_a_statement_is_no_statement(
    world: World, logged_in: tuple[psycopg.Connection, socket.socket]
) -> None:
    """What follows a NUL would be unseen by one reader and seen by another, so the message is refused."""
    _, raw = logged_in
    text = b"SELECT iucr FROM offence_codes\0 WHERE true\0"
    raw.sendall(b"Q" + struct.pack("!I", len(text) + 4) + text)
    assert b"C08P01\0" in until_closed(raw)


@pytest.mark.parametrize("value", [b"a\0b", b"\xff\xfe", b"\xed\xa0\x80"])
def test_a_parameter_that_is_no_text_is_refused_with_a_fixed_text(world: World, value: bytes) -> None:
    """NUL and invalid UTF-8 in a parameter are an error of the data, and the session goes on."""
    connection = world.connect()
    result = connection.pgconn.exec_params(
        b"SELECT iucr FROM offence_codes WHERE iucr = $1", [value], [25], [1]
    )
    assert result.status == pq.ExecStatus.FATAL_ERROR
    assert result.error_field(pq.DiagnosticField.SQLSTATE) == b"22000"
    assert "0x" not in result.get_error_message()
    entry = world.entries()[-1]
    assert (entry["outcome"], entry["parameters"]) == ("failed", ["\\x" + value.hex()])
    assert connection.execute("SELECT iucr FROM offence_codes LIMIT 1").fetchall()


@pytest.mark.parametrize("kilobytes", [16, 60])
def test_a_long_chain_of_additions_is_refused_or_answered_and_others_go_on(
    world: World, kilobytes: int
) -> None:
    """Statements that make other parsers overflow their stack are refused with words."""
    connection = world.connect()
    chain = "1" + "+1" * (kilobytes * 512)
    with pytest.raises(psycopg.Error) as caught:
        connection.execute(f"SELECT iucr FROM offence_codes WHERE {chain} = 0")
    assert caught.value.sqlstate in {"0A000", "42601", "54001"}
    assert connection.execute("SELECT iucr FROM offence_codes LIMIT 1").fetchall()
    world.assert_serves()


def test_a_statement_beyond_its_limit_is_refused_and_the_session_goes_on(world: World) -> None:
    """More than 64 kB of statement is refused before any parser sees it."""
    connection = world.connect()
    with pytest.raises(psycopg.errors.SyntaxError, match="at most 65536 bytes"):
        connection.execute(f"SELECT iucr FROM offence_codes WHERE iucr = '{'x' * 65_536}'")
    assert connection.execute("SELECT iucr FROM offence_codes LIMIT 1").fetchall()


def test_a_client_that_vanishes_in_the_middle_of_a_query_leaves_an_entry_and_no_work(world: World) -> None:
    """The query is cancelled on the server, and the log says that it was."""
    start = world.size()
    connection = world.connect()
    query = long_query("vanish")
    connection.pgconn.send_query_params(query.encode(), [])
    connection.pgconn.flush()
    wait_until(lambda: world.running("vanish"), "the query runs")
    connection.close()
    wait_until(lambda: not world.running("vanish"), "the query was cancelled")
    entries = wait_until(lambda: world.entries(start), "an entry")
    assert [(entry["outcome"], entry["member"], entry["rows"]) for entry in entries] == [
        ("cancelled", AGENT.member.code, 0)
    ]
    assert "vanish" in entries[0]["statement"]
    world.assert_serves()


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("purpose=curiosity", "there is no purpose `curiosity`"),
        ("case=123", "`123` is not a case number"),
        ("basis=hunch", "there is no basis `hunch`"),
        ("beneficiary=kgb", "there is no agency `kgb`"),
        ("porpoise=audit", "`ostiary.porpoise` is not a setting"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused_at_the_log_in(world: World, option: str, words: str) -> None:
    """The message names what was wrong."""
    name, _, value = option.partition("=")
    with pytest.raises(psycopg.OperationalError, match=words):
        psycopg.connect(world.installation.conninfo(AGENT, **{"case": "JK123456", name: value}))


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("SET ostiary.purpose = 'curiosity'", "there is no purpose `curiosity`"),
        ("SET ostiary.case = '123'", "`123` is not a case number"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused_later_too(world: World, statement: str, words: str) -> None:
    """SET is refused with a hint, and what was declared before still holds."""
    connection = world.connect()
    with pytest.raises(psycopg.errors.InvalidParameterValue, match=words) as caught:
        connection.execute(statement)
    assert caught.value.diag.message_hint
    assert connection.execute("SHOW ostiary.case").fetchone() == ("JK123456",)


def test_a_wrong_password_and_an_unknown_name_are_told_alike(world: World) -> None:
    """Nobody learns who is enrolled."""
    said = []
    for user in ("fbi-7731", "nobody-1"):
        with pytest.raises(psycopg.OperationalError) as caught:
            psycopg.connect(
                f"host=127.0.0.1 port={world.installation.port} dbname=city user={user} password=wrong"
            )
        said.append(str(caught.value).replace(user, "NAME"))
    assert said[0] == said[1]
    assert "password authentication failed" in said[0]


def test_no_bug_was_met(world: World) -> None:
    """All of the above was refused on purpose: the gateway has met nothing that it did not expect."""
    assert world.gateway.events("bug") == []
    assert world.gateway.is_running
