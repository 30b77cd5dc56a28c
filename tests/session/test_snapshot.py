"""A snapshot decides by its own bundle, whatever was replaced in it."""

from __future__ import annotations

from dataclasses import replace

from ostiary.policy.index.policy import IndexedPolicy
from ostiary.testing.example import NOON, example_bundle, example_snapshot


def test_what_is_no_matter_of_policy_leaves_the_index_as_it_is() -> None:
    """Walls, directives and days come and go; the index of a bundle is made once."""
    first = example_snapshot()
    assert first.policy.bundle is first.bundle
    assert replace(first, walls=frozenset()).policy is first.policy


def test_another_bundle_has_another_index() -> None:
    """Also when its version is called the same: the object counts."""
    first = example_snapshot()
    other = replace(first, bundle=replace(first.bundle, permits=()))
    assert other.bundle.version == first.bundle.version
    assert other.policy.bundle is other.bundle
    assert other.policy is not first.policy


def test_an_index_that_was_made_before_is_taken() -> None:
    """Whoever prepares a policy version makes its index, so that the moment it comes into force takes no time."""
    first, bundle = example_snapshot(), replace(example_bundle(), effective=NOON.date())
    policy = IndexedPolicy(bundle)
    assert replace(first, bundle=bundle, policy=policy).policy is policy


def test_an_index_of_another_bundle_is_never_taken() -> None:
    """It is made anew instead: nobody decides by rules that are not in force."""
    first = example_snapshot()
    wrong = replace(first, policy=IndexedPolicy(replace(first.bundle, permits=())))
    assert wrong.policy.bundle is first.bundle
