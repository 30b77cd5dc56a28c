"""The gateway has the days that are due indexed by a process of its own."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ostiary.door.events import Event
from ostiary.model.access import Answered, entry_payload
from ostiary.server.day_indexer import DayIndexer
from ostiary.server.setting_sections import Database, Disclosures
from ostiary.server.settings import Home, Settings
from ostiary.store.log.index_days import IndexFolder
from store.disclosure_world import World, asked
from store.log_world import writer


class Told:
    """Events, kept."""

    def __init__(self) -> None:
        self.events: list[tuple[Event, dict[str, str | int]]] = []
        self.is_told = asyncio.Event()

    def tell(self, event: Event, **facts: str | int) -> None:
        self.events.append((event, facts))
        self.is_told.set()


def indexer(place: Path, socket: Path, told: Told) -> DayIndexer:
    settings = Settings("gw", Database("h", "n", "k"), disclosures=Disclosures(0), log_socket=str(socket))
    return DayIndexer(Home(place, settings), told, first=0, pace=0.05)


async def run_until_told(one: DayIndexer, told: Told) -> None:
    task = asyncio.create_task(one.run())
    async with asyncio.timeout(60):
        await told.is_told.wait()
    task.cancel()
    await asyncio.wait({task})


def test_days_are_indexed_that_are_over_and_that_is_told(tmp_path: Path) -> None:
    """Yesterday, and not today, whatever the delay is set to: today's list would be closed before its end."""
    world, now, told = World.make(tmp_path / "log"), datetime.now(UTC), Told()
    days = (now - timedelta(days=1), now)
    world.access([entry_payload("whole", at.isoformat(), asked("a"), Answered("answered")) for at in days])
    with writer(world.folder) as running:
        asyncio.run(run_until_told(indexer(tmp_path, running.socket, told), told))
    assert told.events[0] == (Event.INDEXED, {"number": 1})
    assert IndexFolder.of(world.folder.root).days() == [days[0].date().isoformat()]


def test_what_keeps_a_day_from_being_indexed_is_told(tmp_path: Path) -> None:
    """Without a writer no root can be logged; it is tried again."""
    world, told = World.make(tmp_path / "log"), Told()
    at = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    world.access([entry_payload("whole", at, asked("a"), Answered("answered"))])
    asyncio.run(run_until_told(indexer(tmp_path, tmp_path / "nobody", told), told))
    event, facts = told.events[0]
    assert (event, "no log writer answers" in str(facts["why"])) == (Event.INDEX_TROUBLE, True)
