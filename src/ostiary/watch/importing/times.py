"""Times as people and programs write them: one form for a whole column, never guessed row by row.

Knows: forms of dates and times, and which of them a column has once all its cells were seen.
Must not know: files, time zones by name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from ostiary.errors import ImportRefused
from ostiary.watch.importing.mapping import Order

SHARE: Final = 0.99
"""How many of a column's times must be of one form for it to be the column's; the others are refused one by one."""
EARLIEST: Final = 1970
LATEST: Final = 2100
"""Years that a log can speak of."""
MAX_TIME: Final = 64
"""Characters: `12/31/2025, 11:59:59.999999 PM UTC-08:00` has forty."""
DAY: Final = 86_400_000
MONTHS: Final = 12
_MINUTE: Final = 60_000

_WRITTEN: Final = re.compile(
    r"(?P<a>\d{4}|\d{1,2})(?P<sign>[-/.])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{4}|\d{1,2})"
    r"(?:(?:T|,?\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
    r"(?:\s*(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}:?\d{2}|[ECMP][SD]T))?)?",
    re.ASCII,
)
_BEGINS: Final = re.compile(r"\s*(\d+)\D(\d+)", re.ASCII)
_CLOCK_TIME: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?.*", re.ASCII)
_WINDOW: Final = re.compile(r"\s*(?:[\r\n]+|\s(?:to|-|–|—)\s)\s*")
_SPACES: Final = str.maketrans({"\u202f": " ", "\u00a0": " "})
"""Newer browsers write a narrow space before AM and PM."""
# Hours from UTC of the abbreviations that programs in the United States write; elsewhere they mean other things.
_NAMED: Final = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}


class Shape(NamedTuple):
    """What all times of a column share: which number is the year, the sign between, time of day, AM and PM, a zone."""

    year_first: bool
    sign: str
    has_time: bool
    has_half: bool
    zone: str


@dataclass(frozen=True, slots=True)
class TimeForm:
    """The form of a column: its shape, and where the year is last whether the month comes first."""

    shape: Shape
    month_first: bool = True

    def __str__(self) -> str:
        """As people write it."""
        order = "ymd" if self.shape.year_first else "mdy" if self.month_first else "dmy"
        names = {"y": "year", "m": "month", "d": "day"}
        day = self.shape.sign.join(names[each] for each in order)
        return (
            day
            + (" time" * self.shape.has_time)
            + (" AM/PM" * self.shape.has_half)
            + (f" {self.shape.zone}" * bool(self.shape.zone))
        )


class Instant(NamedTuple):
    """A time as written: ms since 1970 on its own clock, its offset from UTC in ms where it says one, whether it is a day alone."""

    ms: int
    offset: int | None
    is_day: bool


@dataclass(slots=True)
class ShapeSeen:
    """Of one shape in one column: the first row with it, and the first that shows a day before, or after, its month (0: none)."""

    first_row: int
    day_first: int = 0
    month_first: int = 0

    def look_at(self, row: int, first: int, second: int) -> None:
        """Two numbers before a year. Where both are no month the row is no date, and shows nothing."""
        if first > MONTHS >= second:
            self.day_first = self.day_first or row
        elif second > MONTHS >= first:
            self.month_first = self.month_first or row


@dataclass(slots=True)
class TimesSeen:
    """Every shape of time in one column, each with how often it was seen."""

    counted: Counter[Shape] = field(default_factory=Counter)
    seen: dict[Shape, ShapeSeen] = field(default_factory=dict)

    def add(self, row: int, cell: str) -> bool:
        """Count a cell; whether it is a time of any shape."""
        shape = _shape_in(cell)
        if shape is None:
            return False
        self.counted[shape] += 1
        found = self.seen.get(shape)
        if found is None:
            found = self.seen[shape] = ShapeSeen(row)
        if not shape.year_first and (numbers := _BEGINS.match(cell)) is not None:
            found.look_at(row, int(numbers[1]), int(numbers[2]))
        return True


def match_of(cell: str) -> re.Match[str] | None:
    """The parts of a cell that is a time, or None."""
    if len(cell) > MAX_TIME:
        return None
    text = cell.strip()
    match = _WRITTEN.fullmatch(text if text.isascii() else text.translate(_SPACES))
    # Exactly one of the ends is a year.
    return match if match is not None and _is_year(match["a"]) != _is_year(match["c"]) else None


_DIGITS: Final = str.maketrans("012345678", "9" * 9)
"""All digits are one: cells that differ in them alone have one shape."""
_SHAPES: dict[str, Shape | None] = {}
_MAX_SHAPES: Final = 10_000
"""Cells of at most MAX_TIME characters whose shape is kept: 3 MB. A real column has ten."""


def _shape_in(cell: str) -> Shape | None:
    """The shape of a cell that is a time, or None; every other cell of the same digits and signs has the same."""
    if len(cell) > MAX_TIME:
        return None
    key = cell.translate(_DIGITS)
    if key in _SHAPES:
        return _SHAPES[key]
    if len(_SHAPES) >= _MAX_SHAPES:
        _SHAPES.clear()
    match = match_of(cell)
    found = _SHAPES[key] = None if match is None else shape_of(match)
    return found


def _is_year(digits: str) -> bool:
    return len(digits) == 4  # noqa: PLR2004 - years of two digits are never guessed


def shape_of(match: re.Match[str]) -> Shape:
    """The shape of a time."""
    zone = match["zone"] or ""
    kind = (
        "" if not zone else "UTC" if zone in {"Z", "UTC", "GMT"} else "zone" if zone in _NAMED else "offset"
    )
    return Shape(
        _is_year(match["a"]), match["sign"], match["hour"] is not None, match["half"] is not None, kind
    )


def decided(seen: TimesSeen, order: Order, title: str, *, needs_time: bool) -> TimeForm | None:
    """The form of a column after all its cells; None where it has no time at all.

    Raises ImportRefused where there is none: two forms, days before months and after them, or nothing that tells which.
    """
    if not seen.counted:
        return None
    shape, count = seen.counted.most_common(1)[0]
    if count < SHARE * seen.counted.total():
        listed = ", ".join(f"row {seen.seen[each].first_row}" for each, _ in seen.counted.most_common(3))
        raise ImportRefused(
            f"the times in column `{title}` have more than one form: compare {listed}",
            hint="a column is read in one form or not at all: split the file, or have it exported once more",
        )
    if needs_time and not shape.has_time:
        raise ImportRefused(
            f"column `{title}` has days without a time of day",
            hint="when somebody asked needs both; a mapping names a column of days with `date_from`",
        )
    return TimeForm(shape, _month_first(seen.seen[shape], shape, order, title))


def _month_first(found: ShapeSeen, shape: Shape, order: Order, title: str) -> bool:
    if shape.year_first:
        return True
    if found.day_first and found.month_first:
        raise ImportRefused(
            f"the dates in column `{title}` have the day first in row {found.day_first} and the month first in row "
            f"{found.month_first}",
            hint="split the file, or have it exported once more",
        )
    if found.day_first or found.month_first:
        return bool(found.month_first)
    if order == "undecided":
        raise ImportRefused(
            f"nothing in column `{title}` tells whether the day or the month comes first",
            hint="say it: --dates month-first, or --dates day-first",
        )
    return order == "month-first"


def is_time(cell: str) -> bool:
    """Whether a cell is a time of any shape."""
    return _shape_in(cell) is not None


def instant(cell: str, form: TimeForm) -> Instant | None:
    """The time in a cell, or None where it is none of this form, or of no calendar."""
    if _shape_in(cell) != form.shape or (match := match_of(cell)) is None:
        return None
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    year, month, day = (a, b, c) if form.shape.year_first else (c, a, b) if form.month_first else (c, b, a)
    start = _day(year, month, day)
    clock = 0 if match["hour"] is None else _time_of_day(match)
    if start is None or clock is None:
        return None
    return Instant(start + clock, _offset(match["zone"]), match["hour"] is None)


def window_parts(cell: str) -> list[str]:
    """The times of a cell that has two, on two lines or beside each other."""
    return [part for part in _WINDOW.split(cell.strip()) if part]


def joined(day: str, time: str) -> str:
    """A day and a time of day from two cells; what is no time of day stays as it is, and is refused as one."""
    return f"{day.strip()} {time.strip()}" if _CLOCK_TIME.fullmatch(time.strip()) else time


# At most 131 years of days, so some 5 MB.
_DAYS: dict[tuple[int, int, int], int] = {}
_EPOCH: Final = date(1970, 1, 1).toordinal()


def _day(year: int, month: int, day: int) -> int | None:
    found = _DAYS.get((year, month, day))
    if found is None and EARLIEST <= year <= LATEST:
        try:
            found = (date(year, month, day).toordinal() - _EPOCH) * DAY
        except ValueError:
            return None
        _DAYS[year, month, day] = found
    return found


def _time_of_day(match: re.Match[str]) -> int | None:
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if match["half"] is not None:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - a clock with two halves has twelve hours
            return None
        hour = hour % 12 + 12 * (match["half"] in "Pp")
    # The last second of a leap second day is written 60 and is the first of the next minute.
    if hour > 23 or minute > 59 or second > 60:  # noqa: PLR2004 - the clock's own numbers
        return None
    part = match["part"] or "0"
    return hour * 60 * _MINUTE + minute * _MINUTE + second * 1000 + int(f"{part[:3]:<03}")


def _offset(zone: str | None) -> int | None:
    if zone is None:
        return None
    if zone in _NAMED:
        return _NAMED[zone] * 60 * _MINUTE
    digits = zone.removeprefix("UTC").removeprefix("GMT").replace(":", "")
    if len(digits) < 5:  # noqa: PLR2004 - a sign and four digits
        return 0
    sign = -1 if digits[0] == "-" else 1
    return sign * (int(digits[1:3]) * 60 + int(digits[3:5])) * _MINUTE


def forms_in_words(forms: Mapping[str, TimeForm]) -> str:
    """The form of each column, for people."""
    return "; ".join(f"{title}: {form}" for title, form in forms.items())
