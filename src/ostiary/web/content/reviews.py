"""Who stands behind a sheet in one language, and until when.

Knows: a review binds to the words that were read: it names their digest, and any change of them ends it.
Must not know: what a page makes of it, who may review.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from ostiary.web.content.model import Helper, Sheet, Text, TextReview

DIGEST_LENGTH: Final = 16
"""Hex digits: 64 bits. A slip of the pen is found for certain; who can forge a review's name needs no collision."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """Nobody has read it."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Somebody has read these very words."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """Somebody has read it, and it was changed afterwards."""

    by: str
    on: date


Standing: TypeAlias = Drafted | Reviewed | ChangedSince


def text_digest(texts: Iterable[Text], language: str) -> str:
    """What a review of these texts in a language names. A missing text counts as an empty one."""
    said = "".join(f"{text.id}\0{text.said.get(language, '')}\0" for text in texts)
    return hashlib.sha256(f"ostiary/portal-text/v1\0{language}\0{said}".encode()).hexdigest()[:DIGEST_LENGTH]


def standing_of(sheet: Sheet, language: str) -> Standing:
    """Whether a sheet is reviewed in a language. What is not whole in any part is a draft."""
    review = sheet.reviews.get(language)
    if review is None or not review.by or review.on is None or not review.text:
        return Drafted()
    if review.text != text_digest(sheet.texts, language):
        return ChangedSince(review.by, review.on)
    return Reviewed(review.by, review.on)


def is_half(review: TextReview) -> bool:
    """Whether a review says only a part of: who, when, and what was read."""
    said = (bool(review.by), review.on is not None, bool(review.text))
    return any(said) and not all(said)


def is_overdue(sheet: Sheet, day: date) -> bool:
    """Whether the day is over by which the sheet had to be reviewed."""
    return day > sheet.due


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Nobody has called or visited."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """Somebody has, and need not again yet."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody has, too long ago."""

    by: str
    on: date


Check: TypeAlias = Unchecked | Fresh | Stale


def check_of(helper: Helper, day: date) -> Check:
    """Whether what is said of a helper was checked, as of a day."""
    if not helper.checked_by or helper.checked_on is None:
        return Unchecked()
    if helper.next_check is None or day > helper.next_check:
        return Stale(helper.checked_by, helper.checked_on)
    return Fresh(helper.checked_by, helper.checked_on)


_ORDER: Final = {Fresh: 0, Unchecked: 1, Stale: 2}


def in_order(helpers: Iterable[Helper], day: date, language: str) -> tuple[Helper, ...]:
    """The checked ones first, the stale ones last; among equals those who speak the language, and then as written."""
    return tuple(
        sorted(helpers, key=lambda one: (_ORDER[type(check_of(one, day))], language not in one.languages))
    )
