"""Which of several bundles was in force on a day.

Knows: that a bundle is in force from its first day until the next one begins, and that a day has exactly one.
Must not know: folders, clocks, what differs between two bundles.

A request of the past is decided by the bundle of its day, and the answer names that bundle's version.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from ostiary.errors import BundleError
from ostiary.model.bundle import Bundle
from ostiary.model.request import Decision, Request
from ostiary.policy.reference import decide


class Period(NamedTuple):
    """The days of one bundle: from ``first`` until before ``until``; None: until another one is added."""

    bundle: Bundle
    first: date
    until: date | None


def periods(bundles: Iterable[Bundle]) -> tuple[Period, ...]:
    """The bundles in the order of their days, each until the next one begins.

    Raises BundleError when there is none, and with every problem when a bundle does not say its first day or when two
    begin on the same one: of two answers to one question neither would count.
    """
    given = list(bundles)
    dated = sorted(
        ((one.effective, one) for one in given if one.effective is not None), key=lambda pair: pair[0]
    )
    problems = [
        f"`{one.name}` does not say its first day (`effective` of `[policy]`)"
        for one in given
        if one.effective is None
    ]
    problems += [
        f"`{one.name}` and `{other.name}` both begin on {day}"
        for (day, one), (same, other) in pairwise(dated)
        if day == same
    ]
    if problems or not given:
        said = "no bundle, no history" if not given else "these bundles are no history"
        raise BundleError(said, problems=tuple(problems))
    ends = [day for day, _ in dated[1:]]
    return tuple(Period(one, first, until) for (first, one), until in zip(dated, [*ends, None], strict=True))


def in_force(bundles: Iterable[Bundle], day: date) -> Bundle:
    """The bundle of a day. Raises BundleError when the bundles are no history or the day lies before all of them."""
    every = periods(bundles)
    for period in reversed(every):
        if period.first <= day:
            return period.bundle
    raise BundleError(
        f"no bundle was in force on {day}",
        hint=f"the first of these, `{every[0].bundle.name}`, begins on {every[0].first}",
    )


def decide_then(bundles: Iterable[Bundle], request: Request) -> tuple[Bundle, Decision]:
    """What the bundle of the request's own day decides, and which one that is. Raises what ``in_force`` raises."""
    bundle = in_force(bundles, request.day)
    return bundle, decide(bundle, request)
