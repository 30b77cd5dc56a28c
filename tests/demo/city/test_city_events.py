from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pytest

from ostiary.demo.city.events import Events
from ostiary.demo.city.offences import OFFENCES, offence_codes
from ostiary.demo.city.papers import Papers
from ostiary.demo.city.people import People, is_under_age
from ostiary.demo.city.rows import Arrest, Incident, Person, index_code, offence_code
from ostiary.demo.city.sizes import INCIDENTS_A_CASE, SMALL
from ostiary.demo.city.streets import DISTRICTS


@pytest.fixture(scope="module")
def made(events: Events) -> Sequence[Arrest]:
    """All arrests."""
    return tuple(map(events.arrest, range(1, SMALL.arrests + 1)))


def test_incidents_follow_from_the_seed(
    reported: Sequence[Incident], people: People, papers: Papers, today: date
) -> None:
    """The same seed gives the same incidents, in any order."""
    again = Events(7, people, papers, today=today, size=SMALL, of_extract=False)
    assert all(again.incident(number) == reported[number - 1] for number in range(2_000, 1, -3))


def test_incidents_are_of_the_year_in_order(reported: Sequence[Incident], today: date) -> None:
    """They happen in the year before today, one after the other, each under its own case number."""
    moments = [incident.occurred_at for incident in reported]
    end = datetime.combine(today, time())
    assert moments == sorted(moments)
    assert end - timedelta(days=365) <= moments[0] <= moments[-1] <= end
    assert len({incident.case_number for incident in reported}) == len(reported)
    assert {incident.district for incident in reported} == set(DISTRICTS)


def test_offences_come_by_their_weights(reported: Sequence[Incident]) -> None:
    """The most frequent offence has its share, and every heavy one occurs."""
    counts = Counter(incident.iucr for incident in reported)
    total = sum(offence.weight for offence in OFFENCES)
    for offence in OFFENCES:
        if offence.weight >= 20:
            assert counts[offence.iucr] / len(reported) == pytest.approx(offence.weight / total, rel=0.35)


def test_a_few_people_are_in_many_incidents(reported: Sequence[Incident]) -> None:
    """Somebody has at least ten incidents, the typical named person one or two, and many name nobody."""
    named = Counter(incident.person_id for incident in reported if incident.person_id is not None)
    counts = sorted(named.values())
    assert counts[-1] >= 10
    assert counts[len(counts) // 2] <= 2
    assert 0.5 < named.total() / len(reported) < 0.85


def test_most_people_are_arrested_never_or_once(made: Sequence[Arrest]) -> None:
    """More than nine of ten at most once; somebody at least six times; the first 6 of 100 have half."""
    often = Counter(arrest.person_id for arrest in made)
    assert sum(count > 1 for count in often.values()) < 0.1 * SMALL.persons
    assert max(often.values()) >= 6
    first = often.most_common(int(0.06 * SMALL.persons))
    assert sum(count for _, count in first) > 0.5 * len(made)


def test_the_same_people_are_often_in_every_kind_of_record(
    made: Sequence[Arrest], reported: Sequence[Incident], papers: Papers
) -> None:
    """The hundred who are most often in incidents have far more arrests and cards than a hundred others."""
    named = Counter(incident.person_id for incident in reported if incident.person_id is not None)
    known = {person for person, _ in named.most_common(100)}
    arrested = sum(arrest.person_id in known for arrest in made)
    cards = [papers.card(number).person_id for number in range(1, SMALL.contact_cards + 1)]
    assert arrested > 5 * len(made) * 100 / SMALL.persons
    assert sum(person in known for person in cards) > 5 * len(cards) * 100 / SMALL.persons


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
    reported: Sequence[Incident], made: Sequence[Arrest], papers: Papers
) -> None:
    """Each incident with an arrest has one, after it and of the same person; each served warrant has one too."""
    told = {incident.case_number: incident for incident in reported if incident.arrest}
    after = {arrest.case_number: arrest for arrest in made if arrest.case_number in told}
    assert [arrest.arrest_id for arrest in made] == list(range(1, SMALL.arrests + 1))
    assert after.keys() == told.keys()
    assert all(after[case].person_id == incident.person_id for case, incident in told.items())
    assert all(after[case].arrested_at >= incident.occurred_at for case, incident in told.items())
    served = {
        (paper.warrant_number, paper.person_id, paper.served_on)
        for paper in map(papers.warrant, range(1, SMALL.warrants + 1))
        if paper.served_on is not None
    }
    others = [arrest for arrest in made if arrest.case_number not in told]
    assert {(one.case_number, one.person_id, one.arrested_at.date()) for one in others} == served
    assert all(one.charge.startswith("WARRANT - ") for one in others)


def test_an_arrest_knows_the_age_of_that_day(
    made: Sequence[Arrest], persons: Sequence[Person], today: date
) -> None:
    """The juvenile flag is the age at the arrest, and nobody is released before it or after today."""
    for arrest in made:
        day = arrest.arrested_at.date()
        assert arrest.juvenile == is_under_age(persons[arrest.person_id - 1].dob, day)
        assert arrest.release_date is None or day <= arrest.release_date <= today
    assert any(arrest.release_date is None for arrest in made)


def test_incidents_that_name_nobody_lead_to_no_arrest(people: People, papers: Papers, today: date) -> None:
    """Incidents of a real extract have no person: arrests have other numbers then, as many as otherwise."""
    of_extract = Events(7, people, papers, today=today, size=SMALL, of_extract=True)
    made = list(map(of_extract.arrest, range(1, SMALL.arrests + 1)))
    assert {arrest.case_number[:2] for arrest in made} == {"QW", "QC"}
    assert len({arrest.case_number for arrest in made}) == len(made)


def test_a_case_opens_after_its_incident(events: Events, reported: Sequence[Incident], today: date) -> None:
    """A case carries its incident's number; it opens within days and never closes before or after today."""
    for number in range(1, SMALL.cases + 1):
        case = events.case(number)
        incident = reported[number * INCIDENTS_A_CASE - 1]
        assert case == events.case_on(incident)
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
