"""Counts and shares as words: none, one, many, few, nearly all."""

from __future__ import annotations

import pytest

from ostiary.watch.reporting.words import (
    agreeing,
    counted,
    day_in_words,
    interval_in_words,
    joined,
    month_as_text,
    month_in_words,
    percent,
    share_in_words,
    share_of,
    shown,
    without_plates,
)
from ostiary.watch.statistics import wilson


@pytest.mark.parametrize(
    ("count", "words"), [(0, "no searches"), (1, "1 search"), (2, "2 searches"), (4294, "4,294 searches")]
)
def test_a_count_has_its_number(count: int, words: str) -> None:
    """None and one are words of their own."""
    assert counted(count, "search", "searches") == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0 %"),
        (0.0004, "less than 0.1 %"),
        (0.064, "6.4 %"),
        (0.26, "26 %"),
        (0.995, "99.5 %"),
        (0.9996, "more than 99.9 %"),
        (1, "100 %"),
    ],
)
def test_no_percentage_makes_a_part_nothing_or_all(value: float, words: str) -> None:
    """Rounding ends before the ends."""
    assert percent(value) == words


@pytest.mark.parametrize(
    ("hits", "of", "alone", "counted_"),
    [
        (0, 0, "none of none", "none of none searches"),
        (0, 7, "none of 7", "none of 7 searches"),
        (1, 1, "the one", "the one search"),
        (7, 7, "all 7", "all 7 searches"),
        (3, 7, "3 of 7", "3 of 7 searches"),
        (19, 19, "all 19", "all 19 searches"),
        (5, 20, "25 % (5 of 20)", "25 % of searches (5 of 20)"),
        (14238, 53837, "26 % (14,238 of 53,837)", "26 % of searches (14,238 of 53,837)"),
    ],
)
def test_few_cases_have_no_percentage(hits: int, of: int, alone: str, counted_: str) -> None:
    """From twenty on they have."""
    share = wilson(hits, of)
    assert (share_in_words(share), share_of(share, "search", "searches")) == (alone, counted_)


def test_verbs_agree() -> None:
    """One of seven looks, and 5 % of many look."""
    assert [agreeing(wilson(*pair), "looks", "look") for pair in ((1, 1), (1, 7), (2, 7), (1, 20))] == [
        "looks", "looks", "look", "look",
    ]  # fmt: skip


def test_an_interval_says_its_ends_and_nothing_of_nothing() -> None:
    """14,238 of 53,837 is known to half a percent."""
    assert interval_in_words(wilson(14238, 53837)) == "95 % interval 26 % to 27 %"
    assert interval_in_words(wilson(410_000, 1_000_000)) == "95 % interval 40.90 % to 41.10 %"
    assert not interval_in_words(wilson(0, 0))


def test_days_and_months_have_names() -> None:
    """20,257 days after the first of January 1970 it was the eighteenth of June 2025."""
    assert day_in_words(20257) == "18 June 2025"
    assert (month_in_words(2025 * 12 + 5), month_as_text(2025 * 12 + 5)) == ("Jun 2025", "2025-06")


def test_lists_end_with_and() -> None:
    """Of one there is no list."""
    assert [joined(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_foreign_text_obeys_the_page() -> None:
    """No line end, no escape sequence, no mark that turns the direction of letters, and no endless text."""
    assert shown("a\x1b[31m\nb\u202ec\0") == "a�[31m�b�c�"
    assert shown("x" * 100) == "x" * 79 + "…"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("stolen ABC1234 seen", "stolen [plate-like] seen"),
        ("8XYZ999", "[plate-like]"),
        ("vin 1HGCM82633A004352", "vin [plate-like]"),
        ("case 25-001234", "case 25-001234"),
        ("investigation", "investigation"),
        ("pc 10851", "pc 10851"),
    ],
)
def test_what_looks_like_a_plate_is_taken_out(typed: str, left: str) -> None:
    """Numbers alone and words alone are none."""
    assert without_plates(typed) == left
