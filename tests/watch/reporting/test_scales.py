"""Round numbers, places and bins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.watch.reporting.scales import MOST_BINS, Bin, ceiling, doublings, every, place


@pytest.mark.parametrize(
    ("value", "top"), [(0, 1), (0.3, 0.5), (1, 1), (1.2, 2), (2.1, 2.5), (3, 5), (957, 1000), (1001, 2000)]
)
def test_a_scale_ends_at_a_round_number(value: float, top: float) -> None:
    """Never below what is shown."""
    assert ceiling(value) == top


@given(st.floats(0.001, 1e12))
def test_no_value_is_above_its_scale_and_none_below_a_third(value: float) -> None:
    """A picture is used, and nothing leaves it."""
    assert value * (1 - 1e-9) <= ceiling(value) <= value * 3


def test_places_stay_in_the_picture() -> None:
    """A hair beyond an end is the end."""
    assert [place(part) for part in (-0.1, 0, 0.125, 1, 1.5)] == [
        "0.00%",
        "0.00%",
        "12.50%",
        "100.00%",
        "100.00%",
    ]


def test_bins_double_and_say_where_they_are() -> None:
    """One value, a range, or no end."""
    assert [one.title for one in doublings(9)] == ["1", "2–3", "4–7", "8–15"]
    assert doublings(2**40)[-1] == Bin(2 ** (MOST_BINS - 1), None)
    assert Bin(366, None).title == "366+"


@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=50))
def test_every_value_is_in_one_bin(values: list[int]) -> None:
    """Whatever the largest."""
    bins = doublings(max(values))
    for value in values:
        assert sum(one.low <= value and (one.high is None or value <= one.high) for one in bins) == 1


def test_as_many_labels_as_have_room_are_written() -> None:
    """Each of six, each second of seven."""
    assert [every(count, 6) for count in (0, 6, 7, 13)] == [1, 1, 2, 3]
