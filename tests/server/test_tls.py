"""The door's TLS as real clients and hostile ones meet it."""

from __future__ import annotations

import os
import socket
import ssl
import struct
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from ostiary.demo.certificates import SERVER, Certified
from ostiary.demo.people import AGENT, AUDITOR, OFFICER
from ostiary.door.encryption.tls import ALPN
from ostiary.pgwire.startup import cancel_request, ssl_request, startup_message
from server.gateway_world import PATIENCE, World, dial, long_query, until_closed, wait_until
from server.worker_world import ENDLESS, is_let_go, unread, unsent_to

pytestmark = pytest.mark.xdist_group("server_tls")

TLS = (True,)
LISTEN = "login_seconds = 1.0"


def context(world: World, alpn: tuple[str, ...] = (ALPN,)) -> ssl.SSLContext:
    """A client of the ``ssl`` module that verifies the door."""
    found = ssl.create_default_context(cafile=str(world.home / "tls" / "root.pem"))
    if alpn:
        found.set_alpn_protocols(list(alpn))
    return found


def granted(world: World) -> socket.socket:
    """A socket on which TLS was asked for and granted."""
    client = dial(world)
    client.sendall(ssl_request())
    assert client.recv(1) == b"S"
    return client


MODES = ["require", "verify-ca", "verify-full"]


@pytest.mark.parametrize("binding", ["disable", "prefer", "require"])
@pytest.mark.parametrize("negotiation", ["postgres", "direct"])
@pytest.mark.parametrize("mode", MODES)
def test_psycopg_connects_in_every_mode(world: World, mode: str, negotiation: str, binding: str) -> None:
    """Asked for or direct, verified or not, with and without channel binding."""
    demand = f" sslmode={mode} sslnegotiation={negotiation} channel_binding={binding}"
    with psycopg.connect(world.conninfo() + demand, autocommit=True) as connection:
        assert connection.pgconn.ssl_in_use
        assert connection.execute("SELECT iucr FROM offence_codes LIMIT 1").fetchall()


@pytest.mark.parametrize("binding", ["disable", "prefer", "require"])
@pytest.mark.parametrize("mode", MODES)
def test_psql_connects_in_every_mode(world: World, mode: str, binding: str) -> None:
    """Debian's psql, with and without channel binding; it says which TLS it speaks."""
    if not Path("/usr/bin/psql").exists():
        pytest.skip("there is no psql of Debian here")
    demand = f" sslmode={mode} channel_binding={binding}"
    found = subprocess.run(
        [
            "/usr/bin/psql",
            "-X",
            "-At",
            world.conninfo() + demand,
            "-c",
            "\\conninfo",
            "-c",
            "SHOW client_encoding",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert "TLSv1.3" in found.stdout
    assert found.stdout.endswith("UTF8\n")


def test_a_client_that_may_speak_in_the_clear_is_served_where_tls_is_offered(world: World) -> None:
    """The demonstration does not require it."""
    with psycopg.connect(world.conninfo() + " sslmode=disable channel_binding=disable") as connection:
        assert not connection.pgconn.ssl_in_use


def test_binding_without_tls_is_refused_by_the_client(world: World) -> None:
    """PLUS is not offered in the clear."""
    with pytest.raises(psycopg.OperationalError, match="channel binding"):
        psycopg.connect(world.conninfo() + " sslmode=disable channel_binding=require")


def test_another_root_does_not_verify_the_door(world: World, tmp_path: Path) -> None:
    """The client hangs up, and the operators are told."""
    other = Certified.authority("another", world_now())
    other.write(tmp_path / "root.pem", tmp_path / "root.key")
    with pytest.raises(psycopg.OperationalError, match="certificate verify failed"):
        psycopg.connect(world.conninfo() + f" sslrootcert={tmp_path / 'root.pem'}")
    wait_until(lambda: any("unknown ca" in e["why"] for e in world.gateway.events("tls_failed")), "the event")


def world_now() -> datetime:
    return datetime.now(UTC)


def test_a_refusal_at_the_log_in_reads_the_same_over_tls(world: World) -> None:
    """A wrong password, and nobody of that name."""
    for user in (AGENT.member.code, "nobody-1"):
        with pytest.raises(psycopg.OperationalError, match=f"password authentication failed for `{user}`"):
            psycopg.connect(world.conninfo() + f" user={user} password=wrong passfile=/nonexistent")


def test_rows_that_fill_many_records_arrive_whole(world: World) -> None:
    """An answer of some hundred kilobytes is the same over TLS and in the clear."""
    question = "SELECT a.iucr, a.description, b.description FROM offence_codes a, offence_codes b ORDER BY 1, 2, 3 LIMIT 5000"
    found = []
    for demand in ("", " sslmode=disable channel_binding=disable"):
        with psycopg.connect(world.conninfo(AUDITOR) + demand, autocommit=True) as connection:
            found.append(connection.execute(question.encode()).fetchall())
    assert found[0] == found[1]
    assert len(found[0]) > 3000


def test_a_slow_reader_over_tls_does_not_fill_the_gateway(world: World) -> None:
    """The limit on unsent bytes counts what was sealed; others are served meanwhile, and the answer is whole."""
    with psycopg.connect(world.conninfo(AUDITOR), autocommit=True) as connection:
        raw = socket.socket(fileno=os.dup(connection.fileno()))
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 131_072)
        connection.pgconn.send_query(
            b"SELECT a.description, b.description, c.description FROM offence_codes a, offence_codes b, offence_codes c"
            b" LIMIT 20000"
        )
        connection.pgconn.flush()
        world.assert_serves()
        results = []
        while (result := connection.pgconn.get_result()) is not None:
            results.append(result.ntuples)
        raw.detach()
    assert sum(results) == 20_000


def test_a_channel_that_breaks_ends_with_all_that_was_not_taken(world: World) -> None:
    """Its client has taken nothing for a while, then sends what is no record: nothing more comes, and nothing waits."""
    connection = world.connect(AUDITOR)
    with closing(socket.socket(fileno=os.dup(connection.fileno()))) as raw:
        raw.setblocking(True)  # noqa: FBT003 - the standard library's signature
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.pgconn.send_query(ENDLESS.encode())
        connection.pgconn.flush()
        wait_until(lambda: unsent_to(raw) > 150_000, "the gateway's kernel has no room left")
        raw.sendall(b"\x17\x03\x03\x00\x20" + bytes(32))
        wait_until(lambda: is_let_go(raw), "the gateway holds nothing more for it")
        received = unread(raw)
        assert len(until_closed(raw)) <= received


def test_a_query_is_cancelled_over_tls_and_in_the_clear(world: World) -> None:
    """Libpq 17 and later protect the request as the session; older ones, and many drivers, send it in the clear."""
    for is_protected in (True, False):
        connection = world.connect()
        connection.pgconn.send_query(long_query(f"over_{is_protected}".lower()).encode())
        connection.pgconn.flush()
        wait_until(lambda: world.running(f"over_{is_protected}".lower()), "the query runs")  # noqa: B023
        if is_protected:
            connection.cancel_safe(timeout=PATIENCE)
        else:
            connection.pgconn.get_cancel().cancel()
        result = connection.pgconn.get_result()
        assert result is not None
        assert result.error_field(psycopg.pq.DiagnosticField.SQLSTATE) == b"57014"


# What no honest client does.


@pytest.mark.parametrize(
    "said",
    [startup_message({"user": AGENT.member.code}), b"\x16\x03\x01", cancel_request(1, b"1234"), b"\0"],
    ids=["a start-up message", "the beginning of a handshake", "a cancel", "one byte"],
)
def test_bytes_in_the_clear_behind_the_request_end_the_connection(world: World, said: bytes) -> None:
    """They are not taken into the channel (CVE-2021-23222)."""
    with closing(dial(world)) as client:
        client.sendall(ssl_request() + said)
        answer = until_closed(client)
    assert b"C08P01\0" in answer
    assert not answer.startswith(b"S")
    world.assert_serves()


@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        bytes(500),
        b"\x16\x03\x01\xff\xff" + bytes(70_000),
        startup_message({"user": "x"}),
    ],
    ids=["http", "zeros", "a record that is too long", "a start-up message"],
)
def test_garbage_instead_of_a_handshake_ends_the_connection(world: World, garbage: bytes) -> None:
    """With an alert at most, and never with a message in the clear."""
    with closing(granted(world)) as client:
        with suppress(ConnectionError):
            client.sendall(garbage)
        said = until_closed(client)
    assert said == b"" or said[0] == 0x15
    world.assert_serves()


@pytest.mark.parametrize("length", [0, 1, 5, 60])
def test_a_handshake_that_stops_is_shown_out(world: World, length: int) -> None:
    """The time for the log-in counts from the connection on; a hundred such strangers keep nobody out."""
    outgoing, client_side = ssl.MemoryBIO(), context(world)
    client = client_side.wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname="localhost")
    with suppress(ssl.SSLWantReadError):
        client.do_handshake()
    hello = outgoing.read()
    strangers = [granted(world) for _ in range(25)]
    for stranger in strangers:
        stranger.sendall(hello[:length])
    world.assert_serves()
    for stranger in strangers:
        until_closed(stranger)
        stranger.close()


def test_a_client_that_stops_after_the_handshake_is_shown_out_too(world: World) -> None:
    """A channel is no log-in."""
    with context(world).wrap_socket(granted(world), server_hostname="localhost") as client:
        assert until_closed(client) == b""


@pytest.mark.parametrize("alpn", [(), ("http/1.1",), ("h2", "postgres")])
def test_direct_tls_without_our_protocol_is_hung_up(world: World, alpn: tuple[str, ...]) -> None:
    """A browser that is led here by a trick gets no answer it could misread."""
    with (
        suppress(ssl.SSLError, ConnectionError),
        context(world, alpn).wrap_socket(dial(world), server_hostname="localhost") as client,
    ):
        client.sendall(startup_message({"user": AGENT.member.code}))
        assert until_closed(client) == b""
    wait_until(lambda: any("ALPN" in e["why"] for e in world.gateway.events("tls_failed")), "the event")


def test_encryption_is_not_asked_for_twice(world: World) -> None:
    """A request for TLS inside TLS is a violation."""
    with context(world).wrap_socket(granted(world), server_hostname="localhost") as client:
        client.sendall(ssl_request())
        assert b"C08P01\0" in until_closed(client)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated:DeprecationWarning")
def test_tls_1_1_is_refused_with_an_alert(world: World) -> None:
    """No session of an old version is ever made."""
    old = context(world)
    old.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("DEFAULT@SECLEVEL=0")
    with closing(granted(world)) as client, pytest.raises(ssl.SSLError, match="ALERT_PROTOCOL_VERSION"):
        old.wrap_socket(client, server_hostname="localhost")


def test_a_start_up_message_in_pieces_of_one_byte_is_read(world: World) -> None:
    """One record a byte."""
    with context(world).wrap_socket(granted(world), server_hostname="localhost") as client:
        for byte in startup_message({"user": AGENT.member.code}):
            client.sendall(bytes([byte]))
        kind, length, request = struct.unpack("!cII", client.recv(9))
        assert (kind, request) == (b"R", 10)
        offered = client.recv(length - 8)
        assert offered == b"SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0"


@pytest.fixture
def renewed(world: World) -> Iterator[Certified]:
    """Another certificate and key in the door's files."""
    door = Certified.authority("another root", world_now()).issue(
        "door", world_now(), SERVER, hosts=("127.0.0.1", "localhost")
    )
    folder = world.home / "tls"
    old = {name: (folder / name).read_bytes() for name in ("door.pem", "door.key")}
    door.write(folder / "new.pem", folder / "new.key")
    for name, new in (("door.pem", "new.pem"), ("door.key", "new.key")):
        (folder / new).replace(folder / name)
    yield door
    for name, content in old.items():
        (folder / name).write_bytes(content)


def test_a_renewed_certificate_is_shown_to_new_connections_only(
    world: World, request: pytest.FixtureRequest
) -> None:
    """Nobody is disconnected, nothing is restarted, and binding goes on with the new one."""
    before = world.connect()
    door = request.getfixturevalue("renewed")
    unverified = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE
    with unverified.wrap_socket(granted(world)) as client:
        assert client.getpeercert(binary_form=True) == door.der
    with psycopg.connect(world.conninfo() + " sslmode=require sslrootcert='' channel_binding=require"):
        pass
    assert before.execute("SELECT iucr FROM offence_codes LIMIT 1").fetchall()
    assert world.gateway.events("certificate_taken")


def test_a_cut_off_ends_sessions_over_tls(world: World) -> None:
    """With its words, on the channel."""
    connection = world.connect(OFFICER)
    directive = world.cut_off("ice")
    with pytest.raises(psycopg.OperationalError, match=f"access was cut off by directive {directive}"):
        connection.execute("SELECT iucr FROM offence_codes LIMIT 1")
    world.assert_serves()


def test_no_bug_was_met(world: World) -> None:
    """Nothing of this surprised the gateway."""
    assert world.gateway.events("bug") == []
