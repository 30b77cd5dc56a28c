"""The client's side of a session: messages in, an outbox out.

Knows: framing, the message order, when the outbox is sent.
Must not know: what a message means.
"""

from __future__ import annotations

from datetime import datetime

from ostiary.errors import ProtocolViolation
from ostiary.pgwire.backend import TransactionStatus, ready_for_query
from ostiary.pgwire.framing import MAX_CLIENT_FRAME, MAX_CLIENT_FRAME_BEFORE_LOGIN, FrameBuffer
from ostiary.pgwire.frontend import FrontendMessage, parse_frontend
from ostiary.pgwire.startup import TLS_HANDSHAKE
from ostiary.pgwire.states import State, after_error, after_proof, next_state
from ostiary.session.commands import ClientGone, Flow, Read, Release, StartTls, ask
from ostiary.session.world import Channel, Received, Snapshot

MAX_OUTBOX = 65_536
"""Answers wait here until the client has nothing more to say or 64 kB are ready: one system call for many messages."""


class Client:
    """One client. ``at`` and ``snapshot`` are those of the last bytes received, from the client or the database.

    ``channel`` is its TLS channel, None while it speaks in the clear.
    """

    at: datetime
    snapshot: Snapshot

    def __init__(self) -> None:
        self.status: TransactionStatus = "I"
        self.channel: Channel | None = None
        self._frames = FrameBuffer(MAX_CLIENT_FRAME_BEFORE_LOGIN)
        self._state = State.AWAIT_SASL_INITIAL
        self._outbox = bytearray()
        self._told: list[str] = []

    @property
    def is_skipping(self) -> bool:
        """Whether an error was sent inside a batch, so that everything up to Sync is to be ignored."""
        return self._state is State.SKIPPING

    def maybe_direct_tls(self) -> Flow[None]:
        """Wait for the client's first bytes; when they begin a TLS handshake, go through it. Raises ClientGone."""
        while not self._frames.pending:
            yield from self._receive()
        if self._frames.first_byte == TLS_HANDSHAKE:
            self.channel = yield from ask(StartTls(self._frames.take_all()))

    def start_tls(self) -> Flow[None]:
        """Answer a request for TLS, and go through the handshake. Raises ClientGone and ProtocolViolation.

        Nothing that came before the handshake may count as said under its protection (CVE-2021-23222): whoever stands
        in between could have put it there.
        """
        if self._frames.pending:
            raise ProtocolViolation("bytes in the clear after a request for TLS")
        # One byte, not a message.
        yield from ask(Release(b"S"))
        self.channel = yield from ask(StartTls())

    def first_packet(self) -> Flow[bytes]:
        """The body of the next packet without a kind byte. Raises ClientGone and ProtocolViolation."""
        while (packet := self._frames.next_startup_packet()) is None:
            yield from self._receive()
        return packet

    def message(self) -> Flow[FrontendMessage]:
        """The next message, allowed where it stands. Raises ClientGone and ProtocolViolation."""
        while (frame := self._frames.next_frame()) is None:
            yield from self._receive()
        self._state = next_state(self._state, frame.kind)
        return parse_frontend(frame.kind, frame.body)

    def logged_in(self) -> None:
        """The proof was right: larger messages may come, and statements."""
        self._state = after_proof(self._state)
        self._frames.set_limit(MAX_CLIENT_FRAME)

    def send(self, data: bytes) -> Flow[None]:
        """Put an answer in the outbox; a full outbox is sent."""
        self._outbox += data
        if len(self._outbox) >= MAX_OUTBOX:
            yield from self.flush()

    def send_error(self, data: bytes, sqlstate: str) -> Flow[None]:
        """Put an error in the outbox, which in a batch means that messages are skipped up to Sync."""
        self._state = after_error(self._state)
        self._told.append(sqlstate)
        yield from self.send(data)

    def send_ready(self) -> Flow[None]:
        """Say that the next statement may come, and the state of the transaction."""
        yield from self.send(ready_for_query(self.status))

    def flush(self) -> Flow[None]:
        """Send what waits in the outbox."""
        if self._outbox:
            yield from ask(Release(self.take_outbox(), self.take_told()))

    def take_told(self) -> tuple[str, ...]:
        """The SQLSTATEs of the errors in the outbox; there are none of it then."""
        told = tuple(self._told)
        self._told.clear()
        return told

    def take_outbox(self) -> bytes:
        """What waits in the outbox, which is empty then."""
        data = bytes(self._outbox)
        self._outbox.clear()
        return data

    def note(self, received: Received) -> None:
        """Bytes have come from somewhere, and with them the present: a client may send much at once and then wait."""
        self.at, self.snapshot = received.at, received.snapshot

    def _receive(self) -> Flow[None]:
        yield from self.flush()
        received = yield from ask(Read())
        self.note(received)
        if not received.data:
            raise ClientGone("the client closed the connection")
        self._frames.feed(received.data)
