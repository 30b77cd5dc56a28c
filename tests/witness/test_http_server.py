"""The witness's HTTP server under those who are slow, many or gone, and its clock."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ostiary.witness.durable import Disk
from ostiary.witness.http_server import MAX_CONNECTIONS_OF_ONE, Respond, WitnessServer
from ostiary.witness.http_text import Answer, Head
from ostiary.witness.notices import REFUSED_EVERY, Notices
from ostiary.witness.state import State, create_state
from ostiary.witness.witness import EARLIEST, Witness
from witness.witness_world import COSIGNERS, KEYS, LOG_KEY, ORIGIN, FakeLog

POST = Head("POST", "/add-checkpoint", 0, keeps_alive=True, expects_continue=False)


@contextlib.asynccontextmanager
async def listening(respond: Respond, seconds: float) -> AsyncIterator[int]:
    server = WitnessServer(respond, seconds=seconds)
    try:
        yield await server.listen("127.0.0.1", 0)
    finally:
        server.failed.cancel()
        await server.close()


def said(_head: Head, _body: bytes) -> Answer:
    return Answer(200, b"here\n")


async def asked(port: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
        return await reader.read()
    finally:
        writer.close()


def test_who_drips_is_ended_and_others_are_served() -> None:
    """A client that sends a byte at a time has the time of one request, whatever it still has to say."""

    async def run() -> None:
        async with listening(said, 0.3) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)

            async def drip() -> None:
                with contextlib.suppress(ConnectionError):
                    for byte in b"POST /add-checkpoint HTTP/1.1\r\nX: " + b"y" * 7_000:
                        writer.write(bytes([byte]))
                        await writer.drain()
                        await asyncio.sleep(0.01)

            dripping = asyncio.create_task(drip())
            assert (await asked(port)).endswith(b"here\n")
            with contextlib.suppress(ConnectionError):
                assert await asyncio.wait_for(reader.read(), 60) == b""
            assert not dripping.done()
            dripping.cancel()
            writer.close()

    asyncio.run(run())


def test_one_address_has_some_connections_and_no_more() -> None:
    """The connection beyond is hung up on; when one has gone, another may come."""

    async def run() -> None:
        async with listening(said, 60) as port:
            held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MAX_CONNECTIONS_OF_ONE)]
            reader, beyond = await asyncio.open_connection("127.0.0.1", port)
            held.append((reader, beyond))
            with contextlib.suppress(ConnectionError):
                assert await asyncio.wait_for(reader.read(), 60) == b""
            held[0][1].close()
            got = b""
            async with asyncio.timeout(60):
                while not got:
                    with contextlib.suppress(ConnectionError):
                        got = await asked(port)
            for _, writer in held:
                writer.close()

    asyncio.run(run())


def test_what_ends_an_answer_ends_the_server() -> None:
    """A failure that is not an answer is a 500, and whoever runs the server learns which it was."""

    def fails(_head: Head, _body: bytes) -> Answer:
        raise ZeroDivisionError

    async def run() -> None:
        server = WitnessServer(fails)
        port = await server.listen("127.0.0.1", 0)
        assert (await asked(port)).startswith(b"HTTP/1.1 500 ")
        with pytest.raises(ZeroDivisionError):
            await server.failed
        await server.close()

    asyncio.run(run())


class Clocked:
    """A witness in this process, with a clock that the test sets."""

    def __init__(self, directory: Path) -> None:
        self.now = EARLIEST + 100
        self.said = io.StringIO()
        self.monotonic = 0.0
        vkey = KEYS[0].format()
        if not (directory / "state").exists():
            create_state(directory / "state", vkey, Disk())
        self.witness = Witness(
            COSIGNERS[:1],
            {ORIGIN: (LOG_KEY.verifier(),)},
            State(directory / "state", vkey, Disk()),
            directory / "evidence",
            now=lambda: self.now,
            notices=Notices(self.said, lambda: self.monotonic),
        )

    def add(self, old: int, size: int) -> int:
        return self.witness.respond(POST, FakeLog().request(old, size)).status

    def events(self) -> list[str]:
        return [json.loads(line)["event"] for line in self.said.getvalue().splitlines()]


def test_a_clock_that_goes_back_stops_signing(tmp_path: Path) -> None:
    """503 while the clock is behind what was signed, also after a restart; then it goes on."""
    clocked = Clocked(tmp_path)
    assert clocked.add(0, 3) == 200
    clocked.now -= 1
    assert clocked.add(3, 4) == 503
    again = Clocked(tmp_path)
    again.now = clocked.now
    assert again.add(3, 4) == 503
    assert "clock_behind" in again.events()
    again.now += 1
    assert again.add(3, 4) == 200


def test_a_clock_that_was_never_set_signs_nothing(tmp_path: Path) -> None:
    """A small machine without a battery begins in 1970."""
    clocked = Clocked(tmp_path)
    clocked.now = 12
    assert clocked.add(0, 3) == 503


def test_strangers_cannot_fill_the_notices(tmp_path: Path) -> None:
    """Refusals are told once in a while, with how many were not told."""
    clocked = Clocked(tmp_path)
    for _ in range(50):
        clocked.add(7, 3)
    assert clocked.events() == ["refused"]
    clocked.monotonic += REFUSED_EVERY
    clocked.add(7, 3)
    assert json.loads(clocked.said.getvalue().splitlines()[-1])["untold"] == 49
