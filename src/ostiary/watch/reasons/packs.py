"""Packs of words: patterns with an id, a strength, a note and a source.

Knows: the form of a pack, and what a pattern of it may say.
Must not know: where packs lie, any reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

Strength: TypeAlias = Literal["strong", "strong-fuzzy", "ambiguous", "ambiguous-context", "none"]
Class: TypeAlias = Literal["explicit", "hsi_only", "ambiguous", "none"]

STRENGTHS: Final[Mapping[Strength, str]] = {
    "strong": "The words name a purpose of the pack.",
    "strong-fuzzy": "A long word of the pack, with typing errors.",
    "ambiguous": "The words may name a purpose of the pack or something else: nobody can tell from them.",
    "ambiguous-context": "The same, beside words that speak for something else. Only the case file can tell.",
    "none": "No pack speaks.",
}
"""Strongest first."""

CLASSES: Final[Mapping[Class, str]] = {
    "explicit": "strong or strong-fuzzy",
    "hsi_only": "a federal agency that does crime and immigration from one desk (HSI, DHS), and nothing stronger",
    "ambiguous": "other words that may mean two things",
    "none": "no pack speaks",
}
"""The strengths in the words of published label sets."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern; ``expression`` runs over the normal form.

    One that ``is_whole`` wants all of it; one that ``is_benign`` says nothing and silences what stands inside it. ``contexts`` are
    those that make it ``ambiguous-context``.
    """

    id: str
    pack: str
    expression: re.Pattern[str]
    strength: Strength
    is_federal: bool
    is_benign: bool
    is_whole: bool
    contexts: tuple[str, ...]
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Pack:
    """``any_of`` finds whatever one of its patterns could find: most reasons are done with it."""

    name: str
    about: str
    benign: tuple[Pattern, ...]
    speaking: tuple[Pattern, ...]
    contexts: Mapping[str, re.Pattern[str]]
    any_of: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Typing:
    """``targets`` is which pack a long word belongs to; ``near`` are words that are no error of any."""

    targets: Mapping[str, str]
    near: frozenset[str]


@dataclass(frozen=True, slots=True)
class Filler:
    """Words and whole reasons that say nothing that could be checked."""

    vague: frozenset[str]
    joiners: frozenset[str]
    placeholders: frozenset[str]
    rows: tuple[str, ...]


def pack_of(read: Mapping[str, Any]) -> Pack:
    """A pack from its TOML. Ours are tested at build time: a missing key raises KeyError, a wrong expression re.error."""
    patterns = [_pattern(read["pack"], each) for each in read["pattern"]]
    speaking = tuple(each for each in patterns if not each.is_benign)
    return Pack(
        name=read["pack"],
        about=read["about"],
        benign=tuple(each for each in patterns if each.is_benign),
        speaking=speaking,
        contexts={name: bounded(match) for name, match in read["contexts"].items()},
        any_of=re.compile("|".join(each.expression.pattern for each in speaking)),
    )


def _pattern(pack: str, read: Mapping[str, Any]) -> Pattern:
    is_benign = bool(read.get("benign"))
    return Pattern(
        id=read["id"],
        pack=pack,
        expression=bounded(read["match"], whole=bool(read.get("whole"))),
        strength="none" if is_benign else read["strength"],
        is_federal=read.get("class") == "hsi_only",
        is_benign=is_benign,
        is_whole=bool(read.get("whole")),
        contexts=tuple(read.get("contexts", ())),
        note=read["note"],
        source=read["source"],
    )


def bounded(match: str, *, whole: bool = False) -> re.Pattern[str]:
    """The expression between word boundaries of the normal form, where only a space parts words."""
    return re.compile(rf"\A(?:{match})\Z" if whole else rf"(?<!\S)(?:{match})(?!\S)")


def typing_of(read: Mapping[str, Any]) -> Typing:
    """The long words, from their TOML."""
    targets: Sequence[Mapping[str, str]] = read["target"]
    return Typing({each["word"]: each["pack"] for each in targets}, frozenset(read["near"]["words"]))


def filler_of(read: Mapping[str, Any]) -> Filler:
    """The words that say nothing, from their TOML."""
    vague, placeholder = read["vague"], read["placeholder"]
    return Filler(
        frozenset(vague["words"]),
        frozenset(vague["joiners"]),
        frozenset(placeholder["words"]),
        tuple(placeholder["rows"]),
    )
