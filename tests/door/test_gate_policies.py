"""Which policy version a gate has in force, and that nothing is released under another one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ostiary.directives.acts import confirm, order
from ostiary.directives.envelope import sign_step
from ostiary.directives.instants import write_instant
from ostiary.directives.register import Register
from ostiary.door.gate import MAX_READY, Gate, Ready
from ostiary.model.bundle import Bundle
from ostiary.model.directive import Act, PolicyChange
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.session.world import Snapshot
from ostiary.testing.example import KEYS, RULES, SERVER, example_bundle

FOUNDING = example_bundle()
LATER = example_bundle(RULES.replace("s. 1", "s. 1a"))
LAST = example_bundle(RULES.replace("s. 1", "s. 1b"))


class Chain:
    """A chain of directives that grows."""

    def __init__(self) -> None:
        self.register = Register.empty(FOUNDING.officials)
        self.at = datetime.now(UTC) - timedelta(hours=1)

    def order(self, before: Bundle, after: Bundle) -> bytes:
        act: Act = PolicyChange(after.version, before.version, "a change", "a test")
        return self._take("mayor", act, "")

    def confirm(self, directive: str) -> bytes:
        return self._take("clerk", None, directive)

    def _take(self, by: str, act: Act | None, directive: str) -> bytes:
        self.at += timedelta(seconds=1)
        at = write_instant(self.at)
        step = confirm(self.register, directive, by, at) if act is None else order(self.register, act, by, at)
        raw = sign_step(step, KEYS[by])
        self.register = self.register.apply(raw)
        return raw


def gate(founding: str = "") -> Gate:
    register = Register.empty(FOUNDING.officials)
    snapshot = Snapshot(FOUNDING, FOUNDING.agency_tree, register, frozenset({"old"}), SERVER, "gateway-1")
    found = Gate(snapshot, lambda: 0.0, founding)
    found.renew(0.0)
    return found


def ready(bundle: Bundle, *walls: str, grounds: tuple[str, ...] = ("P-1",)) -> Ready:
    return Ready(IndexedPolicy(bundle), frozenset(walls), grounds)


def test_a_version_that_is_ready_is_in_force_with_the_step_that_confirms_it() -> None:
    """Directives, policy, index and walls change in one assignment; the order alone changes nothing."""
    chain, door = Chain(), gate()
    door.prepare(ready(LATER, "new"))
    door.take_steps([chain.order(FOUNDING, LATER)])
    assert (door.snapshot.bundle, door.snapshot.walls) == (FOUNDING, frozenset({"old"}))
    door.take_steps([chain.confirm("P-1")])
    snapshot = door.snapshot
    assert (snapshot.bundle, snapshot.policy.bundle, snapshot.walls) == (LATER, LATER, frozenset({"new"}))
    assert (snapshot.register.policy, door.closed) == (LATER.version, "")
    assert door.ready == (LATER,)


def test_a_version_that_is_not_ready_closes_the_gate_until_it_is() -> None:
    """The old policy is not gone on with: nobody is served by what is no more in force."""
    chain, door = Chain(), gate()
    door.take_steps([chain.order(FOUNDING, LATER), chain.confirm("P-1")])
    assert door.has_lease
    assert not door.has_policy
    assert door.wanted == LATER.version
    assert "does not have the policy in force" in door.closed
    door.prepare(ready(LAST))
    assert door.closed
    door.prepare(ready(LATER, "new"))
    assert (door.snapshot.bundle, door.closed) == (LATER, "")


def test_the_founding_version_can_be_another_than_the_one_that_a_worker_starts_with() -> None:
    """A worker that replaces another starts with the version in force, and reads the whole chain first."""
    chain, door = Chain(), gate()
    started = Gate(door.snapshot, lambda: 0.0, LATER.version, ("P-1",))
    started.renew(0.0)
    assert started.closed
    other = Chain()
    other.register = chain.register
    started.take_steps([other.order(LATER, FOUNDING), other.confirm("P-1")])
    assert started.closed == ""


def test_going_back_is_a_change_like_any_other() -> None:
    """What followed the version that is gone is forgotten: it can be confirmed no more."""
    chain, door = Chain(), gate()
    for one in (LATER, LAST):
        door.prepare(ready(one))
    door.take_steps([chain.order(FOUNDING, LATER), chain.confirm("P-1")])
    door.take_steps([chain.order(LATER, FOUNDING), chain.confirm("P-2")])
    assert door.closed
    door.prepare(ready(FOUNDING, "old", grounds=("P-1", "P-2")))
    assert (door.snapshot.bundle, door.closed) == (FOUNDING, "")


def test_a_version_that_was_judged_on_other_grounds_is_not_ready() -> None:
    """The same texts by another directive, and again after others, are judged again; until then nothing is released."""
    chain, door = Chain(), gate()
    door.prepare(ready(LATER, "new", grounds=("P-2",)))
    door.take_steps([chain.order(FOUNDING, LATER), chain.confirm("P-1")])
    assert (door.snapshot.bundle, door.is_prepared(LATER.version, ("P-1",))) == (FOUNDING, False)
    assert door.closed
    door.prepare(ready(LATER, "new"))
    assert (door.snapshot.bundle, door.closed) == (LATER, "")
    policy = door.snapshot.policy
    door.take_steps(
        [chain.order(LATER, LAST), chain.confirm("P-2"), chain.order(LAST, LATER), chain.confirm("P-3")]
    )
    assert (door.snapshot.register.policy, door.snapshot.bundle) == (LATER.version, LATER)
    assert door.closed
    door.prepare(ready(LATER, grounds=("P-1", "P-2", "P-3")))
    assert (door.closed, door.snapshot.policy, door.snapshot.walls) == ("", policy, frozenset({"new"}))


def test_few_versions_are_kept_ready() -> None:
    """The one in force is never forgotten for those that are ordered."""
    door = gate()
    bundles = [example_bundle(RULES.replace("s. 1", f"s. {number}")) for number in range(20, 30)]
    for bundle in bundles:
        door.prepare(ready(bundle))
    assert len(door.ready) == MAX_READY
    kept = {bundle.version for bundle in (FOUNDING, *bundles[-MAX_READY + 1 :])}
    assert {bundle.version for bundle in door.ready} == kept


def test_walls_are_kept_for_each_version() -> None:
    """A comparison that began before a version was ready says nothing of it; a doubt is one about all."""
    chain, door = Chain(), gate()
    door.prepare(ready(LATER, "new"))
    door.keep_walls({FOUNDING.version: frozenset({"a"}), LATER.version: frozenset({"b"})})
    assert door.snapshot.walls == {"a"}
    door.take_steps([chain.order(FOUNDING, LATER), chain.confirm("P-1")])
    assert door.snapshot.walls == {"b"}
    door.keep_walls({FOUNDING.version: frozenset()})
    assert door.snapshot.walls == {"b"}
    door.prepare(ready(LAST, "c"))
    door.doubt_walls()
    assert door.snapshot.walls == frozenset()
    door.take_steps([chain.order(LATER, LAST), chain.confirm("P-2")])
    assert door.snapshot.walls == frozenset()
