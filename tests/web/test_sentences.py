"""Sentences, their length, and the grade that English asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.web.content.languages import KNOWN
from ostiary.web.content.sentences import grade, length, sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Stay calm. Do not run!", ["Stay calm", "Do not run"]),
        ("您可以问：我被逮捕了吗？请离开。", ["您可以问：我被逮捕了吗", "请离开"]),
        ("هل أنا قيد الاعتقال؟ غادر.", ["هل أنا قيد الاعتقال", "غادر"]),
        ("Version 1.2 of a.b is here.", ["Version 1·2 of a·b is here"]),
        ("...", []),
        ("", []),
    ],
)
def test_sentences_end_where_readers_stop(text: str, found: list[str]) -> None:
    """In every script that a portal can have; a point inside a word or number ends none."""
    assert sentences(text) == found


def test_chinese_is_counted_in_characters() -> None:
    """It has no spaces between words, and its marks are no characters to read."""
    assert length("您可以问：我被逮捕了吗", KNOWN["zh-Hans"]) == 10
    assert length("the judge’s well-kept paper", KNOWN["en"]) == 4


def test_legal_prose_has_a_higher_grade_than_plain_words() -> None:
    """The formula tells the two apart by far."""
    plain = grade(["You can stay silent. You do not have to open the door."])
    legal = grade(
        ["An administrative authorization does not constitute judicial determination of probable cause."]
    )
    assert plain < 3
    assert legal > 12


def test_the_grade_is_the_published_formula() -> None:
    """Flesch and Kincaid, 1975: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    assert grade(["The cat sat. The dog ran home."]) == pytest.approx(0.39 * 7 / 2 + 11.8 * 7 / 7 - 15.59)
    assert grade(["A little table."]) == pytest.approx(0.39 * 3 + 11.8 * 5 / 3 - 15.59)


@given(st.lists(st.text()))
def test_any_text_has_a_grade(texts: list[str]) -> None:
    """0 for none."""
    assert isinstance(grade(texts), float)
    assert grade([]) == 0
