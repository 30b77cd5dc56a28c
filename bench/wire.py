"""A client that only logs in, asks and reads: as cheap as a client can be.

Knows: the frontend's side of the protocol over a blocking socket.
Must not know: what is asked.

psql spends more on a row than a server does; whoever measures a stream with it measures psql.
"""

from __future__ import annotations

import secrets
import socket
from pathlib import Path
from typing import Final

from bench.places import Place
from ostiary.pgwire import kinds
from ostiary.pgwire.authentication import AuthenticationSasl, AuthenticationSaslContinue, parse_authentication
from ostiary.pgwire.backend import parse_error_fields
from ostiary.pgwire.framing import MAX_BACKEND_FRAME, Frame, FrameBuffer
from ostiary.pgwire.frontend import build_query, build_sasl_initial, build_sasl_response
from ostiary.pgwire.scram import ClientExchange, nonce_from
from ostiary.pgwire.startup import startup_message

READ_BYTES: Final = 262_144
_READY: Final = bytes((kinds.READY_FOR_QUERY, 0, 0, 0, 5))


def connect(place: Place) -> socket.socket:
    """A socket that has logged in. Raises ConnectionError when it may not."""
    connection = _open(place)
    settings = {f"ostiary.{name}": value for name, value in place.declared.items()}
    connection.sendall(startup_message({"user": place.user, "database": "city", **settings}))
    exchange = ClientExchange(place.password, nonce_from(secrets.token_bytes(18)))
    frames = FrameBuffer(MAX_BACKEND_FRAME)
    while True:
        frame = _next(connection, frames)
        if frame.kind == kinds.READY_FOR_QUERY:
            return connection
        if frame.kind == kinds.ERROR_RESPONSE:
            raise ConnectionError(
                f"{place.name} refused the log-in: {parse_error_fields(frame.body).get('M')}"
            )
        if frame.kind == kinds.AUTHENTICATION:
            _prove(connection, exchange, frame.body)


def drain(connection: socket.socket, text: str) -> int:
    """Ask a simple query and read the whole answer; how many bytes it had. Raises ConnectionError for an error."""
    connection.sendall(build_query(text))
    buffer = bytearray(READ_BYTES)
    view = memoryview(buffer)
    total, tail = 0, b""
    # The answers that are measured end in no value that looks like this.
    while tail[-6:-1] != _READY:
        count = connection.recv_into(view)
        if count == 0:
            raise ConnectionError("the connection ended inside an answer")
        total += count
        tail = (tail + bytes(view[max(0, count - 64) : count]))[-64:]
    if b"SELECT " not in tail:
        raise ConnectionError(f"the answer ends in {tail!r}")
    return total


def _open(place: Place) -> socket.socket:
    if place.host.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(str(Path(place.host) / f".s.PGSQL.{place.port}"))
        return connection
    connection = socket.create_connection((place.host, place.port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _next(connection: socket.socket, frames: FrameBuffer) -> Frame:
    while (frame := frames.next_frame()) is None:
        data = connection.recv(8192)
        if not data:
            raise ConnectionError("the connection ended inside the log-in")
        frames.feed(data)
    return frame


def _prove(connection: socket.socket, exchange: ClientExchange, body: bytes) -> None:
    match parse_authentication(body):
        case AuthenticationSaslContinue(data):
            connection.sendall(build_sasl_response(exchange.continue_(data)))
        case AuthenticationSasl():
            connection.sendall(build_sasl_initial("SCRAM-SHA-256", exchange.first()))
        case _:
            pass
