"""Which bundle was in force: a day has one, or there is no answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest

from ostiary.errors import BundleError
from ostiary.model.bundle import Bundle
from ostiary.policy.history import Period, in_force, periods
from ostiary.policy.load import load_bundle
from policy_worlds import small_files

SMALL = load_bundle(small_files())
DAYS = (date(2012, 12, 31), date(2019, 7, 10), date(2021, 2, 23))
OLD, MIDDLE, NEW = (replace(SMALL, name=f"from-{day.year}", effective=day) for day in DAYS)


@pytest.mark.parametrize("given", list(permutations((OLD, MIDDLE, NEW))))
def test_each_bundle_lasts_until_the_next_begins(given: tuple[Bundle, ...]) -> None:
    """Whatever the order in which they are given."""
    assert periods(given) == (
        Period(OLD, DAYS[0], DAYS[1]),
        Period(MIDDLE, DAYS[1], DAYS[2]),
        Period(NEW, DAYS[2], None),
    )


@pytest.mark.parametrize(
    ("day", "bundle"),
    [
        (DAYS[0], OLD),
        (DAYS[1] - timedelta(days=1), OLD),
        (DAYS[1], MIDDLE),
        (DAYS[2] - timedelta(days=1), MIDDLE),
        (DAYS[2], NEW),
        (date.max, NEW),
    ],
)
def test_a_day_has_one_bundle(day: date, bundle: Bundle) -> None:
    """The first day counts, the last one is the day before the next first."""
    assert in_force([NEW, OLD, MIDDLE], day) is bundle


def test_a_day_before_all_bundles_has_no_answer() -> None:
    """The nearest bundle is not taken in its place."""
    with pytest.raises(BundleError) as refused:
        in_force([MIDDLE, NEW], DAYS[1] - timedelta(days=1))
    assert refused.value.message == "no bundle was in force on 2019-07-09"
    assert refused.value.hint == "the first of these, `from-2019`, begins on 2019-07-10"


def test_two_bundles_of_one_day_are_refused() -> None:
    """Also the same one twice; every such pair is told, and every bundle without a day."""
    with pytest.raises(BundleError) as refused:
        periods([OLD, replace(NEW, effective=DAYS[0]), MIDDLE, MIDDLE, SMALL])
    assert refused.value.problems == (
        "`small` does not say its first day (`effective` of `[policy]`)",
        "`from-2012` and `from-2021` both begin on 2012-12-31",
        "`from-2019` and `from-2019` both begin on 2019-07-10",
    )


def test_no_bundle_is_no_history() -> None:
    """An empty list decides nothing."""
    with pytest.raises(BundleError, match="no bundle, no history"):
        in_force([], DAYS[0])
