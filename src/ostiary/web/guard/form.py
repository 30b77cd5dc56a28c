"""What a form of the console says, read from its bytes.

Knows: `application/x-www-form-urlencoded`, which fields a form has, and how much a form may hold.
Must not know: what any field means, or who sends it.

No file is ever sent to the console, so this one encoding is all that is read. What our own pages would not send is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import parse_qsl

MAX_BODY_BYTES: Final = 65_536
"""A reason of 4,000 characters of four bytes, each written as 12 in percent signs, is 48,000; the rest is for all other fields."""
CONTENT_TYPE: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields of a form, each that was expected."""

    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Malformed:
    """It is not what our page would send; ``why`` holds nothing that was sent."""

    why: str


Form: TypeAlias = Filled | Malformed


def form_of(body: bytes, content_type: str, expected: frozenset[str]) -> Form:
    """Read a form that has exactly the ``expected`` fields, each once. A field may be empty; its page says whether it must not."""
    if content_type.partition(";")[0].strip().lower() != CONTENT_TYPE:
        return Malformed("it is written in another encoding")
    if len(body) > MAX_BODY_BYTES:
        return Malformed(f"it has more than {MAX_BODY_BYTES} bytes")
    try:
        pairs = _pairs(body, most=len(expected))
    except ValueError:
        # UnicodeError is a ValueError too; neither message is passed on, as they repeat what was sent.
        return Malformed("it cannot be read")
    # No more pairs are read than fields are expected, so where one comes twice another is missing.
    fields = dict(pairs)
    if fields.keys() != expected:
        return Malformed("its fields are not those of the page")
    if any("\0" in text for text in fields.values()):
        return Malformed("a field holds a zero byte")
    return Filled(fields)


def _pairs(body: bytes, *, most: int) -> list[tuple[str, str]]:
    text = body.decode("ascii")
    if not text:
        return []
    return parse_qsl(
        text,
        keep_blank_values=True,
        strict_parsing=True,
        encoding="utf-8",
        errors="strict",
        max_num_fields=most,
    )
