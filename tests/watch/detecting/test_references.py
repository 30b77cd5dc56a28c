"""Each expression says what plain loops say, on random small worlds with small limits."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.watch.detecting import bulk, case_number, copied, odd_hours, travel, vague
from watch.detecting import references
from watch.events_world import DAY, MINUTE, Row, ms, tables_of_rows
from watch.judged import events_of, read, tables

START = ms("2025-06-01")
REASONS = ("theft of a car", "THEFT of a car", "robbery", "investigation", "", None)
EXAMPLES = 6
"""Worlds of a hundred events with several accounts each: more than six say little more."""


def _world(seed: int, count: int = 120, days: int = 80) -> list[dict[str, Any]]:
    draw = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for _ in range(count):
        # Half of the instants are whole minutes of few hours, so that equal instants and runs come often.
        at = START + (
            draw.randrange(days) * DAY + draw.randrange(40) * MINUTE
            if draw.random() < 0.5
            else draw.randrange(days * DAY)
        )
        row: dict[str, Any] = {"at": at, "agency": draw.choice(("Adams PD", "Brook PD"))}
        row["user"] = draw.choice(("a", "b", "c", "redacted"))
        reason = draw.choices(REASONS, (8, 4, 1, 2, 1, 1))[0]
        row |= {} if reason is None else {"reason": reason}
        row |= (
            {} if draw.random() < 0.2 else {"case_no": draw.choice(("25-10001", "25-10002", " 25-10002", ""))}
        )
        row |= {"about": draw.choices("pqrstuv", k=draw.randrange(3))} if draw.random() < 0.7 else {}
        if draw.random() < 0.7:
            row |= {"latitude": draw.uniform(40, 44), "longitude": draw.uniform(-90, -84)}
        rows.append(row)
    return rows


def _named(subjects: list[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in subjects:
        found[row["event_id"]].append(row["subject"])
    return found


@settings(max_examples=EXAMPLES)
@given(st.integers(0, 2**32), st.integers(2, 9), st.sampled_from((0.3, 0.5, 0.75)))
def test_copied_reasons_are_what_the_loops_find(seed: int, subjects: int, share: float) -> None:
    """M3a."""
    rows = _world(seed)
    events, about = tables_of_rows(rows)
    normal = {
        row["reason"]: row["normal"] for row in read({e["reason"] for e in events if e["reason"]}).to_pylist()
    }
    limits = {"subjects": subjects, "days": 30, "share": share}
    found = events_of(copied.DETECTORS[0], tables(rows), **limits)
    assert set(found) == references.copied(events, _named(about), normal, limits)


@settings(max_examples=EXAMPLES)
@given(st.integers(0, 2**32), st.integers(3, 25), st.integers(2, 25))
def test_stretched_numbers_are_what_the_loops_find(seed: int, subjects: int, active: int) -> None:
    """M4e."""
    rows = _world(seed)
    events, about = tables_of_rows(rows)
    limits = {"subjects": subjects, "span_days": 60, "active_days": active}
    found = events_of(case_number.DETECTORS[4], tables(rows), **limits)
    assert set(found) == references.stretched(events, _named(about), limits)


@settings(max_examples=EXAMPLES)
@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(1, 30))
def test_bursts_are_what_the_loops_find(seed: int, most: int, minutes: int) -> None:
    """M5a."""
    rows = _world(seed, days=4)
    limits = {"events": most, "minutes": minutes}
    found = events_of(bulk.DETECTORS[0], tables(rows), **limits)
    assert set(found) == references.burst(tables_of_rows(rows)[0], limits)


@settings(max_examples=EXAMPLES)
@given(st.integers(0, 2**32), st.integers(0, 4), st.integers(1, 3), st.integers(1, 20))
def test_busy_days_are_what_the_loops_find(seed: int, least: int, times: int, own_days: int) -> None:
    """M5b."""
    rows = _world(seed, days=20)
    limits = {"least": least, "times": times, "own_days": own_days, "usual": 2}
    found = events_of(bulk.DETECTORS[1], tables(rows), **limits)
    assert set(found) == references.busy_day(tables_of_rows(rows)[0], limits)


@settings(max_examples=EXAMPLES)
@given(st.integers(0, 2**32), st.integers(1, 15), st.integers(2, 3), st.sampled_from((0.1, 0.3)))
def test_odd_hours_are_what_the_loops_find(seed: int, apart: int, count: int, density: float) -> None:
    """M6, where nobody's shifts are known."""
    rows = _world(seed)
    limits = {
        "history": 12,
        "density": density,
        "hours": 1,
        "apart_days": apart,
        "events": count,
        "days": 20,
    }
    found = events_of(odd_hours.DETECTORS[0], tables(rows), **limits)
    assert set(found) == references.odd_hours(tables_of_rows(rows)[0], limits)


@settings(max_examples=EXAMPLES)
@given(st.integers(0, 2**32), st.integers(20, 300), st.integers(1, 900))
def test_travels_are_what_the_loops_find(seed: int, km: int, speed: int) -> None:
    """M8."""
    rows = _world(seed)
    limits = {"km": km, "km_per_hour": speed}
    found = events_of(travel.DETECTORS[0], tables(rows), **limits)
    assert set(found) == references.travelled(tables_of_rows(rows)[0], limits)


@settings(max_examples=EXAMPLES)
@given(st.integers(0, 2**32), st.integers(1, 40), st.sampled_from((0.1, 0.2, 0.25)))
def test_vague_months_are_what_the_loops_find(seed: int, reasons: int, share: float) -> None:
    """M2a, in one month: without a past there is no rise."""
    rows = _world(seed, days=28)
    limits = {"reasons": reasons, "share": share, "rise": 1, "chance": 0}
    found = events_of(vague.DETECTORS[0], tables(rows), **limits)
    assert set(found) == references.vague(tables_of_rows(rows)[0], frozenset({"investigation"}), limits)
