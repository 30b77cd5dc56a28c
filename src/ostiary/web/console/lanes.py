"""The picture of the last hour: a lane for each agency, a tick for each quarter of a minute in which it asked.

Knows: where each tick stands, and the sentence and the table that say the same.
Must not know: markup, where accesses come from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ostiary.web.console.access_row import AccessRow

SPAN: Final = timedelta(hours=1)
SLOT_SECONDS: Final = 15
SLOTS: Final = int(SPAN.total_seconds()) // SLOT_SECONDS
MAX_LANES: Final = 24
"""Agencies in the picture; the table has all of them. 24 lanes of 240 slots, each with two ticks at most, are 11,520 lines."""

LABEL_WIDTH: Final = 132
SLOT_WIDTH: Final = 3
LANE_HEIGHT: Final = 34
HEAD_HEIGHT: Final = 18
WIDTH: Final = LABEL_WIDTH + SLOTS * SLOT_WIDTH + 8
_FULL: Final = 14
_STEPS: Final = ((20, 1.0), (5, 0.8), (2, 0.6), (1, 0.4))
"""From how many accesses on a tick has which part of its full height."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick: where it stands, and how far it reaches from the lane's line; denied ones reach up, others down."""

    x: int
    height: int
    count: int


@dataclass(frozen=True, slots=True)
class Lane:
    """One agency's hour."""

    agency: str
    y: int
    """Where its line runs."""
    allowed: tuple[Tick, ...]
    denied: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Hour:
    """The picture and its sentence. ``hours`` are the labels below, each with its place."""

    lanes: tuple[Lane, ...]
    left_out: int
    width: int
    height: int
    marks: tuple[tuple[int, str], ...]
    sentence: str


def hour_of(rows: Mapping[str, Sequence[AccessRow]], now: datetime) -> Hour:
    """The hour before ``now``, of accesses by agency; those that are older are left out."""
    begin = now - SPAN
    # Who asks most is seen first; the table is by code.
    busiest = sorted(rows, key=lambda agency: (-len(rows[agency]), agency))
    lanes = tuple(
        _lane(agency, rows[agency], begin, HEAD_HEIGHT + at * LANE_HEIGHT + LANE_HEIGHT // 2)
        for at, agency in enumerate(busiest[:MAX_LANES])
    )
    return Hour(
        lanes,
        max(0, len(busiest) - MAX_LANES),
        WIDTH,
        HEAD_HEIGHT + len(lanes) * LANE_HEIGHT + 4,
        tuple(_marks(begin)),
        sentence_of([row for one in rows.values() for row in one]),
    )


def sentence_of(rows: Sequence[AccessRow]) -> str:
    """How much was asked, in one sentence."""
    count = len(rows)
    if not count:
        return "Nothing was accessed in the last hour"
    denied = sum(row.is_denied for row in rows)
    agencies = len({row.agency for row in rows})
    return (
        f"{_of(count, 'access', 'accesses')} in the last hour by {_of(agencies, 'agency', 'agencies')}, "
        f"{'none' if not denied else f'{denied:,}'} of them denied"
    )


def _of(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _lane(agency: str, rows: Sequence[AccessRow], begin: datetime, y: int) -> Lane:
    denied = Counter(_slot(row.at, begin) for row in rows if row.is_denied)
    allowed = Counter(_slot(row.at, begin) for row in rows if not row.is_denied)
    return Lane(agency, y, _ticks(allowed), _ticks(denied))


def _ticks(counts: Counter[int]) -> tuple[Tick, ...]:
    return tuple(
        Tick(
            LABEL_WIDTH + slot * SLOT_WIDTH + 1,
            round(_FULL * next(part for least, part in _STEPS if count >= least)),
            count,
        )
        for slot, count in sorted(counts.items())
        if 0 <= slot < SLOTS
    )


def _slot(at: datetime, begin: datetime) -> int:
    # An instant that is a little ahead, by another machine's clock, stands in the last slot.
    return min(SLOTS - 1, int((at - begin).total_seconds() // SLOT_SECONDS))


def _marks(begin: datetime) -> list[tuple[int, str]]:
    quarter = timedelta(minutes=15)
    first = begin.replace(minute=begin.minute // 15 * 15, second=0, microsecond=0) + quarter
    moments = [first + at * quarter for at in range(4)]
    return [
        (LABEL_WIDTH + int((at - begin).total_seconds()) * SLOT_WIDTH // SLOT_SECONDS, f"{at:%H:%M}")
        for at in moments
        if at <= begin + SPAN
    ]
