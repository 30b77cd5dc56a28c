"""A small city's sights without a city, and a script in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice

import pytest

from ostiary.demo.traffic.cast import Player, full_cast
from ostiary.demo.traffic.days import Days
from ostiary.demo.traffic.intentions import Intention
from ostiary.demo.traffic.script import Script
from ostiary.demo.traffic.sights import Known, Sights

PEOPLE = tuple(Known(number, f"Surname{number}", "Given") for number in range(1, 301))


@pytest.fixture(scope="session")
def cast() -> Sequence[Player]:
    """Everybody."""
    return full_cast()


@pytest.fixture(scope="session")
def sights() -> Sights:
    """Three hundred people, forty cases."""
    cases = tuple(f"QA{100_000 + number}" for number in range(40))
    return Sights(
        people=PEOPLE,
        plates=tuple(f"AB{10_000 + number}" for number in range(200)),
        open_cases=cases[:30],
        closed_cases=cases[30:],
        involved={cases[0]: PEOPLE[0]},
        last=datetime.fromisoformat("2026-06-29 23:00"),
        persons=5_000,
    )


DAYS = Days(90.0)

ScriptOf = Callable[..., Sequence[Intention]]


@pytest.fixture(scope="session")
def script_of(cast: Sequence[Player], sights: Sights) -> ScriptOf:
    """The first so many intentions of a script with other seed, rate or days than usual."""

    def first(count: int, *, seed: int = 7, rate: float = 100.0, days: Days = DAYS) -> Sequence[Intention]:
        return tuple(islice(Script(cast, sights, seed, rate, days), count))

    return first
