from __future__ import annotations

import asyncio
import socket
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from door.door_world import Told
from door.tls_world import DOOR, TlsClient, client_context, files_in
from ostiary.door.encryption.certificates import Certificates
from ostiary.door.encryption.line import MAX_UNTAKEN, Line
from ostiary.door.events import Event
from ostiary.errors import ProtocolViolation
from ostiary.pgwire.channel_binding import end_point_of
from ostiary.session.commands import ClientGone
from ostiary.session.world import Channel


class FakeSocket:
    """A socket that can be told not to linger."""

    def __init__(self) -> None:
        self.lingers = True

    def setsockopt(self, level: int, option: int, value: bytes) -> None:
        assert (level, option, value[:4]) == (socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0")
        self.lingers = False


@dataclass
class FakeTransport:
    """A transport that keeps what is written until somebody takes it."""

    unsent: bytearray = field(default_factory=bytearray)
    closed: bool = False
    aborted: bool = False
    socket: FakeSocket = field(default_factory=FakeSocket)

    def write(self, data: bytes) -> None:
        self.unsent += data

    def get_write_buffer_size(self) -> int:
        return len(self.unsent)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed or self.aborted

    def abort(self) -> None:
        self.aborted = True

    def get_extra_info(self, name: str) -> FakeSocket:
        assert name == "socket"
        return self.socket

    def take(self) -> bytes:
        data = bytes(self.unsent)
        self.unsent.clear()
        return data


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def door(tmp_path: Path, told: Told) -> Certificates:
    return Certificates(files_in(tmp_path), frozenset, told)


@pytest.fixture
def transport() -> FakeTransport:
    return FakeTransport()


def line_on(transport: FakeTransport, door: Certificates | None) -> Line:
    return Line(cast("asyncio.Transport", transport), door, "192.0.2.1:5")


def shaken(
    transport: FakeTransport, door: Certificates
) -> tuple[Line, TlsClient, list[Channel | ClientGone]]:
    """A line with a channel, the client at its other end, and what was called back."""
    line, client, answers = line_on(transport, door), TlsClient(client_context()), []  # type: ignore[var-annotated]
    line.start_tls(client.step(b""), answers.append)
    assert line.received(client.step(transport.take())) == b""
    return line, client, answers


def test_in_the_clear_bytes_pass_as_they_are(transport: FakeTransport, door: Certificates) -> None:
    """A line is nothing but its transport until TLS starts."""
    line = line_on(transport, door)
    assert line.received(b"question") == b"question"
    line.write(b"answer")
    assert transport.take() == b"answer"
    line.end()
    assert not transport.unsent


def test_a_handshake_calls_back_once_with_the_channel(transport: FakeTransport, door: Certificates) -> None:
    """Then what is written is sealed, and what comes is opened."""
    line, client, answers = shaken(transport, door)
    assert answers == [Channel(end_point_of(DOOR.der), None)]
    assert line.received(client.seal(b"question")) == b"question"
    line.write(b"answer")
    client.step(transport.take())
    assert client.said == b"answer"
    assert len(answers) == 1


def test_what_came_with_the_end_of_the_handshake_is_not_lost(
    transport: FakeTransport, door: Certificates
) -> None:
    """A client may send its start-up message in the same packet; the callback comes before it."""
    line, client, heard = line_on(transport, door), TlsClient(client_context()), list[str]()
    line.start_tls(client.step(b""), lambda _: heard.append("the channel"))
    last = client.step(transport.take()) + client.seal(b"start-up")
    heard.append(line.received(last).decode())
    assert heard == ["the channel", "start-up"]


def test_during_the_handshake_nothing_is_said(transport: FakeTransport, door: Certificates) -> None:
    """Last words of a session that ends in the middle of it are dropped: in the clear they would be no one's."""
    line = line_on(transport, door)
    line.start_tls(b"", lambda _: None)
    line.write(b"last words")
    assert transport.take() == b""


def test_a_failed_handshake_calls_back_with_why_and_leaves_the_alert(
    transport: FakeTransport, door: Certificates, told: Told
) -> None:
    """The session ends as one whose client is gone, and the client can still read what was wrong."""
    line, answers = line_on(transport, door), list[Channel | ClientGone]()
    line.start_tls(b"", answers.append)
    assert line.received(b"GET / HTTP/1.1\r\n\r\n") == b""
    (answer,) = answers
    assert isinstance(answer, ClientGone)
    assert "http request" in answer.message
    assert told.events == [(Event.TLS_FAILED, {"client": "192.0.2.1:5", "why": answer.message, "untold": 0})]
    line.end()


def test_a_door_without_a_certificate_starts_nothing(transport: FakeTransport) -> None:
    """The session never asks for it there; if it did, nothing would be said under a protection that is not there."""
    with pytest.raises(ProtocolViolation):
        line_on(transport, None).start_tls(b"", lambda _: None)


def test_a_channel_that_breaks_later_is_hung_up(transport: FakeTransport, door: Certificates) -> None:
    """Nothing of it is read, and nothing can be said any more: not in that channel, and not in the clear."""
    line, client, _ = shaken(transport, door)
    sealed = bytearray(client.seal(b"SELECT 1"))
    sealed[-1] ^= 1
    assert line.received(bytes(sealed)) == b""
    assert line.is_over
    with pytest.raises(ssl.SSLError, match="ALERT"):
        client.step(transport.take())
    line.write(b"a row")
    line.end()
    assert line.received(bytes(sealed)) == b""
    assert transport.take() == b""


def test_a_client_that_says_it_is_over_is_hung_up(transport: FakeTransport, door: Certificates) -> None:
    """After what it had said before."""
    line, client, _ = shaken(transport, door)
    last = client.seal(b"Terminate")
    with pytest.raises(ssl.SSLWantReadError):
        client.object.unwrap()
    assert line.received(last + client.outgoing.read()) == b"Terminate"
    assert line.is_over
    client.incoming.write(transport.take())
    client.object.unwrap()
    line.write(b"a row")
    line.end()
    assert transport.take() == b""


def test_a_client_that_makes_us_talk_and_does_not_listen_is_let_go(
    transport: FakeTransport, door: Certificates
) -> None:
    """What TLS itself says is bounded too: each answer to a key update is small, and there is no end of them."""
    line, _, _ = shaken(transport, door)
    transport.take()
    line._say(b"x" * MAX_UNTAKEN)
    assert not transport.aborted
    line._say(b"x")
    assert (transport.aborted, transport.socket.lingers) == (True, False)


def test_a_client_that_listens_may_go_on_for_ever(transport: FakeTransport, door: Certificates) -> None:
    """The bound is on what is untaken, not on what was ever said."""
    line, _, _ = shaken(transport, door)
    for _ in range(3):
        transport.take()
        line._say(b"x" * MAX_UNTAKEN)
    assert not transport.aborted
