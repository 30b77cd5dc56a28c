"""What of a long review is shown in the tour."""

from __future__ import annotations

from ostiary.demo.story_policy import excerpt

REVIEW = """\
what changes:
    Newly allowed:  1 region
    Newly allowed: 1 region
      1. one
         Who: somebody

      2. two
    Newly refused: nothing
promises:
    P05: BROKEN
          This is allowed
error: no
hint: another one
"""


def test_a_part_is_shown_with_what_stands_under_it() -> None:
    """Everything else is dots, once for each stretch."""
    assert excerpt(REVIEW, ("P05", "error:")).splitlines() == [
        "...",
        "    P05: BROKEN",
        "          This is allowed",
        "error: no",
        "...",
    ]


def test_empty_lines_inside_a_part_are_left_out() -> None:
    """A tour is read on a screen."""
    shown = excerpt(REVIEW, ("Newly allowed: 1 region",)).splitlines()
    assert shown[1:5] == [
        "    Newly allowed: 1 region",
        "      1. one",
        "         Who: somebody",
        "      2. two",
    ]


def test_what_is_not_there_is_not_shown() -> None:
    """A command that said something else has no part of that name."""
    assert excerpt(REVIEW, ("nothing of the kind",)) == "..."
    assert excerpt("", ("error:",)) == ""
