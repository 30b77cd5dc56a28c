"""The index beside the reference evaluator: thousands of requests under two thousand rules."""

from __future__ import annotations

from random import Random

import pytest

from ostiary.model.request import Allow
from ostiary.policy.index.policy import IndexedPolicy
from ostiary.policy.reference import decide
from ostiary.testing.random_policy import random_bundle
from ostiary.testing.random_requests import Asker
from ostiary.testing.random_world import SMALL, large

MINUTES = 10


@pytest.mark.timeout(MINUTES * 60)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_index_decides_as_the_reference_under_two_thousand_rules(seed: int) -> None:
    """1,500 requests for each of three policies, among them many that are allowed."""
    rng = Random(seed)
    bundle = random_bundle(rng, large(2_000))
    policy, asker, allowed = IndexedPolicy(bundle), Asker(rng, bundle, strange=1), 0
    for _ in range(1_500):
        request = asker.ask()
        meant = decide(bundle, request)
        assert policy.decide(request) == meant, request
        allowed += isinstance(meant, Allow)
    assert allowed > 100


@pytest.mark.timeout(MINUTES * 60)
def test_the_index_decides_as_the_reference_under_thousands_of_small_policies() -> None:
    """3,000 policies with 20 requests each."""
    for seed in range(3_000):
        rng = Random(seed)
        bundle = random_bundle(rng, SMALL)
        policy, asker = IndexedPolicy(bundle), Asker(rng, bundle, strange=4)
        for request in (asker.ask() for _ in range(20)):
            assert policy.decide(request) == decide(bundle, request), (seed, request)
