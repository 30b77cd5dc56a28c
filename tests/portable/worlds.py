"""A small world in which every portable detector has something to find, in Parquet files that any engine reads.

Knows: rows as ``events_world`` has them.
Must not know: engines, any one detector's limits.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ostiary.watch.detecting.running import WORDS
from ostiary.watch.events.schema import EVENT_SUBJECTS, EVENTS, KNOWN
from watch.events_world import DAY, HOUR, MINUTE, Row, arrow_of, known_rows, ms, tables_of_rows
from watch.judged import read

START = ms("2025-03-03 08:00")
USUAL = 600
"""Accesses in which nothing is: so many that shapes of numbers and usual days have a background."""


def rows() -> list[dict[str, Any]]:
    """Accesses of five months, with each kind of misuse a few times; the same at every call."""
    draw = random.Random(20250303)
    return [*_usual(draw), *_words(), *_numbers(), *_speed(), *_hours(), *_places()]


def known() -> dict[str, list[Row]]:
    """What is known beside them."""
    return {
        "cases": [
            {"case_no": f"25-1{i:05}", "agency": "Adams PD", "opened": "2025-01-01"} for i in range(USUAL)
        ],
        "egress": [{"address": "10.9.9.9"}],
        "shifts": [{"user": "night", "since": START + 40 * DAY, "until": START + 40 * DAY + HOUR}],
    }


def written(folder: Path) -> dict[str, Path]:
    """All tables as Parquet files in a folder: name of the table and its file."""
    events, subjects = tables_of_rows(rows())
    texts = [row[name] for row in events for name in ("reason", "purpose") if row[name]]
    texts += [row["case_no"] for row in events if re.search(WORDS, row["case_no"] or "")]
    found: dict[str, pa.Table] = {
        "events": arrow_of(events, EVENTS),
        "subjects": arrow_of(subjects, EVENT_SUBJECTS),
        "copies": arrow_of([], EVENTS),
        "reasons": read(texts),
    }
    beside = known()
    found |= {name: arrow_of(known_rows(name, beside.get(name, ())), KNOWN[name]) for name in KNOWN}
    for name, table in found.items():
        nullable = pa.schema([field.with_nullable(True) for field in table.schema])  # noqa: FBT003  # pyarrow has it so
        pq.write_table(table.cast(nullable), folder / f"{name}.parquet")
    return {name: folder / f"{name}.parquet" for name in found}


def _usual(draw: random.Random) -> Iterator[dict[str, Any]]:
    for i in range(USUAL):
        yield {
            "user": f"u{i % 12}",
            "at": START + draw.randrange(150) * DAY + draw.randrange(9 * 60) * MINUTE,
            "agency": f"Town {i % 25} PD" if i % 3 else "Adams PD",
            "reason": f"burglary number {i}",
            "case_no": f"25-1{i:05}",
            "about": [f"s{draw.randrange(400)}"],
            "networks": 12,
        }


def _words() -> Iterator[dict[str, Any]]:
    for i in range(3):
        yield {"user": "door", "at": START + i * DAY, "reason": "ICE detainer", "case_no": ""}
        yield {"user": "hsi", "at": START + i * DAY, "reason": "HSI", "case_no": "25-100001"}
        yield {"user": "vendor-mask", "at": START + i, "reason": "deportation", "agency": "Brook PD"}
        yield {
            "user": f"s{i}",
            "at": START + i * DAY,
            "reason": "special detail of the county",
            "agency": "Cole PD",
        }
    for i in range(40):
        yield {
            "user": "vague",
            "agency": "Dale PD",
            "at": START + i * HOUR // 4,
            "reason": "investigation" if i % 9 else "theft of a car",
        }
        yield {
            "user": "rise",
            "at": START + i * HOUR // 2,
            "reason": "robbery at the mill",
            "case_no": f"25-3{i:05}",
        }
        yield {
            "user": "rise",
            "at": START + 35 * DAY + i * HOUR // 2,
            "reason": "" if i % 2 else "robbery at the mill",
            "case_no": f"25-4{i:05}",
        }
        yield {"user": "copy", "at": START + i * HOUR, "reason": "robbery on mill road", "about": f"c{i}"}


def _numbers() -> Iterator[dict[str, Any]]:
    for i in range(6):
        yield {"user": "none", "at": START + i * HOUR, "case_no": "", "reason": "a car"}
        yield {"user": "form", "at": START + i * HOUR, "case_no": f"AB/{i}", "reason": "a car"}
        yield {
            "user": "fill",
            "at": START + i * HOUR,
            "case_no": ("000000", "123456", "7", "n/a", "none", "-")[i],
        }
        yield {"user": "fake", "at": START + i * HOUR, "case_no": f"25-9{i * 7:05}"}
    for i in range(30):
        yield {"user": "wide", "at": START + i * DAY, "case_no": "25-100007", "about": f"w{i}"}
        yield {"user": "count", "at": START + i * DAY, "case_no": f"25-2{i:05}"}


def _speed() -> Iterator[dict[str, Any]]:
    for i in range(60):
        yield {"user": "fast", "at": START + 5 * DAY + i * 5_000}


def _hours() -> Iterator[dict[str, Any]]:
    for day in range(110):
        for i in range(2):
            yield {"user": "night", "at": START + day * DAY + (i * 20 + 6 * 60) * MINUTE}
    for day in (10, 12, 40):
        yield {"user": "night", "at": START + day * DAY - 5 * HOUR}
    for i in range(22):
        yield {"user": "awake", "at": START + i * HOUR}


def _places() -> Iterator[dict[str, Any]]:
    for day in range(70):
        for i in range(2):
            at = START + day * DAY + i * 3 * MINUTE
            yield {"user": "pair", "at": at, "device": f"d{i}", "address": f"10.0.0.{i}"}
            yield {"user": "modes", "at": START + day * DAY + i * 11 * HOUR, "device": f"m{i}"}
    for i, place in enumerate(((41.88, -87.63), (39.74, -104.99), (41.88, -87.63))):
        yield {"user": "plane", "at": START + i * 10 * MINUTE, "latitude": place[0], "longitude": place[1]}
