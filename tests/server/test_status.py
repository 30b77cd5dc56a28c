"""Health in words, and a listener that answers a few fixed questions and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from ostiary.errors import SettingsError
from ostiary.server.monitoring.figures import Figures
from ostiary.server.monitoring.health import Health, Stage
from ostiary.server.monitoring.listener import MAX_CONNECTIONS, MAX_REQUEST, Page, listen
from ostiary.server.monitoring.status import Status

WELL = Figures(
    workers=1, has_policy=1, has_cover=1, has_log=1, lease_seconds=1.0, walls_standing=1, walls_wanted=1
)


@pytest.mark.parametrize(
    ("stage", "figures", "reasons"),
    [
        ("open", WELL, []),
        ("starting", Figures(), ["starting"]),
        ("draining", WELL, ["draining"]),
        ("open", Figures(workers=1, has_policy=1, has_cover=1, lease_seconds=1.0, walls_standing=1), ["log"]),
        ("open", Figures(workers=1, has_policy=1, has_cover=1, has_log=1, walls_standing=1), ["lease"]),
        ("open", Figures(workers=1, has_policy=1, has_cover=1, has_log=1, lease_seconds=1.0), ["walls"]),
        ("open", Figures(workers=1), ["log", "policy", "lease", "witnesses", "walls"]),
        ("open", Figures(), ["workers"]),
    ],
)
def test_every_reason_against_serving_is_told(stage: Stage, figures: Figures, reasons: list[str]) -> None:
    """One line each, which begins with one word."""
    unready = Health(stage).unready(figures)
    assert [line.partition(":")[0] for line in unready] == reasons


def test_what_waits_is_alive() -> None:
    """Without log, lease and walls nobody is served, and a restart would not help."""
    status = Status(Health("open"), Figures, Path("/nowhere"))
    ready, live = status.page("/readyz"), status.page("/livez")
    assert ready is not None
    assert live is not None
    assert (ready.status, live.status, live.body) == (503, 200, b"ok\n")


def test_a_task_that_ends_by_itself_is_death_and_one_that_is_cancelled_is_not() -> None:
    """Only what never must end is watched."""

    async def main() -> tuple[str, ...]:
        health = Health("open")

        async def fails() -> None:
            raise ValueError

        async def waits() -> None:
            await asyncio.sleep(60)

        bad, good = asyncio.ensure_future(fails()), asyncio.ensure_future(waits())
        health.watch("the watch", bad)
        health.watch("the keeper", good)
        await asyncio.wait([bad])
        good.cancel()
        await asyncio.wait([good])
        assert isinstance(bad.exception(), ValueError)
        return health.dead()

    assert asyncio.run(main()) == ("the watch has ended by itself",)


def served(exchange: Callable[[int], Awaitable[None]]) -> None:
    """Run a test against a listener that knows one page."""

    async def main() -> None:
        server = await listen(
            "127.0.0.1", 0, lambda path: Page(200, b"all well\n") if path == "/livez" else None
        )
        try:
            await exchange(server.sockets[0].getsockname()[1])
        finally:
            server.close()
            # The transports that are closing have their last turn.
            await asyncio.sleep(0.01)

    asyncio.run(main())


LIVEZ = b"GET /livez HTTP/1.1\r\nHost: here\r\n\r\n"


async def ask(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    try:
        return await reader.read()
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


@pytest.mark.parametrize(
    ("request_line", "status", "body"),
    [
        (b"GET /livez HTTP/1.1", b"200", b"all well\n"),
        (b"GET /livez?verbose=1 HTTP/1.1", b"200", b"all well\n"),
        (b"HEAD /livez HTTP/1.1", b"200", b""),
        (b"GET / HTTP/1.1", b"404", b"there are /metrics, /livez and /readyz\n"),
        (b"GET /livez/../metrics HTTP/1.1", b"404", b"there are /metrics, /livez and /readyz\n"),
        (b"POST /livez HTTP/1.1", b"405", b"only GET is answered\n"),
        (b"nonsense", b"400", b"this is no request that is understood\n"),
    ],
)
def test_a_request_has_one_answer(request_line: bytes, status: bytes, body: bytes) -> None:
    """Whatever is asked: an answer of known length, and the end of the connection."""

    async def exchange(port: int) -> None:
        answer = await ask(port, request_line + b"\r\nHost: here\r\n\r\n")
        head, _, rest = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 " + status)
        assert b"connection: close" in head.lower()
        assert rest == body

    served(exchange)


def test_a_request_that_comes_in_pieces_is_answered() -> None:
    """A byte at a time, as over a bad line."""

    async def exchange(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for byte in LIVEZ:
            writer.write(bytes([byte]))
            await writer.drain()
        assert (await reader.read()).endswith(b"all well\n")
        writer.close()

    served(exchange)


def test_a_request_without_end_is_refused() -> None:
    """Nothing is kept beyond what a request may have."""

    async def exchange(port: int) -> None:
        answer = await ask(port, b"GET /livez HTTP/1.1\r\nX: " + b"x" * 2 * MAX_REQUEST)
        assert answer.startswith(b"HTTP/1.1 431")

    served(exchange)


def test_those_beyond_the_limit_are_hung_up_on_and_others_answered_again() -> None:
    """A monitor that leaks connections costs the gateway a fixed number of them."""

    async def exchange(port: int) -> None:
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MAX_CONNECTIONS)]
        assert await ask(port, b"") == b""
        for _, each in held:
            each.close()
            await each.wait_closed()
        answers = [await ask(port, LIVEZ) for _ in range(100)]
        assert answers[-1].endswith(b"all well\n")

    served(exchange)


def test_an_address_in_use_is_named() -> None:
    """The gateway does not start unwatched when it was told to be watched."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SettingsError, match=f"cannot listen for monitoring at 127.0.0.1, port {port}"):
            asyncio.run(listen("127.0.0.1", port, lambda _: None))
