"""The event loop's client: tickets, callbacks, and a connection that is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import ACCESS, RECOVERY
from ostiary.store.log import client as log_client
from ostiary.store.log.client import LogClient, append_once
from ostiary.store.log.wire import GREETING, Append, encode_durable, split_appends

Script = Callable[["FakeWriter"], Awaitable[None]]


class FakeWriter:
    """The other end of the socket, which says what a test tells it to say."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def greet(self) -> None:
        assert await self._reader.readexactly(len(GREETING)) == GREETING
        self.say(GREETING)

    async def next_append(self) -> Append:
        head = await self._reader.readexactly(4)
        (append,), _ = split_appends(head + await self._reader.readexactly(int.from_bytes(head)))
        return append

    def say(self, data: bytes) -> None:
        self._writer.write(data)

    def hang_up(self) -> None:
        self._writer.close()


def play(path: Path, client_side: Callable[[LogClient, FakeWriter], Awaitable[None]]) -> None:
    """Connect a client to a fake writer and run a script with both ends."""

    async def scene() -> None:
        fakes: asyncio.Queue[FakeWriter] = asyncio.Queue()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            fake = FakeWriter(reader, writer)
            await fake.greet()
            fakes.put_nowait(fake)

        server = await asyncio.start_unix_server(serve, path)
        client = await LogClient.connect(path)
        fake = await fakes.get()
        try:
            await client_side(client, fake)
        finally:
            client.close()
            fake.hang_up()
            server.close()
            await server.wait_closed()

    asyncio.run(asyncio.wait_for(scene(), 30))


async def answer(client: LogClient, ticket: int) -> int | LogUnavailable:
    done: asyncio.Future[int | LogUnavailable] = asyncio.get_running_loop().create_future()
    client.when_durable(ticket, done.set_result)
    return await done


def test_a_ticket_gets_the_index_of_its_entry(tmp_path: Path) -> None:
    """Tickets are given at once, requests are sent in order, and each answer finds who waits for it."""

    async def script(client: LogClient, fake: FakeWriter) -> None:
        tickets = [client.append(ACCESS, payload) for payload in (b"a", b"b", b"c")]
        received = [await fake.next_append() for _ in tickets]
        assert received == [
            Append(ticket, ACCESS, payload)
            for ticket, payload in zip(tickets, (b"a", b"b", b"c"), strict=True)
        ]
        replies = b"".join(encode_durable(ticket, 40 + at) for at, ticket in enumerate(tickets))
        fake.say(replies[:20])
        assert await answer(client, tickets[0]) == 40
        fake.say(replies[20:])
        assert [await answer(client, ticket) for ticket in tickets[1:]] == [41, 42]

    play(tmp_path / "s", script)


def test_an_answer_that_came_early_waits(tmp_path: Path) -> None:
    """Who asks after the answer has come is called back at once, and only once."""

    async def script(client: LogClient, fake: FakeWriter) -> None:
        early, later = client.append(ACCESS, b"a"), client.append(ACCESS, b"b")
        fake.say(encode_durable(early, 7) + encode_durable(later, 8))
        assert await answer(client, later) == 8
        answers: list[int | LogUnavailable] = []
        client.when_durable(early, answers.append)
        assert answers == [7]
        for ticket in (early, 99):
            with pytest.raises(ValueError, match="nothing is to be asked"):
                client.when_durable(ticket, answers.append)

    play(tmp_path / "s", script)


def test_nobody_is_left_waiting_when_the_writer_goes(tmp_path: Path) -> None:
    """A lost connection answers every pending ticket, also one that is asked about later, and refuses appends."""

    async def script(client: LogClient, fake: FakeWriter) -> None:
        first, second, third = (client.append(ACCESS, b"a") for _ in range(3))
        states = [client.is_available]
        fake.hang_up()
        assert isinstance(await answer(client, first), LogUnavailable)
        states.append(client.is_available)
        assert states == [True, False]
        assert isinstance(await answer(client, second), LogUnavailable)
        with pytest.raises(LogUnavailable):
            client.append(ACCESS, b"b")
        assert isinstance(await answer(client, third), LogUnavailable)

    play(tmp_path / "s", script)


def test_one_waiter_that_raises_does_not_silence_the_others(tmp_path: Path) -> None:
    """On loss each waiter is called by itself."""

    async def script(client: LogClient, fake: FakeWriter) -> None:
        loop = asyncio.get_running_loop()
        complaints: list[dict[str, object]] = []
        loop.set_exception_handler(lambda _, context: complaints.append(context))

        def fail(_: int | LogUnavailable) -> None:
            raise ZeroDivisionError

        client.when_durable(client.append(ACCESS, b"a"), fail)
        second = client.append(ACCESS, b"b")
        fake.hang_up()
        assert isinstance(await answer(client, second), LogUnavailable)
        assert len(complaints) == 1

    play(tmp_path / "s", script)


def test_a_forgotten_ticket_leaves_nothing_behind(tmp_path: Path) -> None:
    """Whether its answer has come or not, a ticket that nobody asks about takes no memory."""

    async def script(client: LogClient, fake: FakeWriter) -> None:
        early, later, last = (client.append(ACCESS, b"a") for _ in range(3))
        client.forget(later)
        fake.say(encode_durable(early, 1) + encode_durable(later, 2) + encode_durable(last, 3))
        assert await answer(client, last) == 3
        client.forget(early)
        assert not client._waiting
        assert not client._settled

    play(tmp_path / "s", script)


def test_an_answer_that_nobody_asked_for_ends_the_connection(tmp_path: Path) -> None:
    """A writer that answers an unknown ticket is not believed any more."""

    async def script(client: LogClient, fake: FakeWriter) -> None:
        ticket = client.append(ACCESS, b"a")
        fake.say(encode_durable(ticket + 1, 5) + encode_durable(ticket, 6))
        lost = await answer(client, ticket)
        assert lost == 6 or isinstance(lost, LogUnavailable)
        with pytest.raises(LogUnavailable):
            client.append(ACCESS, b"b")

    play(tmp_path / "s", script)


def test_a_writer_that_falls_behind_is_not_available(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests are not piled up without bound when nobody reads them."""
    monkeypatch.setattr(log_client, "MAX_UNSENT_BYTES", 100_000)

    async def script(client: LogClient, fake: FakeWriter) -> None:
        def flood() -> None:
            for _ in range(10_000):
                client.append(ACCESS, bytes(10_000))

        with pytest.raises(LogUnavailable, match="does not keep up"):
            flood()

    play(tmp_path / "s", script)


def test_what_no_client_may_send_is_refused_here(tmp_path: Path) -> None:
    """A recovery entry is the writer's own, and refusing it leaves the connection as it was."""

    async def script(client: LogClient, fake: FakeWriter) -> None:
        with pytest.raises(ValueError, match="cannot be sent"):
            client.append(RECOVERY, b"")
        assert client.is_available
        ticket = client.append(ACCESS, b"a")
        fake.say(encode_durable(ticket, 0))
        assert await answer(client, ticket) == 0

    play(tmp_path / "s", script)


@pytest.mark.parametrize("greeting", [b"ostiary-log/2\n", b"", b"HTTP/1.1 400"])
def test_another_version_is_refused(tmp_path: Path, greeting: bytes) -> None:
    """A client does not talk to something that greets otherwise, or hangs up."""

    async def scene() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(1)
            writer.write(greeting)
            writer.close()

        server = await asyncio.start_unix_server(serve, tmp_path / "s")
        with pytest.raises(LogUnavailable, match="another version"):
            await LogClient.connect(tmp_path / "s")
        with pytest.raises(LogUnavailable, match="another version"):
            await asyncio.to_thread(append_once, tmp_path / "s", ACCESS, b"a")
        server.close()

    asyncio.run(asyncio.wait_for(scene(), 30))


def test_no_writer_is_no_log(tmp_path: Path) -> None:
    """Where nobody listens there is no client and no entry."""
    with pytest.raises(LogUnavailable, match="no log writer listens"):
        asyncio.run(LogClient.connect(tmp_path / "none"))
    with pytest.raises(LogUnavailable, match="no log writer answers"):
        append_once(tmp_path / "none", ACCESS, b"a")
