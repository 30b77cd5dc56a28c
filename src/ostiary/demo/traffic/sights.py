"""What the cast knows of the city: people, plates and cases that somebody could have reason to ask about.

Knows: a sample of the city's tables, asked past the door, as an account that may read them.
Must not know: what is asked about them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import psycopg

from ostiary.errors import SettingsError, UpstreamDown

SAMPLE: Final = 3_000
"""So many of each at most: a city's own officers, too, come back to what they know."""

_HIDDEN: Final = "NOT (p.juvenile OR p.sealed)"
# Every so-many-th number, so that the same city gives the same sample, at any size.
_PEOPLE: Final = f"""
SELECT p.person_id, p.surname, p.given_name FROM city.arrests a JOIN city.persons p ON p.person_id = a.person_id
WHERE a.arrest_id % greatest(1, (SELECT max(arrest_id) FROM city.arrests) / {SAMPLE}) = 0 AND {_HIDDEN}
ORDER BY a.arrest_id LIMIT {SAMPLE}
"""  # noqa: S608 - the constants above.
_PLATES: Final = f"""
SELECT plate FROM city.plate_reads
WHERE read_id % greatest(1, (SELECT max(read_id) FROM city.plate_reads) / {SAMPLE}) = 0 AND owner_id IS NOT NULL
ORDER BY read_id LIMIT {SAMPLE}
"""  # noqa: S608
_CASES: Final = f"""
SELECT c.case_number, c.closed_on IS NULL FROM city.cases c ORDER BY c.opened_on DESC, c.case_number LIMIT {SAMPLE}
"""  # noqa: S608
_INVOLVED: Final = """
SELECT i.case_number, p.person_id, p.surname, p.given_name FROM city.incidents i JOIN city.persons p USING (person_id)
WHERE i.case_number = ANY(%s) ORDER BY i.incident_id
"""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom the city has records about."""

    person_id: int
    surname: str
    given_name: str


@dataclass(frozen=True, slots=True)
class Sights:
    """Samples; ``involved`` says who is named in which case, ``last`` is the latest incident."""

    people: tuple[Known, ...]
    plates: tuple[str, ...]
    open_cases: tuple[str, ...]
    closed_cases: tuple[str, ...]
    involved: dict[str, Known]
    last: datetime
    persons: int


def look(dsn: str) -> Sights:
    """Look round in the city at the connection string of an account that may read its tables.

    Raises UpstreamDown when it cannot be reached, SettingsError when there is too little to ask about.
    """
    try:
        with psycopg.connect(dsn) as connection:
            sights = _look(connection)
    except psycopg.Error as error:
        raise UpstreamDown(
            "the demonstration's city cannot be reached", hint="is `ostiary demo` running?"
        ) from error
    if not (sights.people and sights.plates and sights.open_cases and sights.closed_cases):
        raise SettingsError("there is too little in the city to ask about")
    return sights


def _look(connection: psycopg.Connection[Any]) -> Sights:
    cases = connection.execute(_CASES.encode()).fetchall()
    numbers = [number for number, _ in cases]
    last, persons = connection.execute(
        "SELECT (SELECT max(occurred_at) FROM city.incidents), (SELECT max(person_id) FROM city.persons)"
    ).fetchall()[0]
    return Sights(
        people=tuple(Known(*row) for row in connection.execute(_PEOPLE.encode())),
        plates=tuple(plate for (plate,) in connection.execute(_PLATES.encode())),
        open_cases=tuple(number for number, is_open in cases if is_open),
        closed_cases=tuple(number for number, is_open in cases if not is_open),
        involved={number: Known(*who) for number, *who in connection.execute(_INVOLVED, [numbers])},
        last=last,
        persons=persons,
    )
