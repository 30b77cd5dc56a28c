"""One end of the pair of sockets between the supervisor and a worker.

Knows: frames in, frames out, that the end of the channel is the end of the other process.
Must not know: what a message means.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Final, Generic, Self, TypeVar, cast

import msgspec

from ostiary.errors import ProtocolViolation
from ostiary.server.workers.wire import FromWorker, ToWorker, encode, split_frames

Message = TypeVar("Message")

MAX_UNSENT: Final = 2**20
"""A process that leaves 1 MiB unread, some 500 reports, has stopped reading: what comes then is dropped."""


class Channel(asyncio.Protocol, Generic[Message]):
    """Sends any message, receives those of ``decoder``.

    ``on_lost`` is called once, when the other process has gone or has sent what is no message.
    """

    def __init__(
        self,
        decoder: msgspec.msgpack.Decoder[Message],
        on_message: Callable[[Message], None],
        on_lost: Callable[[], None],
    ) -> None:
        self._decoder = decoder
        self._on_message = on_message
        self._on_lost = on_lost
        self._inbox = bytearray()
        self._transport: asyncio.Transport | None = None

    async def open(self, end: socket.socket) -> Self:
        """Take over this end of the pair."""
        await asyncio.get_running_loop().create_unix_connection(lambda: self, sock=end)
        return self

    def send(self, message: FromWorker | ToWorker) -> None:
        """Send a message; one that the other process would not read is dropped."""
        transport = self._transport
        if transport is None or transport.is_closing() or transport.get_write_buffer_size() > MAX_UNSENT:
            return
        transport.write(encode(message))

    async def close(self) -> None:
        """Close this end, after what was sent."""
        if self._transport is not None:
            self._transport.close()
            # What is written leaves in the loop's next turn.
            await asyncio.sleep(0)

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The channel is open."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take in messages; after what is none, nothing more is believed."""
        self._inbox += data
        try:
            for frame in split_frames(self._inbox):
                self._on_message(self._decoder.decode(frame))
        except (ProtocolViolation, msgspec.MsgspecError, UnicodeDecodeError):
            if self._transport is not None:
                self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - why makes no difference
        """The other process is gone."""
        self._transport = None
        self._on_lost()
