"""What is asked: statements as officers' applications and analysts write them.

Knows: the city's tables, and the shapes of questions about a person, a plate, a case or a time.
Must not know: who asks, why, or whether the answer would be allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Final, TypeAlias

from ostiary.demo.traffic.intentions import Question
from ostiary.demo.traffic.sights import Known, Sights


@dataclass(frozen=True, slots=True)
class Topic:
    """What somebody is busy with: a case, a person, a plate, a day."""

    case: str
    person: Known
    plate: str
    day: datetime


Shape: TypeAlias = Callable[[Topic], Question]


def topic_of(rng: Random, sights: Sights, case: str) -> Topic:
    """The person of the case, where one is named, and otherwise anybody whom the city knows."""
    return Topic(
        case=case,
        person=sights.involved.get(case) or rng.choice(sights.people),
        plate=rng.choice(sights.plates),
        day=datetime.combine(sights.last.date(), time()) - timedelta(days=rng.randrange(28)),
    )


def by_name(topic: Topic) -> Question:
    """Who that is."""
    return Question(
        "SELECT person_id, surname, given_name, dob, address FROM persons"
        " WHERE surname = $1 AND given_name = $2 ORDER BY person_id LIMIT 50",
        (topic.person.surname, topic.person.given_name),
    )


def by_beginning(topic: Topic) -> Question:
    """Who is called something like that."""
    return Question(
        "SELECT person_id, surname, given_name, dob FROM persons WHERE surname LIKE $1 AND given_name = $2"
        " ORDER BY surname, person_id LIMIT 50",
        (f"{topic.person.surname[:3]}%", topic.person.given_name),
    )


def by_key(topic: Topic) -> Question:
    """The person whose record is already open."""
    return Question(
        "SELECT surname, given_name, dob, sex, address, phone FROM persons WHERE person_id = $1",
        (str(topic.person.person_id),),
    )


def by_plate(topic: Topic) -> Question:
    """Whose car that is."""
    return Question(
        "SELECT v.plate, v.make, v.model, v.year, p.surname, p.given_name FROM vehicles v"
        " JOIN persons p ON p.person_id = v.owner_id WHERE v.plate = $1",
        (topic.plate,),
    )


def cars(topic: Topic) -> Question:
    """Which cars that person has."""
    return Question(
        "SELECT plate, make, model, year FROM vehicles WHERE owner_id = $1", (str(topic.person.person_id),)
    )


def reads(topic: Topic) -> Question:
    """Where that car was."""
    return Question(
        "SELECT camera, read_at, latitude, longitude FROM plate_reads WHERE plate = $1"
        " ORDER BY read_at DESC LIMIT 40",
        (topic.plate,),
    )


def arrests(topic: Topic) -> Question:
    """What that person was arrested for."""
    return Question(
        "SELECT arrested_at, charge, district, case_number FROM arrests WHERE person_id = $1"
        " ORDER BY arrested_at DESC LIMIT 40",
        (str(topic.person.person_id),),
    )


def warrants(topic: Topic) -> Question:
    """Whether that person is wanted."""
    return Question(
        "SELECT warrant_number, kind, issuing_court, offence, issued_on FROM warrants"
        " WHERE person_id = $1 AND status = 'outstanding'",
        (str(topic.person.person_id),),
    )


def wanted(topic: Topic) -> Question:
    """Who is wanted since that day."""
    return Question(
        "SELECT w.warrant_number, w.offence, w.issued_on, p.surname, p.given_name FROM warrants w"
        " JOIN persons p ON p.person_id = w.person_id WHERE w.status = 'outstanding' AND w.issued_on >= $1"
        " ORDER BY w.issued_on LIMIT 60",
        (str(topic.day),),
    )


def incident(topic: Topic) -> Question:
    """What happened in that case."""
    return Question(
        "SELECT occurred_at, block, primary_type, description, arrest, person_id FROM incidents"
        " WHERE case_number = $1",
        (topic.case,),
    )


def history(topic: Topic) -> Question:
    """In which incidents that person is named, and under which name."""
    return Question(
        "SELECT i.occurred_at, i.primary_type, i.description, p.surname, p.given_name FROM incidents i"
        " JOIN persons p ON p.person_id = i.person_id WHERE p.person_id = $1 ORDER BY i.occurred_at DESC LIMIT 60",
        (str(topic.person.person_id),),
    )


def contacts(topic: Topic) -> Question:
    """When that person was stopped."""
    return Question(
        "SELECT contacted_at, place, reason, officer, narrative FROM contact_cards WHERE person_id = $1"
        " ORDER BY contacted_at DESC LIMIT 40",
        (str(topic.person.person_id),),
    )


def case_file(topic: Topic) -> Question:
    """Who works on that case."""
    return Question(
        "SELECT opened_on, closed_on, unit, lead_member FROM cases WHERE case_number = $1", (topic.case,)
    )


def day_stream(topic: Topic) -> Question:
    """All incidents of a night, for a map."""
    return Question(
        "SELECT incident_id, occurred_at, block, primary_type, district FROM incidents"
        " WHERE occurred_at >= $1 AND occurred_at < $2 ORDER BY occurred_at LIMIT 400",
        (str(topic.day), str(topic.day + timedelta(days=1))),
    )


def districts(topic: Topic) -> Question:
    """How many incidents each district has had since that day."""
    return Question(
        "SELECT district, count(*) FROM incidents WHERE occurred_at >= $1 GROUP BY district ORDER BY district",
        (str(topic.day),),
    )


def kinds(topic: Topic) -> Question:
    """Which kinds of incidents there were on that day."""
    return Question(
        "SELECT primary_type, count(*) FROM incidents WHERE occurred_at >= $1 AND occurred_at < $2"
        " GROUP BY primary_type ORDER BY primary_type",
        (str(topic.day), str(topic.day + timedelta(days=1))),
    )


def kinds_by_district(topic: Topic) -> Question:
    """What is frequent where."""
    return Question(
        "SELECT district, primary_type, count(*) FROM incidents WHERE occurred_at >= $1"
        " GROUP BY district, primary_type ORDER BY district, primary_type",
        (str(topic.day - timedelta(days=30)),),
    )


def arrest_shares(topic: Topic) -> Question:
    """How often an incident of each kind led to an arrest."""
    return Question(
        "SELECT primary_type, arrest, count(*) FROM incidents WHERE occurred_at >= $1"
        " GROUP BY primary_type, arrest ORDER BY primary_type, arrest",
        (str(topic.day - timedelta(days=14)),),
    )


def charges(topic: Topic) -> Question:
    """What people are arrested for."""
    return Question(
        "SELECT charge, count(*) FROM arrests WHERE arrested_at >= $1 GROUP BY charge ORDER BY charge",
        (str(topic.day - timedelta(days=30)),),
    )


def codes(_: Topic) -> Question:
    """The public list."""
    return Question("SELECT iucr, primary_type, description FROM offence_codes ORDER BY iucr")


def juvenile_arrests(topic: Topic) -> Question:
    """What oversight samples."""
    return Question(
        "SELECT arrest_id, arrested_at, charge FROM arrests WHERE juvenile AND arrested_at >= $1"
        " ORDER BY arrested_at LIMIT 100",
        (str(topic.day),),
    )


SHAPES: Final[Mapping[str, Shape]] = {
    shape.__name__: shape
    for shape in (
        by_name, by_beginning, by_key, by_plate, cars, reads, arrests, warrants, wanted, incident, history, contacts,
        case_file, day_stream, districts, kinds, kinds_by_district, arrest_shares, charges,
        codes, juvenile_arrests,
    )
}  # fmt: skip
