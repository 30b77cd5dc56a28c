"""What made-up people are recorded for: incidents, arrests, and the cases that follow.

Knows: how incidents spread over days, districts and people, and what comes after one.
Must not know: where records are kept, or whether an incident is made up or from a real extract.

Case numbers of made-up events start with QA or QW, so that nobody takes them for those of a real extract (JK in 2026).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain
from random import Random
from typing import Final, NamedTuple

from ostiary.demo.city_offences import OFFENCES
from ostiary.demo.city_people import STREETS, heavy_tailed, is_under_age
from ostiary.demo.city_rows import Arrest, Case, Incident, Person

DISTRICTS: Final = tuple(f"{number:03d}" for number in (*range(1, 13), *range(14, 21), 22, 24, 25))
PLACES: Final = {
    "STREET": 30, "APARTMENT": 20, "RESIDENCE": 14, "SIDEWALK": 7, "SMALL RETAIL STORE": 5, "ALLEY": 4,
    "PARKING LOT / GARAGE (NON RESIDENTIAL)": 4, "RESTAURANT": 3, "DEPARTMENT STORE": 3, "GAS STATION": 2,
    "SCHOOL - PUBLIC BUILDING": 2, "CTA TRAIN": 2, "PARK PROPERTY": 2, "BAR OR TAVERN": 1, "": 1,
}  # fmt: skip
UNITS: Final = ("Area One Detectives", "Area Two Detectives", "Area Three Detectives", "Area Four Detectives",
                "Area Five Detectives", "Financial Crimes", "Narcotics")  # fmt: skip

DAYS_OF_INCIDENTS: Final = 365
NAMED_SHARE: Final = 0.6
ARREST_SHARE: Final = 0.2
CLOSED_SHARE: Final = 0.55
DOMESTIC_SHARE: Final = 0.08
HELD_SHARE: Final = 0.15
SEALED_ALONE_SHARE: Final = 0.01


def incidents(rng: Random, *, people: Sequence[Person], today: date, count: int) -> Iterator[Incident]:
    """So many incidents of the year before ``today``, in order of time; an arrest always names a person."""
    weights = tuple(offence.weight for offence in OFFENCES)
    places, place_weights = tuple(PLACES), tuple(PLACES.values())
    start, step = (
        _midnight(today) - timedelta(days=DAYS_OF_INCIDENTS),
        timedelta(days=DAYS_OF_INCIDENTS) / count,
    )
    for number in range(1, count + 1):
        offence = rng.choices(OFFENCES, weights)[0]
        arrest = rng.random() < ARREST_SHARE
        person = _somebody(rng, people) if arrest or rng.random() < NAMED_SHARE else None
        yield Incident(
            incident_id=number,
            case_number=f"QA{100_000 + 37 * number:06d}",
            occurred_at=_minute(start + step * (number - rng.random())),
            block=f"{rng.randrange(100):03d}XX {rng.choice('NSEW')} {rng.choice(STREETS).upper()}",
            iucr=offence.iucr,
            primary_type=offence.primary_type,
            description=offence.description,
            location_description=rng.choices(places, place_weights)[0],
            arrest=arrest,
            domestic="DOMESTIC" in offence.description or rng.random() < DOMESTIC_SHARE,
            district=rng.choice(DISTRICTS),
            fbi_code=offence.fbi_code,
            person_id=person.person_id if person is not None else None,
            sealed=_is_sealed(rng, person),
        )


def arrests(
    rng: Random, *, people: Sequence[Person], incidents: Sequence[Incident], today: date, count: int
) -> Iterator[Arrest]:
    """One arrest for each incident with an arrest and a person, and arrests on a warrant up to ``count`` in all.

    ``people`` are numbered from 1 in their order. Incidents of a real extract name nobody and lead to none.
    """
    told = [
        (incident, people[incident.person_id - 1])
        for incident in incidents
        if incident.arrest and incident.person_id is not None
    ]
    occasions = chain(
        (_after_incident(rng, incident, person) for incident, person in told),
        (_on_warrant(rng, people, number, today) for number in range(len(told) + 1, count + 1)),
    )
    for number, occasion in enumerate(occasions, start=1):
        yield _arrest(rng, number, occasion, today)


def case_of(rng: Random, incident: Incident, today: date) -> Case:
    """The case that a unit opened on an incident; closed at most 90 days later, never after ``today``."""
    opened = min(incident.occurred_at.date() + timedelta(days=rng.randrange(3)), today)
    closed = opened + timedelta(days=rng.randrange(1, 90))
    return Case(
        case_number=incident.case_number,
        opened_on=opened,
        closed_on=closed if rng.random() < CLOSED_SHARE and closed <= today else None,
        unit=rng.choice(UNITS),
        lead_member=f"cpd-{rng.randrange(1_000, 1_200)}",
        offence=incident.primary_type,
    )


class _Occasion(NamedTuple):
    """Why, when and where somebody is arrested."""

    case_number: str
    person: Person
    when: datetime
    charge: str
    district: str


def _after_incident(rng: Random, incident: Incident, person: Person) -> _Occasion:
    when = incident.occurred_at + timedelta(minutes=int(rng.expovariate(1 / 600)))
    return _Occasion(incident.case_number, person, when, incident.description, incident.district)


def _on_warrant(rng: Random, people: Sequence[Person], number: int, today: date) -> _Occasion:
    when = _minute(_midnight(today) - timedelta(days=DAYS_OF_INCIDENTS) * rng.random())
    charge = f"WARRANT - {rng.choice(OFFENCES).description}"
    return _Occasion(
        f"QW{100_000 + 37 * number:06d}", _somebody(rng, people), when, charge, rng.choice(DISTRICTS)
    )


def _arrest(rng: Random, number: int, occasion: _Occasion, today: date) -> Arrest:
    when = min(occasion.when, _midnight(today))
    released = when.date() + timedelta(days=int(rng.expovariate(1 / 5)))
    held = released > today or rng.random() < HELD_SHARE
    return Arrest(
        arrest_id=number,
        case_number=occasion.case_number,
        person_id=occasion.person.person_id,
        arrested_at=when,
        charge=occasion.charge,
        district=occasion.district,
        release_date=None if held else released,
        juvenile=is_under_age(occasion.person.dob, when.date()),
        sealed=_is_sealed(rng, occasion.person),
    )


def _somebody(rng: Random, people: Sequence[Person]) -> Person:
    return people[heavy_tailed(rng, len(people))]


def _is_sealed(rng: Random, person: Person | None) -> bool:
    """What is about a sealed person is sealed, and a little more."""
    return (person is not None and person.sealed) or rng.random() < SEALED_ALONE_SHARE


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
