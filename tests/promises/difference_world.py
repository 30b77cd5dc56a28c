"""Two policies for tests of differences: one at random, and the other with one mistake as people make them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Decision, Duties
from ostiary.model.rules import Atom, Condition, Duty, Mask, RowPredicate, Source
from ostiary.policy.compiled_form import with_version
from ostiary.promises.boxes import Box, points
from promises.promise_worlds import VALUES, bundles, conditions, needs, sources

Item = TypeVar("Item")

MASKS: list[tuple[str, str, Mask]] = [
    ("one", "x", "hidden"),
    ("one", "x", "initial"),
    ("one", "x", "block"),
    ("one", "y", "year"),
    ("two", "x", "last-4"),
]
ROWS = [RowPredicate("one", "x", "<>", "v"), RowPredicate("two", "x", "is-not-null")]


def duties(index: int) -> st.SearchStrategy[Duty]:
    """A duty that may ask for anything."""
    return st.builds(
        Duty,
        sources("D", index),
        conditions(with_needs=False),
        masks=st.lists(st.sampled_from(MASKS), max_size=2).map(tuple),
        rows=st.lists(st.sampled_from(ROWS), max_size=1).map(tuple),
        row_limit=st.sampled_from([None, 10, 20]),
        minimum_group=st.sampled_from([None, None, 2, 5]),
        needs=needs(),
        notify_within_days=st.sampled_from([None, None, 3, 30]),
    )


@st.composite
def policies(draw: st.DrawFn) -> Bundle:
    """A random policy with up to three duties of all kinds."""
    bundle = draw(bundles(most_promises=0))
    asked = tuple(draw(duties(index)) for index in range(draw(st.integers(0, 3))))
    return with_version(replace(bundle, duties=asked))


def _drop_prohibition(bundle: Bundle, random: Random) -> Bundle:
    return replace(bundle, prohibitions=_without_one(bundle.prohibitions, random))


def _drop_permit(bundle: Bundle, random: Random) -> Bundle:
    return replace(bundle, permits=_without_one(bundle.permits, random))


def _drop_duty(bundle: Bundle, random: Random) -> Bundle:
    return replace(bundle, duties=_without_one(bundle.duties, random))


def _drop_exception(bundle: Bundle, random: Random) -> Bundle:
    return replace(
        bundle,
        prohibitions=tuple(
            replace(one, unless=_without_one(one.unless, random)) for one in bundle.prohibitions
        ),
    )


def _ban_expires(bundle: Bundle, random: Random) -> Bundle:
    """The mistake that was once missed: only the new version has the day."""
    day = date(2028, random.randrange(1, 12), 1)
    return replace(
        bundle,
        prohibitions=tuple(
            replace(one, source=replace(one.source, expires=day)) for one in bundle.prohibitions
        ),
    )


def _other_day(bundle: Bundle, random: Random) -> Bundle:
    def later(source: Source) -> Source:
        return replace(source, effective=date(2026, random.randrange(1, 12), 2), expires=None)

    return replace(bundle, permits=tuple(replace(one, source=later(one.source)) for one in bundle.permits))


def _widen(bundle: Bundle, random: Random) -> Bundle:
    def wider(atom: Atom) -> Atom:
        every = VALUES.get(atom.fact, [])
        return atom if not every else replace(atom, values=atom.values | {random.choice(every)})

    def widened(condition: Condition) -> Condition:
        return replace(condition, atoms=tuple(map(wider, condition.atoms)))

    return replace(
        bundle,
        permits=tuple(replace(one, when=widened(one.when)) for one in bundle.permits),
        prohibitions=tuple(
            replace(one, unless=tuple(map(widened, one.unless))) for one in bundle.prohibitions
        ),
        duties=tuple(replace(one, when=widened(one.when)) for one in bundle.duties),
    )


def _no_needs(bundle: Bundle, random: Random) -> Bundle:
    return replace(
        bundle, permits=tuple(replace(one, when=replace(one.when, needs=())) for one in bundle.permits)
    )


def _no_papers(bundle: Bundle, random: Random) -> Bundle:
    return replace(bundle, agreements=_without_one(bundle.agreements, random))


def _less_asked(bundle: Bundle, random: Random) -> Bundle:
    return replace(
        bundle,
        duties=tuple(
            replace(one, masks=_without_one(one.masks, random), row_limit=random.choice([None, 15, 30]))
            for one in bundle.duties
        ),
    )


def _an_agency_leaves(bundle: Bundle, random: Random) -> Bundle:
    code = random.choice(["town", "firm"])
    others = {name: one for name, one in bundle.agencies.items() if name != code}
    return replace(
        bundle, agencies=others, agreements=tuple(one for one in bundle.agreements if one.agency != code)
    )


def _without_one(items: tuple[Item, ...], random: Random) -> tuple[Item, ...]:
    if not items:
        return items
    number = random.randrange(len(items))
    return (*items[:number], *items[number + 1 :])


MISTAKES: list[Callable[[Bundle, Random], Bundle]] = [
    _drop_prohibition,
    _drop_permit,
    _drop_duty,
    _drop_exception,
    _ban_expires,
    _other_day,
    _widen,
    _no_needs,
    _no_papers,
    _less_asked,
    _an_agency_leaves,
]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Bundle, Bundle]:
    """A policy and the same with a mistake, in either order."""
    old = draw(policies())
    random = draw(st.integers(0, 2**32).map(Random))
    new = with_version(draw(st.sampled_from(MISTAKES))(old, random))
    return (old, new) if draw(st.booleans()) else (new, old)


def a_point(box: Box, random: Random) -> Box:
    """One request of a box."""
    return tuple(1 << random.choice(list(points(mask))) for mask in box)


def duties_of(decision: Decision) -> Duties:
    """What an allowed answer comes with, but for the rules that it comes from."""
    assert isinstance(decision, Allow)
    return replace(decision.duties, rules=())
