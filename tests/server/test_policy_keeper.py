"""Which policy versions a gateway makes ready, in which order, and what it does with those that do not pass."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from door.door_world import Told
from ostiary.directives import acts
from ostiary.directives.envelope import sign_step
from ostiary.directives.instants import write_instant
from ostiary.directives.register import Register
from ostiary.directives.review import Finding, Verdict
from ostiary.door.events import Event
from ostiary.door.gate import MAX_READY
from ostiary.errors import DirectiveRefused, OstiaryError
from ostiary.model.bundle import Bundle
from ostiary.model.directive import PolicyChange, Step
from ostiary.policy.load import load_bundle
from ostiary.server.policies import keeper as keeper_module
from ostiary.server.policies.in_force import InForce
from ostiary.server.policies.keeper import PolicyKeeper
from ostiary.server.policies.shelf import Shelf
from ostiary.server.setting_sections import Database
from ostiary.server.settings import Home, Settings
from ostiary.store.kept_policies import keep_policy_texts
from ostiary.testing.example import KEYS, NOON, RULES, TEXTS

PROMISE = '[[promise]]\nid = "PR1"\ncite = "s. 9"\nstrength = "kept"\nnever.agency = "removal"\n'


def texts(name: str, more: str = "") -> dict[str, str]:
    return TEXTS | {"rules.toml": RULES.replace('"P1"', f'"{name}"') + more}


@dataclass
class Place:
    """A home whose copies of policies are all there is, a chain, and a keeper with a prover that says what it is told."""

    home: Home
    register: Register = field(init=False)
    sent: list[str] = field(default_factory=list)
    proved: list[str] = field(default_factory=list)
    finding: Finding = "KEPT"
    told: Told = field(default_factory=Told)

    def __post_init__(self) -> None:
        self.founding = load_bundle(TEXTS)
        self.register = Register.empty(self.founding.officials)
        self.at = NOON - timedelta(hours=1)

    def keeper(self) -> PolicyKeeper:
        return PolicyKeeper(Shelf(self.home), self.prove, self.told, self.send)

    def prove(self, bundle: Bundle) -> tuple[Verdict, ...]:
        self.proved.append(bundle.version)
        return tuple(Verdict(one.source.id, self.finding) for one in bundle.promises)

    def send(self, policy: InForce) -> None:
        self.sent.append(policy.bundle.version)

    def keep(self, made: dict[str, str]) -> Bundle:
        bundle = load_bundle(made)
        keep_policy_texts(self.home.policies_dir, bundle.version, made)
        return bundle

    def order(self, after: Bundle) -> str:
        parent = self.register.policy or self.founding.version
        act = PolicyChange(after.version, parent, "a change", "a test")
        directive = self.register.next_id(act)
        self._take("mayor", lambda at: acts.order(self.register, act, "mayor", at))
        return directive

    def confirm(self, directive: str) -> None:
        self._take("clerk", lambda at: acts.confirm(self.register, directive, "clerk", at))

    def _take(self, by: str, prepare: Callable[[str], Step]) -> None:
        self.at += timedelta(seconds=1)
        self.register = self.register.apply(sign_step(prepare(write_instant(self.at)), KEYS[by]))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """The example's home; its control database is away."""
    for folder in ("policy", "secrets"):
        (tmp_path / folder).mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "policy" / name).write_text(text)
    (tmp_path / "secrets" / "control.dsn").write_text("host=/nowhere")
    (tmp_path / "secrets" / "control.dsn").chmod(0o600)
    return Place(Home(tmp_path, Settings("gateway-1", Database("h", "city", "secrets/keeper.dsn"))))


def run(scene: Callable[[], Awaitable[None]]) -> None:
    async def within() -> None:
        async with asyncio.timeout(30):
            await scene()

    asyncio.run(within())


def test_the_version_in_force_comes_first_and_then_the_last_that_are_ordered(place: Place) -> None:
    """No more than a gate keeps."""
    bundles = [place.keep(texts(f"Q{number}")) for number in range(MAX_READY + 2)]
    for bundle in bundles:
        place.order(bundle)

    async def scene() -> None:
        keeper = place.keeper()
        keeper.on_register(place.register)
        await keeper.settle()
        assert place.sent == [place.founding.version]
        task = asyncio.ensure_future(keeper.run())
        while len(keeper.ready) < MAX_READY:  # noqa: ASYNC110 - a thread brings it about
            await asyncio.sleep(0.01)
        task.cancel()
        expected = [place.founding.version, *(one.version for one in bundles[-(MAX_READY - 1) :])]
        assert place.sent == expected
        assert [one.bundle.version for one in keeper.ready] == expected
        assert keeper.why == ""

    run(scene)


def test_a_promise_that_is_not_proved_is_not_served(place: Place) -> None:
    """It is proved once, however often it is looked at; settling says why."""
    broken = place.keep(texts("Q1", PROMISE))
    place.finding = "NOT SETTLED"
    place.confirm(place.order(broken))

    async def scene() -> None:
        keeper = place.keeper()
        keeper.on_register(place.register)
        for _ in range(2):
            with pytest.raises(DirectiveRefused, match="PR1"):
                await keeper.settle()
        assert place.sent == []
        assert place.proved == [broken.version]
        assert "PR1" in keeper.why
        assert keeper.in_force is None
        refused = [facts for event, facts in place.told.events if event is Event.POLICY_REFUSED]
        assert [facts["policy"] for facts in refused] == [broken.version]

    run(scene)


def test_what_did_not_pass_is_tried_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that were missing are found when they come, without another step."""
    monkeypatch.setattr(keeper_module, "RETRY_SECONDS", 0.01)
    made = texts("Q1")
    after = load_bundle(made)
    place.confirm(place.order(after))

    async def scene() -> None:
        keeper = place.keeper()
        keeper.on_register(place.register)
        with pytest.raises(OstiaryError):
            await keeper.settle()
        task = asyncio.ensure_future(keeper.run())
        place.keep(made)
        while not place.sent:  # noqa: ASYNC110 - a thread brings it about
            await asyncio.sleep(0.01)
        assert (place.sent, keeper.why) == ([after.version], "")
        task.cancel()

    run(scene)


def test_a_broken_order_does_not_keep_the_version_in_force_from_being_served(place: Place) -> None:
    """What is only ordered concerns nobody yet."""
    place.finding = "BROKEN"
    place.order(place.keep(texts("Q1", PROMISE)))

    async def scene() -> None:
        keeper = place.keeper()
        keeper.on_register(place.register)
        await keeper.settle()
        task = asyncio.ensure_future(keeper.run())
        while not place.told.events:  # noqa: ASYNC110 - a thread brings it about
            await asyncio.sleep(0.01)
        task.cancel()
        assert place.sent == [place.founding.version]
        assert keeper.why == ""

    run(scene)
