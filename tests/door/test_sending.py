from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import cast

import pytest
import uvloop

from ostiary.door.sending import part, reset, unsent
from server.worker_world import unread

MANY = b"x" * 8_000_000
"""More than the buffers of both kernels take."""


def joined(story: Callable[[asyncio.Transport, socket.socket], Awaitable[None]]) -> None:
    """Play a story with one end of a TCP connection as a transport of the gateway's loop, and the other as a client."""

    async def main() -> None:
        accepted: asyncio.Future[asyncio.Transport] = asyncio.get_running_loop().create_future()

        class Accepting(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                accepted.set_result(cast("asyncio.Transport", transport))

        server = await asyncio.get_running_loop().create_server(Accepting, "127.0.0.1", 0)
        with socket.create_connection(server.sockets[0].getsockname()) as client:
            transport = await accepted
            await story(transport, client)
            transport.abort()
            server.close()
            await asyncio.sleep(0.01)

    uvloop.run(main())


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not what():  # noqa: ASYNC110 - what a kernel holds sets no event
            await asyncio.sleep(0.005)


def read_all(client: socket.socket) -> int:
    """How many bytes come until the end, whichever kind of end it is."""
    client.settimeout(30)
    count = 0
    try:
        while data := client.recv(65_536):
            count += len(data)
    except ConnectionResetError:
        pass
    return count


def test_what_the_client_has_not_taken_is_unsent() -> None:
    """The loop's buffer and the kernel's count; what has left does not."""

    async def story(transport: asyncio.Transport, client: socket.socket) -> None:
        assert unsent(transport) == 0
        transport.write(b"a few words")
        await until(lambda: unread(client) == 11)
        assert unsent(transport) == 0
        transport.write(MANY)
        assert unsent(transport) > 100_000

    joined(story)


def test_after_a_reset_nothing_more_arrives() -> None:
    """What the client's machine has by then it has; neither kernel nor loop sends the rest."""

    async def story(transport: asyncio.Transport, client: socket.socket) -> None:
        transport.write(MANY)
        await until(lambda: unread(client) > 0)
        reset(transport)
        # The connection is gone in the loop's next turn.
        await until(transport.is_closing)
        await asyncio.sleep(0)
        received = unread(client)
        assert await asyncio.to_thread(read_all, client) == received < len(MANY)
        assert unsent(transport) == 0

    joined(story)


def test_last_words_leave_before_the_end() -> None:
    """A client that reads gets all of them and an orderly end."""

    async def story(transport: asyncio.Transport, client: socket.socket) -> None:
        transport.write(b"last words")
        part(transport)
        client.settimeout(30)
        assert await asyncio.to_thread(client.recv, 100) == b"last words"
        assert await asyncio.to_thread(client.recv, 100) == b""

    joined(story)


def test_a_client_that_does_not_read_is_not_waited_for() -> None:
    """After a moment the connection is reset, and what was left is dropped."""

    async def story(transport: asyncio.Transport, client: socket.socket) -> None:
        transport.write(MANY)
        part(transport)
        await until(transport.is_closing)
        assert await asyncio.to_thread(read_all, client) < len(MANY)

    joined(story)


@pytest.mark.parametrize("do", [part, reset])
def test_a_connection_that_is_closing_is_left_alone(do: Callable[[asyncio.Transport], None]) -> None:
    """It has no socket to ask any more."""

    async def story(transport: asyncio.Transport, client: socket.socket) -> None:
        transport.close()
        do(transport)
        assert unsent(transport) == 0

    joined(story)
