"""The line to one client: its bytes in the clear, or under TLS from some moment on.

Knows: the transport, and the TLS channel on it.
Must not know: sessions, what any byte means.

Back-pressure stays where it was: what is sealed is written at once, so the transport's own limits count it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, TypeAlias

from ostiary.door.encryption.certificates import Certificates
from ostiary.door.encryption.tls import TlsStream
from ostiary.door.sending import reset
from ostiary.errors import ProtocolViolation
from ostiary.session.commands import ClientGone
from ostiary.session.world import Channel

MAX_UNTAKEN: Final = 65_536
"""Bytes that TLS itself says (a handshake with its certificates takes some 4 kB, the answer to a key update 27 bytes)
before the client has taken the earlier ones. A client that asks for more and reads nothing is let go."""

WhenShaken: TypeAlias = Callable[["Channel | ClientGone"], None]


class Line:
    """One client's line; ``client`` says whose. ``certificates`` are None where the door speaks no TLS."""

    def __init__(self, transport: asyncio.Transport, certificates: Certificates | None, client: str) -> None:
        self._transport = transport
        self._certificates = certificates
        self._client = client
        self._stream: TlsStream | None = None
        self._when_shaken: WhenShaken | None = None
        self._untaken = 0
        self.is_over = False
        """Whether the TLS channel has ended or broken: nothing can be said or heard any more. Its owner hangs up."""

    def start_tls(self, opening: bytes, callback: WhenShaken) -> None:
        """Speak TLS from here on. Calls back once: with the channel, or why there is none.

        Raises ProtocolViolation where the door speaks no TLS.
        """
        if self._certificates is None:
            raise ProtocolViolation("there is no TLS here")
        self._stream = TlsStream(self._certificates.acceptor(), is_direct=bool(opening))
        self._when_shaken = callback
        if opening:
            self.received(opening)

    def received(self, data: bytes) -> bytes:
        """What the client said with these bytes; nothing when they are a part of something, or of a handshake."""
        stream = self._stream
        if stream is None:
            return data
        if self.is_over:
            return b""
        try:
            plain = stream.feed(data)
        except ProtocolViolation as error:
            self._break(stream, error.message)
            return b""
        if said := stream.take():
            self._say(said)
        if stream.channel is not None and self._when_shaken is not None:
            self._shaken(stream.channel)
        if stream.is_over:
            self.end()
        return plain

    def write(self, data: bytes) -> None:
        """Send bytes to the client. During a handshake and after the end nothing can be said: it is dropped."""
        if self._stream is None:
            self._transport.write(data)
        elif self._stream.channel is not None and not self.is_over:
            self._transport.write(self._stream.seal(data))

    def end(self) -> None:
        """Say that what was said is all: a client can tell that from a line that somebody cut."""
        if self._stream is not None and not self.is_over and not self._transport.is_closing():
            self._transport.write(self._stream.close())
            self.is_over = True

    def _say(self, said: bytes) -> None:
        if not self._transport.get_write_buffer_size():
            self._untaken = 0
        self._untaken += len(said)
        if self._untaken > MAX_UNTAKEN:
            reset(self._transport)
        else:
            self._transport.write(said)

    def _break(self, stream: TlsStream, why: str) -> None:
        self._say(stream.take())
        self.is_over = True
        if self._when_shaken is not None:
            if self._certificates is not None:
                self._certificates.failures.tell(self._client, why)
            self._shaken(ClientGone(why))

    def _shaken(self, answer: Channel | ClientGone) -> None:
        callback, self._when_shaken = self._when_shaken, None
        if callback is not None:
            callback(answer)
