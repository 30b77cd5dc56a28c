"""The client's side of a connection: what it has said and nobody has taken yet, and what it has still to take.

Knows: the line, the transport's limits, how much is held of a client that is not listened to.
Must not know: sessions, what any byte means.
"""

from __future__ import annotations

import asyncio
from typing import Final

from ostiary.door import reading
from ostiary.door.encryption.certificates import Certificates
from ostiary.door.encryption.line import Line, WhenShaken
from ostiary.door.sending import hang_up, part, reset, unsent
from ostiary.errors import ProtocolViolation

MAX_UNREAD: Final = 1_114_112
"""Bytes held of a client whose session is busy: one message of the largest size (1 MiB) and a read of 64 kB."""

MAX_UNSENT: Final = 262_144
"""Bytes released and not yet taken by the client: four batches. A slow client waits with its session, not in memory."""


class ClientSide:
    """One client; ``client`` says who, in an event. ``certificates`` are None where the door speaks no TLS."""

    def __init__(self, transport: asyncio.Transport, certificates: Certificates | None, client: str) -> None:
        transport.set_write_buffer_limits(high=MAX_UNSENT)
        self._transport = transport
        self._line = Line(transport, certificates, client)
        self._unread = bytearray()
        self.is_gone = False
        """Whether the connection is no more."""
        self.is_blocked = False
        """Whether the client does not read as fast as rows come."""

    @property
    def has_unread(self) -> bool:
        """Whether it has said something that nobody has taken yet."""
        return bool(self._unread)

    @property
    def has_unsent(self) -> bool:
        """Whether something that was written has not left this machine yet."""
        return not self.is_gone and bool(unsent(self._transport))

    def received(self, data: bytes) -> bool:
        """Bytes have come; whether they say something. Too much of it, and the client is not read for a while."""
        said = self._line.received(data)
        if self._line.is_over:
            hang_up(self._transport)
        self._unread += said
        if len(self._unread) > MAX_UNREAD:
            reading.pause(self._transport)
        return bool(said)

    def take(self) -> bytes:
        """All that it has said and nobody has taken."""
        data = bytes(self._unread)
        self._unread.clear()
        if not self.is_gone:
            reading.resume(self._transport)
        return data

    def start_tls(self, opening: bytes, callback: WhenShaken) -> None:
        """Speak TLS from here on, as ``Line.start_tls``. Raises ProtocolViolation also when bytes in the clear wait."""
        if self._unread:
            raise ProtocolViolation("bytes in the clear before a TLS handshake")
        self._line.start_tls(opening, callback)

    def write(self, data: bytes) -> None:
        """Send bytes, if it is still there."""
        if not self.is_gone:
            self._line.write(data)

    def reset(self) -> None:
        """Break the connection: nothing that waits leaves."""
        reset(self._transport)

    def hang_up(self) -> None:
        """It says no more: it has a moment to take what was released, which otherwise no cut-off could end."""
        hang_up(self._transport)

    def end(self) -> None:
        """All has been said: the last words have a moment to leave, then the connection is reset."""
        if not self.is_gone:
            self._line.end()
            part(self._transport)
