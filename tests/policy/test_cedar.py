"""The Cedar export says what the reference evaluator says, asked of Cedar's own engine."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import cedarpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Request
from ostiary.policy.cedar.entities import SCHEMA, cedar_entities
from ostiary.policy.cedar.policies import cedar_policies
from ostiary.policy.cedar.requests import cedar_requests, combined
from ostiary.policy.cedar.words import quoted
from ostiary.policy.reference import decide
from ostiary.store.bundle_files import read_bundle
from ostiary.testing.random_policy import random_bundle
from ostiary.testing.random_requests import Asker
from ostiary.testing.random_world import SMALL, large
from policy_worlds import CHICAGO, PACKS, STEADY, bundles, requests

STRANGE = 4
"""Of a hundred words that a random request says, so many are unknown to its policy."""


class Engine:
    """One bundle as Cedar has it."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle, text = bundle, cedar_policies(bundle)
        self.validation = cedarpy.validate_policies(text, SCHEMA)
        self.policies = cedarpy.PolicySet.from_str(text)
        self.schema = cedarpy.Schema.from_str(SCHEMA)
        self.entities = cedarpy.Entities.from_json_str(json.dumps(cedar_entities(bundle)))

    def allows(self, request: Request) -> bool:
        """What Cedar's answers come to. Raises AssertionError for an error in evaluation."""
        groups = cedar_requests(self.bundle, request)
        asked = [one for group in groups for one in group]
        results = iter(cedarpy.is_authorized_batch(asked, self.policies, self.entities, self.schema))
        answers = [[self._answer(next(results)) for _ in group] for group in groups]
        return combined(request, answers)

    @staticmethod
    def _answer(result: cedarpy.AuthzResult) -> bool:
        assert result.diagnostics.errors == []
        return result.allowed


def verify_same(engine: Engine, request: Request) -> bool:
    """Raises AssertionError when Cedar and the reference differ; whether both allow."""
    meant = isinstance(decide(engine.bundle, request), Allow)
    assert engine.allows(request) == meant, request
    return meant


def verify_valid(bundle: Bundle) -> Engine:
    """Raises AssertionError when the policies do not fit the schema."""
    engine = Engine(bundle)
    assert engine.validation.validation_passed, engine.validation.errors
    return engine


@STEADY
@given(bundles(), st.lists(requests(), min_size=1, max_size=3))
def test_on_rules_that_nobody_would_write(bundle: Bundle, asked: list[Request]) -> None:
    """Sets without sense, also of what the bundle says is left out."""
    engine = Engine(bundle)
    for request in asked:
        verify_same(engine, request)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_on_rules_as_they_can_be_written(rng: Random) -> None:
    """Trees, attributes, needs, dates, agreements, own bases, several agencies that count, unknown words."""
    bundle = random_bundle(rng, SMALL)
    engine, asker = verify_valid(bundle), Asker(rng, bundle, strange=STRANGE)
    for _ in range(4):
        verify_same(engine, asker.ask())


def test_on_two_thousand_requests() -> None:
    """100 small policies, twenty requests each: a quarter and more are allowed, a quarter and more refused."""
    answers = []
    for seed in range(100):
        rng = Random(seed)
        bundle = random_bundle(rng, SMALL)
        engine, asker = verify_valid(bundle), Asker(rng, bundle, strange=STRANGE)
        answers += [verify_same(engine, asker.ask()) for _ in range(20)]
    assert 500 < sum(answers) < 1_500


def test_under_two_hundred_rules() -> None:
    """60 requests to a policy of 200 rules over 200 agencies."""
    rng = Random(11)
    bundle = random_bundle(rng, large(200)._replace(columns=4))
    engine, asker = verify_valid(bundle), Asker(rng, bundle, strange=1)
    answers = [verify_same(engine, asker.ask()) for _ in range(60)]
    assert 4 < sum(answers) < 56


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_on_every_pack(pack: Path) -> None:
    """The export of each pack is valid and says the same; some of what is asked is allowed and some is not."""
    bundle = read_bundle(pack)
    engine, asker = verify_valid(bundle), Asker(Random(1), bundle, strange=STRANGE)
    assert len({verify_same(engine, asker.ask()) for _ in range(60)}) == 2


def test_what_cannot_be_said_is_named() -> None:
    """The export begins with the duties that it leaves out, and with what it is."""
    text = cedar_policies(read_bundle(CHICAGO))
    assert text.startswith("// Policy chicago-2019, version ")
    assert "What counts is the bundle" in text
    assert "except for needs (R40, R41," in text.split("\n\n")[0]


def test_a_string_ends_where_it_ends() -> None:
    """Quotation marks, backslashes, line ends and what cannot be seen stay inside the string."""
    text = 'a"; permit(principal, action, resource); //\\ \n\r\t\0\x7f\u2028 ü'
    policy = f"@id({quoted(text)})\npermit (principal, action, resource) when {{ context.role == {quoted(text)} }};"
    asked = {"principal": 'A::"a"', "action": 'B::"b"', "resource": 'C::"c"', "context": {"role": text}}
    result = cedarpy.is_authorized(asked, policy, [])
    assert result.allowed
    assert result.diagnostics.errors == []
    assert not cedarpy.is_authorized(asked | {"context": {"role": text[:-1]}}, policy, []).allowed
