from __future__ import annotations

import asyncio
import tempfile
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from control_proxy import ControlProxy
from control_world import append_all, fresh_control
from copied_postgres import fresh_server
from directives.directive_world import ICE, Chain
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.errors import DirectiveRefused
from ostiary.store.control import control_connection
from ostiary.store.control_watch import ControlWatch
from ostiary.store.endings import Ending, read_endings

RAWS = Chain().order(ICE).confirm("D-1").raws
PATIENCE = 30.0
"""Seconds after which a test that waits has failed."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """A real server of this module alone."""
    with fresh_server(tmp_path_factory.mktemp("watched")) as running:
        yield running


@pytest.fixture
def dsn(server: EmbeddedPostgres) -> str:
    """A fresh control database, as its owner."""
    return fresh_control(server)


def accept(_steps: list[bytes]) -> None:
    """Take whatever comes."""


@dataclass
class Holder:
    """Somebody who keeps what a watch tells, in order; ``take`` may refuse steps by raising."""

    take: Callable[[list[bytes]], None] = accept
    heard: asyncio.Queue[list[bytes] | float | str] = field(default_factory=asyncio.Queue)

    def on_steps(self, steps: list[bytes]) -> None:
        """Keep the steps that are not refused."""
        self.take(steps)
        self.heard.put_nowait(steps)

    async def next(self, kind: type) -> object:
        """The next thing heard of that kind: steps (list), alive (float) or trouble (str)."""
        async with asyncio.timeout(PATIENCE):
            while not isinstance(found := await self.heard.get(), kind):
                pass
        return found


@asynccontextmanager
async def watching(
    dsn: str,
    holder: Holder,
    answer_seconds: float = PATIENCE,
    clock: Callable[[], float] = time.monotonic,
) -> AsyncIterator[None]:
    tell = holder.heard.put_nowait
    watch = ControlWatch(dsn, holder.on_steps, tell, tell, clock=clock, answer_seconds=answer_seconds)
    task = asyncio.create_task(watch.run())
    try:
        yield
    finally:
        task.cancel()
        (end,) = await asyncio.gather(task, return_exceptions=True)
    assert isinstance(end, asyncio.CancelledError)


def test_what_is_there_and_what_comes_is_told_once(dsn: str) -> None:
    """Steps that were there come first, then each new one, and alive is said only after them."""

    async def story() -> None:
        append_all(dsn, RAWS[:1])
        holder = Holder()
        async with watching(dsn, holder):
            assert await holder.next(object) == RAWS[:1]
            assert isinstance(await holder.next(object), float)
            await asyncio.to_thread(append_all, dsn, RAWS[1:], 1)
            assert await holder.next(list) == RAWS[1:]
            assert isinstance(await holder.next(object), float)
            assert isinstance(await holder.next(object), float)

    asyncio.run(story())


def test_an_empty_database_is_alive(dsn: str) -> None:
    """A control database without steps is alive, and nothing is told."""

    async def story() -> None:
        holder = Holder()
        async with watching(dsn, holder):
            assert isinstance(await holder.next(object), float)

    asyncio.run(story())


def test_a_step_without_notice_is_found(dsn: str) -> None:
    """A step whose notice was lost is found by the next poll."""

    async def story() -> None:
        holder = Holder()
        async with watching(dsn, holder):
            await holder.next(float)
            async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
                await connection.execute(
                    "INSERT INTO ostiary.directive_step VALUES (0, %s, %s)", [RAWS[0], "0" * 64]
                )
            assert await holder.next(list) == RAWS[:1]

    asyncio.run(story())


def test_alive_counts_from_sending(dsn: str) -> None:
    """A poll that the database answers late is alive as of its sending, not of its answer, by the clock that it is given.

    That clock goes on when the loop's does not: here a night passes between the question and its answer.
    """
    now = 1_000.0

    async def story() -> None:
        nonlocal now
        holder = Holder()
        async with (
            watching(dsn, holder, clock=lambda: now),
            await psycopg.AsyncConnection.connect(dsn) as other,
        ):
            await holder.next(float)
            await other.execute("LOCK TABLE ostiary.directive_step IN ACCESS EXCLUSIVE MODE")
            async with asyncio.timeout(PATIENCE):
                while not await is_waiting(other):
                    pass
            while not holder.heard.empty():
                holder.heard.get_nowait()
            now += 28_800
            await other.commit()
            assert await holder.next(float) == 1_000.0

    asyncio.run(story())


async def is_waiting(connection: psycopg.AsyncConnection) -> bool:
    cursor = await connection.execute(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'ostiary.directive_step'::regclass)"
    )
    return await cursor.fetchone() == (True,)


def test_refused_steps_are_not_alive(dsn: str) -> None:
    """While the holder refuses a step nothing is alive; the step comes again, and alive follows once it is taken."""
    attempts: list[list[bytes]] = []

    def refuse_twice(steps: list[bytes]) -> None:
        attempts.append(steps)
        if len(attempts) <= 2:
            raise DirectiveRefused("the chain is broken")

    async def story() -> None:
        append_all(dsn, RAWS)
        holder = Holder(refuse_twice)
        async with watching(dsn, holder):
            heard = [await holder.next(object) for _ in range(4)]
        assert heard[:3] == ["the chain is broken", "the chain is broken", RAWS]
        assert isinstance(heard[3], float)
        assert attempts == [RAWS, RAWS, RAWS]

    asyncio.run(story())


def test_a_fault_of_ours_is_told_too(dsn: str) -> None:
    """An error that nobody foresaw does not end the watch in silence."""

    def fail(_steps: list[bytes]) -> None:
        raise ZeroDivisionError("by chance")

    async def story() -> None:
        append_all(dsn, RAWS)
        holder = Holder(fail)
        async with watching(dsn, holder):
            for _ in range(2):
                assert (
                    await holder.next(object)
                    == "the watch on the control database failed: ZeroDivisionError: by chance"
                )

    asyncio.run(story())


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM ostiary.directive_step WHERE sequence = 1",
        "UPDATE ostiary.directive_step SET envelope = 'x' WHERE sequence = 1",
        "TRUNCATE ostiary.directive_step",
    ],
)
def test_a_database_that_was_set_back_is_not_alive(dsn: str, damage: str) -> None:
    """A control database that lost or changed the last step that it showed is trouble, each time it is asked."""

    async def story() -> None:
        append_all(dsn, RAWS)
        holder = Holder()
        async with watching(dsn, holder):
            await holder.next(list)
            async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
                await connection.execute(damage.encode())
            assert "no longer has step 1" in str(await holder.next(str))
            assert "no longer has step 1" in str(await holder.next(object))

    asyncio.run(story())


def test_the_watch_comes_back_after_a_crash(dsn: str, server: EmbeddedPostgres) -> None:
    """A control database that dies is trouble; when it is back the watch is alive again and repeats no step."""

    async def story() -> None:
        append_all(dsn, RAWS[:1])
        holder = Holder()
        async with watching(dsn, holder):
            await holder.next(float)
            await asyncio.to_thread(server.kill)
            await holder.next(str)
            await asyncio.to_thread(server.restart)
            await holder.next(float)
            await asyncio.to_thread(append_all, dsn, RAWS[1:], 1)
            assert await holder.next(list) == RAWS[1:]

    asyncio.run(story())


def test_what_ended_is_told_and_a_database_that_does_not_take_it_is_alive(dsn: str) -> None:
    """It is told for people's sake: it never stands between a gateway and its directives."""
    untold = deque([Ending("door-1", ("D-1",), 3)])

    def endings() -> Iterator[Ending]:
        while untold:
            yield untold.popleft()

    async def story() -> None:
        append_all(dsn, RAWS)
        holder = Holder()
        tell = holder.heard.put_nowait
        watch = ControlWatch(dsn, holder.on_steps, tell, tell, clock=time.monotonic, endings=endings)
        task = asyncio.create_task(watch.run())
        assert await holder.next(list) == RAWS
        assert isinstance(await holder.next(float), float)
        with control_connection(dsn) as connection:
            await holder.next(float)
            (told,) = read_endings(connection, "D-1")
            assert (told.gateway, told.ended, told.told_at is None) == ("door-1", 3, False)
            connection.execute("DROP TABLE ostiary.session_ending")
        untold.append(Ending("door-1", ("D-1",), 4))
        assert "cannot be told" in str(await holder.next(str))
        assert isinstance(await holder.next(float), float)
        task.cancel()

    asyncio.run(story())


def test_a_database_that_says_nothing_is_trouble() -> None:
    """A control database that takes the connection and never answers is given up, again and again."""

    async def story() -> None:
        async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            writer.close()

        holder = Holder()
        async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as silent:
            port = silent.sockets[0].getsockname()[1]
            dsn = f"host=127.0.0.1 port={port} user=nobody sslmode=disable gssencmode=disable"
            async with watching(dsn, holder, answer_seconds=0.05):
                for _ in range(2):
                    assert await holder.next(object) == "the control database does not answer in time"

    asyncio.run(story())


def test_a_malformed_connection_string_is_not_repeated() -> None:
    """The trouble that a watch tells of holds nothing of the string."""

    async def story() -> None:
        holder = Holder()
        async with watching("host=x password=first S3cretTail", holder):
            assert await holder.next(str) == (
                "the control database does not do its part: its connection string is none that libpq understands"
            )

    asyncio.run(story())


def test_a_line_that_was_cut_is_given_up_for_a_new_connection(dsn: str) -> None:
    """A connection whose other end never answers again, nor closes, is left while the database can be reached anew.

    The driver would wait ten seconds for the old one to cancel what nobody does; a lease is over by then.
    """

    async def story() -> None:
        holder = Holder()
        with tempfile.TemporaryDirectory(prefix="ost") as folder:
            proxy = ControlProxy(Path(folder), dsn)
            try:
                async with watching(proxy.dsn, holder, answer_seconds=0.2):
                    await holder.next(float)
                    proxy.stall()
                    await holder.next(str)
                    assert await holder.next(float)
                    await asyncio.to_thread(append_all, dsn, RAWS[:1])
                    assert await holder.next(list) == RAWS[:1]
                    # The old one still stands there, and nobody has closed it for us.
                    assert proxy.stalled >= 1
            finally:
                proxy.close()

    asyncio.run(story())
