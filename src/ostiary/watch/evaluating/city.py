"""A made-up city's log as background: officers with shifts and cases, nearly all of whose accesses are explained.

Knows: how much, when and why officers search, in the proportions that released logs show (misuse.md, section 1d).
Must not know: misuse: nobody in it does any. Detectors.

Explained are some nineteen in twenty, as in hospitals (misuse.md, section 3); the rest stands for records that are missing. It has
every column of the schema that detectors read, so that none is silent for want of one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from ostiary.watch.evaluating.background import DAY_MS, Background
from ostiary.watch.evaluating.case import Row

HOME: Final = "Lakeside PD"
OTHERS: Final = ("Harbor County SO", "State Patrol")
ZONE: Final = ZoneInfo("America/Chicago")
FIRST: Final = date(2025, 1, 6)
PLACE: Final = (41.88, -87.63)

MEDIAN_SEARCHES: Final = 16
SPREAD: Final = 1.09
"""Searches of a user in five and a half months: lognormal, from the 147 users of Eugene."""
DAYS_OF_MEDIAN: Final = 165
MOST_SEARCHES: Final = 400
SHIFTS: Final = (7, 15, 23)
"""Hours at which the three begin; each is eight long."""
_HOUR: Final = 3_600_000

# Shares of accesses, or of cases, from 0 to 1.
ON_DUTY_OF_SEVEN: Final = 5
OVERTIME: Final = 0.02
MOBILE: Final = 0.2
LONG_LOOKBACK: Final = 0.06
WITHOUT_NUMBER: Final = 0.05
EXPORTED: Final = 0.02
ONE_NETWORK: Final = 0.226
ASSIGNED: Final = 0.78
DISPATCHED: Final = 0.17

# What is typed, with how often: the proportions of the two released audits, vague ones a quarter.
REASONS: Final = (
    ("stolen vehicle", 9), ("suspect vehicle", 8), ("investigation", 12), ("robbery", 6), ("burglary", 6), ("theft", 7), ("hit and run", 5),
    ("assault", 5), ("warrant service", 4), ("missing person", 3), ("narcotics", 5), ("homicide", 2), ("fraud", 4), ("dui", 3), ("inv", 5),
    ("patrol", 4), ("locate", 3), ("call for service", 3), ("criminal justice", 2), ("shots fired", 3), ("domestic", 3), ("assist fire", 1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Officer:
    user: str
    agency: str
    shift: int
    searches: int
    off: int

    @property
    def number(self) -> int:
        return int(self.user.rsplit("-", 1)[1])


def made_up_city(seed: int, users: int = 180, days: int = 180) -> Background:
    """The city of that seed. The same numbers give the same rows."""
    return _City(Random(f"{seed} city"), users, days).background()


class _City:
    def __init__(self, rng: Random, users: int, days: int) -> None:
        self._rng, self._days = rng, days
        self._officers = [self._officer(number) for number in range(users)]
        self._rows: list[Row] = []
        self._known: dict[str, list[Row]] = {
            name: []
            for name in (
                "accounts",
                "grants",
                "cutoffs",
                "cases",
                "assignments",
                "dispatches",
                "shifts",
                "relations",
            )
        }
        self._case_numbers = 1000
        self._subjects = 0

    def background(self) -> Background:
        for officer in self._officers:
            self._work(officer)
            self._account(officer)
        self._known["grants"] = [
            {"owner": HOME, "agency": name, "since": self._ms(-400, 0)} for name in (HOME, *OTHERS)
        ]
        # An agency that was cut off long before, and never asks: so that a reappearance can be judged at all.
        self._known["cutoffs"] = [{"agency": "Distant Office", "since": self._ms(-300, 0)}]
        self._rows.sort(key=lambda row: (int(row["at"] or 0), str(row["event_id"])))
        return Background(
            name="made-up city",
            form="every-column",
            is_real=False,
            home=HOME,
            zone=ZONE,
            columns=frozenset(self._rows[0]),
            rows=self._rows,
            known=self._known,
        )

    def _officer(self, number: int) -> _Officer:
        agency = HOME if number % 3 else OTHERS[number // 3 % len(OTHERS)]
        median = MEDIAN_SEARCHES * self._days / DAYS_OF_MEDIAN
        drawn = int(self._rng.lognormvariate(math.log(median), SPREAD))
        return _Officer(
            f"unit-{number:04d}",
            agency,
            self._rng.randrange(3),
            min(MOST_SEARCHES, max(1, drawn)),
            self._rng.randrange(7),
        )

    def _work(self, officer: _Officer) -> None:
        """Cases, each with its searches, until the officer's number is reached; on days of duty, in the shift."""
        on_duty = [day for day in range(self._days) if (day + officer.off) % 7 < ON_DUTY_OF_SEVEN]
        left = officer.searches
        while left > 0:
            size = min(left, self._size_of_case())
            self._one_case(officer, self._rng.choice(on_duty), size, on_duty)
            left -= size
        self._known["shifts"] += [
            {"user": officer.user, "since": start, "until": start + 8 * _HOUR}
            for start in (self._ms(day, SHIFTS[officer.shift]) for day in on_duty)
        ]

    def _size_of_case(self) -> int:
        """Searches under one number: median 1, nine of ten at most 5, a hundredth beyond 22."""
        return 1 + min(24, int(self._rng.paretovariate(1.1)) - 1)

    def _one_case(self, officer: _Officer, day: int, size: int, on_duty: list[int]) -> None:
        self._case_numbers += 1
        number = f"25-{self._case_numbers:06d}"
        later = [each for each in on_duty if day <= each < day + 20] or [day]
        subjects = [self._subject() for _ in range(1 + size // 3)]
        reason = self._rng.choices([name for name, _ in REASONS], [weight for _, weight in REASONS])[0]
        times = sorted(self._moment(officer, self._rng.choice(later)) for _ in range(size))
        for at in times:
            self._rows += self._searches(officer, at, number, reason, self._rng.choice(subjects))
        self._explain(officer, number, times)

    def _moment(self, officer: _Officer, day: int) -> int:
        """In the shift, and one in fifty in the hours after it."""
        hours = self._rng.uniform(8, 11) if self._rng.random() < OVERTIME else self._rng.betavariate(2, 2) * 8
        return self._ms(day, SHIFTS[officer.shift]) + int(hours * _HOUR)

    def _searches(self, officer: _Officer, at: int, number: str, reason: str, subject: str) -> Iterator[Row]:
        """The access, and one in thirty is refused first and repeated within ten minutes, which is nothing."""
        row = self._row(officer, at, number, reason, subject)
        if self._rng.random() < 1 / 30:
            yield row | {
                "event_id": f"{row['event_id']}-r",
                "at": at - self._rng.randint(20, 500) * 1000,
                "decision": "deny",
                "rule": "R13",
            }
        yield row

    def _row(self, officer: _Officer, at: int, number: str, reason: str, subject: str) -> Row:
        is_mobile = self._rng.random() < MOBILE
        device = f"{'mobile' if is_mobile else 'desk'}-{officer.number}"
        lookback = (
            self._rng.choice((1, 7, 7, 14, 30, 30))
            if self._rng.random() > LONG_LOOKBACK
            else self._rng.randint(31, 120)
        )
        return {
            "event_id": f"e{len(self._rows):07d}-{officer.number}", "at": at, "user": officer.user, "agency": officer.agency, "owner": HOME,
            "employer": officer.agency, "beneficiary": officer.agency, "role": "officer", "device": device,
            "address": f"10.{3 if is_mobile else 1}.{officer.number // 250}.{officer.number % 250}", "session": f"{device}-{at // DAY_MS}",
            "latitude": round(PLACE[0] + self._rng.gauss(0, 0.05), 4), "longitude": round(PLACE[1] + self._rng.gauss(0, 0.05), 4),
            "action": "search", "reason": reason, "purpose": "criminal-investigation", "case_no": "" if self._rng.random() < WITHOUT_NUMBER else number,
            "networks": self._networks(), "devices": 400, "window_from": at - lookback * DAY_MS, "window_until": at, "decision": "allow",
            "rule": "", "rows": self._rng.randint(0, 12), "exported": self._rng.random() < EXPORTED, "subject": subject,
        }  # fmt: skip

    def _networks(self) -> int:
        """A fifth search one network; the others some hundreds, one in thirteen more than a thousand."""
        return (
            1
            if self._rng.random() < ONE_NETWORK
            else min(6176, int(self._rng.lognormvariate(math.log(347), 0.75)))
        )

    def _explain(self, officer: _Officer, number: str, times: list[int]) -> None:
        first, last = times[0], times[-1]
        closed = last + self._rng.randint(10, 80) * DAY_MS
        end = self._ms(self._days, 0)
        self._known["cases"].append(
            {
                "case_no": number,
                "agency": officer.agency,
                "opened": first - 2 * DAY_MS,
                "closed": closed if closed < end else None,
            }
        )
        chance = self._rng.random()
        if chance < ASSIGNED:
            self._known["assignments"].append(
                {"case_no": number, "user": officer.user, "since": first - DAY_MS}
            )
        elif chance < ASSIGNED + DISPATCHED:
            self._known["dispatches"] += [
                {"user": officer.user, "since": at - 2 * _HOUR, "until": at + _HOUR, "case_no": number}
                for at in times
            ]

    def _account(self, officer: _Officer) -> None:
        last = max(int(row["at"] or 0) for row in self._rows if row["user"] == officer.user)
        self._known["accounts"].append(
            {"agency": officer.agency, "user": officer.user, "role": "officer", "enabled": True, "since": self._ms(-700, 0),
             "last_use": last, "as_of": self._ms(self._days, 0), "identity_provider": "city", "trained_until": self._ms(self._days + 200, 0)}
        )  # fmt: skip
        for kind in ("self", "household"):
            self._known["relations"].append(
                {"user": officer.user, "subject": f"{kind[:1].upper()}{officer.number:06d}", "kind": kind}
            )

    def _subject(self) -> str:
        self._subjects += 1
        return f"P{self._subjects:07d}"

    def _ms(self, day: int, hour: int) -> int:
        local = datetime.combine(FIRST, time(), ZONE) + timedelta(days=day, hours=hour)
        return int(local.astimezone(UTC).timestamp()) * 1000
