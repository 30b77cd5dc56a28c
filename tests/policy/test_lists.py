"""Lists, numbers and days as a lawyer writes them."""

from __future__ import annotations

from datetime import date

import pytest

from ostiary.policy.words.lists import (
    alternatives,
    counted,
    day,
    in_force,
    lettered,
    number,
    numbered,
    together,
)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["a"], "a"),
        (["a", "b"], "a or b"),
        (["a", "b", "c"], "a, b or c"),
        (["a, the first", "b"], "a, the first; or b"),
        (["a", "b", "c, the last"], "a; b; or c, the last"),
        (["a, alone"], "a, alone"),
        (["“a, so called”", "b"], "“a, so called” or b"),
    ],
)
def test_alternatives_have_semicolons_where_a_word_has_commas(words: list[str], said: str) -> None:
    """No comma inside a name can be taken for one of the list."""
    assert alternatives(words) == said
    assert together(words) == said.replace(" or ", " and ")


def test_items_are_marked_and_end_their_sentence() -> None:
    """By numbers or by letters, and beyond the last letter by two."""
    assert numbered(["x"], "or") == ("(1) x.",)
    assert numbered(["x", "y", "z"], "or") == ("(1) x;", "(2) y; or", "(3) z.")
    assert lettered(["x", "y"], "and") == ("(a) x; and", "(b) y.")
    assert [one.split()[0] for one in lettered(["x"] * 28, "and")][-3:] == ["(z)", "(aa)", "(ab)"]


@pytest.mark.parametrize(
    ("effective", "expires", "said"),
    [
        (None, None, ""),
        (date(2021, 2, 23), None, "from 23 February 2021 on"),
        (None, date(2028, 7, 28), "until the end of 27 July 2028"),
        (date(2019, 7, 1), date(2021, 3, 1), "from 1 July 2019 until the end of 28 February 2021"),
    ],
)
def test_dates_say_the_last_day_and_not_the_first_one_after(
    effective: date | None, expires: date | None, said: str
) -> None:
    """``expires`` is the first day on which a rule is not in force; people count to the last one on which it is."""
    assert in_force(effective, expires) == said


def test_numbers_and_days() -> None:
    """Commas between thousands, days without leading zeros, one of a kind in the singular."""
    assert (number(1_000_000), day(date(2026, 1, 2))) == ("1,000,000", "2 January 2026")
    assert (counted(1, "duty", "duties"), counted(2, "duty", "duties"), counted(3, "day")) == (
        "1 duty",
        "2 duties",
        "3 days",
    )
