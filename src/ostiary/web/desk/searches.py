"""What can be searched, and what somebody has typed: a plate, an incident, a name.

Knows: patterns, and how a text is folded before it is compared.
Must not know: files, the door, SQL beyond that it stands here as text with numbered parameters.

Recognition is a pure function. What fits several kinds is searched as each of them, and said to be so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

MAX_TYPED: Final = 100
"""Characters. The longest names that people have are shorter, and no pattern is tried on more."""

Letters: TypeAlias = Literal["as typed", "capitals", "name"]
"""How what was typed is written before it is compared: as it is, in capitals without spaces and dashes, or as names are."""


@dataclass(frozen=True, slots=True)
class Link:
    """A column whose values lead to another search; ``typed`` is what is searched, with ``{}`` for the value."""

    column: str
    typed: str


@dataclass(frozen=True, slots=True)
class Section:
    """One statement, and how its rows are shown. Its parameters are the search's, ``$1`` the first of them."""

    title: str
    sql: str
    columns: Mapping[str, str]
    """The label of each column, by its name in the answer, in the order in which they are shown."""
    links: tuple[Link, ...] = ()
    parameters: tuple[str, ...] = ()
    """Which groups of the pattern are bound, in order; all of the search's where none is named."""


@dataclass(frozen=True, slots=True)
class Search:
    """One kind of search. Every named group of its patterns is text that was typed."""

    kind: str
    label: str
    example: str
    patterns: tuple[re.Pattern[str], ...]
    parameters: tuple[str, ...]
    letters: Letters
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was typed, understood as one kind of search; ``values`` are bound, and never a part of a statement."""

    search: Search
    values: Mapping[str, str] = field(default_factory=dict)

    def parameters_of(self, section: Section) -> tuple[str, ...]:
        """What is bound to a section's statement."""
        names = section.parameters or self.search.parameters
        return tuple(self.values.get(name, "") for name in names)


def tidied(typed: str) -> str:
    """What was typed without what nobody types on purpose: spaces around it, several in a row, control characters."""
    return " ".join("".join(one if one.isprintable() else " " for one in typed).split())


def recognised(typed: str, searches: tuple[Search, ...]) -> tuple[Recognised, ...]:
    """Every kind of search that the text fits, in the order in which they are declared; none where it is too long."""
    text = tidied(typed)
    if not text or len(text) > MAX_TYPED:
        return ()
    return tuple(found for search in searches if (found := _maybe_of(text, search)) is not None)


def _maybe_of(text: str, search: Search) -> Recognised | None:
    fold = _FOLDS[search.letters]
    for pattern in search.patterns:
        if (match := pattern.fullmatch(text)) is not None:
            named = match.groupdict()
            return Recognised(search, {name: fold(named.get(name) or "") for name in search.parameters})
    return None


def _capitals(value: str) -> str:
    return re.sub(r"[\s-]", "", value).upper()


def _name(value: str) -> str:
    """``o'neil-SMITH`` as ``O'Neil-Smith``; what somebody has written in mixed letters is left as it is: ``McDonald``."""
    trimmed = value.strip()
    if trimmed not in {trimmed.lower(), trimmed.upper()}:
        return trimmed
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), trimmed)


_FOLDS: Final[Mapping[Letters, Callable[[str], str]]] = {
    "as typed": str.strip,
    "capitals": _capitals,
    "name": _name,
}
