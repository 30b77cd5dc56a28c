from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from door.door_world import PASSWORD, READY, FakeDatabase
from ostiary.door import backend as backend_module
from ostiary.door.backend import Backend, Reader
from ostiary.door.connecting import Address
from ostiary.door.link import Link
from ostiary.door.pool import MAX_FREE, Pool
from ostiary.errors import UpstreamDown

READER = Reader("abc", "ostiary_reader_abc", PASSWORD)
OTHER = Reader("def", "ostiary_reader_def", PASSWORD)
QUERY = b"Q\0\0\0\x0dSELECT 1\0"
OPEN = b"Z\0\0\0\x05T"

Scene = Callable[[Address], Awaitable[None]]


def play(folder: Path, database: FakeDatabase, scene: Scene) -> None:
    """Run a scene beside a fake database that listens in a folder."""

    async def run() -> None:
        server = await asyncio.start_unix_server(database.serve, folder / ".s.PGSQL.5432")
        async with asyncio.timeout(60):
            await scene(Address(str(folder), 5432, "city"))
        server.close()
        for writer in database.writers:
            writer.close()
        # Everything that was closed has a turn of the loop to end in.
        await settled(lambda: len(asyncio.all_tasks()) == 1)

    asyncio.run(run())


async def settled(what: Callable[[], bool]) -> None:
    """Wait until the loop has brought this about."""
    async with asyncio.timeout(30):
        while not what():  # noqa: ASYNC110 - what is waited for sets no event.
            await asyncio.sleep(0.001)


class Waiting:
    """Whoever holds a backend, told about bytes."""

    def __init__(self) -> None:
        self.told = 0

    def upstream_received(self) -> None:
        self.told += 1


async def lend(pool: Pool, profile_id: str) -> Backend:
    answer: asyncio.Future[Backend | UpstreamDown] = asyncio.get_running_loop().create_future()
    pool.lend(profile_id, answer.set_result)
    lent = await answer
    assert isinstance(lent, Backend)
    return lent


def test_a_reader_logs_in_by_scram_and_proves_the_server_too(tmp_path: Path) -> None:
    """After the log-in the backend is idle and knows how to be cancelled."""
    database = FakeDatabase()

    async def scene(address: Address) -> None:
        backend = await Backend.open(READER, address)
        assert backend.is_idle
        await backend.cancel()
        await settled(lambda: database.cancels == [b"\0\0\0\x07\0\0\0\x09"])
        backend.close()
        assert not backend.is_idle

    play(tmp_path, database, scene)


@pytest.mark.parametrize("asks", ["trust", "password", "error", "nonsense"])
def test_a_server_that_does_not_prove_itself_is_not_used(tmp_path: Path, asks: str) -> None:
    """No proof asked for, a password in clear, an error, nonsense: all are UpstreamDown."""

    async def scene(address: Address) -> None:
        with pytest.raises(UpstreamDown):
            await Backend.open(READER, address)

    play(tmp_path, FakeDatabase(asks=asks), scene)


def test_a_server_that_does_not_know_the_password_is_not_used(tmp_path: Path) -> None:
    """An impostor can carry on the exchange, and fails at its proof."""

    async def scene(address: Address) -> None:
        with pytest.raises(UpstreamDown):
            await Backend.open(READER, address)

    play(tmp_path, FakeDatabase(password="guessed"), scene)


def test_a_server_that_is_silent_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log-in has a time limit."""
    monkeypatch.setattr(backend_module, "CONNECT_SECONDS", 0.2)

    async def scene(address: Address) -> None:
        with pytest.raises(UpstreamDown, match="does not answer"):
            await Backend.open(READER, address)

    play(tmp_path, FakeDatabase(asks="silence"), scene)


def test_no_server_is_upstream_down(tmp_path: Path) -> None:
    """Nobody listens."""

    async def scene(_: Address) -> None:
        with pytest.raises(UpstreamDown, match="cannot be reached"):
            await Backend.open(READER, Address(str(tmp_path / "nowhere"), 5432, "city"))

    play(tmp_path, FakeDatabase(), scene)


def test_a_backend_is_idle_only_after_a_ready_that_says_so(tmp_path: Path) -> None:
    """A transaction, a flight under way, and words that nobody asked for are not idle."""
    database = FakeDatabase()

    async def scene(address: Address) -> None:
        backend = await Backend.open(READER, address)
        backend.receiver = waiting = Waiting()
        notice = b"N\0\0\0\x05\0"
        for reply, is_idle in ((OPEN, False), (READY, True), (notice + READY, True)):
            database.reply = reply
            waiting.told = 0
            backend.send(QUERY)
            assert not backend.is_idle
            await settled(lambda: waiting.told > 0)
            assert not backend.is_idle, "an answer that nobody took is not idle"
            assert backend.take() == reply
            assert backend.is_idle == is_idle
        database.writers[0].write(notice)
        await settled(lambda: not backend.is_idle)
        assert backend.is_settled
        with pytest.raises(UpstreamDown):
            backend.send(QUERY)
        backend.close()

    play(tmp_path, database, scene)


def test_nothing_is_sent_while_an_answer_is_under_way(tmp_path: Path) -> None:
    """However much of it was taken: the rest of it would be taken for the next one's."""
    row = b"D\0\0\0\x0b\0\x01\0\0\0\x01x"
    database = FakeDatabase()
    database.reply = row

    async def scene(address: Address) -> None:
        backend = await Backend.open(READER, address)
        backend.receiver = waiting = Waiting()
        backend.send(QUERY)
        with pytest.raises(UpstreamDown):
            backend.send(QUERY)
        await settled(lambda: waiting.told > 0)
        assert backend.take() == row
        with pytest.raises(UpstreamDown):
            backend.send(QUERY)
        backend.close()

    play(tmp_path, database, scene)


def test_a_value_that_reads_like_the_end_of_an_answer_is_not_the_end(tmp_path: Path) -> None:
    """A row whose last bytes are a ReadyForQuery leaves the backend at work; it is not lent, and not scrubbed."""
    row = b"D\0\0\0\x12\0\x01\0\0\0\x08\0\0" + READY
    database = FakeDatabase()
    database.reply = row

    async def scene(address: Address) -> None:
        pool = Pool(address, {"abc": READER})
        backend = await lend(pool, "abc")
        backend.receiver = waiting = Waiting()
        backend.send(QUERY)
        await settled(lambda: waiting.told > 0)
        assert backend.take() == row
        assert not backend.is_idle
        pool.give_back(backend)
        await settled(lambda: not pool._tasks)
        assert backend.is_lost
        assert not any(b"DISCARD" in message for message in database.received)
        await pool.close()

    play(tmp_path, database, scene)


SCRUBS = {
    "done": (b"C\0\0\0\x10DISCARD ALL\0" + READY, True),
    "refused": (b"E\0\0\0\x10SERROR\0C25001\0\0" + READY, False),
    "done in a transaction": (b"C\0\0\0\x10DISCARD ALL\0" + OPEN, False),
    "said by nobody": (READY, False),
    "silence": (b"", False),
}


@pytest.mark.parametrize("name", SCRUBS)
def test_a_backend_is_lent_again_only_when_its_scrub_was_confirmed(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DISCARD ALL must have been done, and the backend be idle; otherwise it is closed and a new one opened."""
    monkeypatch.setattr(backend_module, "SCRUB_SECONDS", 0.2)
    reply, is_reused = SCRUBS[name]
    database = FakeDatabase(scrub=reply)

    async def scene(address: Address) -> None:
        pool = Pool(address, {"abc": READER})
        first = await lend(pool, "abc")
        pool.give_back(first)
        await settled(lambda: not pool._tasks)
        assert first.is_lost != is_reused
        second = await lend(pool, "abc")
        assert (second is first) == is_reused
        second.close()
        await pool.close()

    play(tmp_path, database, scene)


def test_a_cancel_between_two_statements_reaches_nobody(tmp_path: Path) -> None:
    """In an open transaction too: it would hit the next statement. One at work is cancelled, and then never lent again."""
    database = FakeDatabase()
    database.reply = OPEN

    async def scene(address: Address) -> None:
        pool = Pool(address, {"abc": READER})
        link = Link(pool, waiting := Waiting())
        link.send("abc", QUERY, lambda _: None)
        await settled(lambda: waiting.told > 0)
        assert link.take() == OPEN
        link.cancel()
        assert not pool._tasks
        link.send("abc", QUERY, lambda _: None)
        link.cancel()
        await settled(lambda: database.cancels == [b"\0\0\0\x07\0\0\0\x09"] and not pool._tasks)
        link.drop()
        await pool.close()

    play(tmp_path, database, scene)


def test_a_backend_that_is_at_work_or_was_cancelled_is_never_lent_again(tmp_path: Path) -> None:
    """One at work is cancelled on the server first; a late cancel could hit whoever has the other next."""
    database = FakeDatabase()

    async def scene(address: Address) -> None:
        pool = Pool(address, {"abc": READER})
        busy, spent = await lend(pool, "abc"), await lend(pool, "abc")
        busy.send(QUERY)
        pool.give_back(busy)
        pool.cancel(spent)
        await settled(lambda: len(database.cancels) == 2 and not pool._tasks)
        pool.give_back(spent)
        await settled(lambda: not pool._tasks)
        assert busy.is_lost
        assert spent.is_lost
        await pool.close()

    play(tmp_path, database, scene)


def test_profiles_never_share_a_backend_and_few_stay_free(tmp_path: Path) -> None:
    """What one profile gives back is not lent to another, and no more than a few are kept."""

    async def scene(address: Address) -> None:
        pool = Pool(address, {"abc": READER, "def": OTHER})
        lent = [await lend(pool, "abc") for _ in range(MAX_FREE + 2)]
        for backend in lent:
            pool.give_back(backend)
            await settled(lambda: not pool._tasks)
        assert sum(backend.is_lost for backend in lent) == 2
        other = await lend(pool, "def")
        assert other not in lent
        other.close()
        await pool.close()
        assert all(backend.is_lost for backend in lent)

    play(tmp_path, FakeDatabase(), scene)


@pytest.mark.parametrize(
    ("password", "free"), [(PASSWORD, 1), ("of another wall", 0)], ids=["same reader", "new reader"]
)
def test_a_backend_that_is_scrubbed_while_readers_are_replaced_is_free_or_closed(
    tmp_path: Path, password: str, free: int
) -> None:
    """It is lent again if its reader still counts, and otherwise ends: none is left that nobody will lend or close."""
    database = FakeDatabase()
    scrubbed, database.scrub = database.scrub, b""

    async def scene(address: Address) -> None:
        pool = Pool(address, {"abc": READER})
        backend = await lend(pool, "abc")
        pool.give_back(backend)
        await settled(lambda: len(database.received) == 1)
        pool.replace_readers({"abc": Reader("abc", READER.role, password)})
        database.writers[0].write(scrubbed)
        await settled(lambda: pool.free == 1 or backend.is_lost)
        assert (pool.free, backend.is_lost) == (free, not free)
        await pool.close()
        assert backend.is_lost

    play(tmp_path, database, scene)


def test_a_profile_without_a_reader_gets_no_backend(tmp_path: Path) -> None:
    """It is not served, and nobody waits."""

    async def scene(address: Address) -> None:
        pool = Pool(address, {})
        answers: list[Backend | UpstreamDown] = []
        pool.lend("abc", answers.append)
        await settled(lambda: bool(answers))
        assert isinstance(answers[0], UpstreamDown)

    play(tmp_path, FakeDatabase(), scene)


async def send(link: Link, profile_id: str = "abc") -> UpstreamDown | None:
    answer: asyncio.Future[UpstreamDown | None] = asyncio.get_running_loop().create_future()
    link.send(profile_id, QUERY, answer.set_result)
    return await answer


def test_a_link_exchanges_a_backend_that_was_lost_at_rest_and_no_other(tmp_path: Path) -> None:
    """In a transaction the loss is told: the next backend would know nothing of it."""
    database = FakeDatabase()

    async def scene(address: Address) -> None:
        pool = Pool(address, {"abc": READER, "def": OTHER})
        waiting = Waiting()
        link = Link(pool, waiting)
        database.reply = READY
        assert await send(link) is None
        await settled(lambda: waiting.told == 1)
        database.writers[0].close()
        await settled(lambda: waiting.told > 1)
        database.reply = OPEN
        told = waiting.told
        assert await send(link) is None
        await settled(lambda: waiting.told > told)
        assert link.take() == OPEN
        database.writers[1].close()
        await settled(lambda: link.take() == b"")
        with pytest.raises(UpstreamDown):
            await send(link)
        assert len(database.writers) == 2
        link.drop()
        await pool.close()

    play(tmp_path, database, scene)


def test_a_session_that_ends_while_it_borrows_keeps_nothing(tmp_path: Path) -> None:
    """The backend that comes too late goes straight back, and nothing is sent on it."""
    database = FakeDatabase()

    async def scene(address: Address) -> None:
        pool = Pool(address, {"abc": READER})
        link = Link(pool, Waiting())
        answers: list[UpstreamDown | None] = []
        link.send("abc", QUERY, answers.append)
        link.drop()
        await settled(lambda: not pool._tasks)
        assert answers == []
        assert QUERY not in database.received
        await pool.close()

    play(tmp_path, database, scene)


def test_another_profile_gets_another_backend(tmp_path: Path) -> None:
    """A session that declares something else asks as another reader."""
    database = FakeDatabase()
    database.reply = READY

    async def scene(address: Address) -> None:
        pool = Pool(address, {"abc": READER, "def": OTHER})
        waiting = Waiting()
        link = Link(pool, waiting)
        assert await send(link) is None
        await settled(lambda: waiting.told == 1)
        assert await send(link, "def") is None
        await settled(lambda: waiting.told == 2)
        assert len(database.writers) == 2
        link.drop()
        await pool.close()

    play(tmp_path, database, scene)
