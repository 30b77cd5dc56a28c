"""When: searches by day, with the days on which there are none, and by hour of the week.

Knows: the sentences and pictures of it, and that a clock is named wherever an hour is.
Must not know: time zones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ostiary.watch.reporting.chart import Chart, Column, Table
from ostiary.watch.reporting.figures import Times
from ostiary.watch.reporting.pictures import Col, Segment, columns, hours, key, together
from ostiary.watch.reporting.words import (
    agreeing,
    counted,
    day_in_words,
    day_of,
    percent,
    searches,
    share_of,
)
from ostiary.watch.statistics import quantile, wilson

SECTION: Final = "When"
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NIGHT: Final = (22, 23, 0, 1, 2, 3, 4, 5)
MOST_COLUMNS: Final = 240
"""Columns that have a pixel each on a telephone; a longer log is drawn by several days a column."""


def charts(times: Times) -> tuple[Chart, ...]:
    """Days and hours."""
    return (by_day(times), by_hour(times)) if times.days else ()


def by_day(times: Times) -> Chart:
    """Searches a day, from the first to the last."""
    days = {day: times.days.get(day, 0) for day in range(min(times.days), max(times.days) + 1)}
    step = -(-len(days) // MOST_COLUMNS)
    headline = day_headline(days)
    return Chart(
        "days",
        SECTION,
        "On which days are there searches, and on which none?",
        headline,
        Table(
            (
                Column("day", "Day", "text"),
                Column("weekday", "Weekday", "text"),
                Column("searches", "Searches"),
            ),
            tuple(
                (day_of(day).isoformat(), WEEKDAYS[day_of(day).weekday()], count)
                for day, count in days.items()
            ),
        ),
        together(
            columns(_columns(days, step), headline, of="searches", room=3),
            key([("solid", "searches a day" if step == 1 else f"searches in {step} days")]),
        ),
        _day_notes(days, times),
    )


def _columns(days: Mapping[int, int], step: int) -> list[Col]:
    first = min(days)
    found = []
    for start in range(first, max(days) + 1, step):
        counts = [days[day] for day in range(start, start + step) if day in days]
        label = f"{day_of(start).day} {day_of(start):%b}"
        found.append(Col(label, (Segment(sum(counts)),), is_gap=0 in counts))
    return found


def day_headline(days: Mapping[int, int]) -> str:
    """From when to when, and how many days are missing."""
    gaps = sum(count == 0 for count in days.values())
    span = f"from {day_in_words(min(days))} to {day_in_words(max(days))}"
    if len(days) == 1:
        return f"{searches(sum(days.values())).capitalize()}, all on {day_in_words(min(days))}"
    middle = quantile(sorted(days.values()), 0.5)
    busiest = max(days, key=lambda day: days[day])
    said = f"half of its days have {searches(round(middle))} or fewer, and the busiest, {day_in_words(busiest)}, has {days[busiest]:,}"
    missing = (
        f"; on {counted(gaps, 'day', 'days')} of {len(days):,} there is none"
        if gaps
        else "; no day is without one"
    )
    return f"The log runs {span}: {said}{missing}"


def _day_notes(days: Mapping[int, int], times: Times) -> tuple[str, ...]:
    longest = _longest_gap(days)
    notes = [
        f"Days of {'the agencies' + chr(0x2019) + ' own clocks' if times.is_local else 'UTC'}; shaded where a day has no search."
    ]
    if longest > 1:
        notes.append(
            f"The longest time without any is {longest:,} days: either nobody searched, or the log has a gap there."
        )
    return tuple(notes)


def _longest_gap(days: Mapping[int, int]) -> int:
    longest = run = 0
    for _, count in sorted(days.items()):
        run = 0 if count else run + 1
        longest = max(longest, run)
    return longest


def by_hour(times: Times) -> Chart:
    """Searches by weekday and hour."""
    rows = [[times.hours.get((weekday, hour), 0) for hour in range(24)] for weekday in range(7)]
    headline = hour_headline(times)
    return Chart(
        "hours",
        SECTION,
        "At which hours of the week?",
        headline,
        Table(
            (
                Column("weekday", "Weekday", "text"),
                *(Column(f"hour_{hour:02}", f"{hour:02}") for hour in range(24)),
            ),
            tuple((name, *row) for name, row in zip(WEEKDAYS, rows, strict=True)),
        ),
        hours([(name[:3], row) for name, row in zip(WEEKDAYS, rows, strict=True)], headline),
        _hour_notes(times),
    )


def hour_headline(times: Times) -> str:
    """The share at night, with the clock."""
    total = sum(times.hours.values())
    night = wilson(sum(count for (_, hour), count in times.hours.items() if hour in NIGHT), total)
    clock = "local time" if times.is_local else "UTC"
    if not times.is_local:
        busiest = max(range(24), key=lambda hour: sum(times.hours.get((day, hour), 0) for day in range(7)))
        part = sum(times.hours.get((day, busiest), 0) for day in range(7)) / total
        return f"The busiest hour is {busiest:02}:00 to {(busiest + 1) % 24:02}:00 {clock}, with {percent(part)} of all searches; what hour that is where people work, the log does not say"
    return f"{share_of(night, 'search', 'searches').capitalize()} {agreeing(night, 'is', 'are')} between 22:00 and 06:00 {clock}"


def _hour_notes(times: Times) -> tuple[str, ...]:
    clock = "the agencies\N{RIGHT SINGLE QUOTATION MARK} own clocks" if times.is_local else "UTC"
    notes = [
        f"Hours of {clock}. Higher and darker is more; each row is a day of the week. Police work at night, too."
    ]
    if times.left_out:
        notes.append(f"Of {searches(times.left_out)} no local time is known; they are left out here.")
    return tuple(notes)
