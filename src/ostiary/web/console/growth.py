"""The picture of a log that grows: how many entries stood in it when, and how far witnesses have cosigned.

Knows: where each point of the line stands, and the sentence that says the same.
Must not know: markup, how a log is kept, who witnesses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ostiary.web.console.access_row import AccessRow

WIDTH: Final = 720
HEIGHT: Final = 200
LEFT: Final = 90
BOTTOM: Final = 24
MAX_POINTS: Final = 240


@dataclass(frozen=True, slots=True)
class Mark:
    """A size that somebody has signed: where its line stands, and what it is."""

    y: int
    size: int
    said: str


@dataclass(frozen=True, slots=True)
class Growth:
    """The line as the points of a polyline, and the marks across it."""

    points: str
    marks: tuple[Mark, ...]
    width: int
    height: int
    first: datetime
    last: datetime
    low: int
    high: int
    sentence: str


def growth_of(rows: Sequence[AccessRow], sizes: Sequence[tuple[int, str]]) -> Growth | None:
    """The picture, of accesses that are newest first and sizes with their words; None for fewer than two accesses."""
    if len(rows) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    first, last = rows[-1], rows[0]
    low, high = first.index, max(last.index + 1, *(size for size, _ in sizes)) if sizes else last.index + 1
    step = max(1, len(rows) // MAX_POINTS)
    shown = [*rows[::step], first]
    points = " ".join(f"{_x(row.at, first.at, last.at)},{_y(row.index, low, high)}" for row in shown)
    marks = tuple(Mark(_y(size, low, high), size, said) for size, said in sizes if low <= size <= high)
    grown = last.index - first.index
    return Growth(
        points,
        marks,
        WIDTH,
        HEIGHT,
        first.at,
        last.at,
        low,
        high,
        f"The log grew by {grown:,} entries between {first.at:%d %b %H:%M} and {last.at:%d %b %H:%M} UTC",
    )


def _x(at: datetime, first: datetime, last: datetime) -> int:
    whole = (last - first).total_seconds() or 1.0
    return LEFT + round((WIDTH - LEFT - 10) * (at - first).total_seconds() / whole)


def _y(size: int, low: int, high: int) -> int:
    whole = high - low or 1
    return HEIGHT - BOTTOM - round((HEIGHT - BOTTOM - 14) * (size - low) / whole)
