"""The words of the letter about a finding, in each language, and whether anybody has reviewed them.

Knows: where the file of words lies, its form, that a review is of these very words.
Must not know: what a letter says when, findings.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_FILE: Final = Path(__file__).parent / "letters" / "notice.toml"
ENGLISH: Final = "en"
RIGHT_TO_LEFT: Final = frozenset({"ar"})
_ISOLATE: Final = "\N{LEFT-TO-RIGHT ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"
"""Inside Arabic a reader's screen shows 2026-11-26 as 26-11-2026 without it."""
_DIGEST_LENGTH: Final = 16
"""Hex digits, as of a portal's sheet: a slip of the pen is found for certain."""


@dataclass(frozen=True, slots=True)
class LetterWords:
    """The words in one language; ``digest`` is what a review of them names, ``by`` and ``on`` are empty where nobody has reviewed them."""

    language: str
    said: Mapping[str, str]
    digest: str
    by: str = ""
    on: str = ""

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody has read these very words."""
        return bool(self.by)

    def say(self, word: str, **values: object) -> str:
        """One text with its gaps filled. Raises KeyError."""
        shown = {name: self.isolated(str(value)) for name, value in values.items()}
        return self.said[word].format_map(shown)

    def isolated(self, text: str) -> str:
        """A text of another direction, so that nothing of it changes its place."""
        return _ISOLATE.format(text) if self.language in RIGHT_TO_LEFT else text


@cache
def letter_languages() -> tuple[str, ...]:
    """The codes of the languages (BCP 47), English first."""
    return tuple(_read()["review"])


@cache
def letter_words(language: str) -> LetterWords:
    """The words in a language of ``letter_languages``. Raises KeyError for another."""
    found = _read()
    review = found["review"][language]
    said = {str(one["id"]): str(one[language]) for one in found["text"]}
    digest = words_digest(said)
    is_of_these = review.get("reviewed_text") == digest and review["reviewed_by"] and "reviewed_on" in review
    if not is_of_these:
        return LetterWords(language, said, digest)
    return LetterWords(language, said, digest, str(review["reviewed_by"]), str(review["reviewed_on"]))


def words_digest(said: Mapping[str, str]) -> str:
    """What a review of these words names."""
    text = "".join(f"{name}\0{words}\0" for name, words in said.items())
    return hashlib.sha256(f"ostiary/letter-text/v1\0{text}".encode()).hexdigest()[:_DIGEST_LENGTH]


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
