"""The languages that a portal can have.

Knows: each language's code, its name in its own script, its direction, and how long a sentence may be.
Must not know: which of them a city offers, what is said in any.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

ENGLISH: Final = "en"
"""What officers read, and what every other language is compared with."""


class Unit(Enum):
    """What the length of a sentence is counted in."""

    WORDS = "words"
    CHARACTERS = "characters"


@dataclass(frozen=True, slots=True)
class Language:
    """One language as readers and browsers need it."""

    code: str
    """A tag of BCP 47."""
    own_name: str
    """In its own script."""
    direction: str = "ltr"
    unit: Unit = Unit.WORDS
    longest: int = 18
    """The longest sentence, in its unit. Readers of grade 6 are lost well before 20 words of English."""


# Spanish says the same with about a fifth more words; a Chinese word has about two characters.
KNOWN: Final = {
    one.code: one
    for one in (
        Language("en", "English"),
        Language("es", "Español", longest=22),
        Language("pl", "Polski"),
        Language("zh-Hans", "简体中文", unit=Unit.CHARACTERS, longest=40),
        Language("ar", "العربية", "rtl"),
        Language("uk", "Українська"),
        Language("tl", "Tagalog", longest=22),
        Language("ko", "한국어"),
        Language("ur", "اردو", "rtl", longest=24),
        Language("fr", "Français", longest=22),
        Language("ht", "Kreyòl ayisyen", longest=22),
        Language("hi", "हिन्दी", longest=24),
    )
}
