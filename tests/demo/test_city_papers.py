from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

import pytest

from ostiary.demo.city_papers import KINDS, contact_cards, warrants
from ostiary.demo.city_people import is_under_age
from ostiary.demo.city_rows import ContactCard, Person, Warrant
from ostiary.demo.city_traffic import vehicles


@pytest.fixture(scope="module")
def papers(persons: Sequence[Person], today: date) -> Sequence[Warrant]:
    """A thousand warrants."""
    return tuple(warrants(Random(7), people=persons, today=today, count=1_000))


@pytest.fixture(scope="module")
def cards(persons: Sequence[Person], today: date) -> Sequence[ContactCard]:
    """A thousand contact cards."""
    cars = tuple(vehicles(Random(7), people=persons, today=today, count=500))
    return tuple(contact_cards(Random(7), people=persons, vehicles=cars, today=today, count=1_000))


def test_a_warrant_is_judicial_exactly_when_a_court_issued_it(papers: Sequence[Warrant]) -> None:
    """Every kind occurs; boards and offices sign administrative ones."""
    assert {paper.kind for paper in papers} == {kind.name for kind in KINDS}
    assert all(paper.judicial == ("Court" in paper.issuing_court) for paper in papers)


def test_the_status_of_a_warrant_follows_from_its_days(papers: Sequence[Warrant], today: date) -> None:
    """Served exactly when there is a day of service, which lies between issue and today."""
    assert {paper.status for paper in papers} == {"served", "recalled", "outstanding"}
    for paper in papers:
        assert (paper.status == "served") == (paper.served_on is not None)
        assert paper.issued_on <= (paper.served_on or today) <= today


def test_papers_bear_the_flags_of_their_person(
    papers: Sequence[Warrant], cards: Sequence[ContactCard], persons: Sequence[Person]
) -> None:
    """Sealed as the person is, and juvenile by the age of that day; a card that names nobody has neither."""
    days = [(paper, paper.issued_on) for paper in papers] + [
        (card, card.contacted_at.date()) for card in cards
    ]
    for paper, day in days:
        person = persons[paper.person_id - 1] if paper.person_id is not None else None
        assert paper.sealed == (person is not None and person.sealed)
        assert paper.juvenile == (person is not None and is_under_age(person.dob, day))
    assert any(card.person_id is None for card in cards)
    assert any(card.plate is None for card in cards)
