"""The Cedar export beside the reference evaluator: more questions than an ordinary run has time for."""

from __future__ import annotations

from random import Random

import pytest

from ostiary.testing.random_policy import random_bundle
from ostiary.testing.random_requests import Asker
from ostiary.testing.random_world import SMALL, large
from policy.test_cedar import verify_same, verify_valid

MINUTES = 10


@pytest.mark.timeout(MINUTES * 60)
def test_cedar_says_the_same_under_two_thousand_rules() -> None:
    """300 requests of one or several agencies for one or several columns, some of unknown words."""
    rng = Random(1)
    bundle = random_bundle(rng, large(2_000))
    engine, asker = verify_valid(bundle), Asker(rng, bundle, strange=1)
    answers = [verify_same(engine, asker.ask()) for _ in range(300)]
    assert 30 < sum(answers) < 270


@pytest.mark.timeout(MINUTES * 60)
def test_cedar_says_the_same_under_a_thousand_small_policies() -> None:
    """1,000 policies with ten requests each."""
    for seed in range(1_000):
        rng = Random(seed)
        bundle = random_bundle(rng, SMALL)
        engine, asker = verify_valid(bundle), Asker(rng, bundle, strange=4)
        for _ in range(10):
            verify_same(engine, asker.ask())
