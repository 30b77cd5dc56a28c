"""A face on a socket: who says nothing is hung up on, what stands beside has its turn, and a signal ends all of it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket

import pytest

from ostiary.demo.place import free_port
from ostiary.door.events import Event
from ostiary.errors import SettingsError
from ostiary.web.frame import serving
from ostiary.web.frame.app import application
from ostiary.web.frame.serving import Place, is_this_machine, serve
from web.faces import Told, face


def place(port: int, host: str = "127.0.0.1") -> Place:
    return Place("console", application(face(), Told()), host, port)


def test_a_connection_without_a_request_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a request, and half of a second one: nobody holds a connection by dripping into it."""
    monkeypatch.setattr(serving, "REQUEST_SECONDS", 0.2)
    told, port, turns = Told(), free_port(), list[int]()

    def broken() -> None:
        turns.append(1)
        raise ValueError("a secret")

    async def drip() -> list[bytes]:
        running = asyncio.create_task(serve([place(port)], told, [broken]))
        await asyncio.sleep(0)
        got = list[bytes]()
        for said in (b"GET / HTTP/1.1\r\nHost: x", b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(said)
            got.append(await asyncio.wait_for(reader.read(), 60))
            writer.close()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(running, 60)
        return got

    first, second = asyncio.run(drip())
    assert first == b""
    assert second.startswith(b"HTTP/1.1 421 ")
    assert b"server:" not in second.lower().split(b"\r\n\r\n")[0]
    assert turns == [1]
    assert [event for event, _ in told.events] == [Event.WEB_STARTED, Event.BUG, Event.WEB_STOPPED]
    assert "secret" not in str(told.events)


def test_a_place_that_cannot_be_served_is_said() -> None:
    """In words, before anything is served: a port that is taken, and another machine's address in the clear."""
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(SettingsError, match="cannot listen for `console`"),
    ):
        asyncio.run(serve([place(taken.getsockname()[1])], Told()))
    with pytest.raises(SettingsError, match="in the clear"):
        asyncio.run(serve([place(free_port(), "0.0.0.0")], Told()))


@pytest.mark.parametrize(
    ("host", "is_here"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False),
     ("::", False), ("", False), ("localhost.evil.example", False), ("10.0.0.1", False)],
)  # fmt: skip
def test_only_this_machine_is_spoken_to_in_the_clear(host: str, *, is_here: bool) -> None:
    """A name that merely looks like it is none."""
    assert is_this_machine(host) is is_here
