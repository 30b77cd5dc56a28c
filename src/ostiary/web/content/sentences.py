"""How hard a text is to read.

Knows: sentences, their length, and the grade of an English text by the formula of Flesch and Kincaid.
Must not know: which texts there are.

The grade is an estimate: it counts syllables by groups of vowels, which is right for about nine English words in ten, and
a formula knows nothing of sense. It finds legal prose; it does not find a sentence that nobody understands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ostiary.web.content.languages import Language, Unit

GRADE: Final = 6.0
"""The grade of school that an English sheet may ask for at most."""

_END: Final = re.compile(r"[.!?;。！？；؟]+|\n")
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_VOWELS: Final = re.compile(r"[aeiouy]+")


def sentences(text: str) -> list[str]:
    """The sentences of a text, without what ends them. A point inside a word or a number ends none."""
    kept = re.sub(r"(?<=\w)\.(?=\w)", "·", text)
    return [one.strip() for one in _END.split(kept) if _WORD.search(one)]


def length(sentence: str, language: Language) -> int:
    """How long a sentence is, in the unit of its language."""
    match language.unit:
        case Unit.WORDS:
            return len(_WORD.findall(sentence))
        case Unit.CHARACTERS:
            return sum(map(str.isalnum, sentence))


def grade(texts: Iterable[str]) -> float:
    """The grade of school that English texts together ask for; 0 for no text."""
    found = [one for text in texts for one in sentences(text)]
    words = [word for one in found for word in _WORD.findall(one)]
    if not words:
        return 0.0
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / len(found) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    """An ``e`` at the end is silent unless it stands after ``l``; no word has fewer than one syllable."""
    lower = word.lower()
    groups = len(_VOWELS.findall(lower))
    silent = lower.endswith("e") and not lower.endswith("le")
    return max(1, groups - silent)
