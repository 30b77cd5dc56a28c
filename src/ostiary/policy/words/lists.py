"""Lists, numbers and days as a lawyer writes them.

Knows: where ``and``, ``or``, commas and semicolons go.
Must not know: what is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

_QUOTED = re.compile("“[^”]*”")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def alternatives(words: Iterable[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``; with semicolons where a word has a comma of its own, outside quotation marks."""
    return _joined("or", words)


def together(words: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``; with semicolons likewise."""
    return _joined("and", words)


def _joined(conjunction: str, words: Iterable[str]) -> str:
    *most, last = words
    if any("," in _QUOTED.sub("", word) for word in (*most, last)):
        return "; ".join([*most, f"{conjunction} {last}"] if most else [last])
    return f"{', '.join(most)} {conjunction} {last}" if most else last


def numbered(items: Iterable[str], conjunction: str) -> tuple[str, ...]:
    """``(1) a; or``, ``(2) b.``: the items of a list that ends its sentence, by number."""
    return _marked([f"({number}) {item}" for number, item in enumerate(items, 1)], conjunction)


def lettered(items: Iterable[str], conjunction: str) -> tuple[str, ...]:
    """``(a) x; and``, ``(b) y.``: likewise by letter."""
    return _marked([f"({_letter(index)}) {item}" for index, item in enumerate(items)], conjunction)


def _marked(marked: list[str], conjunction: str) -> tuple[str, ...]:
    *most, last = marked
    ends = [";"] * (len(most) - 1) + [f"; {conjunction}"] if most else []
    return (*(item + end for item, end in zip(most, ends, strict=True)), f"{last}.")


def _letter(index: int) -> str:
    """``a`` to ``z``, then ``aa``, ``ab`` and so on."""
    tens, ones = divmod(index, 26)
    return (_letter(tens - 1) if tens else "") + chr(ord("a") + ones)


def day(value: date) -> str:
    """``23 February 2021``, whatever the machine's language."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def in_force(effective: date | None, expires: date | None) -> str:
    """When something is in force, nothing for always. ``expires`` is the first day on which it is not.

    ``from 1 July 2019 on``, ``until the end of 30 June 2021``, ``from 1 July 2019 until the end of 30 June 2021``.
    """
    end = "" if expires is None else f"until the end of {day(expires - timedelta(days=1))}"
    if effective is None:
        return end
    return f"from {day(effective)} {end or 'on'}"


def number(value: int) -> str:
    """With commas between thousands."""
    return f"{value:,}"


def counted(value: int, one: str, many: str = "") -> str:
    """``1 day``, ``30 days``."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"
