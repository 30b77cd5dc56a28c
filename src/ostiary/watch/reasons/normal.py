"""The normal form of a reason: lower case, no accents, words with one space between them.

Knows: Unicode's compatibility forms, letters that look like Latin ones, characters that nobody sees, single letters in a row.
Must not know: any word that matters.

Each character of the normal form remembers from which character of the text it came, so that what speaks can be shown in place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MAX_CHARACTERS: Final = 10_000
"""What is read of one reason. Reasons are typed into one line: the longest of 53,837 real ones has some hundred characters; a
hundred times that is a paste, and its rest is counted as unread instead of filling memory (some 100 bytes a character)."""

_LOOKALIKES: Final = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0406\u0408"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u0433\u043c\u0442"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u0131\u026a\u1d04\u1d07\u212e\u0261",
    "abekmhopctyxsijaeopcyxsijrmtabezhikmnoptyxaeikvoptuiiceeg",
)
"""Letters of the Cyrillic and Greek scripts, and phonetic ones, that look like a Latin letter. Reasons are written in Latin
letters, so that reading them so costs nothing; a word in Cyrillic does not become an English one by it."""

_UNSEEN: Final = frozenset("\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u180e")
"""Fillers that count as letters and show nothing. Those of category Cf and all marks go by their category."""
_APOSTROPHES: Final = frozenset("'\u2019\u2018\u02bc`\u00b4")
_INSIDE_WORDS: Final = frozenset("@$")
"""They stand for a letter where both neighbours are letters, and part words elsewhere."""
_JOIN_FROM: Final = 3
"""Single letters in a row that are one word: `i c e`. Two are not: `r o` is the registered owner."""

_WITH: Final = "w"
"""`with`, in shorthand: it is no letter of an abbreviation."""


@dataclass(frozen=True, slots=True)
class Normal:
    """``text`` in normal form.

    ``origin[n]`` is the place in the original of its n-th character; ``unread`` characters are beyond MAX_CHARACTERS.
    """

    text: str
    origin: tuple[int, ...]
    unread: int = 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the original; both ends as in slices. ``end`` is greater than ``start``."""
        return self.origin[start], self.origin[end - 1] + 1


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    origin: tuple[int, ...]
    before: str = ""


def normal_of(reason: str) -> Normal:
    """The normal form. Never raises: any string has one, perhaps empty."""
    words = list(_joined(list(_words(_characters(reason[:MAX_CHARACTERS])))))
    origin: list[int] = []
    for word in words:
        # The space before a word has the place of that word's first character: no span begins or ends in a space.
        origin += [word.origin[0]] * bool(origin)
        origin += word.origin
    return Normal(" ".join(word.text for word in words), tuple(origin), max(0, len(reason) - MAX_CHARACTERS))


def _characters(reason: str) -> Iterator[tuple[str, int]]:
    """The characters in their plain form, each with its place; one that parts words is a space."""
    for place, character in enumerate(reason):
        for plain in unicodedata.normalize("NFKD", character.translate(_LOOKALIKES)):
            if _is_seen(plain):
                for folded in plain.casefold():
                    yield folded, place


def _is_seen(character: str) -> bool:
    if character in _UNSEEN or character in _APOSTROPHES:
        return False
    return unicodedata.category(character) not in {"Mn", "Me", "Cf"}


def _words(characters: Iterator[tuple[str, int]]) -> Iterator[_Word]:
    read = list(characters)
    word: list[tuple[str, int]] = []
    before = ""
    for at, (character, place) in enumerate(read):
        if character.isalnum() or (character in _INSIDE_WORDS and _is_between_letters(read, at)):
            word.append((character, place))
            continue
        if word:
            yield _word(word, before)
            word, before = [], ""
        before += character
    if word:
        yield _word(word, before)


def _is_between_letters(read: list[tuple[str, int]], at: int) -> bool:
    return 0 < at < len(read) - 1 and read[at - 1][0].isalpha() and read[at + 1][0].isalpha()


def _word(characters: list[tuple[str, int]], before: str) -> _Word:
    return _Word("".join(each for each, _ in characters), tuple(place for _, place in characters), before)


def _joined(words: list[_Word]) -> Iterator[_Word]:
    """The words, with single letters in a row made one word where the same marks part them: `i.c.e. w/` is `ice` and `w`."""
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and _is_next_letter(words, at, end):
            end += 1
        taken = max(end, at + 1)
        if end - at >= _JOIN_FROM:
            yield _Word(
                "".join(word.text for word in words[at:end]),
                tuple(place for word in words[at:end] for place in word.origin),
            )
        else:
            yield from words[at:taken]
        at = taken


def _is_next_letter(words: list[_Word], first: int, at: int) -> bool:
    """Whether the word at ``at`` goes on with the letters that begin at ``first``."""
    is_parted_alike = at <= first + 1 or words[at].before == words[first + 1].before
    return (
        len(words[at].text) == 1 and words[at].text.isalpha() and words[at].text != _WITH and is_parted_alike
    )
