from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from directives.directive_world import ICE, OFFICIALS, Chain
from door.door_world import Told
from ostiary.directives.envelope import step_hash
from ostiary.directives.register import Register
from ostiary.door.events import Event
from ostiary.door.gate import LEASE_SECONDS
from ostiary.errors import DirectiveRefused, LogUnavailable, OstiaryError
from ostiary.server.log_keeper import LogKeeper
from ostiary.server.steps.step_log import StepLog
from ostiary.store.directive_floor import Floor, read_floor, write_floor
from ostiary.store.log.client import WhenDurable

RAWS = Chain().order(ICE).confirm("D-1").raws


class FakeLog:
    """A log that answers when it is told to; it is its own client."""

    def __init__(self) -> None:
        self.is_up = True
        self.appended: list[bytes] = []
        self.waiting: list[WhenDurable] = []

    def client(self) -> FakeLog:
        if not self.is_up:
            raise LogUnavailable("away")
        return self

    def append(self, kind: int, payload: bytes) -> int:
        self.appended.append(payload)
        return len(self.appended)

    def when_durable(self, ticket: int, callback: WhenDurable) -> None:
        self.waiting.append(callback)

    def settle(self, answer: int | LogUnavailable) -> None:
        waiting, self.waiting = self.waiting, []
        for callback in waiting:
            callback(answer)


class World:
    """A step log with a log, a clock and a floor that a test holds."""

    def __init__(self, folder: Path) -> None:
        self.log = FakeLog()
        self.told = Told()
        self.now = 100.0
        self.floor_file = folder / "floor"
        self.published: list[int] = []

    def step_log(self) -> StepLog:
        log = cast("LogKeeper", self.log)
        return StepLog(
            Register.empty(OFFICIALS),
            log,
            self.floor_file,
            self.told,
            lambda: self.now,
            publish=lambda register: self.published.append(register.head.sequence),
        )


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_step_is_logged_when_it_is_in_force_at_every_worker(world: World) -> None:
    """The slowest worker counts; each step is handed over once, however often that is asked."""
    steps = world.step_log()
    steps.on_steps(RAWS)
    steps.log_steps(-1)
    assert world.log.appended == []
    steps.log_steps(0)
    steps.log_steps(0)
    assert world.log.appended == RAWS[:1]
    steps.log_steps(1)
    assert world.log.appended == RAWS
    world.log.settle(7)
    steps.log_steps(1)
    assert world.log.appended == RAWS
    assert read_floor(world.floor_file) == Floor(1, step_hash(RAWS[1]))


def test_a_worker_that_does_not_hear_of_a_step_holds_its_entry_up_for_one_lease(world: World) -> None:
    """By then it has no lease, so it releases nothing under the older directives."""
    steps = world.step_log()
    steps.on_steps(RAWS)
    world.now += LEASE_SECONDS - 0.01
    steps.log_steps(-1)
    assert world.log.appended == []
    world.now += 0.01
    steps.log_steps(-1)
    assert world.log.appended == RAWS


def test_without_workers_nobody_is_waited_for(world: World) -> None:
    """Before the first worker starts, nothing can be released."""
    steps = world.step_log()
    steps.on_steps(RAWS)
    steps.log_steps(None)
    assert world.log.appended == RAWS


def test_steps_that_were_lost_with_the_log_are_logged_again_in_their_order(world: World) -> None:
    """Whether a step was durable cannot be known; twice in the log is better than never, and order is kept."""
    steps = world.step_log()
    steps.on_steps(RAWS)
    steps.log_steps(1)
    world.log.settle(LogUnavailable("gone"))
    assert read_floor(world.floor_file) == Floor()
    steps.log_steps(1)
    assert world.log.appended == [*RAWS, *RAWS]
    world.log.settle(7)
    assert read_floor(world.floor_file) == Floor(1, step_hash(RAWS[1]))


def test_what_the_log_cannot_take_now_is_handed_over_later(world: World) -> None:
    """The workers have the step in force meanwhile: a cut-off does not wait for the log."""
    world.log.is_up = False
    steps = world.step_log()
    steps.on_steps(RAWS)
    steps.log_steps(1)
    assert world.log.appended == []
    world.log.is_up = True
    steps.log_steps(1)
    assert world.log.appended == RAWS


def test_a_shorter_or_another_chain_than_the_floor_is_not_believed(world: World) -> None:
    """A chain that ends below the floor, and one that has another step there; neither is logged."""
    write_floor(world.floor_file, Floor(1, step_hash(RAWS[1])))
    shorter = world.step_log()
    shorter.on_steps(RAWS[:1])
    with pytest.raises(DirectiveRefused, match="no longer has the directives"):
        shorter.verify_complete()
    write_floor(world.floor_file, Floor(1, "0" * 64))
    other = world.step_log()
    with pytest.raises(DirectiveRefused, match="no longer has the directives"):
        other.on_steps(RAWS)
    other.log_steps(None)
    assert world.log.appended == []


def test_a_step_that_is_not_valid_is_not_logged(world: World) -> None:
    """It is told, raised, and the steps before it in the same reading are not kept either: they come again."""
    steps = world.step_log()
    with pytest.raises(OstiaryError):
        steps.on_steps([RAWS[0], RAWS[0]])
    steps.log_steps(None)
    assert world.log.appended == []
    assert [event for event, _ in world.told.events] == [Event.CHAIN_BROKEN]
    steps.on_steps(RAWS)
    steps.log_steps(None)
    assert world.log.appended == RAWS


def test_what_the_floor_covers_is_not_logged_twice(world: World) -> None:
    """After a restart only what is new goes into the log."""
    write_floor(world.floor_file, Floor(0, step_hash(RAWS[0])))
    steps = world.step_log()
    steps.on_steps(RAWS)
    steps.log_steps(None)
    assert world.log.appended == RAWS[1:]
    steps.verify_complete()


def test_a_floor_that_cannot_be_written_is_told(world: World) -> None:
    """The older floor still holds; the step is in the log and is not logged again by this gateway."""
    steps = world.step_log()
    steps.on_steps(RAWS)
    steps.log_steps(None)
    world.floor_file.mkdir()
    world.log.settle(7)
    assert [event for event, _ in world.told.events] == [Event.FLOOR_NOT_WRITTEN] * 2


def test_the_register_is_published_when_the_log_has_all_of_it(world: World) -> None:
    """Not before a step is durable in the log; and again after a restart, because the folder may be new."""
    steps = world.step_log()
    steps.on_steps(RAWS)
    steps.log_steps(None)
    assert world.published == []
    world.log.settle(7)
    assert world.published == [1]
    world.step_log().on_steps(RAWS)
    assert world.published == [1, 1]


def test_a_chain_that_was_set_back_is_not_published(world: World) -> None:
    """The public register never shows less than it has shown."""
    write_floor(world.floor_file, Floor(1, step_hash(RAWS[1])))
    world.step_log().on_steps(RAWS[:1])
    assert world.published == []


def test_a_step_that_is_dated_ahead_is_not_logged(world: World) -> None:
    """Years ahead of the clock here: whoever dated it so would hold an agency out for years on one signature."""
    ahead = Chain().wait(days=36_500).order(ICE).raws
    steps = world.step_log()
    with pytest.raises(DirectiveRefused, match="still to come"):
        steps.on_steps(ahead)
    steps.log_steps(None)
    assert world.log.appended == []
    assert [event for event, _ in world.told.events] == [Event.CHAIN_BROKEN]
