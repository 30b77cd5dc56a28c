"""The form of case numbers: the small part of regular expressions that an author may write.

Knows: which pieces a form is made of, and how many ways of matching it may have.
Must not know: TOML, bundles, cases.

Every statement of every officer is held against the form, so one that a matcher can spend minutes on would stop the
gateway. Without groups, alternatives and unbounded repeats, the ways to match are the product of the repeats' choices.
"""

from __future__ import annotations

import re
from math import prod
from typing import Final

# The form of a case number with year, district and series takes about 40 characters; three times that is room enough.
MAX_FORM_CHARACTERS: Final = 128
# A case number is typed by people: 64 of one kind of character in a row is longer than any of them.
MAX_REPEATS: Final = 64
# Ten optional characters are 2**10 ways, or one repeat of 1 to 64 with four optional characters: 64 * 2**4.
MAX_WAYS: Final = 1_024

_ALLOWED: Final = (
    r"letters, digits, spaces, `-`, `_`, `/`, `#`, `\.`, `\d` and classes such as `[A-Z]`, each with "
    f"`{{n}}`, `{{n,m}}` or `?` after it, n and m at most {MAX_REPEATS}"
)
_PIECE: Final = re.compile(
    r"(?:[A-Za-z0-9 _/#-]|\\[d.]|\[(?:[A-Za-z0-9](?:-[A-Za-z0-9])?|[ _/#.]|\\d)++-?\])"
    r"(?:\{(?P<least>[0-9]{1,2})(?:,(?P<most>[0-9]{1,2}))?\}|(?P<maybe>\?))?+"
)


def form_problem(form: str, example: str) -> str:
    """What is wrong with a form, or with its example, in words that name their keys; empty when nothing is."""
    ways = _ways_of(form) if len(form) <= MAX_FORM_CHARACTERS else []
    if not ways:
        return f"`case_form` may have at most {MAX_FORM_CHARACTERS} characters: {_ALLOWED}"
    if prod(ways) > MAX_WAYS:
        return f"`case_form` can be matched in {prod(ways)} ways; at most {MAX_WAYS} are tried"
    try:
        fits = re.fullmatch(form, example, re.ASCII)
    except re.error as error:
        return f"`case_form` is no regular expression: {error}"
    return "" if fits else f"`case_example` `{example}` does not match `case_form`"


def _ways_of(form: str) -> list[int]:
    """For each piece of the form, how many lengths it can have; none when the form has anything but pieces."""
    ways, at = [], 0
    while piece := _PIECE.match(form, at):
        at = piece.end()
        least = int(piece["least"] or 1)
        most = int(piece["most"] or least)
        if max(least, most) > MAX_REPEATS:
            return []
        ways.append(2 if piece["maybe"] else max(1, most - least + 1))
    return ways if at == len(form) else []
