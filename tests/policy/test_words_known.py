"""Which known word is meant by an unknown one."""

from __future__ import annotations

import pytest

from ostiary.policy.words_known import did_you_mean, nearest

KNOWN = ("ice-ero", "cpd", "police", "homicide", "surname")


@pytest.mark.parametrize(
    ("word", "known"),
    [("homocide", "homicide"), ("surnam", "surname"), ("polis", "police"), ("ice-erо", "ice-ero")],
)
def test_a_misspelling_shows_the_word(word: str, known: str) -> None:
    """One or two letters wrong, also one that only looks right."""
    assert nearest(word, KNOWN) == known
    assert did_you_mean(word, KNOWN) == f" (did you mean `{known}`?)"


@pytest.mark.parametrize("word", ["cicero-pd", "fbi", "", "x"])
def test_another_word_shows_none(word: str) -> None:
    """A town's police is no misspelling of another agency."""
    assert nearest(word, KNOWN) == did_you_mean(word, KNOWN) == ""
