"""A worker's watch on the walls, beside a real database and a network that can stand still."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import psycopg
import pytest

from control_proxy import ControlProxy
from copied_postgres import fresh_server
from door.door_world import Told
from ostiary.demo.embedded import EmbeddedPostgres
from ostiary.door.events import Event
from ostiary.errors import UpstreamDown
from ostiary.server.workers import wall_watch
from ostiary.server.workers.policies import Standing
from ostiary.server.workers.wall_watch import Walls, WallWatch
from ostiary.store.wall_glance import WallGlance

PATIENCE: Final = 30.0
STANDING: Final = {"a policy": frozenset({"a"})}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """A server with nothing in it."""
    with fresh_server(tmp_path_factory.mktemp("watch")) as running:
        yield running


@pytest.fixture
def proxy(server: EmbeddedPostgres) -> Iterator[ControlProxy]:
    """The network between the watch and the server."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        found = ControlProxy(Path(folder), server.admin_dsn())
        yield found
        found.close()


class Watched:
    """What a watch does, step by step: comparisons, and what is in force after each."""

    def __init__(self, dsn: str) -> None:
        self.told = Told()
        self.compared = 0
        self.in_force: Standing | None = None
        self.fails = False
        self.held = threading.Event()
        self.held.set()
        self.passwords = 1
        self.dsn = dsn

    def compare(self) -> Standing:
        self.compared += 1
        self.held.wait(PATIENCE)
        if self.fails:
            raise UpstreamDown("not now")
        return STANDING

    def take(self, walls: Standing) -> None:
        self.in_force = walls

    async def until(self, what: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not what():  # noqa: ASYNC110 - threads and other processes bring it about
                await asyncio.sleep(0.01)

    def play(self, scene: Callable[[], Awaitable[None]], seconds: float = 3600.0) -> None:
        """Watch while a scene plays. The glances' answers have a second."""

        async def run() -> None:
            walls = Walls(
                lambda: self.dsn,
                lambda: self.passwords,
                self.compare,
                self.take,
                lambda: self.take({}),
            )
            task = asyncio.create_task(WallWatch(walls, seconds, self.told, WallGlance(1.0)).run())
            try:
                await scene()
                assert not task.done()
            finally:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

        asyncio.run(run())


def test_a_change_calls_for_one_comparison(server: EmbeddedPostgres) -> None:
    """The first glance, and the one after a change; not those in between."""
    watched = Watched(server.admin_dsn())

    async def scene() -> None:
        await watched.until(lambda: watched.compared == 1)
        with psycopg.connect(server.admin_dsn(), autocommit=True) as owner:
            owner.execute("CREATE TABLE changed (a int)")
            await watched.until(lambda: watched.compared == 2)
            owner.execute("DROP TABLE changed")
        await watched.until(lambda: watched.compared == 3)

    watched.play(scene)
    assert watched.in_force == STANDING
    assert watched.told.events == []


def test_without_a_change_it_is_compared_every_so_often(server: EmbeddedPostgres) -> None:
    """A glance is no proof."""
    watched = Watched(server.admin_dsn())

    async def scene() -> None:
        await watched.until(lambda: watched.compared == 4)

    watched.play(scene, seconds=0.05)


def test_new_passwords_call_for_a_comparison(server: EmbeddedPostgres) -> None:
    """They may be written after the glance that saw their wall change."""
    watched = Watched(server.admin_dsn())

    async def scene() -> None:
        await watched.until(lambda: watched.compared == 1)
        watched.passwords = 2
        await watched.until(lambda: watched.compared == 2)

    watched.play(scene)


def test_a_comparison_that_fails_has_nobody_served_and_is_tried_again(server: EmbeddedPostgres) -> None:
    """A wall that cannot be seen is not known to stand; it is told each time."""
    watched = Watched(server.admin_dsn())
    watched.fails = True

    async def scene() -> None:
        await watched.until(lambda: watched.compared == 2)
        assert watched.in_force == {}
        watched.fails = False
        await watched.until(lambda: watched.in_force == STANDING)

    watched.play(scene)
    assert watched.told.events[0] == (Event.WALL_DIFFERS, {"why": "not now"})


def test_a_comparison_that_takes_too_long_has_nobody_served_and_is_worth_nothing(
    server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it says in the end was seen long ago: the walls are compared once more before anybody is served."""
    monkeypatch.setattr(wall_watch, "COMPARE_SECONDS", 0.2)
    watched = Watched(server.admin_dsn())

    async def scene() -> None:
        await watched.until(lambda: watched.in_force == STANDING)
        watched.held.clear()
        watched.passwords += 1
        await watched.until(lambda: watched.in_force == {})
        before = watched.compared
        watched.held.set()
        await watched.until(lambda: watched.in_force == STANDING)
        assert watched.compared > before

    watched.play(scene)
    assert "within 0.2 seconds" in str(watched.told.events[0][1]["why"])


def test_a_database_that_does_not_answer_has_nobody_served(proxy: ControlProxy) -> None:
    """Before any comparison: one would wait for the same answer. When it answers again, everybody is served."""
    watched = Watched(proxy.dsn)

    async def scene() -> None:
        await watched.until(lambda: watched.in_force == STANDING)
        proxy.stall()
        watched.fails = True
        await watched.until(lambda: watched.in_force == {})
        watched.fails = False
        await watched.until(lambda: watched.in_force == STANDING)

    watched.play(scene)
    assert watched.told.events[0] == (
        Event.WALL_DIFFERS,
        {"why": "the walls cannot be glanced at: no answer in time"},
    )


def test_a_lost_connection_disturbs_nobody(server: EmbeddedPostgres) -> None:
    """It is compared once more, and nothing is told."""
    watched = Watched(psycopg.conninfo.make_conninfo(server.admin_dsn(), application_name="glance"))

    async def scene() -> None:
        await watched.until(lambda: watched.compared == 1)
        with psycopg.connect(server.admin_dsn(), autocommit=True) as owner:
            owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'glance'"
            )
        await watched.until(lambda: watched.compared == 3)

    watched.play(scene)
    assert watched.in_force == STANDING
    assert watched.told.events == []
