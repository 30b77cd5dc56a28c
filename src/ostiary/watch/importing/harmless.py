"""Strangers' words, as a spreadsheet and a terminal can show them.

Knows: what begins a formula, and what a terminal obeys.
Must not know: files, columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

MAX_TITLE: Final = 100
"""Characters of a header that are repeated."""
_FORMULA: Final = ("=", "+", "-", "@", "|", "%")


def harmless(text: str) -> str:
    """A header without control characters, and never the beginning of a formula. Saying it twice changes nothing."""
    shown = "".join(
        each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text.strip()[:MAX_TITLE]
    )
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown


def listed(values: Sequence[str]) -> str:
    """Headers in a row, each harmless."""
    return ", ".join(f"`{harmless(value)}`" for value in values)
