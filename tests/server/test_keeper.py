"""What the supervisor makes ready for its workers, and what it hands to nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from door.door_world import Told
from ostiary.directives import acts
from ostiary.directives.envelope import sign_step
from ostiary.directives.instants import write_instant
from ostiary.directives.register import Register
from ostiary.directives.review import Verdict
from ostiary.errors import DirectiveRefused
from ostiary.model.bundle import Bundle
from ostiary.model.directive import CutOff, PolicyChange, Step
from ostiary.policy import profiles
from ostiary.policy.load import load_bundle
from ostiary.server.policies.keeper import PolicyKeeper
from ostiary.server.policies.shelf import Shelf
from ostiary.server.setting_sections import Database
from ostiary.server.settings import Home, Settings
from ostiary.store.kept_policies import keep_policy_texts
from ostiary.testing.example import KEYS, PEOPLE, RULES, TEXTS

PROMISE = """
[[promise]]
id = "PR1"
cite = "s. 9"
strength = "kept"
never.agency = "removal"
never.record_class = "codes"
"""
FOUNDING_TEXTS = TEXTS | {"rules.toml": RULES + PROMISE}
FOUNDING = load_bundle(FOUNDING_TEXTS)
BARE_TEXTS = TEXTS
BARE = load_bundle(BARE_TEXTS)
MOVED_TEXTS = FOUNDING_TEXTS | {
    "people.toml": TEXTS["people.toml"].replace(
        PEOPLE, PEOPLE.replace('parent = "removal"', 'parent = "bureau"')
    )
}
MOVED = load_bundle(MOVED_TEXTS)


def kept(bundle: Bundle) -> tuple[Verdict, ...]:
    """A prover that finds everything kept."""
    return tuple(Verdict(one.source.id, "KEPT") for one in bundle.promises)


class City:
    """A home with its policies, officials who order and confirm, and the keeper that is tried."""

    def __init__(self, folder: Path, prove: Callable[[Bundle], tuple[Verdict, ...]] = kept) -> None:
        (folder / "policy").mkdir()
        for name, text in FOUNDING_TEXTS.items():
            (folder / "policy" / name).write_text(text)
        home = Home(folder, Settings("gateway-1", Database("h", "city", "secrets/keeper.dsn")))
        for bundle, texts in ((BARE, BARE_TEXTS), (MOVED, MOVED_TEXTS)):
            keep_policy_texts(home.policies_dir, bundle.version, texts)
        self.sent: list[tuple[str, tuple[str, ...]]] = []
        self.told = Told()
        self.keeper = PolicyKeeper(
            Shelf(home), prove, self.told, lambda one: self.sent.append((one.bundle.version, one.grounds))
        )
        self.register = Register.empty(FOUNDING.officials)
        self.at = datetime.now(UTC) - timedelta(hours=1)

    def order(self, before: Bundle, after: Bundle, withdraws: str = "") -> str:
        withdrawn, law = ((withdraws,), "an ordinance") if withdraws else ((), "")
        return self.act(PolicyChange(after.version, before.version, "a change", "a test", withdrawn, law))

    def act(self, act: PolicyChange | CutOff) -> str:
        directive = self.register.next_id(act)
        self._take("mayor", lambda at: acts.order(self.register, act, "mayor", at))
        return directive

    def confirm(self, directive: str) -> None:
        self._take("clerk", lambda at: acts.confirm(self.register, directive, "clerk", at))

    def _take(self, by: str, make: Callable[[str], Step]) -> None:
        self.at += timedelta(seconds=1)
        self.register = self.register.apply(sign_step(make(write_instant(self.at)), KEYS[by]))
        self.keeper.on_register(self.register)

    async def run_until(self, holds: Callable[[], object]) -> None:
        """Let the keeper run until something holds."""
        running = asyncio.ensure_future(self.keeper.run())
        async with asyncio.timeout(30):
            while not holds() and not running.done():  # noqa: ASYNC110 - nobody tells it
                await asyncio.sleep(0.005)
        assert not running.done()
        running.cancel()


@pytest.fixture
def city(tmp_path: Path) -> City:
    return City(tmp_path)


def test_what_is_only_ordered_keeps_no_gateway_from_starting(city: City) -> None:
    """Its proof may take long, and one official alone has ordered it: it is made ready afterwards."""
    city.order(FOUNDING, MOVED)

    async def story() -> None:
        await city.keeper.settle()
        assert city.sent == [(FOUNDING.version, ())]
        await city.run_until(lambda: len(city.sent) == 2)
        assert city.sent[1] == (MOVED.version, ("P-1",))

    asyncio.run(story())


def test_a_policy_that_cannot_be_examined_ends_nothing(tmp_path: Path) -> None:
    """Whatever goes wrong with what one official has ordered, the others are made ready."""

    def prove(bundle: Bundle) -> tuple[Verdict, ...]:
        if bundle == MOVED:
            raise ArithmeticError
        return kept(bundle)

    city = City(tmp_path, prove)
    city.order(FOUNDING, MOVED)
    city.order(FOUNDING, BARE, "PR1")

    async def story() -> None:
        await city.keeper.settle()
        await city.run_until(lambda: len(city.sent) == 2)

    asyncio.run(story())
    assert city.sent[1] == (BARE.version, ("P-2",))
    assert [facts["why"] for _, facts in city.told.events] == ["it cannot be examined: ArithmeticError"]


def test_the_same_texts_by_another_directive_are_judged_anew(city: City) -> None:
    """One that names the law for what it withdraws does not vouch for one that does not."""
    lawful, lawless = city.order(FOUNDING, BARE, "PR1"), ""

    async def story() -> None:
        nonlocal lawless
        await city.keeper.settle()
        await city.run_until(lambda: len(city.sent) == 2)
        lawless = city.order(FOUNDING, BARE)
        city.confirm(lawless)
        await city.run_until(lambda: city.keeper.why)

    asyncio.run(story())
    assert city.sent == [(FOUNDING.version, ()), (BARE.version, (lawful,))]
    assert f"directive {lawless} may not change the policy" in city.keeper.why
    assert city.keeper.in_force is None


def test_a_policy_that_is_ready_is_judged_anew_when_somebody_is_cut_off_for_good(city: City) -> None:
    """It was ready, and would let out whom two officials have cut off since."""
    change = city.order(FOUNDING, MOVED)

    async def story() -> None:
        await city.keeper.settle()
        await city.run_until(lambda: len(city.sent) == 2)
        city.confirm(city.act(CutOff("removal", "a test")))
        city.confirm(change)
        await city.run_until(lambda: city.keeper.why)
        with pytest.raises(DirectiveRefused, match="is cut off for good"):
            await city.keeper.settle()

    asyncio.run(story())
    assert "removal-east" in city.keeper.why


def test_a_policy_with_too_many_profiles_reaches_no_worker(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It compiles, one official alone has ordered it, and every worker would fail at its walls."""

    async def story() -> None:
        await city.keeper.settle()
        monkeypatch.setattr(profiles, "MAX_PROFILES", 0)
        city.order(FOUNDING, MOVED)
        await city.run_until(lambda: city.told.events)

    asyncio.run(story())
    assert city.sent == [(FOUNDING.version, ())]
    assert "more than 0 profiles" in str(city.told.events[0][1]["why"])
