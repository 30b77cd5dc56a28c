"""What somebody types is recognised without asking anybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ostiary.demo
from ostiary.errors import SettingsError
from ostiary.web.desk.reading import read_searches
from ostiary.web.desk.searches import MAX_TYPED, recognised, tidied

SHIPPED = Path(ostiary.demo.__file__).parent / "desk.toml"
SEARCHES = read_searches(SHIPPED.read_bytes(), "desk.toml")

ONE = """
[[search]]
kind = "{kind}"
label = "Word"
example = "word"
patterns = ['(?P<{group}>[a-z ]+)']
parameters = ["word"]
[[search.section]]
title = "Words"
sql = "{sql}"
columns = {{ word = "Word" }}
{more}
"""


def declared(kind: str = "word", group: str = "word", sql: str = "SELECT $1", more: str = "") -> str:
    return ONE.format(kind=kind, group=group, sql=sql, more=more)


@pytest.mark.parametrize(
    ("typed", "kind", "values"),
    [
        ("Fairlie", "person", {"surname": "Fairlie", "given": ""}),
        ("  fairlie ,  PETRA ", "person", {"surname": "Fairlie", "given": "Petra"}),
        ("petra fairlie", "person", {"surname": "Fairlie", "given": "Petra"}),
        ("o'neil-smith, mary ann", "person", {"surname": "O'Neil-Smith", "given": "Mary Ann"}),
        ("McDonald", "person", {"surname": "McDonald", "given": ""}),
        ("Żółć, Łucja", "person", {"surname": "Żółć", "given": "Łucja"}),
        ("ab 12345", "plate", {"plate": "AB12345"}),
        ("abc-12345", "plate", {"plate": "ABC12345"}),
        ("jk123456", "incident", {"incident": "JK123456"}),
        ("#17", "record", {"number": "17"}),
    ],
)
def test_what_is_typed_is_recognised(typed: str, kind: str, values: dict[str, str]) -> None:
    """As officers type it: in any letters, with or without spaces."""
    (found,) = recognised(typed, SEARCHES)
    assert (found.search.kind, dict(found.values)) == (kind, values)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " \t ",
        "12345",
        "#",
        "'; DROP TABLE persons; --",
        "Fairlie' OR '1'='1",
        "<script>alert(1)</script>",
        "x" * (MAX_TYPED + 1),
    ],
)
def test_what_is_nothing_is_not_searched(typed: str) -> None:
    """Statements, markup and long texts are no names."""
    assert recognised(typed, SEARCHES) == ()


def test_what_can_be_two_things_is_both() -> None:
    """In the order in which they are declared; nothing is guessed."""
    text = declared() + declared("other")
    found = recognised("one word", read_searches(text.encode(), "desk.toml"))
    assert [one.search.kind for one in found] == ["word", "other"]


@given(st.text(max_size=200))
def test_any_text_is_either_recognised_or_not(typed: str) -> None:
    """No text is an error, and what is bound is never longer than what was typed may be."""
    for one in recognised(typed, SEARCHES):
        assert all(len(value) <= 2 * MAX_TYPED for value in one.values.values())
    assert "\0" not in tidied(typed)


def test_each_section_binds_what_its_search_has() -> None:
    """In the order of its own names, where it names some."""
    text = declared(more='parameters = ["word"]')
    (search,) = read_searches(text.encode(), "desk.toml")
    (found,) = recognised("one", (search,))
    assert found.parameters_of(search.sections[0]) == ("one",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "search"),
        ("search = 1", "array"),
        (declared() + declared(), "two of one kind"),
        (declared(group="other"), "which are no parameters"),
        (declared(sql="SELECT 1"), "must use $1"),
        (declared(sql="SELECT $1, $2"), "must use $1"),
        (declared(more='parameters = ["none"]'), "binds none"),
        (declared(more="link = [{ column = 'none', typed = '{}' }]"), "does not show"),
        (declared(more="link = [{ column = 'word', typed = 'none' }]"), "exactly one {}"),
        (declared(more="colour = 1"), "colour"),
        (declared(group="a-b"), "is none"),
        ("\ufffe = [", "desk.toml"),
    ],
)
def test_a_file_that_would_not_do_is_refused_with_what_is_wrong(text: str, said: str) -> None:
    """Before anybody can search with it."""
    with pytest.raises(SettingsError, match=r".") as refused:
        read_searches(text.encode(), "desk.toml")
    assert said in refused.value.message
