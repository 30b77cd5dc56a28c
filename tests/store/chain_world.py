"""A log of six days that was rotated, and its successor, for tests of what reads both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from ostiary.evidence.commitment import SUBJECT_INDEX_ROOT
from ostiary.evidence.index.day_root import DayRoot, read_day_root
from ostiary.model.access import Answered, entry_payload
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.index_chain import index_chain, opened_chain
from ostiary.store.log.indexing import Indexed
from ostiary.store.log.lineage import predecessors
from ostiary.store.log.opening import LogOptions
from ostiary.store.log.reader import read_entries
from ostiary.store.log.rotation import order_rotation, prepare_successor, rotate_if_ordered
from store.disclosure_world import FIRST, World, asked, at
from store.log_world import publish

FAR = FIRST + timedelta(days=18)


def told(_done: int, _total: int) -> None:
    """Nobody waits for these."""


def ask(world: World, day: int, hour: int = 8) -> None:
    """One access about 42 on that day."""
    world.access(
        [entry_payload("whole", at(day, hour), asked(f"a-{day}-{hour}"), Answered("answered", 1, (42,)))]
    )


def rotate(world: World, origin: str) -> Path:
    """Close the log; where the closed one stands. The world's folder is the successor's."""
    publish(world.folder)
    tail = read_verifier(world.folder).name.rpartition("/")[2]
    prepare_successor(world.folder.root, origin)
    order_rotation(world.folder.root)
    rotate_if_ordered(world.folder.root, LogOptions(), lambda _: None, quorum_seconds=0.0)
    return world.folder.root.with_name(f"{world.folder.root.name}.{tail}")


def index(
    world: World, today: date = FAR, append: Callable[[int, bytes], int] | None = None
) -> list[Indexed]:
    """What a job does that starts now."""
    with opened_chain(world.folder.root, None) as logs:
        return list(index_chain(logs, today, 10, append or world.append, told))


def roots(folder: LogFolder) -> list[DayRoot]:
    """Every root that stands in a log."""
    found = read_entries(folder.root)
    return [read_day_root(one.payload) for one in found if one.kind == SUBJECT_INDEX_ROOT]


def closed(world: World) -> LogFolder:
    """The one before."""
    (found,) = predecessors(world.folder.root)
    assert found.folder is not None
    return LogFolder(found.folder)


def rotated_world(place: Path) -> World:
    """A log of six days, two of which were due and indexed when it was closed on the sixth; its successor goes on that day."""
    made = World.make(place / "log")
    for day in range(6):
        ask(made, day)
    made.index(FIRST + timedelta(days=11))
    rotate(made, "log.example/succ")
    ask(made, 5, 20)
    ask(made, 6)
    return made
