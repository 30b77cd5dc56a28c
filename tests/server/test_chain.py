from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from directives.directive_world import ICE
from directives.directive_world import Chain as Directives
from door.door_world import Told, snapshot
from ostiary.directives.envelope import step_hash
from ostiary.door.gate import Gate
from ostiary.door.registry import Registry
from ostiary.errors import DirectiveRefused, LogUnavailable
from ostiary.server.chain import Chain
from ostiary.server.log_keeper import LogKeeper
from ostiary.store.directive_floor import Floor, read_floor, write_floor
from ostiary.store.log.client import WhenDurable


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


RAWS = Directives().order(ICE).confirm("D-1").raws


def chain_of(tmp_path: Path, log: FakeLog) -> Chain:
    gate = Gate(snapshot(), lambda: 0.0)
    return Chain(gate, Registry(), cast("LogKeeper", log), tmp_path / "floor", Told())


def test_steps_that_were_lost_with_the_log_are_logged_again_in_their_order(tmp_path: Path) -> None:
    """Whether a step was durable cannot be known; twice in the log is better than never, and order is kept."""
    log = FakeLog()
    chain = chain_of(tmp_path, log)
    chain.on_steps(RAWS)
    log.settle(LogUnavailable("gone"))
    assert read_floor(tmp_path / "floor") == Floor()
    chain.log_steps()
    assert log.appended == [*RAWS, *RAWS]
    log.settle(7)
    assert read_floor(tmp_path / "floor") == Floor(1, step_hash(RAWS[1]))


def test_steps_are_in_force_before_they_can_be_logged(tmp_path: Path) -> None:
    """A cut-off does not wait for the log; what the log could not take is handed over later."""
    log = FakeLog()
    log.is_up = False
    chain = chain_of(tmp_path, log)
    chain.on_steps(RAWS)
    assert log.appended == []
    log.is_up = True
    chain.log_steps()
    assert log.appended == RAWS


def test_a_shorter_or_another_chain_than_the_floor_is_not_believed(tmp_path: Path) -> None:
    """A chain that ends below the floor, and one that has another step there."""
    write_floor(tmp_path / "floor", Floor(1, step_hash(RAWS[1])))
    shorter = chain_of(tmp_path, FakeLog())
    shorter.on_steps(RAWS[:1])
    with pytest.raises(DirectiveRefused, match="no longer has the directives"):
        shorter.verify_complete()
    write_floor(tmp_path / "floor", Floor(1, "0" * 64))
    with pytest.raises(DirectiveRefused, match="no longer has the directives"):
        chain_of(tmp_path, FakeLog()).on_steps(RAWS)


def test_what_the_floor_covers_is_not_logged_twice(tmp_path: Path) -> None:
    """After a restart only what is new goes into the log."""
    write_floor(tmp_path / "floor", Floor(0, step_hash(RAWS[0])))
    log = FakeLog()
    chain = chain_of(tmp_path, log)
    chain.on_steps(RAWS)
    assert log.appended == RAWS[1:]
    chain.verify_complete()
