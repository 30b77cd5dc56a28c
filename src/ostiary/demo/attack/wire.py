"""A client that keeps every byte that it was sent.

Knows: sockets, the frontend's side of the protocol.
Must not know: what is asked, what ought to come back.

A driver throws away what it does not show: fields of errors, columns' origins, messages out of place. A leak may be
there, so nothing stands between the bytes and whoever looks at them.
"""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

from ostiary.errors import OstiaryError, ProtocolViolation, UpstreamDown
from ostiary.pgwire import kinds
from ostiary.pgwire.authentication import (
    AuthenticationOk,
    AuthenticationSasl,
    AuthenticationSaslContinue,
    AuthenticationSaslFinal,
    parse_authentication,
)
from ostiary.pgwire.backend import (
    ColumnDescription,
    parse_backend_key_data,
    parse_command_complete,
    parse_error_fields,
    parse_ready_for_query,
    parse_row_description,
)
from ostiary.pgwire.fields import Reader
from ostiary.pgwire.framing import MAX_BACKEND_FRAME, Frame, FrameBuffer
from ostiary.pgwire.frontend import build_sasl_initial, build_sasl_response, build_terminate
from ostiary.pgwire.scram import ClientExchange
from ostiary.pgwire.startup import cancel_request, startup_message

MAX_HEARD_BYTES: Final = 64 * 2**20
"""5,000 rows, the policy's limit, of 4 kB are 20 MB: three times that is no answer any more but a flood."""

_READ_BYTES: Final = 65_536

Row = tuple[str | None, ...]


@dataclass(slots=True)
class Heard:
    """Everything that came since something was sent: the bytes, and the messages that they are."""

    data: bytearray = field(default_factory=bytearray)
    frames: list[Frame] = field(default_factory=list)
    is_late: bool = False
    is_over: bool = False

    @property
    def text(self) -> str:
        """All bytes as text: what is hidden in any of them is found in it."""
        return self.data.decode(errors="replace")

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows, in the text format, also those of COPY."""
        return tuple(_row(each) for each in self.frames if each.kind in {kinds.DATA_ROW, kinds.COPY_DATA})

    @property
    def columns(self) -> tuple[ColumnDescription, ...]:
        """The columns that were described last."""
        described = [each.body for each in self.frames if each.kind == kinds.ROW_DESCRIPTION]
        return parse_row_description(described[-1]) if described else ()

    @property
    def errors(self) -> tuple[Mapping[str, str], ...]:
        """The fields of each error."""
        return tuple(
            parse_error_fields(each.body) for each in self.frames if each.kind == kinds.ERROR_RESPONSE
        )

    @property
    def sqlstate(self) -> str:
        """The SQLSTATE of the first error, empty when there is none."""
        return self.errors[0]["C"] if self.errors else ""

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of what was completed."""
        done = (each.body for each in self.frames if each.kind == kinds.COMMAND_COMPLETE)
        return tuple(map(parse_command_complete, done))

    @property
    def status(self) -> str:
        """How the transaction stands: I, T or E; empty where nobody said."""
        said = [each.body for each in self.frames if each.kind == kinds.READY_FOR_QUERY]
        return parse_ready_for_query(said[-1]) if said else ""

    def and_then(self, later: Heard) -> Heard:
        """This and what came later, as one."""
        return Heard(self.data + later.data, self.frames + later.frames, later.is_late, later.is_over)


def _row(frame: Frame) -> Row:
    if frame.kind == kinds.COPY_DATA:
        return tuple(
            None if cell == r"\N" else cell
            for cell in frame.body.decode(errors="replace").removesuffix("\n").split("\t")
        )
    reader = Reader("DataRow", frame.body)
    values = reader.several(reader.sized)
    return tuple(None if value is None else value.decode(errors="replace") for value in values)


class NotAdmitted(OstiaryError):
    """The door did not let the client in; ``heard`` is what it said instead."""

    code = "B02"

    def __init__(self, heard: Heard) -> None:
        said = heard.errors[0]["M"] if heard.errors else "the connection ended without a word"
        super().__init__(f"the door does not admit the tester: {said}")
        self.heard = heard


class WireClient:
    """One session at the door of this machine. Made logged in; a context manager that leaves.

    ``seconds`` is how long an answer may take; one that takes longer is `late`, and the session is of no use any more.
    """

    def __init__(self, port: int, parameters: Mapping[str, str], password: str, seconds: float) -> None:
        self._frames = FrameBuffer(MAX_BACKEND_FRAME)
        self._seconds = seconds
        self.key = (0, b"")
        self._socket = _connected(port, seconds)
        try:
            self._log_in(parameters, password)
        except BaseException:
            self._socket.close()
            raise

    def ask(self, *messages: bytes, answers: int = 1) -> Heard:
        """Send messages, and hear until the session has been ready so many times, is over, or is late."""
        self.send(*messages)
        return self.hear(answers)

    def send(self, *messages: bytes) -> None:
        """Send messages. What cannot be sent any more is noticed by whoever hears."""
        try:
            self._socket.sendall(b"".join(messages))
        except OSError:
            return

    def hear(self, answers: int = 1) -> Heard:
        """Everything up to the moment when the session has been ready so many times, is over, or is late."""
        return self._hear(kinds.READY_FOR_QUERY, answers)

    def close(self) -> None:
        """Leave."""
        self.send(build_terminate())
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _hear(self, last: int, times: int = 1) -> Heard:
        heard, deadline = Heard(), time.monotonic() + self._seconds
        while times and not heard.is_over and not heard.is_late:
            frame = self._next_frame(heard, deadline)
            if frame is not None:
                heard.frames.append(frame)
                times -= frame.kind == last
        return heard

    def _next_frame(self, heard: Heard, deadline: float) -> Frame | None:
        frame = self._frames.next_frame()
        if frame is None:
            self._socket.settimeout(max(deadline - time.monotonic(), 1e-3))
            data = self._read(heard)
            heard.data += data
            self._frames.feed(data)
            if len(heard.data) > MAX_HEARD_BYTES:
                raise UpstreamDown(f"an answer has more than {MAX_HEARD_BYTES} bytes")
        return frame

    def _read(self, heard: Heard) -> bytes:
        try:
            data = self._socket.recv(_READ_BYTES)
        except TimeoutError:
            heard.is_late = True
            return b""
        except OSError:
            data = b""
        heard.is_over = not data
        return data

    def _log_in(self, parameters: Mapping[str, str], password: str) -> None:
        exchange = ClientExchange(password, secrets.token_urlsafe(18))
        heard = self._ask_for(kinds.AUTHENTICATION, startup_message(parameters))
        while True:
            match parse_authentication(_settling(heard)):
                case AuthenticationSasl():
                    answer = build_sasl_initial("SCRAM-SHA-256", exchange.first())
                case AuthenticationSaslContinue(data):
                    answer = build_sasl_response(exchange.continue_(data))
                case AuthenticationSaslFinal(data):
                    exchange.finish(data)
                    answer = b""
                case AuthenticationOk():
                    break
                case other:
                    raise ProtocolViolation(f"{other} is not asked of anybody here")
            heard = self._ask_for(kinds.AUTHENTICATION, answer)
        ready = self.hear()
        if not ready.status:
            raise NotAdmitted(ready)
        self.key = next(
            parse_backend_key_data(each.body) for each in ready.frames if each.kind == kinds.BACKEND_KEY_DATA
        )

    def _ask_for(self, kind: int, *messages: bytes) -> Heard:
        """Send messages, and hear up to a message of that kind."""
        self.send(*messages)
        return self._hear(kind)


def _settling(heard: Heard) -> bytes:
    """What was heard of who we are. Raises NotAdmitted when it is an error, or the end."""
    if heard.is_over or heard.is_late or heard.errors:
        raise NotAdmitted(heard)
    return heard.frames[-1].body


def ask_to_cancel(port: int, pid: int, secret: bytes, seconds: float) -> None:
    """Send a CancelRequest; when this returns, the door has done with it what it does."""
    with _connected(port, seconds) as connection:
        connection.sendall(cancel_request(pid, secret))
        while connection.recv(_READ_BYTES):
            pass


def _connected(port: int, seconds: float) -> socket.socket:
    try:
        return socket.create_connection(("127.0.0.1", port), seconds)
    except OSError as error:
        raise UpstreamDown("the door does not answer") from error
