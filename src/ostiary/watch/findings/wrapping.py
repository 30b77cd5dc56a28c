"""Text in lines of a width, in any script.

Knows: how wide a character is, where a line of Chinese may break.
Must not know: what is said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_PIECE: Final = re.compile(r"[\u3400-\u9fff][\u3000-\u303f\uff00-\uffef]*|[^\s\u3400-\u9fff]+")
"""A Chinese character with the marks that no line begins with; a word of any other script."""


def width_of(text: str) -> int:
    """Columns of a terminal or of a letter in one width of type."""
    return sum(_width(mark) for mark in text)


def wrapped(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """The text in lines of at most ``width`` columns, the first beginning with ``first``, the others with ``rest``."""
    lines, line = list[str](), first
    for gap, piece in _pieces(text, width - max(width_of(first), width_of(rest))):
        is_begun = line not in {first, rest}
        if is_begun and width_of(line + gap + piece) > width:
            lines.append(line)
            line, is_begun = rest, False
        line += (gap if is_begun else "") + piece
    return [*lines, line] if line.strip() else lines


def _pieces(text: str, most: int) -> Iterator[tuple[str, str]]:
    """What stands together, with the blank before it; what is wider than a line comes in parts."""
    end = 0
    for found in _PIECE.finditer(text):
        gap = " " if found.start() > end else ""
        end = found.end()
        for part in _parts(found.group(), most):
            yield gap, part
            gap = ""


def _parts(piece: str, most: int) -> Iterator[str]:
    part = ""
    for mark in piece:
        if part and width_of(part) + _width(mark) > most:
            yield part
            part = ""
        part += mark
    yield part


def _width(mark: str) -> int:
    if unicodedata.category(mark) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(mark) in "WF" else 1
