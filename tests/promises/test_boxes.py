"""Boxes are sets: what is left of one when others are taken away is what sets of points say."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ostiary.promises.boxes
from ostiary.errors import TooManyCases
from ostiary.promises.boxes import (
    Box,
    Guard,
    common,
    escaping,
    inside,
    is_empty,
    lowest,
    meets,
    outside,
    points,
    size,
    stands,
    widest_first,
    without,
)
from policy_worlds import STEADY

SIDES = (3, 2, 4)
boxes = st.tuples(*(st.integers(1, (1 << side) - 1) for side in SIDES))
several = st.lists(boxes, max_size=4).map(tuple)
guards = st.lists(st.builds(Guard, boxes, several), max_size=4)


def members(*all_of: Box) -> set[tuple[int, ...]]:
    """The points of some boxes."""
    return {point for box in all_of for point in product(*map(points, box))}


def disjoint(found: list[Box]) -> bool:
    """Whether no point is in two of them, and none is empty."""
    return sum(map(size, found)) == len(members(*found)) and all(all(box) for box in found)


@STEADY
@given(boxes, boxes)
def test_two_boxes_meet_where_they_have_a_point_in_common(one: Box, other: Box) -> None:
    """`common` is the intersection, and `without` the difference."""
    both = common(one, other)
    assert meets(one, other) == (both is not None)
    assert members(*([both] if both else [])) == members(one) & members(other)
    left = list(without(one, other))
    assert members(*left) == members(one) - members(other)
    assert disjoint(left)


@STEADY
@given(boxes, several)
def test_inside_and_outside_share_a_box_out(box: Box, others: tuple[Box, ...]) -> None:
    """Each point of a box is in one of the two, once."""
    within, rest = list(inside(box, others)), list(outside(box, others))
    assert members(*within) == members(box) & members(*others)
    assert members(*rest) == members(box) - members(*others)
    assert disjoint([*within, *rest])


@STEADY
@given(boxes, guards)
def test_whatever_escapes_has_no_guard_against_it(box: Box, against: list[Guard]) -> None:
    """In any order of the guards; and those that took something away would have been enough."""
    barred = {point for guard in against for point in members(guard.when) - members(*guard.unless)}
    used: set[Guard] = set()
    found = list(escaping(box, against, used))
    assert members(*found) == members(box) - barred
    assert disjoint(found)
    for some in (widest_first(box, against), used):
        assert members(*escaping(box, some)) == members(*found)


@STEADY
@given(boxes, st.builds(Guard, boxes, several))
def test_a_guard_stands_where_nothing_lets_it_go(box: Box, guard: Guard) -> None:
    """What stands and what escapes are the box, with nothing in both."""
    standing = list(stands(box, guard))
    assert members(*standing) == members(box) & members(guard.when) - members(*guard.unless)
    assert disjoint([*standing, *escaping(box, [guard])])
    assert is_empty(stands(box, guard)) == (not standing)


def test_a_question_that_is_cut_too_small_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that cut a question into very many pieces are no way to keep a gateway busy."""
    against = [Guard((1 << number, 1 << number)) for number in range(8)]
    whole = (0xFF, 0xFF)
    assert sum(map(size, escaping(whole, against))) == 56
    monkeypatch.setattr(ostiary.promises.boxes, "MAX_PIECES", 5)
    with pytest.raises(TooManyCases, match="more than 5 pieces"):
        list(escaping(whole, against))


def test_the_lowest_point_is_the_first_on_each_axis() -> None:
    """Two, one and three: of sets that begin there."""
    assert lowest((0b1100, 0b10, 0b11000)) == (0b100, 0b10, 0b1000)
    assert list(points(0b10110)) == [1, 2, 4]
