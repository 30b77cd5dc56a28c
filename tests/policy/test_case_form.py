"""The form of case numbers: plain ones are taken, and none that a matcher could spend long on."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.policy.case_form import MAX_FORM_CHARACTERS, form_problem


@pytest.mark.parametrize(
    ("form", "example"),
    [
        ("[A-Z]{2}[0-9]{6}", "JK123456"),
        (r"\d{4}-[A-Z]?\d{1,64}", "2026-B7"),
        (r"[A-Za-z_/#.\d-]{3}\.#", "a-_.#"),
        ("A?" * 10, "AAA"),
    ],
)
def test_a_plain_form_is_taken(form: str, example: str) -> None:
    """Literals, classes, counts and optional characters are enough for case numbers."""
    assert form_problem(form, example) == ""


@pytest.mark.parametrize(
    "form",
    [
        "(A|A)*B",
        "A*",
        "A+",
        "A|B",
        "(A)",
        ".",
        "[^A]",
        "A{65}",
        "A{1,65}",
        "A{1,}",
        "A??",
        "A{2}{3}",
        "^A$",
        r"\w",
        "[",
        "é",
    ],
)
def test_anything_else_is_refused_with_what_is_allowed(form: str) -> None:
    """The problem says which pieces a form may have."""
    assert "`{n,m}` or `?`" in form_problem(form, "A")


def test_a_long_form_is_refused() -> None:
    """The length of a form has a limit of its own."""
    assert form_problem("A" * MAX_FORM_CHARACTERS, "A" * MAX_FORM_CHARACTERS) == ""
    assert "at most 128 characters" in form_problem("A" * (MAX_FORM_CHARACTERS + 1), "A")


def test_a_form_with_too_many_ways_to_match_is_refused() -> None:
    """Several open counts in a row multiply, as groups would."""
    assert (
        form_problem("A{0,63}A{0,63}B", "B")
        == "`case_form` can be matched in 4096 ways; at most 1024 are tried"
    )


@given(st.text(st.sampled_from(string.printable + "é"), max_size=20))
def test_whatever_is_taken_compiles(form: str) -> None:
    """No form without a problem is refused by the matcher itself."""
    if not form_problem(form, "A"):
        assert re.fullmatch(form, "A", re.ASCII)
