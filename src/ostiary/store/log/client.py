"""The clients of the log writer: one for an event loop, and one call for command-line tools.

Knows: tickets, callbacks, and that a lost connection means that no more entries can be had.
Must not know: journals, tiles, what a payload says, or what waits for the entry.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias, cast

from ostiary.errors import LogUnavailable
from ostiary.store.log.wire import GREETING, Append, Durable, encode_append, split_durables

WhenDurable: TypeAlias = Callable[[int | LogUnavailable], None]

# A stalled disk must not fill the gateway's memory: 64 requests of the largest size, or some 30,000 common ones of 2 kB.
MAX_UNSENT_BYTES = 64 * 2**20
# The longest that a command-line tool waits for its entry, in seconds: a disk that needs longer is not working.
APPEND_ONCE_SECONDS = 30.0
_RECEIVE_BYTES = 4096


class LogClient(asyncio.Protocol):
    """A connection to the log writer, for one event loop. It is used from that loop's thread only.

    A client that has lost its connection stays lost; whoever owns it connects a new one.
    """

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done when the writer has answered the greeting; LogUnavailable when it never will."""
        self._inbox = bytearray()
        self._is_greeted = False
        self._last_ticket = 0
        # Unanswered tickets, each with whoever waits for it, if somebody does already.
        self._waiting: dict[int, WhenDurable | None] = {}
        # Answered tickets that nobody has asked about yet.
        self._settled: dict[int, int] = {}
        # Requests of this turn of the loop.
        self._gathered = bytearray()

    @classmethod
    async def connect(cls, path: Path) -> LogClient:
        """A client whose writer has answered the greeting. Raises LogUnavailable when there is no such writer."""
        try:
            _, client = await asyncio.get_running_loop().create_unix_connection(cls, str(path))
        except OSError as fault:
            raise LogUnavailable(f"no log writer listens at `{path}`: {fault.strerror or fault}") from fault
        await client.ready
        return client

    @property
    def is_available(self) -> bool:
        """Whether the writer is connected. It may still fail before an entry is durable."""
        return self._is_greeted and self._transport is not None and not self._transport.is_closing()

    @property
    def pending(self) -> int:
        """How many requests have no answer yet, those included that nobody waits for."""
        return len(self._waiting)

    def append(self, kind: int, payload: bytes) -> int:
        """Ask for an entry; the ticket to wait for it with. The bytes leave with those of all who ask in this moment.

        Raises LogUnavailable when the connection is lost or the writer has fallen too far behind, and ValueError for a
        kind or payload that no client may send.
        """
        transport = self._transport
        if transport is None or not self.is_available:
            raise LogUnavailable("the log writer is not connected")
        if transport.get_write_buffer_size() + len(self._gathered) > MAX_UNSENT_BYTES:
            raise LogUnavailable("the log writer does not keep up")
        ticket = self._last_ticket + 1
        self._gather(encode_append(Append(ticket, kind, payload)))
        self._last_ticket = ticket
        self._waiting[ticket] = None
        return ticket

    def _gather(self, request: bytes) -> None:
        """Send with the next turn of the loop: one system call, and one commit, for all sessions that it served."""
        if not self._gathered:
            asyncio.get_running_loop().call_soon(self._send_gathered)
        self._gathered += request

    def _send_gathered(self) -> None:
        requests, self._gathered = self._gathered, bytearray()
        if self._transport is not None:
            self._transport.write(requests)

    def when_durable(self, ticket: int, callback: WhenDurable) -> None:
        """Call back once, with the entry's index when it is durable, or with LogUnavailable when it never will be known.

        Calls back at once when the answer is there already. Each ticket is asked about once, or forgotten: raises
        ValueError for one that was never given, is waited for, or has been answered.
        """
        if ticket in self._settled:
            callback(self._settled.pop(ticket))
        elif self._waiting.get(ticket, callback) is not None:
            raise ValueError(f"nothing is to be asked about ticket {ticket}")
        elif self._transport is None:
            del self._waiting[ticket]
            callback(_lost())
        else:
            self._waiting[ticket] = callback

    def forget(self, ticket: int) -> None:
        """Say that nobody will ask about a ticket. Its entry is written all the same."""
        self._settled.pop(ticket, None)
        if ticket in self._waiting:
            self._waiting[ticket] = _ignore

    def close(self) -> None:
        """Close the connection; what is waited for ends with LogUnavailable."""
        if self._transport is not None:
            self._transport.abort()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(GREETING)

    def data_received(self, data: bytes) -> None:
        """Take in the greeting, then replies."""
        self._inbox += data
        if not self._is_greeted and not self._take_greeting():
            return
        replies, used = split_durables(self._inbox)
        del self._inbox[:used]
        for reply in replies:
            self._settle(reply)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  the reason makes no difference.
        """Tell everybody who waits that no entry can be had."""
        self._transport = None
        if not self.ready.done():
            self.ready.set_exception(LogUnavailable("the log writer hung up, or speaks another version"))
        waiting, self._waiting = self._waiting, {}
        loop = asyncio.get_running_loop()
        for ticket, callback in waiting.items():
            if callback is None:
                self._waiting[ticket] = None
            else:
                # Each in a call of its own, so that one that raises does not leave the others without an answer.
                loop.call_soon(callback, _lost())

    def _take_greeting(self) -> bool:
        start = self._inbox[: len(GREETING)]
        if not GREETING.startswith(start):
            self.close()
        self._is_greeted = start == GREETING
        if self._is_greeted:
            del self._inbox[: len(GREETING)]
            if not self.ready.done():
                self.ready.set_result(None)
        return self._is_greeted

    def _settle(self, reply: Durable) -> None:
        if reply.ticket not in self._waiting:
            # The writer answered what nobody asked: from here on nothing that it says can be believed.
            self.close()
            return
        callback = self._waiting.pop(reply.ticket)
        if callback is None:
            self._settled[reply.ticket] = reply.index
        else:
            callback(reply.index)


def append_once(path: Path, kind: int, payload: bytes) -> int:
    """Append one entry and wait until it is durable; its index. For tools without an event loop.

    Raises LogUnavailable when there is no answer, and ValueError for a kind or payload that no client may send.
    """
    request = GREETING + encode_append(Append(1, kind, payload))
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(APPEND_ONCE_SECONDS)
            connection.connect(str(path))
            connection.sendall(request)
            replies = _receive_after_greeting(connection)
    except OSError as fault:
        raise LogUnavailable(f"no log writer answers at `{path}`: {fault.strerror or fault}") from fault
    if replies.ticket != 1:
        raise LogUnavailable(f"the log writer at `{path}` answered another request")
    return replies.index


def _receive_after_greeting(connection: socket.socket) -> Durable:
    received = b""
    while True:
        data = connection.recv(_RECEIVE_BYTES)
        received += data
        if not data or not (received.startswith(GREETING) or GREETING.startswith(received)):
            raise LogUnavailable("the log writer hung up, or speaks another version")
        replies, _ = split_durables(received[len(GREETING) :])
        if replies:
            return replies[0]


def _lost() -> LogUnavailable:
    return LogUnavailable("the connection to the log writer is lost")


def _ignore(_: int | LogUnavailable) -> None:
    """Nobody waits."""
