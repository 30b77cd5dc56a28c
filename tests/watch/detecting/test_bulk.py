from __future__ import annotations

from typing import Any

from ostiary.watch.detecting import bulk
from watch.events_world import DAY, HOUR, MINUTE, ms
from watch.judged import events_of, flagged, leads, tables

START = ms("2025-06-02")
BURST, DAILY, CASE, COUNTING = bulk.DETECTORS


def _rows(user: str, count: int, step: int, start: int = START, **more: Any) -> list[dict[str, Any]]:
    return [{"user": user, "at": start + i * step, **more} for i in range(count)]


def test_more_than_forty_in_ten_minutes_are_a_burst() -> None:
    """41 within ten minutes are all evidence; 40, and 41 in ten minutes and more, are not."""
    rows = [
        *_rows("a", 41, 14_900),
        *_rows("b", 40, 1_000),
        *_rows("c", 41, 15_000),
        *_rows("a", 5, HOUR, START + HOUR),
    ]
    (lead,) = leads(BURST, tables(rows))
    assert (lead.entity, lead.events) == ("a", 41)


def test_a_burst_across_a_border_of_ten_minutes_is_found() -> None:
    """Where the ten minutes begin is nobody's matter."""
    assert len(events_of(BURST, tables(_rows("a", 45, 10_000, START - 4 * MINUTE)))) == 45


def test_two_agencies_bursts_do_not_add_up() -> None:
    """One pseudonym at two agencies is two accounts."""
    rows = [*_rows("a", 25, 1_000), *_rows("a", 25, 1_000, agency="Brook PD")]
    assert flagged(BURST, tables(rows)) == []


def test_a_day_far_above_the_own_is_flagged() -> None:
    """An account with thirty days of two is held to twenty; 21 on one day are too many, 20 are not."""
    days = [row for day in range(30) for row in _rows("a", 2, HOUR, START + day * DAY)]
    high = [*days, *_rows("a", 21, HOUR, START + 40 * DAY)]
    (lead,) = leads(DAILY, tables(high))
    assert (lead.entity, lead.events, lead.detail) == (
        "a",
        21,
        "21 times in one day, 2 is the 99th percentile of its other days",
    )
    assert flagged(DAILY, tables([*days, *_rows("a", 20, HOUR, START + 40 * DAY)])) == []


def test_a_busy_account_is_held_to_its_own_days() -> None:
    """Who often asks ten a day may ask fifty; the day itself is not its own excuse."""
    days = [row for day in range(30) for row in _rows("a", 10, HOUR, START + day * DAY)]
    assert flagged(DAILY, tables([*days, *_rows("a", 50, 20 * MINUTE, START + 40 * DAY)])) == []
    assert len(flagged(DAILY, tables([*days, *_rows("a", 51, 20 * MINUTE, START + 40 * DAY)]))) == 51


def test_an_account_with_few_days_is_held_to_everybodys() -> None:
    """Five times the usual eight is the limit of a new account."""
    assert flagged(DAILY, tables(_rows("a", 40, 20 * MINUTE))) == []
    assert len(flagged(DAILY, tables(_rows("a", 41, 20 * MINUTE)))) == 41


def test_a_case_far_above_the_others_is_flagged() -> None:
    """Thirty subjects among cases of one or two are; nineteen, and a folder of few cases, are not."""

    def case(number: str, subjects: int) -> list[dict[str, Any]]:
        return [
            {"user": "a", "at": START + i, "case_no": number, "about": f"{number}-{i}"}
            for i in range(subjects)
        ]

    others = [row for number in range(40) for row in case(f"25-1{number:05}", 1 + number % 2)]
    (lead,) = leads(CASE, tables([*others, *case("25-200000", 30)]))
    assert (lead.entity, lead.events) == ("25-200000", 30)
    hidden = [{**row, "about": ()} for row in [*others, *case("25-200000", 30)]]
    assert {row["detail"][:11] for row in flagged(CASE, tables(hidden))} == {"30 searches"}
    assert flagged(CASE, tables([*others, *case("25-200000", 19)])) == []
    assert flagged(CASE, tables([*others[:20], *case("25-200000", 30)])) == []


def test_numbers_that_count_up_are_flagged() -> None:
    """Thirteen numbers in a row are twelve steps; every second number, and eleven steps, are not."""

    def rows(user: str, numbers: list[int]) -> list[dict[str, Any]]:
        return [
            {"user": user, "at": START + i * HOUR, "case_no": f"25-{number:06}"}
            for i, number in enumerate(numbers)
        ]

    found = tables(
        [
            *rows("a", list(range(100, 113))),
            *rows("b", list(range(100, 140, 2))),
            *rows("c", list(range(100, 112))),
            *rows("d", list(range(120, 100, -1))),
        ]
    )
    assert {row["entity"] for row in flagged(COUNTING, found)} == {"a", "d"}


def test_alerts_and_later_portions_of_an_answer_are_no_searches() -> None:
    """An alert comes by itself, and an answer fetched in fifty portions was asked for once."""
    assert not flagged(BURST, tables(_rows("a", 50, 1_000, action="alert")))
    assert not flagged(BURST, tables(_rows("a", 50, 1_000, continues="first")))
