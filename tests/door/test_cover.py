from __future__ import annotations

import pytest

from directives.directive_world import AGENCIES, ICE, START, Chain, enrolment
from door.door_world import Told, snapshot
from door.test_gate import FakeClock
from ostiary.door.cover import maybe_cover
from ostiary.door.events import Event
from ostiary.door.gate import Gate
from ostiary.door.lease import LeaseWatch
from ostiary.door.registry import Registry
from ostiary.errors import OstiaryError
from ostiary.model.directive import CutOff, Lift, PolicyChange

ENDED = CutOff("ice", "announced", "2019-12-01")


class World:
    """A gate whose chain is covered up to a step, for ten seconds of a clock that stands."""

    def __init__(self, covered: int = -1) -> None:
        self.clock = FakeClock()
        empty = snapshot()
        self.gate = Gate(empty, self.clock, cover=maybe_cover(empty.register, (covered, self.clock.now + 10)))
        self.gate.renew(self.clock.now + 1_000)

    def is_barred(self) -> bool:
        return self.gate.snapshot.register.barred_by({"ice"}, AGENCIES, START) is not None


def test_what_is_uncovered_restricts_and_does_not_widen() -> None:
    """An enrolment waits for its cover and a cut-off does not; the head is the newest."""
    world, chain = World(covered=1), Chain().order(enrolment("ann")).confirm("E-1")
    chain.order(enrolment("bob")).confirm("E-2").order(ICE).confirm("D-1")
    world.gate.take_steps(chain.raws)
    register = world.gate.snapshot.register
    assert (set(register.members), world.is_barred()) == ({"ann"}, True)
    assert register.head == chain.register.head
    world.gate.extend_cover(3, world.clock.now + 10)
    assert set(world.gate.snapshot.register.members) == {"ann", "bob"}


def test_the_cover_may_be_ahead_of_the_chain_and_in_the_middle_of_what_comes() -> None:
    """Steps come one by one or all at once: the result is the same."""
    chain = Chain().order(enrolment("ann")).confirm("E-1").order(ENDED).confirm("D-1")
    chain.order(Lift("D-1", "ruled on")).confirm("L-1")
    for covered in range(-1, 8):
        whole, single = World(covered), World(covered)
        whole.gate.take_steps(chain.raws)
        for raw in chain.raws:
            single.gate.take_steps([raw])
        assert whole.gate.snapshot.register == single.gate.snapshot.register
        # Steps 4 and 5 order and confirm the lift.
        assert whole.is_barred() is (covered < 5)


def test_a_lift_waits_also_when_its_cut_off_is_not_covered_either() -> None:
    """Otherwise both were as if they had never been, and whoever saw the cut-off was served a lift that nobody witnessed."""
    world, chain = World(), Chain().order(ENDED).confirm("D-1")
    world.gate.take_steps(chain.raws)
    assert world.is_barred()
    world.gate.take_steps(chain.order(Lift("D-1", "ruled on")).confirm("L-1").raws[2:])
    assert world.is_barred()
    world.gate.extend_cover(1, world.clock.now + 10)
    assert world.is_barred()
    world.gate.extend_cover(3, world.clock.now + 10)
    assert not world.is_barred()


def test_steps_that_are_refused_leave_the_cover_as_it_was() -> None:
    """All of a batch or none."""
    world, chain = World(), Chain().order(ENDED).confirm("D-1")
    with pytest.raises(OstiaryError):
        world.gate.take_steps([*chain.raws, b"nonsense"])
    assert not world.is_barred()
    world.gate.take_steps(chain.raws)
    assert world.is_barred()


def test_a_cover_that_is_too_old_closes_the_gate_and_a_new_one_opens_it() -> None:
    """At the very end of its time it is over; both are told once, with the words that clients are refused with."""
    world, told = World(), Told()
    watch = LeaseWatch(world.gate, Registry(), told)
    assert world.gate.closed == ""
    world.clock.now += 10
    assert "no recent checkpoint" in world.gate.closed
    watch.look()
    watch.look()
    world.gate.extend_cover(-1, world.clock.now + 10)
    assert world.gate.closed == ""
    watch.look()
    assert [event for event, _ in told.events] == [Event.UNCOVERED, Event.COVERED]
    assert (
        told.events[0][1]["why"]
        == "no recent checkpoint of the log's witnesses covers the directives of this gateway"
    )


def test_a_change_of_policy_closes_the_gate_until_it_is_covered() -> None:
    """It is neither narrower nor wider, so that neither policy is served under meanwhile."""
    world, chain = World(), Chain()
    change = PolicyChange("a" * 64, world.gate.snapshot.bundle.version, "new", "why")
    world.gate.take_steps(chain.order(change).raws)
    assert world.gate.uncovered == ""
    world.gate.take_steps(chain.confirm("P-1").raws[1:])
    assert "a change of policy waits" in world.gate.uncovered
    world.gate.extend_cover(1, world.clock.now + 10)
    assert world.gate.uncovered == ""


def test_a_gate_without_witnesses_waits_for_nothing() -> None:
    """Nobody is asked to cover what nobody watches."""
    gate = Gate(snapshot(), FakeClock(), cover=maybe_cover(snapshot().register, None))
    gate.take_steps(Chain().order(enrolment("ann")).confirm("E-1").raws)
    assert (gate.uncovered, set(gate.snapshot.register.members)) == ("", {"ann"})
