from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from door.door_world import Told, snapshot
from ostiary.door.gate import Gate
from ostiary.errors import SettingsError, UpstreamDown
from ostiary.server.workers import wall_watch
from ostiary.server.workers.wall_watch import WallWatch

WALLS = frozenset({"abc"})


class Watched:
    """A watch over walls that a test lets stand, hang or fail."""

    def __init__(self) -> None:
        self.gate = Gate(snapshot(walls=WALLS), lambda: 0.0)
        self.told = Told()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.comparing_fails: Exception | None = None
        self.standing_fails: Exception | None = None
        self.at_once = 0
        self.most_at_once = 0
        self.comparisons = 0
        self.standing: list[frozenset[str]] = []
        self.watch = WallWatch(self._compare, self._on_standing, self.gate, self.told, 0.001)

    def _compare(self) -> frozenset[str]:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.may_answer.wait(30)
        self.at_once -= 1
        self.comparisons += 1
        if self.comparing_fails is not None:
            raise self.comparing_fails
        return WALLS

    def _on_standing(self, walls: frozenset[str]) -> None:
        if self.standing_fails is not None:
            raise self.standing_fails
        self.standing.append(walls)

    @property
    def walls(self) -> frozenset[str]:
        return self.gate.snapshot.walls

    def whys(self, words: str) -> int:
        return sum(words in str(facts["why"]) for _, facts in self.told.events)

    def play(self, story: Callable[[], Awaitable[None]]) -> None:
        async def run() -> None:
            watch = asyncio.ensure_future(self.watch.run())
            try:
                await story()
                assert not watch.done()
            finally:
                self.may_answer.set()
                watch.cancel()
                with suppress(asyncio.CancelledError):
                    await watch

        asyncio.run(asyncio.wait_for(run(), 60))


async def until(holds: Callable[[], object]) -> None:
    while not holds():  # noqa: ASYNC110 - what holds is looked at, nobody tells it
        await asyncio.sleep(0.001)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits ten seconds for an answer that a test holds back."""
    monkeypatch.setattr(wall_watch, "WALL_SECONDS", 0.05)


def test_while_a_comparison_is_unanswered_nobody_is_served() -> None:
    """It is told once, no second one is begun, and what comes late is not believed but looked at again."""
    watched = Watched()

    async def story() -> None:
        await until(lambda: watched.standing)
        watched.may_answer.clear()
        await until(lambda: not watched.walls)
        before, begun = len(watched.standing), watched.comparisons
        await asyncio.sleep(0.2)
        assert (watched.whys("could not be compared within"), watched.walls) == (1, frozenset())
        watched.may_answer.set()
        await until(lambda: watched.whys("answered too late"))
        assert (watched.comparisons, len(watched.standing), watched.walls) == (begun + 1, before, frozenset())
        await until(lambda: watched.walls == WALLS)

    watched.play(story)
    assert watched.most_at_once == 1


def test_a_late_failure_is_told_as_what_it_is() -> None:
    """The database's own words say more than that they came late."""
    watched = Watched()

    async def story() -> None:
        watched.may_answer.clear()
        await until(lambda: watched.whys("could not be compared within"))
        watched.comparing_fails = UpstreamDown("the records database cannot be reached: it hung up")
        watched.may_answer.set()
        await until(lambda: watched.whys("it hung up"))
        assert not watched.walls

    watched.play(story)
    assert not watched.whys("answered too late")


def test_walls_without_readers_are_not_served() -> None:
    """Nobody can log in there, so nothing stands; when the readers are there, all is served again."""
    watched = Watched()
    watched.standing_fails = SettingsError("there is no reader's password")

    async def story() -> None:
        await until(lambda: watched.whys("no reader's password"))
        assert not watched.walls
        watched.standing_fails = None
        await until(lambda: watched.walls == WALLS)

    watched.play(story)
