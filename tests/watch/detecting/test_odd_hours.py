from __future__ import annotations

from typing import Any

from ostiary.watch.detecting import odd_hours
from watch.events_world import DAY, HOUR, MINUTE, ms
from watch.judged import events_of, flagged, leads, tables

START = ms("2025-06-02")
(HOURS,) = odd_hours.DETECTORS


def _history(user: str, hour: int, days: int = 110, count: int = 2) -> list[dict[str, Any]]:
    """Some accesses a day, about one hour of the day."""
    return [
        {"user": user, "at": START + day * DAY + hour * HOUR + i * 20 * MINUTE}
        for day in range(days)
        for i in range(count)
    ]


def _odd(user: str, *days: int, hour: int = 3) -> list[dict[str, Any]]:
    return [
        {"user": user, "at": START + day * DAY + hour * HOUR, "event_id": f"odd-{user}-{day}"} for day in days
    ]


def test_two_accesses_at_a_strange_hour_are_flagged() -> None:
    """Two nights within thirty days are a lead; one night, and two nights forty days apart, are not."""
    rows = [*_history("a", 14), *_odd("a", 10, 12), *_history("b", 14), *_odd("b", 10), *_history("c", 14)]
    found = tables([*rows, *_odd("c", 10, 50)])
    assert events_of(HOURS, found) == ["odd-a-10", "odd-a-12"]
    (lead,) = leads(HOURS, found)
    assert "2 times" in HOURS.sentence(lead, HOURS.limits)


def test_nights_in_a_row_do_not_make_each_other_usual() -> None:
    """Ten nights, three times each, are odd beside fifty days of work; as many spread over the year are a habit."""
    nights = [{"user": "a", "at": START + (30 + i // 3) * DAY + 3 * HOUR + i % 3 * MINUTE} for i in range(30)]
    assert len(flagged(HOURS, tables([*_history("a", 14, count=1), *nights]))) == 30
    habit = _odd("a", *range(0, 110, 10))
    assert flagged(HOURS, tables([*_history("a", 14, count=1), *habit])) == []


def test_only_what_lies_elsewhere_is_history() -> None:
    """Eighty accesses within twenty days say nothing of those days: what lies around an access is no history of it."""
    rows = [*_history("a", 14, days=20, count=4), *_odd("a", 5, 6)]
    assert flagged(HOURS, tables(rows)) == []


def test_a_missing_roster_is_said() -> None:
    """Without any shift or call of the user nobody knows whether they were on duty, and with some the lead says what they do not explain."""
    rows = [*_history("a", 14), *_odd("a", 10, 12)]
    (lead,) = leads(HOURS, tables(rows))
    assert "on duty could not be judged" in HOURS.sentence(lead, HOURS.limits)
    known = {"shifts": [{"user": "a", "since": START, "until": START + HOUR}]}
    (lead,) = leads(HOURS, tables(rows, known))
    assert HOURS.sentence(lead, HOURS.limits).endswith("on no shift and no call that is known.")


def test_the_clock_has_no_midnight() -> None:
    """Whoever works around midnight is at home on both sides of it."""
    rows = [*_history("a", 23), *_odd("a", 10, 12, hour=25)]
    assert flagged(HOURS, tables(rows)) == []


def test_a_short_history_says_nothing() -> None:
    """Below fifty accesses no hour is strange."""
    assert flagged(HOURS, tables([*_history("a", 14, days=47, count=1), *_odd("a", 10, 12)])) == []


def test_a_call_explains_the_hour() -> None:
    """A shift or a dispatch within two hours is why; one of another user is not."""
    rows = [*_history("a", 14), *_odd("a", 10, 12)]

    def sent(user: str, day: int, hour: int) -> dict[str, Any]:
        start = START + day * DAY + hour * HOUR
        return {"user": user, "since": start, "until": start + 30 * MINUTE}

    known = {"dispatches": [sent("a", 10, 2)], "shifts": [sent("a", 12, 4)]}
    assert flagged(HOURS, tables(rows, known)) == []
    others = {"dispatches": [sent("b", 10, 2)], "shifts": [sent("a", 12, 8)]}
    assert len(flagged(HOURS, tables(rows, others))) == 2


def test_the_agencys_own_clock_counts() -> None:
    """The same accesses are at the same hours wherever the agency is; without its clock nothing is judged."""
    rows = [*_history("a", 14), *_odd("a", 10, 12)]
    assert len(flagged(HOURS, tables(rows, offset_minutes=-420))) == 2
    assert flagged(HOURS, tables(rows, offset_minutes=None)) == []
