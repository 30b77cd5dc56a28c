"""One connection to the records database, as the reader of one profile.

Knows: log-in, sending, receiving, whether a flight is under way, cancelling, scrubbing.
Must not know: sessions, what any message says beyond its frame.

A backend serves one profile for life. Whether it is idle is told by counting messages from the log-in on: the bytes of
a row are chosen by whoever asks, and can look like the end of an answer.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from typing import Final, Protocol, cast

from ostiary.door import reading
from ostiary.door.connecting import CONNECT_SECONDS, Address, connect, end_point_of_server
from ostiary.door.kept import KeptStatements
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
    command_complete,
    parse_backend_key_data,
    parse_error_fields,
    parse_parameter_status,
    ready_for_query,
)
from ostiary.pgwire.channel_binding import MECHANISM, PLUS
from ostiary.pgwire.following import Follower
from ostiary.pgwire.framing import MAX_BACKEND_FRAME, Frame, FrameBuffer
from ostiary.pgwire.frontend import build_query, build_sasl_initial, build_sasl_response, build_terminate
from ostiary.pgwire.scram import ClientExchange, nonce_from
from ostiary.pgwire.startup import cancel_request, startup_message
from ostiary.session.commands import Kept

SCRUBBED: Final = command_complete("DISCARD ALL") + ready_for_query("I")
"""What the database answers to a scrub. The readers' settings are pinned, so that none is reported as changed."""

MAX_HELD: Final = 262_144
"""Bytes held for a session that is not reading: four batches; beyond it the database waits."""

SCRUB_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Reader:
    """A profile's login."""

    profile_id: str
    role: str
    password: str


class Receiver(Protocol):
    """Whoever holds a backend."""

    def upstream_received(self) -> None:
        """Bytes wait to be taken, or the connection is gone."""


class Backend(asyncio.Protocol):
    """One connection. ``take`` gives what has arrived since; empty bytes when the connection is gone."""

    def __init__(self, reader: Reader, address: Address) -> None:
        self.profile_id = reader.profile_id
        self.receiver: Receiver | None = None
        self.is_lost = False
        self.is_spent = False
        self.reader = reader
        self._address = address
        self._transport: asyncio.Transport | None = None
        self._held = bytearray()
        self._follower = Follower()
        self._kept = KeptStatements()
        self._key: tuple[int, bytes] | None = None
        self._login: asyncio.Future[None] | None = None
        self._frames: FrameBuffer | None = FrameBuffer(MAX_BACKEND_FRAME)
        self._has_proof = False
        self._end_point: bytes | None = None
        self._exchange: ClientExchange | None = None

    @classmethod
    async def open(cls, reader: Reader, address: Address) -> Backend:
        """A backend that has logged in. Raises UpstreamDown."""
        backend = cls(reader, address)
        backend._transport = await connect(lambda: backend, address)
        if backend.is_lost:
            raise UpstreamDown("the records database closed the connection")
        backend._login = asyncio.get_running_loop().create_future()
        backend._end_point = end_point_of_server(backend._transport)
        backend._transport.write(
            startup_message({"user": reader.role, "database": address.database, "client_encoding": "UTF8"})
        )
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await backend._login
        except TimeoutError as error:
            backend.close()
            raise UpstreamDown("the records database does not answer") from error
        return backend

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way, no transaction is open, and no byte waits to be taken."""
        return not self.is_lost and self._follower.is_idle and not self._held

    @property
    def is_under_way(self) -> bool:
        """Whether it has been sent something whose answer has not ended."""
        return self._follower.is_under_way

    @property
    def is_settled(self) -> bool:
        """Whether the last flight has ended, outside a transaction; that stays so when the connection is lost."""
        return self._follower.is_settled

    def send(self, data: bytes, kept: Kept | None = None) -> None:
        """Send a flight that brings one ReadyForQuery; what it binds is prepared before it, unless it is already.

        Raises UpstreamDown when the connection is gone, or not in step.
        """
        if self._transport is None or self.is_lost:
            raise UpstreamDown("the records database closed the connection")
        if self._held or self._follower.is_under_way:
            # An answer that nobody took, or that is yet to come, would be taken for the next one's.
            raise UpstreamDown("the records database has said, or is saying, what nobody takes")
        if self._follower.has_failed:
            self._kept.doubt()
        self._follower.sent()
        self._transport.write(self._kept.before(kept) + data)

    def take(self) -> bytes:
        """What has arrived; empty when there is nothing."""
        data = bytes(self._held)
        self._held.clear()
        if self._transport is not None and not self.is_lost:
            reading.resume(self._transport)
        return data

    def close(self) -> None:
        """End the connection without ceremony."""
        self.is_lost = True
        if self._transport is not None:
            self._transport.write(build_terminate())
            self._transport.close()

    async def cancel(self) -> None:
        """Ask the server, on a connection of its own, to stop what this backend is doing. Best effort."""
        if self._key is None:
            return
        try:
            transport = await connect(asyncio.Protocol, self._address)
        except UpstreamDown:
            return
        transport.write(cancel_request(*self._key))
        transport.close()

    async def scrub(self) -> bool:
        """Make the session as it was after its log-in; whether that succeeded. It resets to the reader's pinned settings."""
        if not self.is_idle:
            return False
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.receiver = _Scrubbing(self, done)
        self.send(build_query("DISCARD ALL"))
        self._kept.forget()
        try:
            async with asyncio.timeout(SCRUB_SECONDS):
                return await done
        except TimeoutError:
            return False
        finally:
            self.receiver = None

    # What asyncio calls.

    def data_received(self, data: bytes) -> None:
        """Log in first; afterwards hold bytes until they are taken."""
        if self._frames is not None:
            self._log_in(data)
            return
        self._held += data
        try:
            self._follower.feed(data)
        except ProtocolViolation:
            self.close()
        if len(self._held) > MAX_HELD and self._transport is not None:
            reading.pause(self._transport)
        if self.receiver is not None:
            self.receiver.upstream_received()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - why does not matter
        """Whoever waits is told."""
        self.is_lost = True
        if self._login is not None and not self._login.done():
            self._login.set_exception(UpstreamDown("the records database refused the log-in"))
        if self.receiver is not None:
            self.receiver.upstream_received()

    def _log_in(self, data: bytes) -> None:
        if self._frames is None or self._login is None:
            return
        try:
            self._frames.feed(data)
            while self._frames is not None and (frame := self._frames.next_frame()) is not None:
                self._take(frame)
        except OstiaryError as error:
            if not self._login.done():
                self._login.set_exception(
                    UpstreamDown(f"the log-in at the records database failed: {error.message}")
                )
            self.close()

    @property
    def _mechanism(self) -> str:
        """A log-in over TLS is bound to it, so that nobody in between can pass it on."""
        return MECHANISM if self._end_point is None else PLUS

    def _take(self, frame: Frame) -> None:
        match frame.kind:
            case kinds.AUTHENTICATION:
                self._authenticate(frame.body)
            case kinds.BACKEND_KEY_DATA:
                self._key = parse_backend_key_data(frame.body)
            case kinds.PARAMETER_STATUS:
                # The readers' settings are pinned, so only the form of what is reported matters.
                parse_parameter_status(frame.body)
            case kinds.ERROR_RESPONSE:
                raise UpstreamDown(f"SQLSTATE {parse_error_fields(frame.body).get('C', 'unknown')}")
            case kinds.READY_FOR_QUERY:
                self._frames = None
                cast("asyncio.Future[None]", self._login).set_result(None)
            case _:
                pass

    def _authenticate(self, body: bytes) -> None:
        if self._transport is None:
            return
        match parse_authentication(body):
            case AuthenticationSasl(mechanisms) if self._mechanism in mechanisms:
                nonce = nonce_from(secrets.token_bytes(18))
                self._exchange = ClientExchange(self.reader.password, nonce, self._end_point)
                self._transport.write(build_sasl_initial(self._mechanism, self._exchange.first()))
            case AuthenticationSaslContinue(data) if self._exchange is not None:
                self._transport.write(build_sasl_response(self._exchange.continue_(data)))
            case AuthenticationSaslFinal(data) if self._exchange is not None:
                self._exchange.finish(data)
                self._has_proof = True
            case AuthenticationOk() if self._has_proof:
                pass
            case _:
                # Whoever lets a reader in without a proof lets anybody in past the door.
                raise UpstreamDown(f"the records database must ask the reader for {self._mechanism}")


class _Scrubbing:
    """Waits for the end of a scrub, and for the word that it was done."""

    def __init__(self, backend: Backend, done: asyncio.Future[bool]) -> None:
        self._backend = backend
        self._done = done
        self._received = b""

    def upstream_received(self) -> None:
        self._received += self._backend.take()
        if (self._backend.is_idle or self._backend.is_lost) and not self._done.done():
            # Exactly this, from the first byte on: nothing of an earlier answer may stand before it.
            self._done.set_result(self._backend.is_idle and self._received == SCRUBBED)
