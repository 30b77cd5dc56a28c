"""The letter in every language: the same gaps, the English one beside it, and nothing that a screen would obey."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ostiary.watch.findings.act import Act
from ostiary.watch.findings.finding import Described, Finding
from ostiary.watch.findings.letter_words import LetterWords, letter_languages, letter_words, words_digest
from ostiary.watch.findings.notice import WIDTH, Addressed, notice
from ostiary.watch.findings.wrapping import width_of, wrapped

ROOT = Path(__file__).resolve().parents[3]
GAP = re.compile(r"\{[a-z_]+\}")
FOUND = Finding(
    "f-1", "g-1", "looking", "C2", 1, "agency", "Cass SO", "Cass SO", "Cass SO", "2025-06", 1_750_000_000_000,
    1_750_000_000_000, 1, 9.0, "287(g)", "Cass SO searched 9 times\x1b[2J in 2025-06", Act(0, "watch run", "found", "f-1"), 0, 0,
)  # fmt: skip
DESCRIBED = Described(
    "C2", "an agency under an agreement searches", 1, 1, "Which?", ("a jail\u202eagreement",), "x"
)
ADDRESSED = Addressed("Sheriff \u202eOakes", date(2025, 7, 1), date(2025, 7, 15), "Office of Oversight")


def letter(words: LetterWords | None = None) -> str:
    """The letter about that finding."""
    return notice(FOUND, DESCRIBED, ADDRESSED, words)


def test_letters_are_in_the_languages_of_the_portal() -> None:
    """Whoever adds one there is told that the letter lacks it."""
    said = tomllib.loads((ROOT / "portal" / "chicago" / "portal.toml").read_text())
    assert list(letter_languages()) == [one["code"] for one in said["language"] if one.get("offered", True)]


@pytest.mark.parametrize("code", letter_languages())
def test_each_language_says_all_of_it(code: str) -> None:
    """In its own words, with the same gaps, composed, and nowhere wider than a page."""
    words, english = letter_words(code), letter_words("en")
    assert words.said.keys() == english.said.keys()
    for name, text in words.said.items():
        assert unicodedata.normalize("NFC", text) == text
        if name not in {"unreviewed", "reviewed"} or code == "en":
            assert sorted(GAP.findall(text)) == sorted(GAP.findall(english.said[name])), name
        assert code == "en" or text != english.said[name], name
    text = letter(words)
    assert max(map(width_of, text.splitlines())) <= WIDTH
    assert not set(text) & {"\x1b", "\u202e"}
    assert "2025-07-15" in text
    assert ("=" * WIDTH in text) is (code != "en")
    assert text.count("Office of Oversight") == 2 - (code == "en")
    assert text.endswith(letter().split("\n\n", 1)[1])


def test_what_a_sentence_counts_and_what_is_named_are_two_numbers() -> None:
    """A month of nine searches has its first one as evidence."""
    words = " ".join(letter().split())
    assert "Entries named as evidence: 1, on 2025-06-15 (UTC)." in words
    assert "1 access" not in words
    later = replace(FOUND, until=FOUND.until + 86_400_000, events=1_234)
    assert "Entries named as evidence: 1,234, from 2025-06-15 to 2025-06-16 (UTC)." in " ".join(
        notice(later, replace(DESCRIBED, innocent=()), ADDRESSED).split()
    )


def test_a_review_is_of_these_very_words() -> None:
    """One that was reviewed says by whom; a letter stays a draft all the same."""
    words = letter_words("uk")
    assert not words.is_reviewed
    assert words.digest == words_digest(words.said) != words_digest({**words.said, "seen": "x"})
    text = letter(replace(words, by="Olena K.", on="2026-12-01"))
    assert "Olena K." in text
    assert text.startswith("ЧЕРНЕТКА")


def test_numbers_keep_their_place_among_letters_that_run_the_other_way() -> None:
    """Each value stands in an isolate of its own."""
    assert "\u20662025-07-15\u2069" in letter(letter_words("ar"))


def test_lines_break_where_a_script_breaks() -> None:
    """Chinese at any character but before a mark, dates nowhere, a word that is wider than the line where the line ends."""
    assert wrapped("我们检查共享记录。2026-11-26 号", 12) == ["我们检查共享", "记录。", "2026-11-26", "号"]
    assert wrapped("one two", 5, first="* ", rest="  ") == ["* one", "  two"]
    assert wrapped("x" * 12, 5) == ["xxxxx", "xxxxx", "xx"]
    assert wrapped("", 5) == []
