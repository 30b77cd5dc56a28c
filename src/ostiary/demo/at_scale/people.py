"""Who searches: agencies, their users, how much each asks and at what hour.

Knows: the lognormal of searches a user, sizes of agencies, time zones.
Must not know: what anybody asks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from ostiary.demo.at_scale.rows import Numbers

MEDIAN_SEARCHES: Final = 16
SIGMA: Final = 1.09
OVER_DAYS: Final = 165
"""Half of a city's plate-reader users search at most 16 times in five and a half months, lognormal with that sigma."""

MIN_AGENCIES: Final = 40
USERS_AN_AGENCY: Final = 150
AGENCY_SIGMA: Final = 1.2
ZONES: Final = (-8, -7, -6, -5)
"""Hours from UTC, of standard time all the year: detectors read each agency's own minutes, which are written beside."""
WATCHES: Final = (11, 19, 3)
"""The middle of each eight-hour watch, in hours of the agency's own clock."""
PLACED: Final = 0.3
"""So many users' devices say where they are."""
HEIRS: Final = 6
"""Agencies of one user each who do no ordinary work: those under whose names others reappear. They are the last."""


@dataclass(frozen=True, slots=True)
class People:
    """Arrays by user (``agency``, ``hour``, ``weight``, ``placed``) and by agency (``zone``, ``latitude``, ``longitude``)."""

    agency: Numbers
    hour: Numbers
    weight: Numbers
    placed: Numbers
    zone: Numbers
    latitude: Numbers
    longitude: Numbers

    @property
    def users(self) -> int:
        """How many users do ordinary work."""
        return len(self.agency) - HEIRS

    @property
    def agencies(self) -> int:
        """How many agencies do ordinary work."""
        return len(self.zone) - HEIRS


def draw_people(rng: np.random.Generator, events: int, days: int) -> People:
    """As many users as ask so many times in so many days."""
    mean = MEDIAN_SEARCHES * math.exp(SIGMA**2 / 2) * days / OVER_DAYS
    users = max(40, round(events / mean))
    agencies = max(MIN_AGENCIES, users // USERS_AN_AGENCY)
    size = rng.lognormal(0, AGENCY_SIGMA, agencies)
    of_user = rng.choice(agencies, users, p=size / size.sum()).astype(np.int32)
    everybody, everywhere = users + HEIRS, agencies + HEIRS
    return People(
        agency=np.concatenate([of_user, np.arange(agencies, everywhere, dtype=np.int32)]),
        hour=rng.choice(np.array(WATCHES), everybody, p=(0.5, 0.3, 0.2)) + rng.normal(0, 0.7, everybody),
        weight=np.concatenate([rng.lognormal(0, SIGMA, users), np.zeros(HEIRS)]),
        placed=rng.random(everybody) < PLACED,
        zone=rng.choice(np.array(ZONES), everywhere),
        latitude=rng.uniform(30, 47, everywhere),
        longitude=rng.uniform(-122, -75, everywhere),
    )
