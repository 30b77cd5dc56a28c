"""Gaps are filled, everything is escaped, and no number can be read backwards."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from ostiary.web.content.filling import filled, gaps, has_phone, isolated, phone_link

_ISOLATE = re.compile(r'<bdi dir="ltr">(.*?)</bdi>', re.DOTALL)


@given(st.text(st.characters(exclude_characters="{}")))
def test_a_text_without_gaps_stays_what_it_says(text: str) -> None:
    """Escaped, with isolates around its numbers and nothing else."""
    html = str(filled(text, {}))
    assert unescape(_ISOLATE.sub(r"\1", html)) == unescape(text.replace("&", "&amp;"))
    assert "<" not in _ISOLATE.sub(r"\1", html)


@given(st.text(st.characters(exclude_characters="{}")))
def test_what_fills_a_gap_is_escaped_and_isolated(value: str) -> None:
    """Whatever a reviewer is called."""
    html = str(filled("{by}", {"by": value}))
    assert html.startswith('<bdi dir="ltr">')
    assert html.count("<") == 2
    assert unescape(html.removeprefix('<bdi dir="ltr">').removesuffix("</bdi>")) == value


def test_markup_fills_a_gap_as_it_is() -> None:
    """A link to a number is one."""
    assert filled("Call {phone}!", {"phone": Markup("<b>1</b>")}) == "Call <b>1</b>!"


def test_dates_forms_and_rules_are_isolated() -> None:
    """In a language that runs right to left the parts of each would change places."""
    html = filled("في 2026-10-04 المادة I-200 القاعدة 26-008، 24 ساعة", {})
    assert _ISOLATE.findall(html) == ["2026-10-04", "I-200", "26-008"]


def test_a_gap_that_nothing_fills_is_an_error() -> None:
    """Nobody reads braces."""
    with pytest.raises(KeyError):
        filled("{on}", {})


def test_gaps_are_named() -> None:
    """And nothing else in braces is one."""
    assert gaps("{on} and {by}, {On}, {}") == {"on", "by"}


@pytest.mark.parametrize(
    "text",
    [
        "1-855-435-7693",
        "call +1 (855) 435-7693 now",
        "855.435.7693",
        "8554357693",
        "435-7693",
        "١-٨٥٥-٤٣٥-٧٦٩٣",
    ],
)
def test_numbers_to_call_are_known(text: str) -> None:
    """In the forms in which people write them, in digits of any script."""
    assert has_phone(text)


@pytest.mark.parametrize(
    "text", ["2026-10-04", "5 ILCS 805/15", "I-200", "10,000 people", "24 hours", "26-008", ""]
)
def test_other_numbers_are_not(text: str) -> None:
    """Dates, laws, forms, counts."""
    assert not has_phone(text)


def test_a_number_is_dialled_and_read() -> None:
    """A telephone gets plain digits, people what they know."""
    assert phone_link("+18554357693", "1-855-435-7693") == (
        '<a class="tel" href="tel:+18554357693"><bdi dir="ltr">1-855-435-7693</bdi></a>'
    )
    assert isolated("<") == '<bdi dir="ltr">&lt;</bdi>'
