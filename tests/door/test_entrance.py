from __future__ import annotations

import asyncio
from typing import cast

import uvloop

from ostiary.door.entrance import protocol_for
from ostiary.door.registry import Registry, Room


class Greeting(asyncio.Protocol):
    """Stands for a session: it says one word and leaves."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        said = cast("asyncio.Transport", transport)
        said.write(b"welcome")
        said.close()


def met(room: Room) -> bytes:
    """What a client meets at a door with that much room and nobody in it: what is said, or a reset."""

    async def main() -> bytes:
        loop, registry = asyncio.get_running_loop(), Registry(room)
        server = await loop.create_server(lambda: protocol_for(registry, Greeting), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        try:
            return await reader.read()
        except ConnectionResetError:
            return b"reset"
        finally:
            writer.close()
            server.close()

    return uvloop.run(main())


def test_where_there_is_a_place_a_session_begins() -> None:
    """Also one of those that are only told that the door is full."""
    assert met(Room(connections=0, agency=0, surplus=1)) == b"welcome"


def test_an_overrun_door_resets_the_connection() -> None:
    """Nothing is read or said, so it costs next to nothing."""
    assert met(Room(connections=0, agency=0, surplus=0)) == b"reset"
