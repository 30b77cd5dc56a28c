"""The content of a portal as values.

Knows: texts in several languages and where each was written, sheets that are reviewed at once, facts, cards, helpers.
Must not know: TOML, HTML, or what is wrong with any of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

SITUATIONS: Final = ("door", "street", "car", "work", "police", "school")
"""Where somebody may be who looks for their rights, in the order of the page. Each needs a card."""
KINDS: Final = ("report", "correction", "practice", "law", "phrase")
"""What a fact rests on; portal/chicago/facts.toml says what each means."""


class Place(NamedTuple):
    """Where something was written."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Text:
    """The same thing said in several languages."""

    id: str
    said: Mapping[str, str]
    """By the code of the language."""
    places: Mapping[str, Place]
    """Where each was written."""
    place: Place

    def in_language(self, code: str) -> str:
        """What is said in a language. Raises KeyError where nothing is."""
        return self.said[code]


@dataclass(frozen=True, slots=True)
class TextReview:
    """Who says to have read a sheet in one language, when, and the digest of what was read."""

    by: str
    on: date | None
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Sheet:
    """Texts that are reviewed at once."""

    name: str
    source: str
    jurisdiction: str
    due: date
    """After this day they must have been reviewed, again or for the first time."""
    reviews: Mapping[str, TextReview]
    texts: tuple[Text, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class RightsFact:
    """One statement of a rights card, what it rests on, and the law that it cites, if any."""

    id: str
    kind: str
    source: str
    cite: str
    text: Text


@dataclass(frozen=True, slots=True)
class RightsCard:
    """A rights card: what holds in one place."""

    id: str
    title: Text
    can: tuple[RightsFact, ...]
    need_not: tuple[RightsFact, ...]
    say: tuple[RightsFact, ...]
    know: tuple[RightsFact, ...]
    open_for_counsel: tuple[str, ...]
    sheet: Sheet

    @property
    def facts(self) -> tuple[RightsFact, ...]:
        """All of the card's facts, in its order."""
        return self.can + self.need_not + self.say + self.know


@dataclass(frozen=True, slots=True)
class Helper:
    """An entry of the legal-help list. What is not known is empty, and is shown as not known."""

    id: str
    name: str
    short: str
    phone: str
    """As a telephone dials it, with a plus sign."""
    shown: str
    """The same number as people read it."""
    web: str
    source: str
    languages: tuple[str, ...]
    scope: Text
    cost: Text | None
    hours: Text | None
    checked_by: str
    checked_on: date | None
    next_check: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class Counter:
    """Where people ask, once the city has said so."""

    place: str
    hours: str
    answer_days: int


@dataclass(frozen=True, slots=True)
class Threshold:
    """When a city must offer a language: at this share of its people or at this number, whichever is less."""

    source: str
    percent: int
    people: int
    population: int
    """0 when nobody has counted."""

    @property
    def at(self) -> int:
        """The number of speakers from which a language is owed."""
        share = -(-self.population * self.percent // 100)
        return min(share, self.people) if self.population else self.people


@dataclass(frozen=True, slots=True)
class Offer:
    """A language in the city's list, whether pages are in it, and how many speak it (0: nobody has counted)."""

    code: str
    offered: bool
    is_partial: bool
    """Pages are in it although some texts are not translated yet; those stand in English, and each page says so."""
    speakers: int
    counted_by: str
    counted_on: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class ResidentPortal:
    """All content of one city."""

    name: str
    city: str
    jurisdiction: str
    exit_to: str
    hotline: str
    """The id of the helper whose number every card shows."""
    edition: date
    counter: Counter
    threshold: Threshold
    offers: tuple[Offer, ...]
    words: Mapping[str, Text]
    """What stands around the facts, by id."""
    facts: Mapping[str, RightsFact]
    card_says: tuple[RightsFact, ...]
    """What the card's back says to an officer."""
    situations: tuple[RightsCard, ...]
    helpers: tuple[Helper, ...]
    sheets: Mapping[str, Sheet]
    """Of words and helpers, by file name without its ending; a card's sheet stands at the card."""
    place: Place

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that pages are in, in the order of the bar."""
        return tuple(offer.code for offer in self.offers if offer.offered)

    @property
    def partial(self) -> frozenset[str]:
        """The codes of the languages into which not everything is translated yet."""
        return frozenset(offer.code for offer in self.offers if offer.is_partial)

    @property
    def called(self) -> Helper:
        """The helper whose number every card shows. Raises StopIteration where there is none."""
        return next(helper for helper in self.helpers if helper.id == self.hotline)

    @property
    def all_sheets(self) -> tuple[Sheet, ...]:
        """Every sheet that is reviewed."""
        return (*(situation.sheet for situation in self.situations), *self.sheets.values())
