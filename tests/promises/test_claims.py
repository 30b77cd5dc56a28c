"""What a promise excludes: boxes say what its meaning says, and what keeps it is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ostiary.model.bundle import Bundle
from ostiary.promises.boxes import Box, is_empty, stands
from ostiary.promises.claims import Bulwark, Claim
from ostiary.promises.examples import example_of
from ostiary.promises.meaning import excludes
from ostiary.promises.space import Axis, Space
from ostiary.promises.territory import Territory
from promises.promise_worlds import FEW, bundles

seeds = st.integers(0, 2**32).map(Random)


def some_point(random: Random, space: Space, within: Box | None = None) -> Box:
    """A random point of a box, or of everything; one in two without affiliation."""
    box = tuple(
        1 << random.choice([n for n in range(mask.bit_length()) if mask >> n & 1])
        for mask in within or space.everything
    )
    alone = within is None and random.random() < 0.5
    return (box[0], space.nobody, *box[Axis.ROLE :]) if alone else box


@FEW
@given(bundles(), seeds)
def test_a_promise_excludes_the_points_of_which_it_says_so(bundle: Bundle, random: Random) -> None:
    """Also of agencies that nobody knows, and of some that are not registered yet."""
    space = Space.of((bundle,))
    layout = Territory.of(space, bundle).layout
    for promise in bundle.promises:
        claim = Claim.of(layout, promise)
        for _ in range(20):
            point = some_point(random, space)
            example = example_of(space, bundle, point)
            known = next(one for one in example.bundle.promises if one.source.id == promise.source.id)
            said = any(not is_empty(stands(point, guard)) for guard in claim.guards)
            assert said == excludes(example.bundle, known, example.request)


@FEW
@given(bundles())
def test_without_one_of_its_carriers_a_promise_is_no_longer_kept_by_the_rest(bundle: Bundle) -> None:
    """The carriers are enough by themselves, and none of them is to spare."""
    bulwark = Bulwark.of(bundle, date.min)
    for promise in bundle.promises:
        if is_empty(bulwark.gaps(promise)):
            carriers = bulwark.carriers(promise)
            only = replace(bundle, prohibitions=carriers)
            assert is_empty(Bulwark.of(only, date.min).gaps(promise))
            for one in carriers:
                fewer = replace(only, prohibitions=tuple(each for each in carriers if each is not one))
                assert not is_empty(Bulwark.of(fewer, date.min).gaps(promise))
