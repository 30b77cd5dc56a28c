"""Intervals against published values, and at their ends."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.watch.statistics import quantile, upper_bound_of_none, wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_agrees_with_the_published_table(hits: int, of: int, low: float, high: float) -> None:
    """To the four places that are printed there."""
    share = wilson(hits, of)
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


def test_of_nothing_there_is_no_share() -> None:
    """And everything is possible."""
    share = wilson(0, 0)
    assert (share.value, share.low, share.high) == (None, 0.0, 1.0)


@given(st.integers(0, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share_and_mirrors_the_rest(counts: tuple[int, int]) -> None:
    """What did not happen has the same interval from the other end."""
    hits, of = counts
    share, rest = wilson(hits, of), wilson(of - hits, of)
    assert 0 <= share.low <= share.high <= 1
    assert share.value is None or share.low <= share.value <= share.high
    assert math.isclose(share.low, 1 - rest.high, abs_tol=1e-12)


@pytest.mark.parametrize(("hits", "of"), [(-1, 5), (6, 5), (1, 0)])
def test_more_than_all_is_no_share(hits: int, of: int) -> None:
    """A wrong count is a bug of whoever counted."""
    with pytest.raises(ValueError, match="no share"):
        wilson(hits, of)


def test_none_of_many_is_bounded_by_the_rule_of_three() -> None:
    """5.6 in 100,000 after none of 53,837; nothing is known after none of none."""
    assert round(upper_bound_of_none(53_837) * 100_000, 1) == 5.6
    assert math.isclose(upper_bound_of_none(1000), 3 / 1000, rel_tol=0.01)
    assert upper_bound_of_none(0) == 1.0


def test_quantiles_lie_between_neighbours() -> None:
    """The median of an even number is halfway."""
    assert [quantile([1, 2, 3, 10], part) for part in (0, 0.5, 1)] == [1, 2.5, 10]
    assert quantile([7], 0.9) == 7
    with pytest.raises(ValueError, match="no quantile"):
        quantile([], 0.5)
    with pytest.raises(ValueError, match="no quantile"):
        quantile([1], 1.5)
