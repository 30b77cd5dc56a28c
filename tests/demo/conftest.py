"""The embedded server of these tests, and some people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

import pytest

from ostiary.demo.city_people import people
from ostiary.demo.city_rows import Person
from ostiary.demo.embedded import EmbeddedPostgres


@pytest.fixture(scope="module")
def embedded_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """A real server with empty databases, of one test module alone."""
    with EmbeddedPostgres.start(tmp_path_factory.mktemp("embedded")) as server:
        yield server


@pytest.fixture(scope="session")
def today() -> date:
    """The day that the made-up city ends on."""
    return date(2026, 6, 30)


@pytest.fixture(scope="session")
def persons(today: date) -> Sequence[Person]:
    """Two thousand made-up people."""
    return tuple(people(Random(7), today=today, count=2_000))
