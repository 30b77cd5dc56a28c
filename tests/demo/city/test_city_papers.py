from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from ostiary.demo.city.papers import NOT_SERVED, SERIALS, SERVED, Papers, serial
from ostiary.demo.city.people import is_under_age
from ostiary.demo.city.rows import ContactCard, Person, Warrant
from ostiary.demo.city.sizes import SMALL


@pytest.fixture(scope="module")
def orders(papers: Papers) -> Sequence[Warrant]:
    """All warrants."""
    return tuple(map(papers.warrant, range(1, SMALL.warrants + 1)))


@pytest.fixture(scope="module")
def cards(papers: Papers) -> Sequence[ContactCard]:
    """All contact cards."""
    return tuple(map(papers.card, range(1, SMALL.contact_cards + 1)))


def test_a_warrant_is_judicial_exactly_when_a_court_issued_it(orders: Sequence[Warrant]) -> None:
    """Every kind occurs; boards and offices sign administrative ones."""
    assert {order.kind for order in orders} == {kind.name for kind in SERVED + NOT_SERVED}
    assert all(order.judicial == ("Court" in order.issuing_court) for order in orders)


def test_nobody_was_arrested_on_a_warrant_of_removal(orders: Sequence[Warrant]) -> None:
    """None of them is served."""
    removals = [order for order in orders if order.kind == "removal"]
    assert removals
    assert all(order.served_on is None for order in removals)


def test_the_status_of_a_warrant_follows_from_its_days(orders: Sequence[Warrant], today: date) -> None:
    """Served exactly when there is a day of service, which lies between issue and today; in the order of issue."""
    assert {order.status for order in orders} == {"served", "recalled", "outstanding"}
    for order in orders:
        assert (order.status == "served") == (order.served_on is not None)
        assert order.issued_on <= (order.served_on or today) <= today
    issued = [order.issued_on for order in orders]
    assert issued == sorted(issued)


def test_papers_bear_the_flags_of_their_person(
    orders: Sequence[Warrant], cards: Sequence[ContactCard], persons: Sequence[Person]
) -> None:
    """Sealed as the person is, and juvenile by the age of that day; a card that names nobody has neither."""
    days = [(order, order.issued_on) for order in orders] + [
        (card, card.contacted_at.date()) for card in cards
    ]
    for paper, day in days:
        person = persons[paper.person_id - 1] if paper.person_id is not None else None
        assert paper.sealed == (person is not None and person.sealed)
        assert paper.juvenile == (person is not None and is_under_age(person.dob, day))
    assert any(card.person_id is None for card in cards)
    assert any(card.plate is None for card in cards)


def test_serial_numbers_have_six_digits_and_end() -> None:
    """After the last number of one pair of letters comes the first of the next; after the last pair, an error."""
    assert [serial(("QA", "QB"), number) for number in (1, SERIALS, SERIALS + 1)] == [
        "QA100000", "QA999999", "QB100000",
    ]  # fmt: skip
    with pytest.raises(IndexError):
        serial(("QA",), SERIALS + 1)
