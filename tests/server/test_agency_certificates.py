"""Agencies that prove themselves, members who come and go: the command line, the door, and real clients."""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from ostiary.demo.certificates import Certified, write_certificate
from ostiary.demo.people import AGENT, DETECTIVE
from ostiary.directives.certificates import fingerprint
from ostiary.door.encryption.tls import ALPN
from ostiary.pgwire.startup import startup_message
from server.gateway_world import PATIENCE, World, long_query, psql, wait_until

pytestmark = pytest.mark.xdist_group("server_agency_certificates")

TLS = (True,)
TOP = "workers = 2"
QUESTION = "SELECT iucr FROM offence_codes LIMIT 1"


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Agency:
    """An agency's authority, and the files of certificates that it has issued."""

    authority: Certified
    folder: Path

    def client(self, name: str, until: datetime | None = None) -> str:
        """What a client adds to its connection string to show a new certificate of that name."""
        issued = self.authority.issue(name, now() - timedelta(hours=1), until=until)
        return shown(issued, self.folder, name)


def shown(issued: Certified, folder: Path, name: str) -> str:
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    issued.write(certificate, key)
    return f" sslcert={certificate} sslkey={key}"


def order_and_confirm(world: World, *words: str) -> str:
    """Two officials do something; the id of the directive."""
    keys = [str(world.installation.key_file(code)) for code in ("mayor", "superintendent")]
    ordered = world.ostiary(*words, "--key", keys[0], "--json")
    assert ordered.returncode == 0, ordered.stderr
    directive = str(json.loads(ordered.stdout)["id"])
    confirmed = world.ostiary("directive", "confirm", directive, "--key", keys[1])
    assert confirmed.returncode == 0, confirmed.stderr
    return directive


def new_agency(world: World, code: str, folder: Path) -> Agency:
    folder.mkdir()
    authority = Certified.authority(f"{code}, made up", now() - timedelta(days=2))
    write_certificate(folder / "authority.pem", authority.certificate)
    return Agency(authority, folder)


@pytest.fixture(scope="module")
def before(module_world: World) -> Iterator[psycopg.Connection]:
    """A session of the FBI that began before the agency had a certificate."""
    with psycopg.connect(module_world.conninfo(), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def fbi(module_world: World, before: psycopg.Connection, tmp_path_factory: pytest.TempPathFactory) -> Agency:
    """The FBI has a certificate from now on."""
    agency = new_agency(module_world, "fbi", tmp_path_factory.mktemp("agencies") / "fbi")
    file = str(agency.folder / "authority.pem")
    assert order_and_confirm(module_world, "certificate", "enrol", "fbi", file) == "C-1"
    return agency


def refused(world: World, demand: str, *words: str) -> None:
    """A log-in of the FBI is refused, with these words and an entry."""
    size = world.size()
    with pytest.raises(psycopg.OperationalError) as caught:
        psycopg.connect(world.conninfo() + demand)
    for word in ("FATAL:  `fbi` is proved by a certificate", "HINT", "sslcert", *words):
        assert word in str(caught.value)
    (entry,) = world.entries(size)
    assert (entry["member"], entry["outcome"], entry["sqlstate"], entry["statement"]) == (
        AGENT.member.code, "refused", "28000", "(log-in)",
    )  # fmt: skip


def test_sessions_without_a_proof_end_when_the_agency_is_certified(
    world: World, before: psycopg.Connection, fbi: Agency
) -> None:
    """They could not log in like that any more; nobody has to ask anything first."""
    with socket.socket(fileno=before.fileno()) as raw:
        raw.settimeout(PATIENCE)
        raw.recv(1, socket.MSG_PEEK)
        raw.detach()
    with pytest.raises(psycopg.OperationalError, match="proves it no more"):
        before.execute(QUESTION)


def test_a_member_is_let_in_with_password_and_certificate(world: World, fbi: Agency) -> None:
    """Bound to the door's certificate too; the entry says what proved the agency."""
    demand = fbi.client("agent-1")
    with psycopg.connect(world.conninfo() + demand, autocommit=True) as connection:
        assert connection.execute(QUESTION).fetchall()
    entry = world.entries()[-1]
    assert entry["agency_proof"] == {
        "certificate": fingerprint(ssl.PEM_cert_to_DER_cert((fbi.folder / "agent-1.pem").read_text())),
        "issuer": fingerprint(fbi.authority.der),
        "directive": "C-1",
    }
    said = world.ostiary("access", "show", str(entry["index"])).stdout
    assert f"by certificate {entry['agency_proof']['certificate']}, under C-1" in said


def test_psql_shows_a_certificate_too(world: World, fbi: Agency) -> None:
    """Debian's psql, with the same options."""
    if not Path("/usr/bin/psql").exists():
        pytest.skip("there is no psql of Debian here")
    demand = fbi.client("agent-2")
    certificate, key = (part.partition("=")[2] for part in demand.split())
    found = psql(world, "-At", "-c", QUESTION, PGSSLCERT=certificate, PGSSLKEY=key)
    assert found.returncode == 0, found.stderr
    found = psql(world, "-At", "-c", QUESTION)
    assert "`fbi` is proved by a certificate, and none was shown" in found.stderr


def test_without_a_certificate_nobody_of_the_agency_is_let_in(world: World, fbi: Agency) -> None:
    """The right password is not enough."""
    refused(world, " sslcertmode=disable", "none was shown")


def test_in_the_clear_nobody_of_the_agency_is_let_in(world: World, fbi: Agency) -> None:
    """There is nothing that could be shown."""
    refused(world, " sslmode=disable channel_binding=disable", "the log-in is in the clear")


def test_an_expired_certificate_is_refused_in_words(world: World, fbi: Agency) -> None:
    """After the password, with the moment at which it expired."""
    refused(world, fbi.client("late", until=now() - timedelta(seconds=1)), "it expired at")


def test_a_certificate_of_another_agency_is_refused(world: World, fbi: Agency, tmp_path: Path) -> None:
    """It is one that the door knows, and not of this member's agency; its own members are let in with it."""
    cpd = new_agency(world, "cpd", tmp_path / "cpd")
    order_and_confirm(world, "certificate", "enrol", "cpd", str(cpd.folder / "authority.pem"))
    demand = cpd.client("detective")
    refused(world, demand, "it was issued by somebody else")
    with psycopg.connect(world.conninfo(DETECTIVE) + demand) as connection:
        assert connection.execute(QUESTION).fetchall()


def test_a_certificate_of_nobody_here_ends_the_handshake(world: World, fbi: Agency, tmp_path: Path) -> None:
    """The client is told by an alert, the operators by an event; others are served."""
    stranger = Certified.authority("fbi, made up", now()).issue("agent", now())
    with pytest.raises(psycopg.OperationalError, match=r"unknown ca|certificate"):
        psycopg.connect(world.conninfo() + shown(stranger, tmp_path, "stranger"))
    wait_until(
        lambda: any("certificate verify failed" in e["why"] for e in world.gateway.events("tls_failed")),
        "the event",
    )


def test_a_certificate_without_the_password_opens_nothing(world: World, fbi: Agency) -> None:
    """It proves the agency, not the person: no log-in, and no entry as nobody was there."""
    size = world.size()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(world.conninfo() + fbi.client("thief") + " password=wrong passfile=/nonexistent")
    assert world.entries(size) == []


def test_a_certificate_alone_gets_no_further_than_the_question_for_a_password(
    world: World, fbi: Agency
) -> None:
    """A client that leaves the exchange out is not answered."""
    fbi.client("silent")
    context = ssl.create_default_context(cafile=str(world.home / "tls" / "root.pem"))
    context.load_cert_chain(fbi.folder / "silent.pem", fbi.folder / "silent.key")
    context.set_alpn_protocols([ALPN])
    raw = socket.create_connection(("127.0.0.1", world.installation.port))
    with context.wrap_socket(raw, server_hostname="localhost") as client:
        client.settimeout(PATIENCE)
        question = QUESTION.encode() + b"\0"
        client.sendall(startup_message({"user": AGENT.member.code}))
        assert client.recv(9)[:1] == b"R"
        client.sendall(b"Q" + (4 + len(question)).to_bytes(4, "big") + question)
        said = b""
        while data := client.recv(65_536):
            said += data
    assert b"C08P01\0" in said
    assert b"\0\0\0\x08\0\0\0\0" not in said


def test_a_lost_certificate_is_revoked_and_its_session_ends_in_the_middle_of_a_query(
    world: World, fbi: Agency
) -> None:
    """The query is cancelled on the server; a session with another certificate of the agency goes on."""
    lost, kept = fbi.client("lost"), fbi.client("kept")
    other = psycopg.connect(world.conninfo() + kept, autocommit=True)
    world.opened.append(other)
    running = psycopg.connect(world.conninfo() + lost, autocommit=True)
    world.opened.append(running)
    running.pgconn.send_query(long_query("revoked").encode())
    running.pgconn.flush()
    wait_until(lambda: world.running("revoked"), "the query runs")
    file = str(fbi.folder / "lost.pem")
    directive = order_and_confirm(world, "certificate", "revoke", "fbi", "--file", file, "--reason", "lost")
    result = running.pgconn.get_result()
    assert result is not None
    assert result.error_field(psycopg.pq.DiagnosticField.SQLSTATE) == b"57P01"
    wait_until(lambda: not world.running("revoked"), "the query is cancelled")
    assert other.execute(QUESTION).fetchall()
    refused(world, lost, f"it was revoked by directive {directive}")


def test_whoever_departs_is_shown_out_in_the_middle_of_a_query(world: World, tmp_path: Path) -> None:
    """Enrolled, at work, gone: the session ends at once, and the next log-in is that of a stranger."""
    password_file = tmp_path / "new.pgpass"
    order_and_confirm(
        world, "member", "enrol", "dea-1", "--agency", "dea", "--role", "agent", "--new-password", str(password_file)
    )  # fmt: skip
    conninfo = f"{world.conninfo()} user=dea-1 passfile={password_file}"
    running = psycopg.connect(conninfo, autocommit=True)
    world.opened.append(running)
    running.pgconn.send_query(long_query("departing").encode())
    running.pgconn.flush()
    wait_until(lambda: world.running("departing"), "the query runs")
    began = time.monotonic()
    order_and_confirm(world, "member", "depart", "dea-1", "--reason", "has left")
    result = running.pgconn.get_result()
    assert result is not None
    assert result.error_field(psycopg.pq.DiagnosticField.SQLSTATE) == b"57P01"
    assert b"the enrolment of `dea-1` has ended" in result.error_message
    assert time.monotonic() - began < PATIENCE
    wait_until(lambda: not world.running("departing"), "the query is cancelled")
    entry = next(one for one in reversed(world.entries()) if one["member"] == "dea-1")
    assert entry["outcome"] == "cancelled"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(conninfo)


def test_an_authority_is_renewed_without_anybody_noticing(world: World, fbi: Agency, tmp_path: Path) -> None:
    """Both are certified for a time; then the old one is revoked, and those who still have the old one are refused."""
    old = fbi.client("old")
    newer = new_agency(world, "fbi", tmp_path / "fbi")
    order_and_confirm(world, "certificate", "enrol", "fbi", str(newer.folder / "authority.pem"))
    new = newer.client("new")
    for demand in (old, new):
        with psycopg.connect(world.conninfo() + demand) as connection:
            assert connection.execute(QUESTION).fetchall()
    file = str(fbi.folder / "authority.pem")
    order_and_confirm(world, "certificate", "revoke", "fbi", "--file", file, "--reason", "renewed")
    with psycopg.connect(world.conninfo() + new) as connection:
        assert connection.execute(QUESTION).fetchall()
    refused(world, old, "it was issued by somebody else")


def test_no_bug_was_met(world: World) -> None:
    """Nothing of this surprised the gateway."""
    assert world.gateway.events("bug") == []
