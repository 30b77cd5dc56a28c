"""The normal form of a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.watch.reasons.normal import MAX_CHARACTERS, normal_of


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("  Stolen   VEHICLE ", "stolen vehicle"),
        ("I.C.E.", "ice"),
        ("i c e", "ice"),
        ("I.C.E. w/ a unit", "ice w a unit"),
        ("i c e w/ k9", "ice w k9"),
        ("R/O check", "r o check"),
        ("ICE+ERO", "ice ero"),
        ("ICE_warrant/HSI-lead", "ice warrant hsi lead"),
        ("287(g)", "287 g"),
        ("8 U.S.C. 1326", "8 usc 1326"),
        ("driver\u2019s license", "drivers license"),
        ("\uff29\uff23\uff25", "ice"),
        ("\u0406\u0421\u0415", "ice"),
        ("im\u200bmi\u00adgration", "immigration"),
        ("de\u0301portacio\u0301n", "deportacion"),
        ("Deportaci\u00f3n", "deportacion"),
        ("ICE\x00HOLD\x1b[31m", "ice hold 31m"),
        ("immigr@tion @ 5", "immigr@tion 5"),
        ("\u2800...", ""),
        ("", ""),
    ],
)
def test_normal_form(typed: str, normal: str) -> None:
    """Case, accents, marks, disguises and joined letters make no other reason."""
    assert normal_of(typed).text == normal


@given(st.text(max_size=60))
def test_every_character_knows_its_place(text: str) -> None:
    """Each character of the normal form came from a place of the text, in order, and a normal form is its own."""
    found = normal_of(text)
    assert len(found.origin) == len(found.text)
    assert list(found.origin) == sorted(found.origin)
    assert all(0 <= place < len(text) for place in found.origin)


def test_a_span_is_of_the_text_as_typed() -> None:
    """What is highlighted stands in what somebody typed, marks and all."""
    typed = "assist I.C.E. with locate"
    found = normal_of(typed)
    at = found.text.index("ice")
    start, end = found.span(at, at + 3)
    assert typed[start:end] == "I.C.E"


def test_what_is_not_read_is_counted() -> None:
    """A paste beyond the limit is counted, not dropped in silence."""
    assert normal_of("x" * (MAX_CHARACTERS + 7)).unread == 7
