from __future__ import annotations

from door.door_world import Told, snapshot
from door.test_gate import FakeClock
from door.test_registry import session
from ostiary.door.events import Event
from ostiary.door.gate import LEASE_SECONDS, Gate
from ostiary.door.lease import LeaseWatch
from ostiary.door.registry import Registry


class World:
    """A gate with a clock that a test moves, and a watch on its lease."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.gate = Gate(snapshot(), self.clock)
        self.gate.renew(self.clock.now)
        self.registry = Registry()
        self.told = Told()
        self.watch = LeaseWatch(self.gate, self.registry, self.told)

    def look(self) -> list[tuple[Event, dict[str, str | int]]]:
        """What one look tells."""
        self.watch.look()
        told, self.told.events = self.told.events, []
        return told


def test_the_end_of_a_lease_ends_what_is_on_its_way() -> None:
    """Sessions with bytes that have not left are ended and counted; the others stay until they ask."""
    world = World()
    slow, idle = session(1, "fbi"), session(2, "fbi")
    slow.has_unsent = True
    for each in (slow, idle):
        world.registry.add(each)
    world.clock.now += LEASE_SECONDS - 0.01
    assert world.look() == []
    world.clock.now += 0.01
    assert world.look() == [(Event.LEASE_OVER, {"reset": 1, "sessions": 2})]
    assert idle.ended == []


def test_end_and_return_are_told_once() -> None:
    """However often it is looked meanwhile."""
    world = World()
    world.clock.now += 60
    assert [event for event, _ in world.look()] == [Event.LEASE_OVER]
    assert world.look() == []
    world.gate.renew(world.clock.now)
    assert [event for event, _ in world.look()] == [Event.LEASE_BACK]
    assert world.look() == []


def test_a_lease_that_was_never_had_does_not_end() -> None:
    """A watch that begins without one tells of its coming first."""
    world = World()
    world.clock.now += 60
    world.watch = LeaseWatch(world.gate, world.registry, world.told)
    assert world.look() == []
    world.gate.renew(world.clock.now)
    assert [event for event, _ in world.look()] == [Event.LEASE_BACK]
