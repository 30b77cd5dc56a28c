"""Typing errors in long words."""

from __future__ import annotations

import pytest

from ostiary.watch.reasons.shipped import shipped_words
from ostiary.watch.reasons.typos import MIN_LETTERS, errors_allowed, meant


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("immigraton", "immigration"),
        ("imigration", "immigration"),
        ("immirgation", "immigration"),
        ("immigr4tion", "immigration"),
        ("immigr@tion", "immigration"),
        ("deporation", "deportation"),
        ("abortoin", "abortion"),
    ],
)
def test_an_error_is_recognised(typed: str, target: str) -> None:
    """A letter missing, doubled, swapped or written as a figure is still the word."""
    assert meant(typed, shipped_words().typing) == target


@pytest.mark.parametrize(
    "word",
    [
        "exportation", "importation", "transportation", "deputation", "department", "departed", "deportment", "irrigation",
        "migration", "emigration", "mitigation", "adoption", "abduction", "absorption", "abolition", "apportion", "protective",
        "his", "hs", "ro", "sro", "tro", "pro", "hero", "nice", "vice", "12345678", "1mm1", "investigation", "immediate", "imminent",
    ],
)  # fmt: skip
def test_another_word_is_none(word: str) -> None:
    """A word of its own is no error of one that matters, and short words are never compared."""
    assert meant(word, shipped_words().typing) == ""


def test_targets_are_long_and_part_from_each_other() -> None:
    """No target is short, and nothing that is listed as another word is a target."""
    typing = shipped_words().typing
    assert all(len(target) >= MIN_LETTERS for target in typing.targets)
    assert not typing.near & typing.targets.keys()
    assert errors_allowed("abortion") == 1
    assert errors_allowed("deportation") == 2
