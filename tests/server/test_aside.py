"""The watch on the directives stands beside the loop that serves clients: a busy loop loses no lease, and gains none."""

from __future__ import annotations

import asyncio
import queue
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import psycopg
import pytest

from control_world import append_all, fresh_control
from copied_postgres import fresh_server
from directives.directive_world import ICE, Chain
from door.door_world import Told
from ostiary.door.events import Event
from ostiary.door.gate import boot_clock
from ostiary.errors import ControlDown, DirectiveRefused
from ostiary.server.steps.aside import on_loop, run_aside
from ostiary.server.steps.watch import watch_directives

RAWS = Chain().order(ICE).confirm("D-1").raws
PATIENCE = 30.0
ANSWERED = """SELECT count(*) FROM pg_stat_activity WHERE datname = 'control' AND state = 'idle'
    AND query LIKE 'SELECT envelope%%' AND query_start > %s"""


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    with (
        tempfile.TemporaryDirectory() as folder,
        fresh_server(Path(folder)) as server,
    ):
        yield fresh_control(server)


class Watched:
    """What a watch has told: whom it called in which order, and when each question was sent."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.heard: list[str | float] = []
        self.alive: queue.Queue[float] = queue.Queue()
        self.told = Told()
        self.refuses = False

    def on_steps(self, steps: list[bytes]) -> None:
        if self.refuses:
            raise DirectiveRefused("not this one")
        self.heard += [f"steps in {threading.current_thread().name}"] * len(steps)

    def on_alive(self, sent_at: float) -> None:
        self.heard.append(sent_at)
        self.alive.put(sent_at)

    def play(self, story: Callable[[], Awaitable[None]]) -> None:
        async def run() -> None:
            async with AsyncExitStack() as stack:
                await watch_directives(
                    stack,
                    self.dsn,
                    self.on_steps,
                    self.on_alive,
                    events=self.told,
                    watched=lambda _name, _task: None,
                )
                await story()

        asyncio.run(run())


@pytest.fixture
def watched(dsn: str) -> Watched:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("TRUNCATE ostiary.directive_step")
    return Watched(dsn)


def test_a_loop_that_stands_still_loses_no_lease(watched: Watched) -> None:
    """Nothing else runs on the loop, and questions are asked and answered all the same."""

    async def story() -> None:
        for _ in range(3):
            watched.alive.get(timeout=PATIENCE)

    watched.play(story)


def test_no_lease_is_renewed_under_a_step_that_the_loop_has_not_taken(watched: Watched) -> None:
    """The database has answered since, and nothing is said to be alive before the loop has taken the step."""
    appended = 0.0

    async def story() -> None:
        nonlocal appended
        with psycopg.connect(watched.dsn, autocommit=True) as connection:
            (before,) = connection.execute("SELECT clock_timestamp()").fetchone() or (None,)
            append_all(watched.dsn, RAWS[:1])
            appended = boot_clock()
            while connection.execute(ANSWERED, [before]).fetchone() == (0,):
                pass
        with pytest.raises(queue.Empty):
            _await_one_after(watched, appended, 1.0)
        await asyncio.to_thread(_await_one_after, watched, appended)

    watched.play(story)
    steps = watched.heard.index("steps in MainThread")
    assert all(isinstance(at, float) and at <= appended for at in watched.heard[:steps])
    assert watched.heard[steps + 1 :]


def _await_one_after(watched: Watched, at: float, patience: float = PATIENCE) -> None:
    while watched.alive.get(timeout=patience) <= at:
        pass


def test_a_step_that_the_loop_refuses_renews_nothing(watched: Watched) -> None:
    """What it raises reaches the watch, which tells of trouble, and nobody is served."""
    append_all(watched.dsn, RAWS[:1])
    watched.refuses = True

    async def story() -> None:
        raise AssertionError("it began")

    with pytest.raises(ControlDown, match="not this one"):
        watched.play(story)
    assert watched.heard == []
    assert {event for event, _ in watched.told.events} == {Event.CONTROL_TROUBLE}


def test_it_ends_with_its_task(watched: Watched) -> None:
    """No thread is left, and no connection."""

    async def story() -> None:
        assert [thread for thread in threading.enumerate() if thread.name == "aside"]

    watched.play(story)
    for thread in threading.enumerate():
        if thread.name == "aside":
            thread.join(PATIENCE)
            assert not thread.is_alive()


def test_what_runs_aside_may_end_and_may_fail() -> None:
    """Whoever waits for it learns which."""

    async def fail() -> None:
        raise ValueError("of itself")

    async def story() -> None:
        await run_aside(asyncio.sleep(0))
        with pytest.raises(ValueError, match="of itself"):
            await run_aside(fail())

    asyncio.run(story())


def test_a_call_on_the_loop_brings_its_answer_and_what_it_raises() -> None:
    """Made in the loop's thread, for another that waits."""

    def divide(dividend: int, divisor: int) -> tuple[int, str]:
        return dividend // divisor, threading.current_thread().name

    async def story() -> None:
        divided = on_loop(asyncio.get_running_loop(), divide)
        assert await asyncio.to_thread(divided, 6, 3) == (2, "MainThread")
        with pytest.raises(ZeroDivisionError):
            await asyncio.to_thread(divided, 6, 0)

    asyncio.run(story())
