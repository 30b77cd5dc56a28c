from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.directive_world import ICE, Chain
from door.door_world import snapshot
from ostiary.door.gate import LEASE_SECONDS, Gate
from ostiary.errors import OstiaryError

SNAPSHOT = snapshot()


class FakeClock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_gate_that_never_heard_from_the_control_database_has_no_lease() -> None:
    """Silence is not a yes."""
    assert not Gate(SNAPSHOT, FakeClock()).has_lease


def test_a_lease_counts_from_the_sending_of_the_question() -> None:
    """An answer that took a second leaves a second; at the very end of the lease it is over."""
    clock = FakeClock()
    gate = Gate(SNAPSHOT, clock)
    gate.renew(clock.now - 1.0)
    assert gate.has_lease
    clock.now += LEASE_SECONDS - 1.0
    assert not gate.has_lease


def test_an_answer_that_is_older_than_the_lease_renews_nothing() -> None:
    """What was true three seconds ago is not known to be true now."""
    clock = FakeClock()
    gate = Gate(SNAPSHOT, clock)
    gate.renew(clock.now - LEASE_SECONDS)
    assert not gate.has_lease


@given(st.lists(st.floats(0, 1_000), min_size=1), st.floats(0, 1_010))
def test_a_lease_ends_two_seconds_after_the_latest_question_that_was_answered(
    sent: list[float], now: float
) -> None:
    """Answers that come out of order never shorten it, and none lengthens it beyond its own question."""
    clock = FakeClock()
    gate = Gate(SNAPSHOT, clock)
    for sent_at in sent:
        gate.renew(sent_at)
    clock.now = now
    assert gate.has_lease == (now < max(sent) + LEASE_SECONDS)


def test_steps_are_taken_all_or_none() -> None:
    """A bad step after a good one leaves the snapshot as it was."""
    chain = Chain().order(ICE).confirm("D-1")
    gate = Gate(SNAPSHOT, FakeClock())
    with pytest.raises(OstiaryError):
        gate.take_steps([chain.raws[0], chain.raws[0]])
    assert gate.snapshot is SNAPSHOT
    gate.take_steps(chain.raws)
    assert gate.snapshot.register.head == chain.register.head


def test_bytes_carry_the_snapshot_of_their_moment() -> None:
    """What came before a change is decided under what held then."""
    gate = Gate(SNAPSHOT, FakeClock())
    before = gate.received(b"x")
    gate.keep_walls({SNAPSHOT.bundle.version: frozenset({"abc"})})
    assert before.snapshot.walls == frozenset()
    assert gate.received(b"").snapshot.walls == {"abc"}


def test_a_step_that_is_dated_ahead_is_not_taken() -> None:
    """An urgent cut-off dated a century ahead would hold that long on one signature; nothing changes."""
    gate = Gate(SNAPSHOT, FakeClock())
    before = gate.snapshot
    with pytest.raises(OstiaryError, match="still to come"):
        gate.take_steps(Chain().wait(days=36_500).order(ICE).raws)
    assert gate.snapshot is before
