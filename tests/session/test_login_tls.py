"""Logging in over TLS: who is asked to, in which order, and what a log-in is bound to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ostiary.pgwire.authentication import AuthenticationSaslContinue, parse_authentication
from ostiary.pgwire.channel_binding import MECHANISM, PLUS
from ostiary.pgwire.frontend import build_sasl_initial, build_sasl_response
from ostiary.pgwire.scram import ClientExchange
from ostiary.pgwire.startup import cancel_request, ssl_request, startup_message
from ostiary.session.commands import CancelOther, ClientGone, Read, Release, StartTls
from ostiary.session.life import session
from ostiary.session.world import Channel, Connection, Tls
from ostiary.testing.client import NONCE, FakeClient, Said, error_of, letters, messages
from ostiary.testing.example import PASSWORD, example_connection
from ostiary.testing.playbook import END, Like, Playbook
from ostiary.testing.world import CHANNEL, World

GSS_REQUEST = bytes.fromhex("00000008 04d21630")
HELLO = b"\x16\x03\x01 the beginning of a ClientHello"
STARTUP = startup_message({"user": "p-1"})


def connection(tls: Tls = Tls.OFFERED) -> Connection:
    return replace(example_connection(), tls=tls)


def asks_for_sasl(*mechanisms: str) -> Like:
    names = b"".join(name.encode() + b"\0" for name in mechanisms)
    return Like(
        Release, lambda release: release.data.endswith(b"\0\0\0\x0a" + names + b"\0"), str(mechanisms)
    )


@pytest.mark.parametrize("tls", [Tls.OFFERED, Tls.REQUIRED])
def test_a_request_for_tls_is_granted_and_the_log_in_goes_on_inside(tls: Tls) -> None:
    """One byte, the handshake, the start-up message; PLUS is offered first."""
    world = World()
    playbook = (
        Playbook()
        >> Read() << world.received(ssl_request())
        >> Release(b"S")
        >> StartTls() << CHANNEL
        >> Read() << world.received(STARTUP)
        >> asks_for_sasl(PLUS, MECHANISM)
        >> Read()
    )  # fmt: skip
    playbook.play(session(connection(tls)))


def test_a_client_may_begin_with_the_handshake() -> None:
    """Direct TLS: what the session has read of it goes back to the world, and the log-in goes on inside."""
    world = World()
    playbook = (
        Playbook()
        >> Read() << world.received(HELLO)
        >> StartTls(HELLO) << CHANNEL
        >> Read() << world.received(STARTUP)
        >> asks_for_sasl(PLUS, MECHANISM)
        >> Read()
    )  # fmt: skip
    playbook.play(session(connection()))


def test_a_channel_without_a_binding_has_no_plus() -> None:
    """With a certificate whose hash is undefined only the plain mechanism is offered."""
    world = World()
    playbook = (
        Playbook()
        >> Read() << world.received(ssl_request())
        >> Release(b"S")
        >> StartTls() << Channel(None)
        >> Read() << world.received(STARTUP)
        >> asks_for_sasl(MECHANISM)
        >> Read()
    )  # fmt: skip
    playbook.play(session(connection()))


def test_gssapi_is_declined_and_tls_granted_after_it() -> None:
    """Libpq asks for GSSAPI first where it has a ticket."""
    world = World()
    playbook = (
        Playbook()
        >> Read() << world.received(GSS_REQUEST)
        >> Release(b"N")
        >> Read() << world.received(ssl_request())
        >> Release(b"S")
        >> StartTls() << CHANNEL
        >> Read()
    )  # fmt: skip
    playbook.play(session(connection()))


@pytest.mark.parametrize(
    "said", [STARTUP, HELLO, b"\0"], ids=["a start-up message", "a handshake", "one byte"]
)
def test_nothing_that_came_in_the_clear_is_taken_into_the_channel(said: bytes) -> None:
    """Bytes behind the request may be anybody's (CVE-2021-23222): 08P01, and no handshake."""
    world = World()
    playbook = (
        Playbook()
        >> Read() << world.received(ssl_request() + said)
        >> Like(Release, lambda release: b"C08P01\0" in release.data, "a refusal")
        >> END
    )  # fmt: skip
    playbook.play(session(connection()))


def test_a_handshake_that_fails_ends_the_session_without_a_word() -> None:
    """There is no channel to say anything on."""
    world = World()
    playbook = (
        Playbook()
        >> Read() << world.received(ssl_request())
        >> Release(b"S")
        >> StartTls() << ClientGone("no shared cipher")
        >> END
    )  # fmt: skip
    playbook.play(session(connection()))


@pytest.mark.parametrize("request_", [ssl_request(), GSS_REQUEST], ids=["tls", "gssapi"])
def test_encryption_inside_encryption_is_refused(request_: bytes) -> None:
    """Once is enough."""
    said = FakeClient(World(), connection=connection()).send(HELLO, request_)
    assert error_of(said)["C"] == "08P01"


def test_a_door_without_a_certificate_knows_no_tls() -> None:
    """It says N, and takes the beginning of a handshake for what it then is: a packet of 369 MB."""
    assert error_of(FakeClient(World(), connection=connection(Tls.ABSENT)).send(HELLO))["C"] == "08P01"


def test_where_tls_is_required_a_log_in_in_the_clear_is_refused_with_the_way_out() -> None:
    """28000 before anything is asked about a password."""
    client = FakeClient(World(), connection=connection(Tls.REQUIRED))
    error = error_of(client.send(STARTUP))
    assert (error["S"], error["C"], error["M"]) == ("FATAL", "28000", "this door takes log-ins over TLS only")
    assert "sslmode=verify-full" in error["H"]
    assert client.is_over


@pytest.mark.parametrize("tls", list(Tls))
def test_a_request_to_cancel_may_come_in_the_clear(tls: Tls) -> None:
    """As in PostgreSQL: most clients send it so, whatever the session itself was protected by."""
    world = World()
    FakeClient(world, connection=connection(tls)).send(cancel_request(7, b"\1\2\3\4"))
    assert world.cancelled == [CancelOther(7, b"\1\2\3\4")]


def prove(client: FakeClient, exchange: ClientExchange, mechanism: str) -> list[Said]:
    """The two messages of an exchange, after the start-up message."""
    (frame,) = messages_of(client, build_sasl_initial(mechanism, exchange.first()))
    challenge = parse_authentication(frame)
    assert isinstance(challenge, AuthenticationSaslContinue)
    return client.send(build_sasl_response(exchange.continue_(challenge.data)))


def messages_of(client: FakeClient, data: bytes) -> list[bytes]:
    seen = len(client.world.released)
    client.send(data)
    return [frame.body for frame in messages(b"".join(client.world.released[seen:]))]


def over_tls(user: str = "p-1") -> FakeClient:
    client = FakeClient(World(), connection=connection())
    client.send(HELLO, startup_message({"user": user}))
    return client


@pytest.mark.parametrize(
    ("end_point", "mechanism"), [(CHANNEL.end_point, PLUS), (None, MECHANISM)], ids=["bound", "not bound"]
)
def test_a_member_logs_in_over_tls_with_and_without_binding(end_point: bytes | None, mechanism: str) -> None:
    """Clients that do not know PLUS log in as ever."""
    said = prove(over_tls(), ClientExchange(PASSWORD, NONCE, end_point), mechanism)
    assert letters(said) == "RRSSSSKZ"


def test_a_log_in_for_another_channel_is_refused() -> None:
    """The right password, relayed by somebody who shows another certificate, opens nothing."""
    said = prove(over_tls(), ClientExchange(PASSWORD, NONCE, b"another end point"), PLUS)
    error = error_of(said)
    assert (error["S"], error["C"]) == ("FATAL", "28000")
    assert "stand between" in error["H"]


def test_a_client_that_was_not_told_of_plus_is_refused() -> None:
    """The flag ``y`` says that somebody has taken PLUS out of our offer."""
    exchange = ClientExchange(PASSWORD, NONCE)
    first = b"y" + exchange.first()[1:]
    error = error_of(over_tls().send(build_sasl_initial(MECHANISM, first)))
    assert (error["S"], error["C"]) == ("FATAL", "28000")


def test_an_unknown_name_looks_like_any_other_with_plus_too() -> None:
    """Message for message, apart from the name; the salt is the name's own, the same at each try."""
    said = []
    for user in ("p-1", "x-9"):
        refused = prove(over_tls(user), ClientExchange("wrong", NONCE, CHANNEL.end_point), PLUS)
        said.append({**error_of(refused), "M": ""})
    assert said[0] == said[1]
    assert said[0]["C"] == "28P01"


@pytest.mark.parametrize(
    ("mechanism", "channel"),
    [("SCRAM-SHA-1", CHANNEL), (PLUS, Channel(None))],
    ids=["unknown", "not offered"],
)
def test_only_what_was_offered_can_be_chosen(mechanism: str, channel: Channel) -> None:
    """PLUS cannot be chosen where the channel has no binding."""
    client = FakeClient(World(channel=channel), connection=connection())
    client.send(HELLO, STARTUP)
    first = ClientExchange(PASSWORD, NONCE).first()
    assert error_of(client.send(build_sasl_initial(mechanism, first)))["C"] == "08P01"
