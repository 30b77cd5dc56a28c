"""A small log with something of everything, none of it real: two agencies with names and one without, three months.

Knows: short rows of events.
Must not know: what a report says of them.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from ostiary.watch.detecting.run_file import FORMAT
from ostiary.watch.events.folder import WatchFolder
from watch.events_world import DAY, folder_of, ms

HOSTILE: Final = '<script>alert("x")</script>=HYPERLINK("http://x.example")\x1b[2J'
HOSTILE_NAME: Final = "=2+5 <b>PD</b>\x1b[2J"
PLATE: Final = "ZZQ9876"
WORDS: Final = (
    "burglary at the north mall",
    "investigation",
    "stolen vehicle hotlist",
    "inv",
    "...",
    "",
    "redacted",
    "***",
)
RUN: Final = {
    "format": FORMAT,
    "run": 1,
    "at": "2026-03-01T04:00:00Z",
    "detectors": [
        {
            "code": "M2",
            "name": "vague reasons",
            "leads": 3,
            "events": 210,
            "judged": True,
            "missing": [],
            "sources_not_judged": {},
        },
        {
            "code": "M8",
            "name": "impossible travel",
            "leads": 0,
            "events": 0,
            "judged": False,
            "missing": ["events.latitude"],
            "sources_not_judged": {},
        },
    ],
}


def log_at(path: Path) -> WatchFolder:
    """The folder, with one run of detectors."""
    folder = folder_of(path, rows(), offset_minutes=-360)
    (path / "runs").mkdir()
    (path / "runs" / "0001.json").write_text(json.dumps(RUN), "utf-8")
    return folder


def rows() -> list[dict[str, Any]]:
    """Some two hundred searches: twelve users over ninety days with one gap, and what hostile people write."""
    found = [_row(number) for number in range(240)]
    found += [
        {"at": "2026-01-09 12:00", "user": "u-00", "reason": HOSTILE, "case_no": "=1+1"},
        {"at": "2026-01-09 12:05", "user": "u-00", "reason": f"plate {PLATE} seen", "agency": HOSTILE_NAME},
        {"at": "2026-01-09 12:10", "reason": "ICE detainer", "agency": "redacted", "decision": "deny"},
        {"at": "2026-01-09 12:12", "reason": "ICE detainer", "agency": "redacted", "decision": "allow"},
    ]
    return found


def _row(number: int) -> dict[str, Any]:
    day = date(2026, 1, 1) + timedelta(days=number * 3 // 8 + (5 if number > 120 else 0))
    row: dict[str, Any] = {
        "at": f"{day} {number * 7 % 24:02}:{number % 60:02}",
        "user": f"u-{number % 12 * (number % 3 > 0):02}",
        "agency": "Adams PD" if number % 4 else "Brown County SO",
        "networks": 2 ** (number % 11),
        "devices": 10 * (number % 40),
        "case_no": f"26-{number % 50:06}" if number % 2 else "",
        "decision": "deny" if number % 40 == 0 else "allow",
        "purpose": "criminal investigation" if number % 3 else "missing person",
    }
    if number % 5:
        row["window_from"] = ms(row["at"]) - (1 + number % 60) * DAY
    reason = WORDS[number % len(WORDS)]
    return {**row, "reason": {"***": "vendor-mask"}.get(reason, reason)}
