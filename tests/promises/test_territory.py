"""Boxes mean what the reference evaluator means, for every request that there can be."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow, Request
from ostiary.policy.reference import decide
from ostiary.promises.boxes import Box, is_empty, meets
from ostiary.promises.examples import example_of
from ostiary.promises.space import ANY_ROLE, UNKNOWN, Space
from ostiary.promises.territory import Territory
from promises.promise_worlds import FEW, bundles, requests


def point(space: Space, request: Request, column: str, affiliation: str | None) -> Box:
    """Where a request of one registered asker and one column lies."""
    context = request.context
    named = {base for shown in space.bases for base in shown}
    known = {need for met in space.needs for need in met}
    met = ({"case-number"} | context.vouched) & known if context.case else frozenset()
    principals = {one.code: number for number, one in enumerate(space.principals)}
    principals["nobody"] = space.principals.index(UNKNOWN)
    day = next(
        number
        for number, one in enumerate(space.days)
        if one.first <= request.day and (one.end is None or request.day < one.end)
    )
    numbers = (
        principals[context.agency],
        len(space.principals) if affiliation is None else principals[affiliation],
        space.roles.index(context.role if context.role in space.roles else ANY_ROLE),
        space.purposes.index(context.purpose),
        space.bases.index(context.basis & named),
        space.needs.index(frozenset(met)),
        space.fields.index(f"{request.record_class}.{column}"),
        day,
    )
    return tuple(1 << number for number in numbers)


def is_allowed(bundle: Bundle, request: Request) -> bool:
    """What the reference evaluator says."""
    return isinstance(decide(bundle, request), Allow)


@FEW
@given(bundles(), requests())
def test_a_point_is_allowed_as_the_reference_allows_its_request(bundle: Bundle, request: Request) -> None:
    """One asker, at most one affiliation, one column: boxes and reference agree."""
    territory = Territory.alone(bundle)
    for affiliation in [None, *sorted(request.context.affiliations)]:
        for column in sorted(request.fields):
            context = replace(
                request.context,
                beneficiary=request.context.agency,
                affiliations=frozenset([affiliation] if affiliation else []),
            )
            one = Request(context, request.record_class, frozenset({column}), request.day)
            box = point(territory.space, one, column, affiliation)
            allowed = is_allowed(bundle, one)
            assert allowed == (not is_empty(territory.allowed_in(box)))
            assert allowed == is_empty(territory.refused_in(box))


@FEW
@given(bundles(), requests())
def test_whoever_leaves_principals_and_columns_out_is_allowed_no_less(
    bundle: Bundle, request: Request
) -> None:
    """The argument for one asker, one affiliation and one field: each part of an allowed request is allowed."""
    if not is_allowed(bundle, request):
        return
    context, fields = request.context, request.fields
    each = sorted(fields) or [
        column.name for column in bundle.catalogue.classes[request.record_class].columns
    ]
    alone = [
        replace(context, agency=asker, beneficiary=asker, affiliations=frozenset())
        for asker in context.askers
    ]
    employed = [
        replace(context, beneficiary=context.agency, affiliations=frozenset({one}))
        for one in context.affiliations
    ]
    for part in [*alone, *employed]:
        allowed = [
            is_allowed(bundle, replace(request, context=part, fields=frozenset({one}))) for one in each
        ]
        assert all(allowed) if fields else any(allowed)


@FEW
@given(bundles(), st.integers(0, 2**32).map(Random))
def test_every_point_is_decided_by_the_reference_as_by_boxes(bundle: Bundle, random: Random) -> None:
    """Also the points of agencies that are not registered: their examples register them."""
    territory = Territory.alone(bundle)
    space = territory.space
    for _ in range(20):
        box = tuple(
            1 << random.choice([n for n in range(mask.bit_length()) if mask >> n & 1])
            for mask in space.everything
        )
        example = example_of(space, bundle, box)
        assert is_allowed(example.bundle, example.request) == (not is_empty(territory.allowed_in(box)))


@FEW
@given(bundles())
def test_what_is_allowed_and_what_is_refused_do_not_overlap(bundle: Bundle) -> None:
    """No request is both, and no request is allowed in two boxes."""
    territory = Territory.alone(bundle)
    everything = territory.space.everything
    allowed = list(islice(territory.allowed_in(everything), 30))
    assert not any(meets(one, other) for n, one in enumerate(allowed) for other in allowed[:n])
    refused = islice(territory.refused_in(everything), 200)
    assert not any(meets(one, other) for other in refused for one in allowed)
