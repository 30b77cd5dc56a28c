from __future__ import annotations

from typing import Any

from ostiary.watch.detecting import shared_account
from watch.events_world import DAY, HOUR, MINUTE, ms
from watch.judged import flagged, leads, tables

START = ms("2025-06-02 08:00")
DEVICES, ADDRESSES, SLEEPLESS, MODES = shared_account.DETECTORS


def _changes(user: str, days: int, minutes: int, column: str = "device") -> list[dict[str, Any]]:
    """On each day, one thing and some minutes later another."""
    return [
        {"user": user, "at": START + day * DAY + i * minutes * MINUTE, column: f"{user}-{i}"}
        for day in range(days)
        for i in range(2)
    ]


def test_devices_that_change_within_minutes_on_three_days_are_flagged() -> None:
    """Three days are, with both ends of each change; two are not, nor changes of six minutes."""
    (lead,) = leads(DEVICES, tables([*_changes("a", 3, 5), *_changes("b", 2, 5), *_changes("c", 9, 6)]))
    assert (lead.entity, lead.events, lead.detail) == ("a", 6, "3 days")
    assert "5 minutes on 3 days" in DEVICES.sentence(lead, DEVICES.limits)


def test_shared_addresses_say_nothing() -> None:
    """A way out that many share is no place; two of one's own are."""
    rows = _changes("a", 3, 5, "address")
    assert len(flagged(ADDRESSES, tables(rows))) == 6
    assert flagged(ADDRESSES, tables(rows, {"egress": [{"address": "a-1"}]})) == []


def test_an_account_in_use_for_nineteen_hours_is_flagged() -> None:
    """Nineteen different hours of 24 are, eighteen are not, nor nineteen with pauses."""
    rows = [{"user": "a", "at": START + i * HOUR} for i in range(19)]
    rows += [{"user": "b", "at": START + i * HOUR} for i in range(18)]
    rows += [{"user": "c", "at": START + i * 2 * HOUR} for i in range(19)]
    (lead,) = leads(SLEEPLESS, tables(rows))
    assert (lead.entity, lead.events, lead.detail) == ("a", 19, "19 hours")


def _habits(user: str, hours: tuple[int, int], count: int = 60) -> list[dict[str, Any]]:
    """Two devices, each at an hour of its own."""
    midnight = ms("2025-06-02")
    return [
        {"user": user, "device": f"{user}-{i}", "at": midnight + day * DAY + hours[i] * HOUR + i}
        for day in range(count)
        for i in range(2 if day % 3 else 1)
    ]


def test_devices_that_keep_different_hours_are_flagged() -> None:
    """A device by day and one by night are two habits; evidence is what the rarer one did."""
    (lead,) = leads(MODES, tables([*_habits("a", (9, 22), 70), *_habits("b", (9, 9), 70)]))
    assert (lead.entity, lead.events) == ("a", 46)
    assert lead.measure > 0.99


def test_two_devices_with_few_accesses_have_no_habits() -> None:
    """Below a hundred accesses nothing is judged."""
    assert flagged(MODES, tables(_habits("a", (9, 22), 50))) == []
