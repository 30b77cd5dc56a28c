"""A client of a session, in memory: it logs in, asks, and reads what comes back.

Knows: the frontend's side of the protocol, and a session that is driven one command at a time.
Must not know: sockets, what the session should do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from ostiary.errors import LogUnavailable, QuotaReached, UpstreamDown
from ostiary.pgwire import kinds
from ostiary.pgwire.authentication import (
    AuthenticationSaslContinue,
    parse_authentication,
)
from ostiary.pgwire.backend import (
    parse_backend_key_data,
    parse_command_complete,
    parse_error_fields,
    parse_ready_for_query,
)
from ostiary.pgwire.fields import Reader
from ostiary.pgwire.framing import MAX_BACKEND_FRAME, Frame, FrameBuffer
from ostiary.pgwire.frontend import build_query, build_sasl_initial, build_sasl_response
from ostiary.pgwire.scram import ClientExchange
from ostiary.pgwire.startup import startup_message
from ostiary.session.commands import AnyCommand, SessionEnded
from ostiary.session.life import session
from ostiary.session.world import Connection
from ostiary.testing.example import CASE, PASSWORD, example_connection
from ostiary.testing.world import Waiting, World

NONCE = "a-nonce-of-the-client"

ROBBERY: Mapping[str, str] = {"ostiary.purpose": "robbery", "ostiary.case": CASE}
"""Declares what most tests declare."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the session, read: its kind, and its text (tag, status, SQLSTATE) or columns as far as it has any."""

    kind: int
    text: str = ""
    fields: Mapping[str, str] | None = None
    values: tuple[bytes | None, ...] = ()


class FakeClient:
    """One client and its session, in a world. Bytes go in by ``send``; what was released since comes back, read."""

    def __init__(self, world: World, number: int = 1, *, connection: Connection | None = None) -> None:
        self.world = world
        self.is_over = False
        self._flow = session(connection or example_connection(number))
        self._command: AnyCommand = next(self._flow)
        self._seen = 0

    def log_in(
        self, user: str, settings: Mapping[str, str] = ROBBERY, password: str = PASSWORD, minor: int = 0
    ) -> list[Said]:
        """Start up in protocol 3.``minor`` and prove the password; everything that was said."""
        said = self.send(startup_message({"user": user, **settings}, minor))
        return said if self.is_over else said + self._prove(password)

    def _prove(self, password: str) -> list[Said]:
        exchange = ClientExchange(password, NONCE)
        said = self.send(build_sasl_initial("SCRAM-SHA-256", exchange.first()))
        if self.is_over:
            return said
        challenge = parse_authentication(self._last)
        if not isinstance(challenge, AuthenticationSaslContinue):
            raise TypeError("the session does not go on with the exchange")
        return said + self.send(build_sasl_response(exchange.continue_(challenge.data)))

    def query(self, text: str) -> list[Said]:
        """Send a simple query; everything that was said."""
        return self.send(build_query(text))

    def send(self, *pieces: bytes) -> list[Said]:
        """Send bytes, each piece as one read; what the session says until it waits for more or is over."""
        self.world.inbox += pieces
        self._run()
        return self._heard()

    def throw(self, error: SessionEnded) -> list[Said]:
        """End the session from outside while it waits for the client."""
        self._step(partial(self._flow.throw, error))
        self._run()
        return self._heard()

    def _run(self) -> None:
        while not self.is_over:
            try:
                answer = self.world.carry_out(self._command)
            except Waiting:
                return
            except (SessionEnded, QuotaReached, UpstreamDown, LogUnavailable) as error:
                self._step(partial(self._flow.throw, error))
            else:
                self._step(partial(self._flow.send, answer))

    def _step(self, advance: Callable[[], AnyCommand]) -> None:
        try:
            self._command = advance()
        except StopIteration:
            self.is_over = True

    def _heard(self) -> list[Said]:
        data = b"".join(self.world.released[self._seen :])
        self._seen = len(self.world.released)
        frames = messages(data)
        self._last = frames[-1].body if frames else b""
        return [read(frame) for frame in frames]


def messages(data: bytes) -> list[Frame]:
    """Bytes of the session as messages. Raises AssertionError for bytes left over."""
    frames = FrameBuffer(MAX_BACKEND_FRAME)
    frames.feed(data)
    found = []
    while (frame := frames.next_frame()) is not None:
        found.append(frame)
    if frames.pending:
        raise AssertionError(f"{frames.pending} bytes are no whole message")
    return found


def read(frame: Frame) -> Said:
    """One message with what tests look at."""
    match frame.kind:
        case kinds.COMMAND_COMPLETE:
            return Said(frame.kind, parse_command_complete(frame.body))
        case kinds.READY_FOR_QUERY:
            return Said(frame.kind, parse_ready_for_query(frame.body))
        case kinds.ERROR_RESPONSE | kinds.NOTICE_RESPONSE:
            fields = parse_error_fields(frame.body)
            return Said(frame.kind, fields["C"], fields)
        case kinds.BACKEND_KEY_DATA:
            return Said(frame.kind, values=(parse_backend_key_data(frame.body)[1],))
        case kinds.DATA_ROW:
            reader = Reader("DataRow", frame.body)
            return Said(frame.kind, values=reader.several(reader.sized))
        case _:
            return Said(frame.kind)


def letters(said: list[Said]) -> str:
    """The kinds of some messages as one word, such as ``TDDCZ``."""
    return "".join(chr(one.kind) for one in said)


def error_of(said: list[Said]) -> Mapping[str, str]:
    """The fields of the one error among some messages. Raises AssertionError when there is not exactly one."""
    errors = [one.fields for one in said if one.kind == kinds.ERROR_RESPONSE and one.fields is not None]
    if len(errors) != 1:
        raise AssertionError(f"{len(errors)} errors in {said}")
    return errors[0]
