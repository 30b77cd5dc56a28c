"""Texts with their gaps filled, as HTML in which nothing can be read in the wrong direction.

Knows: ``{name}`` in a text is a gap; numbers, dates and numbers of telephones stand in isolates that run left to right.
Must not know: which texts there are, or which page they stand on.

Inside Arabic a browser shows ``1-855-435-7693`` as ``7693-435-855-1``: on a legal-help card that is a fault of safety.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from markupsafe import Markup, escape

GAP: Final = re.compile(r"\{([a-z_]+)\}")
_RUN: Final = re.compile(r"\+?\(?\d(?:[\s().-]{0,3}\d)+")
"""Digits with what stands between those of a number to call."""
_THIN_SPACE: Final = "\u202f"
"""Between thousands: readers of some languages take a comma for a decimal one, of others a point."""
PHONE_DIGITS: Final = 10
"""A number of the United States with its area; a date has eight digits."""
_LOCAL: Final = re.compile(r"(?<!\d)\d{3}[-. ]\d{4}(?!\d)")
NUMBER: Final = re.compile(r"[A-Z]+-\d+|\d+(?:[-./:]\d+)+")
"""A form, a rule, a date: what has digits and a mark between them."""


def gaps(text: str) -> frozenset[str]:
    """The names of a text's gaps."""
    return frozenset(GAP.findall(text))


def has_phone(text: str) -> bool:
    """Whether a number to call stands in a text, with its area or without."""
    if not any(map(str.isdecimal, text)):
        return False
    runs = (sum(map(str.isdecimal, run)) for run in _RUN.findall(text))
    return any(count >= PHONE_DIGITS for count in runs) or _LOCAL.search(text) is not None


def isolated(text: str) -> Markup:
    """The text in an isolate that runs left to right, whatever stands around it."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def phone_link(phone: str, shown: str) -> Markup:
    """A number that a telephone dials when it is touched."""
    return Markup('<a class="tel" href="tel:{}">{}</a>').format(phone, isolated(shown))


def filled(text: str, values: Mapping[str, object]) -> Markup:
    """A text with its gaps filled. What is no Markup is escaped, and isolated like every number. Raises KeyError."""
    parts = GAP.split(text)
    said = [
        _with_isolates(part) if index % 2 == 0 else _value(values[part]) for index, part in enumerate(parts)
    ]
    return Markup("").join(said)


def _value(value: object) -> Markup:
    match value:
        case Markup():
            return value
        case int():
            return isolated(f"{value:,}".replace(",", _THIN_SPACE))
        case _:
            return isolated(str(value))


def _with_isolates(text: str) -> Markup:
    """The text, escaped, each number of more than one part in an isolate of its own."""
    found, at = [], 0
    for match in NUMBER.finditer(text):
        found += [escape(text[at : match.start()]), isolated(match.group())]
        at = match.end()
    return Markup("").join([*found, escape(text[at:])])
