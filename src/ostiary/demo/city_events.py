"""What made-up people are recorded for: incidents, arrests, and the cases that follow.

Knows: how incidents spread over days, districts and people, and what comes after one.
Must not know: where records are kept, or whether an incident is made up or from a real extract.

Case numbers of made-up events start with QA or QW, letters that Chicago's record division numbers have not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

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

_SEALED_ALONE: Final = 0.01
_HELD_SHARE: Final = 0.15


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
            domestic="DOMESTIC" in offence.description or rng.random() < 0.08,
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
    number = 0
    for incident in incidents:
        if incident.arrest and incident.person_id is not None:
            number += 1
            person = people[incident.person_id - 1]
            when = incident.occurred_at + timedelta(minutes=int(rng.expovariate(1 / 600)))
            yield _arrest(
                rng,
                number,
                incident.case_number,
                person,
                when,
                incident.description,
                incident.district,
                today,
            )
    for number in range(number + 1, count + 1):  # noqa: B020 - the numbers go on.
        person = _somebody(rng, people)
        when = _minute(_midnight(today) - timedelta(days=DAYS_OF_INCIDENTS) * rng.random())
        charge = f"WARRANT - {rng.choice(OFFENCES).description}"
        yield _arrest(
            rng, number, f"QW{100_000 + 37 * number:06d}", person, when, charge, rng.choice(DISTRICTS), today
        )


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


def _arrest(
    rng: Random,
    number: int,
    case: str,
    person: Person,
    when: datetime,
    charge: str,
    district: str,
    today: date,
) -> Arrest:
    when = min(when, _midnight(today))
    released = when.date() + timedelta(days=int(rng.expovariate(1 / 5)))
    held = released > today or rng.random() < _HELD_SHARE
    return Arrest(
        arrest_id=number,
        case_number=case,
        person_id=person.person_id,
        arrested_at=when,
        charge=charge,
        district=district,
        release_date=None if held else released,
        juvenile=is_under_age(person.dob, when.date()),
        sealed=_is_sealed(rng, person),
    )


def _somebody(rng: Random, people: Sequence[Person]) -> Person:
    return people[heavy_tailed(rng, len(people))]


def _is_sealed(rng: Random, person: Person | None) -> bool:
    """What is about a sealed person is sealed, and a little more."""
    return (person is not None and person.sealed) or rng.random() < _SEALED_ALONE


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
