from __future__ import annotations

import ssl
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from door.tls_world import DOOR, NOW, ROOT, TlsClient, acceptor, client_context, shake, shows
from ostiary.demo.certificates import Certified
from ostiary.door.encryption.tls import Acceptor, TlsStream
from ostiary.errors import ProtocolViolation
from ostiary.pgwire.channel_binding import end_point_of
from ostiary.session.world import Channel

VERSIONS = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]
AGENCY = Certified.authority("agency", NOW)
MEMBER = AGENCY.issue("member", NOW)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Acceptor:
    return acceptor(tmp_path_factory.mktemp("door"))


@pytest.fixture(scope="module")
def asking_door(tmp_path_factory: pytest.TempPathFactory) -> Acceptor:
    """A door that one agency has a certificate at."""
    return acceptor(tmp_path_factory.mktemp("asking"), AGENCY.der)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("is_direct", [False, True])
def test_both_ends_say_what_they_say(door: Acceptor, version: ssl.TLSVersion, *, is_direct: bool) -> None:
    """After the handshake each reads what the other wrote, and the channel has the binding of the certificate."""
    server, client = TlsStream(door, is_direct=is_direct), TlsClient(client_context(version=version))
    shake(client, server)
    assert server.channel == Channel(end_point_of(DOOR.der), None)
    assert server.feed(client.seal(b"a question")) == b"a question"
    assert client.step(server.seal(b"an answer")) == b""
    assert client.said == b"an answer"


@given(
    st.lists(st.binary(min_size=1, max_size=40_000), min_size=1, max_size=4),
    st.integers(1, 900),
    st.sampled_from(VERSIONS),
)
@settings(max_examples=30)
def test_however_bytes_arrive_the_same_is_said(
    door: Acceptor, said: list[bytes], size: int, version: ssl.TLSVersion
) -> None:
    """Fed in pieces of any size, down to single bytes, the plain bytes are those of the whole, in order."""
    server, client = TlsStream(door, is_direct=True), TlsClient(client_context(version=version))
    plain = b""
    to_server = client.step(b"")
    messages = iter(said)
    while to_server:
        for start in range(0, len(to_server), size):
            plain += server.feed(to_server[start : start + size])
        to_server = client.step(server.take())
        if client.is_done and not to_server:
            to_server = b"".join(client.seal(message) for message in messages)
    assert plain == b"".join(said)


@given(st.binary(max_size=200_000))
@settings(max_examples=20)
def test_what_is_sealed_is_read_whole(door: Acceptor, said: bytes) -> None:
    """Of any length, none included."""
    server, client = TlsStream(door, is_direct=True), TlsClient(client_context())
    shake(client, server)
    client.step(server.seal(said))
    assert client.said == said


@given(st.binary(min_size=1, max_size=300))
def test_garbage_breaks_the_channel_with_our_error_and_nothing_else(door: Acceptor, garbage: bytes) -> None:
    """Bytes that are no handshake are refused, or waited on; nothing plain ever comes of them."""
    server = TlsStream(door, is_direct=False)
    with suppress(ProtocolViolation):
        assert server.feed(garbage) == b""
    assert server.channel is None


def test_a_changed_byte_of_a_record_breaks_the_channel(door: Acceptor) -> None:
    """What somebody in between changes is not read."""
    server, client = TlsStream(door, is_direct=True), TlsClient(client_context())
    shake(client, server)
    sealed = bytearray(client.seal(b"SELECT 1"))
    sealed[-1] ^= 1
    with pytest.raises(ProtocolViolation, match="broke"):
        server.feed(bytes(sealed))


def test_a_record_that_comes_twice_breaks_the_channel(door: Acceptor) -> None:
    """What was said once is not heard again."""
    server, client = TlsStream(door, is_direct=True), TlsClient(client_context())
    shake(client, server)
    sealed = client.seal(b"SELECT 1")
    assert server.feed(sealed) == b"SELECT 1"
    with pytest.raises(ProtocolViolation):
        server.feed(sealed)


@pytest.mark.parametrize("alpn", [(), ("http/1.1",), ("h2", "postgres")])
def test_direct_tls_must_name_the_protocol(door: Acceptor, alpn: tuple[str, ...]) -> None:
    """A browser that is led to the door names another one, or none."""
    server, client = TlsStream(door, is_direct=True), TlsClient(client_context(alpn))
    with pytest.raises(ProtocolViolation, match="ALPN"):
        shake(client, server)
    assert server.channel is None


def test_whoever_asked_in_postgresql_need_not_name_it(door: Acceptor) -> None:
    """Clients before PostgreSQL 17 know no ALPN."""
    server, client = TlsStream(door, is_direct=False), TlsClient(client_context(()))
    shake(client, server)
    assert server.channel is not None


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated:DeprecationWarning")
def test_tls_1_1_is_refused(door: Acceptor) -> None:
    """The client is told by an alert, which is to be taken after the error."""
    context = client_context(version=ssl.TLSVersion.TLSv1_1)
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    server, client = TlsStream(door, is_direct=True), TlsClient(context)
    with pytest.raises(ProtocolViolation, match="unsupported protocol"):
        shake(client, server)
    with pytest.raises(ssl.SSLError, match="ALERT_PROTOCOL_VERSION"):
        client.step(server.take())


@pytest.mark.parametrize("cipher", ["AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA256"])
def test_ciphers_without_forward_secrecy_or_authentication_are_refused(door: Acceptor, cipher: str) -> None:
    """TLS 1.2 is spoken with ECDHE and GCM or ChaCha20 only."""
    context = client_context(version=ssl.TLSVersion.TLSv1_2)
    context.set_ciphers(cipher)
    with pytest.raises(ProtocolViolation, match="no shared cipher"):
        shake(TlsClient(context), TlsStream(door, is_direct=True))


@pytest.mark.parametrize("version", VERSIONS)
def test_a_certificate_is_shown_in_each_handshake_or_not_at_all(
    asking_door: Acceptor, tmp_path: Path, version: ssl.TLSVersion
) -> None:
    """Who takes an earlier session up, which TLS 1.2 allows, has not shown now to hold the certificate's key."""
    context = shows(client_context(version=version), MEMBER, tmp_path)
    first, server = TlsClient(context), TlsStream(asking_door, is_direct=True)
    shake(first, server)
    # OpenSSL forgets the session of a channel that was not ended.
    server.close()
    second, server = TlsClient(context), TlsStream(asking_door, is_direct=True)
    if first.object.session is not None:
        second.object.session = first.object.session
    shake(second, server)
    is_taken_up = second.object.session_reused
    assert is_taken_up is (version is ssl.TLSVersion.TLSv1_2)
    assert server.channel == Channel(end_point_of(DOOR.der), None if is_taken_up else MEMBER.der)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_clients_certificate_is_part_of_the_channel(
    asking_door: Acceptor, tmp_path: Path, version: ssl.TLSVersion
) -> None:
    """Whoever shows one that an anchor vouches for has proved to hold its key."""
    server = TlsStream(asking_door, is_direct=True)
    shake(TlsClient(shows(client_context(version=version), MEMBER, tmp_path)), server)
    assert server.channel == Channel(end_point_of(DOOR.der), MEMBER.der)


def test_a_client_without_a_certificate_is_let_in_to_log_in(asking_door: Acceptor) -> None:
    """Other agencies have none; who needs one is decided at the log-in."""
    server = TlsStream(asking_door, is_direct=True)
    shake(TlsClient(client_context()), server)
    assert server.channel == Channel(end_point_of(DOOR.der), None)


@pytest.mark.parametrize(
    "stranger", [ROOT.issue("x", NOW), Certified.authority("agency", NOW).issue("x", NOW)]
)
def test_a_certificate_that_nobody_here_vouches_for_ends_the_handshake(
    asking_door: Acceptor, tmp_path: Path, stranger: Certified
) -> None:
    """Also one by an authority that only bears the name of ours."""
    server = TlsStream(asking_door, is_direct=True)
    with pytest.raises(ProtocolViolation, match="certificate verify failed"):
        shake(TlsClient(shows(client_context(), stranger, tmp_path)), server)
    assert server.channel is None


def test_an_expired_certificate_passes_the_handshake_and_not_the_log_in(
    asking_door: Acceptor, tmp_path: Path
) -> None:
    """Time is judged where it is data, so that the refusal is in words and in the log."""
    expired = AGENCY.issue("member", NOW, until=NOW)
    server = TlsStream(asking_door, is_direct=True)
    shake(TlsClient(shows(client_context(), expired, tmp_path)), server)
    assert server.channel is not None
    assert server.channel.certificate == expired.der


def test_an_anchor_may_be_the_certificate_itself(tmp_path: Path) -> None:
    """An agency may enrol the one certificate that it uses."""
    (tmp_path / "door").mkdir()
    server = TlsStream(acceptor(tmp_path / "door", MEMBER.der), is_direct=True)
    shake(TlsClient(shows(client_context(), MEMBER, tmp_path)), server)
    assert server.channel is not None
    assert server.channel.certificate == MEMBER.der


def test_an_end_is_told_and_heard(door: Acceptor) -> None:
    """close_notify, both ways: a line that is cut looks different."""
    server, client = TlsStream(door, is_direct=True), TlsClient(client_context())
    shake(client, server)
    with pytest.raises(ssl.SSLWantReadError):
        client.object.unwrap()
    assert server.feed(client.outgoing.read()) == b""
    assert server.is_over
    client.incoming.write(server.close())
    client.object.unwrap()


def test_closing_during_the_handshake_says_nothing_that_breaks(door: Acceptor) -> None:
    """The timer may show a stranger out in the middle of it."""
    server = TlsStream(door, is_direct=True)
    server.feed(TlsClient(client_context()).step(b"")[:20])
    server.close()
