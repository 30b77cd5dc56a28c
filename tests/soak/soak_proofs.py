"""Proofs on a thousand random policies: the engines agree, and what asking every request says is what they say."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from bench.proofs import with_promises
from ostiary.model.request import Allow
from ostiary.policy.reference import decide
from ostiary.promises.claims import Claim, breaches
from ostiary.promises.examples import example_of
from ostiary.promises.meaning import excludes
from ostiary.promises.proving import prove
from ostiary.promises.regions import region_of
from ostiary.promises.territory import Territory
from ostiary.testing.random_policy import random_bundle
from ostiary.testing.random_world import large
from promises.promise_worlds import bundles
from promises.test_claims import some_point
from promises.test_engines import (
    test_boxes_and_solver_answer_both_questions_alike,
    test_the_engines_say_what_asking_every_request_says,
    tiny_bundles,
)

MINUTES = 20

LONG = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.mark.timeout(MINUTES * 60)
def test_the_engines_agree_on_a_thousand_policies() -> None:
    """The ordinary test, with more policies."""
    asked = test_boxes_and_solver_answer_both_questions_alike.hypothesis.inner_test  # type: ignore[attr-defined]
    settings(LONG, max_examples=1_000)(given(bundles())(asked))()


@pytest.mark.timeout(MINUTES * 60)
def test_every_request_of_a_hundred_small_worlds_is_asked() -> None:
    """The ordinary test, with more worlds."""
    asked = test_the_engines_say_what_asking_every_request_says.hypothesis.inner_test  # type: ignore[attr-defined]
    settings(LONG, max_examples=100)(given(tiny_bundles())(asked))()


@pytest.mark.timeout(MINUTES * 60)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_breaks_under_two_thousand_rules_is_allowed_by_the_reference(seed: int) -> None:
    """Promises in the words of prohibitions that are gone: each verdict is settled, and each region is what it says."""
    rng = Random(seed)
    whole = with_promises(random_bundle(rng, large(2_000)))
    gone = {one.never for one in whole.promises}
    bundle = replace(whole, prohibitions=tuple(one for one in whole.prohibitions if one.when not in gone))
    assert {one.verdict for one in prove(bundle).proofs} <= {"BROKEN", "KEPT TODAY", "KEPT"}
    territory = Territory.alone(bundle)
    for one in bundle.promises:
        for breach in breaches(territory, Claim.of(territory.layout, one)):
            region = region_of(territory, breach)
            for _ in range(10):
                example = example_of(territory.space, bundle, some_point(rng, territory.space, region))
                known = next(each for each in example.bundle.promises if each.source.id == one.source.id)
                assert isinstance(decide(example.bundle, example.request), Allow)
                assert excludes(example.bundle, known, example.request)
            break
