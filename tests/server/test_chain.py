from __future__ import annotations

import pytest

from directives.directive_world import ICE
from directives.directive_world import Chain as Directives
from door.door_world import Told, snapshot
from ostiary.directives.envelope import step_hash
from ostiary.door.events import Event
from ostiary.door.gate import Gate
from ostiary.door.registry import Registry
from ostiary.errors import DirectiveRefused, OstiaryError
from ostiary.server.steps.chain import Chain
from ostiary.store.directive_floor import Floor

RAWS = Directives().order(ICE).confirm("D-1").raws


class Heard:
    """A chain, what it told, and what was in force each time that it said so."""

    def __init__(self, floor: Floor = Floor()) -> None:  # noqa: B008 - a frozen value
        self.gate = Gate(snapshot(), lambda: 0.0)
        self.told = Told()
        self.in_force: list[tuple[int, str]] = []
        self.chain = Chain(self.gate, Registry(), floor, self.told, self._note)

    def _note(self) -> None:
        self.in_force.append((self.chain.sequence, self.gate.snapshot.register.head.hash))


def test_steps_are_in_force_when_it_is_said_so() -> None:
    """The supervisor logs a step on this word, so it may not come before the gate has the step."""
    heard = Heard()
    assert heard.chain.sequence == -1
    heard.chain.on_steps(RAWS[:1])
    heard.chain.on_steps(RAWS[1:])
    assert heard.in_force == [(0, step_hash(RAWS[0])), (1, step_hash(RAWS[1]))]
    heard.chain.verify_complete()


def test_a_chain_that_is_not_valid_changes_nothing() -> None:
    """A step out of its order is told and raised; nothing is said to be in force."""
    heard = Heard()
    with pytest.raises(OstiaryError):
        heard.chain.on_steps([RAWS[0], RAWS[0]])
    assert (heard.in_force, heard.chain.sequence) == ([], -1)
    assert [event for event, _ in heard.told.events] == [Event.CHAIN_BROKEN]
    heard.chain.on_steps(RAWS)
    assert heard.chain.sequence == 1


def test_a_shorter_or_another_chain_than_the_floor_is_not_believed() -> None:
    """A chain that ends below the floor, and one that has another step there."""
    shorter = Heard(Floor(1, step_hash(RAWS[1])))
    shorter.chain.on_steps(RAWS[:1])
    with pytest.raises(DirectiveRefused, match="no longer has the directives"):
        shorter.chain.verify_complete()
    with pytest.raises(DirectiveRefused, match="no longer has the directives"):
        Heard(Floor(1, "0" * 64)).chain.on_steps(RAWS)
