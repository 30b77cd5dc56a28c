"""What a background knows of those in it: their accesses, shifts and case numbers, found by whose they are.

Knows: rows and shifts of one background.
Must not know: cases, detectors, files.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from random import Random
from typing import Final

from ostiary.watch.evaluating.background import DAY_MS, Background
from ostiary.watch.evaluating.case import Row, Value

BOARD_DAYS: Final = 10
"""Of a colleague's case number that somebody reads off the board."""
MOST_OWN: Final = 8
"""Of the numbers that somebody has at hand."""
NO_NUMBER: Final = "25-000017"
"""Where nobody has one."""


class Past:
    """One background, read once."""

    def __init__(self, background: Background) -> None:
        self._rows = background.rows
        self._by_user: defaultdict[str, list[Row]] = defaultdict(list)
        self._shifts: defaultdict[str, list[int]] = defaultdict(list)
        for row in background.rows:
            self._by_user[str(row.get("user"))].append(row)
        for shift in background.known.get("shifts", ()):
            self._shifts[str(shift["user"])].append(int(shift["since"] or 0))
        self._times = [int(row["at"] or 0) for row in background.rows]

    def usual(self, user: str, before: int | None = None) -> Row:
        """What an access of that user has in columns of which nobody says anything: as in their latest before that moment, in ms."""
        every = self._by_user.get(user) or list(self._rows[-1:])
        own = [row for row in every if before is None or int(row["at"] or 0) < before] or every
        latest = dict(own[-1])
        numbers = [row["case_no"] for row in own if row.get("case_no")]
        latest["case_no"] = numbers[-1] if numbers else ""
        return latest | {
            "closed_case": numbers[0] if numbers else NO_NUMBER,
            "exported": False,
            "decision": "allow",
            "rule": "",
        }

    def shifts(self, user: str, after: int) -> list[int]:
        """When the user's shifts begin from that moment on, in ms and in order; empty where nobody knows them."""
        return sorted(start for start in self._shifts.get(user, ()) if start >= after)

    def numbers(self, user: str, before: int) -> list[Value]:
        """The user's own case numbers before that moment, the latest MOST_OWN of them, in order of their first use."""
        own = (
            row["case_no"]
            for row in self._by_user.get(user, ())
            if row.get("case_no") and int(row["at"] or 0) < before
        )
        return list(dict.fromkeys(own))[-MOST_OWN:]

    def number_of_another(self, user: str, agency: Value, at: int, rng: Random) -> Value:
        """The number of a case of that agency which somebody else used within BOARD_DAYS."""
        latest = self._rows[bisect_left(self._times, at - BOARD_DAYS * DAY_MS) : bisect_left(self._times, at)]
        there = [
            row["case_no"]
            for row in latest
            if row.get("case_no") and row.get("user") != user and row.get("agency") == agency
        ]
        return rng.choice(there) if there else NO_NUMBER
