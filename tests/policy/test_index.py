"""The index decides as the reference does: in everything that a decision says, on policies small and large."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ostiary.policy.index.evaluator
import ostiary.policy.index.tables
from ostiary.model.agency import Agreement
from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Decision, Deny, Request
from ostiary.model.rules import Atom, Condition, Duty, Need, Permit, Prohibition, Source
from ostiary.policy.index import calendar
from ostiary.policy.index.policy import NO_POLICY, IndexedPolicy
from ostiary.policy.load import load_bundle
from ostiary.policy.reference import decide
from ostiary.store.bundle_files import read_bundle
from ostiary.testing.random_policy import random_bundle
from ostiary.testing.random_requests import Asker
from ostiary.testing.random_world import SMALL, large
from policy_worlds import PACKS, STEADY, ask, bundles, requests, small_files

STRANGE = 4
"""Of a hundred words that a random request says, so many are unknown to its policy."""


def kinds_of(decision: Decision) -> set[str]:
    """What a decision has in it, by name."""
    if isinstance(decision, Deny):
        return {reason.kind for reason in decision.reasons}
    found = {"allowed"} | ({"released"} if decision.released else set())
    settled = {name: getattr(decision.duties, name) for name in decision.duties.__slots__}
    return found | {name for name, value in settled.items() if value}


def verify_same(bundle: Bundle, policy: IndexedPolicy, request: Request) -> Decision:
    """Raises AssertionError when index and reference differ in anything; what they say."""
    meant = decide(bundle, request)
    assert policy.decide(request) == meant
    assert policy.is_allowed(request) == isinstance(meant, Allow)
    return meant


@STEADY
@given(bundles(), st.lists(requests(), min_size=1, max_size=4))
def test_on_rules_that_nobody_would_write(bundle: Bundle, asked: list[Request]) -> None:
    """Sets without sense, also of what the bundle says is left out; asked again, the answer is the same."""
    policy = IndexedPolicy(bundle)
    for request in (*asked, *asked):
        verify_same(bundle, policy, request)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_on_rules_as_they_can_be_written(rng: Random) -> None:
    """Trees, attributes, needs, dates, agreements, own bases, several agencies that count, unknown words."""
    bundle = random_bundle(rng, SMALL)
    policy, asker = IndexedPolicy(bundle), Asker(rng, bundle, strange=STRANGE)
    for _ in range(6):
        verify_same(bundle, policy, asker.ask())


def test_on_many_small_policies_everything_that_a_decision_can_say_is_said() -> None:
    """Of 200 policies with 15 requests each: allowed and refused for every reason, with every duty and exceptions."""
    said: set[str] = set()
    for seed in range(200):
        rng = Random(seed)
        bundle = random_bundle(rng, SMALL._replace(columns=2 + seed % 5))
        policy, asker = IndexedPolicy(bundle), Asker(rng, bundle, strange=STRANGE)
        for _ in range(15):
            said |= kinds_of(verify_same(bundle, policy, asker.ask()))
    assert said == {
        "allowed", "released", "masks", "rows", "row_limit", "minimum_groups", "rules", "notify_within_days",
        "prohibited", "not-permitted", "need-missing", "duty-unmet",
    }  # fmt: skip


def test_under_two_thousand_rules() -> None:
    """120 requests to a policy of 2,000 rules over 200 agencies and 52 purposes; ``tests/soak`` has thousands."""
    rng = Random(20)
    bundle = random_bundle(rng, large(2_000)._replace(columns=4))
    policy, asker = IndexedPolicy(bundle), Asker(rng, bundle, strange=1)
    said = [kinds_of(verify_same(bundle, policy, asker.ask())) for _ in range(120)]
    assert 15 < sum("allowed" in one for one in said) < 105


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_on_every_pack(pack: Path) -> None:
    """Each pack as it is written, asked as it permits and otherwise; some of it is allowed and some is not."""
    bundle = read_bundle(pack)
    policy, asker = IndexedPolicy(bundle), Asker(Random(2), bundle, strange=STRANGE)
    said = [kinds_of(verify_same(bundle, policy, asker.ask())) for _ in range(150)]
    assert 0 < sum("allowed" in one for one in said) < len(said)


# Days


@pytest.mark.parametrize("held", [calendar.MAX_INTERVALS, 1])
def test_every_day_has_its_own_rules_and_agreements(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Around each date that a policy names, and far from all; also when just one interval is held at a time."""
    monkeypatch.setattr(calendar, "MAX_INTERVALS", held)
    rng = Random(3)
    bundle = random_bundle(rng, SMALL._replace(rules=20, agencies=8))
    policy, asker = IndexedPolicy(bundle), Asker(rng, bundle)
    named = {one.source.effective for one in bundle.permits} | {one.source.expires for one in bundle.permits}
    days = {day + timedelta(step) for day in named if day for step in (-1, 0, 1)} | {date.min, date.max}
    asked = [asker.ask() for _ in range(25)]
    said = {
        (day, request): verify_same(bundle, policy, replace(request, day=day))
        for day in sorted(days)
        for request in asked
    }
    assert any(len({repr(said[day, request]) for day in days}) > 1 for request in asked)


# Limits


def test_what_is_held_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for three of everything the answers are the same, and no more is held."""
    for name in ("MAX_SHAPES", "MAX_DECISIONS"):
        monkeypatch.setattr(ostiary.policy.index.evaluator, name, 3)
    for name in ("MAX_CIRCUMSTANCES", "MAX_SIDES"):
        monkeypatch.setattr(ostiary.policy.index.tables, name, 3)
    rng = Random(5)
    bundle = random_bundle(rng, SMALL)
    policy, asker = IndexedPolicy(bundle), Asker(rng, bundle)
    asked = [asker.ask() for _ in range(30)]
    for request in (*asked, *asked):
        verify_same(bundle, policy, request)
    evaluator: Any = policy._evaluator
    tables = evaluator._tables
    for memo in (evaluator._shapes, evaluator._decisions, tables.circumstances, tables.sides):
        assert 0 < len(memo) <= 3


def test_what_would_take_much_room_is_not_held() -> None:
    """A question without columns, of which each is under other rules, is answered the same, and anew each time."""
    fields = "".join(
        f'[[permit]]\nid = "P{one}"\ncite = "c"\nwhen.field = "persons.{one}"\n'
        for one in ("person_id", "surname", "dob", "ssn", "sealed")
    )
    bundle = load_bundle(small_files(fields))
    policy = IndexedPolicy(bundle)
    evaluator: Any = policy._evaluator
    verify_same(bundle, policy, ask("city-police", "robbery", "persons"))
    assert len(evaluator._decisions) == 1
    verify_same(bundle, policy, ask("city-police", "robbery", "persons", beneficiary="bureau"))
    assert len(evaluator._decisions) == 1


# Errors


@pytest.mark.parametrize(
    "broken",
    [
        Condition((Atom("agency", None),)),  # type: ignore[arg-type]  # a rule that cannot be evaluated
        Condition((Atom("weather", frozenset({"rain"})),)),  # type: ignore[arg-type]  # a fact nobody has
        Condition((), ("blessing",)),  # type: ignore[arg-type]  # a need without meaning
    ],
)
def test_a_bundle_whose_rules_cannot_be_evaluated_refuses_everything(broken: Condition) -> None:
    """Of whichever kind the rule is. The reference refuses what comes upon it; the index is at least as strict."""
    good = load_bundle(small_files('[[permit]]\nid = "P"\ncite = "c"\nwhen.record_class = "persons"\n'))
    source, request = Source("E", "c"), ask("city-police", "robbery", "persons", "dob")
    assert IndexedPolicy(good).is_allowed(request)
    failed = decide(replace(good, catalogue=None), request)  # type: ignore[arg-type]  # a bundle that cannot be
    for wrong in (
        replace(good, permits=(*good.permits, Permit(source, broken))),
        replace(good, prohibitions=(Prohibition(source, Condition(), (broken,)),)),
        replace(good, duties=(Duty(source, Condition(broken.atoms), needs=broken.needs),)),
        replace(good, catalogue=None),  # type: ignore[arg-type]  # a bundle that cannot be
    ):
        policy = IndexedPolicy(wrong)
        assert policy.decide(request) == failed
        assert not policy.is_allowed(request)
        assert policy.open_columns(request) == frozenset()


def test_an_error_in_a_decision_is_a_refusal() -> None:
    """What is no request is refused in the words of the reference, and nothing escapes."""
    policy = IndexedPolicy(
        load_bundle(small_files('[[permit]]\nid = "P"\ncite = "c"\nwhen.record_class = "persons"\n'))
    )
    good = ask("city-police", "robbery", "persons", "dob")
    for wrong in (
        replace(good, day=None),  # type: ignore[arg-type]  # no day
        replace(good, fields=["dob"]),  # type: ignore[arg-type]  # a list is no key
        replace(good, context=None),  # type: ignore[arg-type]  # nobody
    ):
        decision = policy.decide(wrong)
        assert isinstance(decision, Deny)
        assert [one.kind for one in decision.reasons] == ["evaluation-failed"]
        assert not policy.is_allowed(wrong)
    assert policy.open_columns(replace(good, day=None)) == frozenset()  # type: ignore[arg-type]  # no day
    assert policy.is_allowed(good)


def test_no_policy_allows_nothing() -> None:
    """The policy that stands where none has been made yet."""
    assert isinstance(NO_POLICY.decide(ask("city-police", "robbery", "persons")), Deny)


# Columns one by one


@STEADY
@given(st.randoms(use_true_random=False))
def test_open_columns_are_those_allowed_alone(rng: Random) -> None:
    """Whatever the request itself asks for."""
    bundle = random_bundle(rng, SMALL)
    policy, asker = IndexedPolicy(bundle), Asker(rng, bundle, strange=STRANGE)
    for request in (asker.ask(), asker.ask()):
        record_class = bundle.catalogue.classes.get(request.record_class)
        names = [column.name for column in record_class.columns] if record_class else ["x0"]
        alone = {
            name
            for name in names
            if isinstance(decide(bundle, replace(request, fields=frozenset({name}))), Allow)
        }
        assert policy.open_columns(request) == alone


# As if there were agreements


@STEADY
@given(st.randoms(use_true_random=False))
def test_agreements_can_be_supposed(rng: Random) -> None:
    """It is allowed then exactly when it is with such agreements of everybody who counts."""
    bundle = random_bundle(rng, SMALL)
    policy, asker = IndexedPolicy(bundle), Asker(rng, bundle)
    choices: tuple[tuple[Need, ...], ...] = (
        (),
        ("agreement",),
        ("declaration",),
        ("agreement", "declaration"),
    )
    for kinds in choices:
        request = asker.ask()
        made = tuple(
            Agreement("", agency, "", "", request.day.isoformat(), kind=kind)
            for kind in kinds
            for agency in request.context.principals
        )
        supposed = decide(replace(bundle, agreements=bundle.agreements + made), request)
        assert policy.is_allowed(request, kinds) == isinstance(supposed, Allow)
        verify_same(bundle, policy, request)
