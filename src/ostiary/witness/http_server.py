"""The witness's HTTP server: connections, how long each may take, and how many there are.

Knows: sockets, deadlines, limits.
Must not know: what is asked or answered.

Answers are made one after the other in the loop, the durable write included: so the requests of a log are in order, and
comparing and replacing what was seen of it is one step. A slow disk makes everybody wait, and nobody wrong.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Final, TypeAlias

from ostiary.errors import SettingsError
from ostiary.tlog.witnessing import MAX_REQUEST_BYTES
from ostiary.witness.http_text import MAX_HEAD_BYTES, Answer, Head, HttpRefused, encode_answer, parse_head

MAX_CONNECTIONS: Final = 64
"""Each holds a head and a body at most, 72 kB: all of them together 5 MB."""

MAX_CONNECTIONS_OF_ONE: Final = 8
"""Of one address: who opens connections and says nothing must have many addresses to keep a log out."""

REQUEST_SECONDS: Final = 10.0
"""From the last answer, or from connecting, to the whole next request: who sends a byte a second does not stay longer."""

Respond: TypeAlias = Callable[[Head, bytes], Answer]
"""The answer to a request. What it raises ends the server."""


class WitnessServer:
    """Listens until ``close``. ``failure`` is set when an answer could not be given for a reason that ends the witness."""

    def __init__(self, respond: Respond, *, seconds: float = REQUEST_SECONDS) -> None:
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._respond = respond
        self._seconds = seconds
        self._open: Counter[str] = Counter()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def listen(self, host: str, port: int) -> int:
        """Begin; the port that is listened at. Raises SettingsError when the address cannot be had."""
        try:
            self._server = await asyncio.start_server(self._serve, host, port, limit=MAX_HEAD_BYTES)
        except OSError as fault:
            why = (fault.strerror or "unknown reason").lower()
            raise SettingsError(f"cannot listen at {host}, port {port}: {why}") from fault
        bound: int = self._server.sockets[0].getsockname()[1]
        return bound

    async def close(self) -> None:
        """Stop listening and end every connection; an answer that is being written is lost, which its log can ask again."""
        if self._server is not None:
            self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        peer = writer.get_extra_info("peername")
        address = str(peer[0]) if isinstance(peer, tuple) else ""
        if task is None or not self._has_room(address):
            writer.transport.abort()
            return
        self._tasks.add(task)
        self._open[address] += 1
        try:
            while await self._exchange(reader, writer):
                pass
        except (TimeoutError, ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            # They have gone, were too slow, or we stop: there is nobody to be told.
            pass
        finally:
            self._open[address] -= 1
            self._open += Counter()
            self._tasks.discard(task)
            writer.transport.abort() if writer.transport.get_write_buffer_size() else writer.close()

    def _has_room(self, address: str) -> bool:
        return self._open.total() < MAX_CONNECTIONS and self._open[address] < MAX_CONNECTIONS_OF_ONE

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its answer; whether another may follow. Raises TimeoutError when it takes too long."""
        async with asyncio.timeout(self._seconds):
            try:
                head = parse_head(await _read_head(reader))
                body = await _read_body(head, reader, writer)
            except HttpRefused as refused:
                # Where the next request would begin is not known.
                answer, keeps_alive, with_body = (
                    Answer(refused.status, f"{refused.why}\n".encode()),
                    False,
                    True,
                )
            else:
                answer, keeps_alive, with_body = (
                    self._answer(head, body),
                    head.keeps_alive,
                    head.method != "HEAD",
                )
            writer.write(encode_answer(answer, keeps_alive=keeps_alive, with_body=with_body))
            await writer.drain()
        return keeps_alive

    def _answer(self, head: Head, body: bytes) -> Answer:
        try:
            return self._respond(head, body)
        except Exception as fault:  # noqa: BLE001  whatever it is, it ends the witness, and nothing was signed.
            if not self.failed.done():
                self.failed.set_exception(fault)
            return Answer(500, b"the witness stops; its operator knows why\n")


async def _read_head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError:
        raise HttpRefused(431, f"a head has {MAX_HEAD_BYTES} bytes at most") from None


async def _read_body(head: Head, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    if head.length is None:
        if head.method == "POST":
            raise HttpRefused(411, "a body needs a Content-Length")
        return b""
    if head.length > MAX_REQUEST_BYTES:
        raise HttpRefused(413, f"a request has {MAX_REQUEST_BYTES} bytes at most")
    if head.expects_continue:
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    return await reader.readexactly(head.length)
