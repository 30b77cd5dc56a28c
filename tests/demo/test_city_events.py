from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from ostiary.demo.city_events import DISTRICTS, arrests, case_of, incidents
from ostiary.demo.city_offences import OFFENCES, offence_codes
from ostiary.demo.city_people import is_under_age
from ostiary.demo.city_rows import Incident, Person, index_code, offence_code


@pytest.fixture(scope="module")
def reported(persons: Sequence[Person], today: date) -> Sequence[Incident]:
    """Two thousand incidents."""
    return tuple(incidents(Random(7), people=persons, today=today, count=2_000))


def test_incidents_follow_from_the_seed(
    reported: Sequence[Incident], persons: Sequence[Person], today: date
) -> None:
    """The same seed gives the same incidents."""
    assert tuple(incidents(Random(7), people=persons, today=today, count=2_000)) == tuple(reported)


def test_incidents_are_of_the_year_in_order(reported: Sequence[Incident], today: date) -> None:
    """They happen in the year before today, one after the other, each under its own case number."""
    moments = [incident.occurred_at for incident in reported]
    end = datetime.combine(today, time())
    assert moments == sorted(moments)
    assert end - timedelta(days=365) <= moments[0] <= moments[-1] <= end
    assert len({incident.case_number for incident in reported}) == len(reported)
    assert {incident.district for incident in reported} == set(DISTRICTS)


def test_a_few_people_are_in_many_incidents(reported: Sequence[Incident]) -> None:
    """Somebody has at least ten incidents, the typical named person one or two, and many name nobody."""
    named = Counter(incident.person_id for incident in reported if incident.person_id is not None)
    counts = sorted(named.values())
    assert counts[-1] >= 10
    assert counts[len(counts) // 2] <= 2
    assert 0.5 < named.total() / len(reported) < 0.85


def test_what_is_about_a_sealed_person_is_sealed(
    reported: Sequence[Incident], persons: Sequence[Person]
) -> None:
    """An incident of a sealed person is sealed."""
    about = [
        incident for incident in reported if incident.person_id and persons[incident.person_id - 1].sealed
    ]
    assert about
    assert all(incident.sealed for incident in about)


def test_arrests_follow_incidents_and_warrants(
    reported: Sequence[Incident], persons: Sequence[Person], today: date
) -> None:
    """Each incident with an arrest has one, after it and of the same person; warrants fill up to the count."""
    told = {incident.case_number: incident for incident in reported if incident.arrest}
    made = list(arrests(Random(7), people=persons, incidents=reported, today=today, count=700))
    after = {arrest.case_number: arrest for arrest in made if arrest.case_number in told}
    assert len(made) == 700
    assert [arrest.arrest_id for arrest in made] == list(range(1, 701))
    assert after.keys() == told.keys()
    assert all(after[case].person_id == incident.person_id for case, incident in told.items())
    assert all(after[case].arrested_at >= incident.occurred_at for case, incident in told.items())


def test_an_arrest_knows_the_age_of_that_day(
    reported: Sequence[Incident], persons: Sequence[Person], today: date
) -> None:
    """The juvenile flag is the age at the arrest, and nobody is released before it or after today."""
    made = list(arrests(Random(7), people=persons, incidents=reported, today=today, count=700))
    for arrest in made:
        day = arrest.arrested_at.date()
        assert arrest.juvenile == is_under_age(persons[arrest.person_id - 1].dob, day)
        assert arrest.release_date is None or day <= arrest.release_date <= today
    assert any(arrest.release_date is None for arrest in made)


def test_incidents_that_name_nobody_lead_to_no_arrest(
    reported: Sequence[Incident], persons: Sequence[Person], today: date
) -> None:
    """Incidents of a real extract have no person: every arrest is then on a warrant."""
    nameless = [incident._replace(person_id=None) for incident in reported]
    made = list(arrests(Random(7), people=persons, incidents=nameless, today=today, count=50))
    assert len(made) == 50
    assert all(arrest.case_number.startswith("QW") for arrest in made)


def test_a_case_opens_after_its_incident(reported: Sequence[Incident], today: date) -> None:
    """A case carries its incident's number; it opens within days and never closes before or after today."""
    rng = Random(7)
    for incident in reported[:200]:
        case = case_of(rng, incident, today)
        assert case.case_number == incident.case_number
        assert incident.occurred_at.date() <= case.opened_on <= today
        assert case.closed_on is None or case.opened_on < case.closed_on <= today


def test_offence_codes_are_different_and_indexed() -> None:
    """About sixty codes, each once; an incident's own code row is the same one."""
    codes = offence_codes()
    assert 55 <= len(codes) == len({code.iucr for code in codes})
    assert {code.index_code for code in codes} == {"I", "N"}
    assert (index_code("04a"), index_code("08B"), index_code("")) == ("I", "N", "")
    assert len(OFFENCES) == len(codes)


def test_an_incident_tells_its_offence_code(reported: Sequence[Incident]) -> None:
    """The code derived from a made-up incident is one of the table."""
    assert {offence_code(incident) for incident in reported} <= set(offence_codes())
