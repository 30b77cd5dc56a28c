"""The embedded server of these tests, and some people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from ostiary.demo.city.events import Events
from ostiary.demo.city.papers import Papers
from ostiary.demo.city.people import People
from ostiary.demo.city.plates import Traffic
from ostiary.demo.city.rows import Incident, Person
from ostiary.demo.city.sizes import SMALL
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
def people(today: date) -> People:
    """The people of the small city."""
    return People(7, today=today, count=SMALL.persons)


@pytest.fixture(scope="session")
def persons(people: People) -> Sequence[Person]:
    """All of them."""
    return tuple(map(people.person, range(1, SMALL.persons + 1)))


@pytest.fixture(scope="session")
def traffic(people: People, today: date) -> Traffic:
    """Their vehicles."""
    return Traffic(7, people, today=today, vehicles=SMALL.vehicles, reads=SMALL.plate_reads)


@pytest.fixture(scope="session")
def papers(people: People, traffic: Traffic, today: date) -> Papers:
    """Their warrants and contact cards."""
    return Papers(7, people, traffic, today=today, size=SMALL)


@pytest.fixture(scope="session")
def events(people: People, papers: Papers, today: date) -> Events:
    """Their incidents and arrests."""
    return Events(7, people, papers, today=today, size=SMALL, of_extract=False)


@pytest.fixture(scope="session")
def reported(events: Events) -> Sequence[Incident]:
    """All incidents."""
    return tuple(map(events.incident, range(1, SMALL.incidents + 1)))
