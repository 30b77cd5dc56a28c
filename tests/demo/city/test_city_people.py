from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.demo.city.people import (
    NEVER_ISSUED,
    PHONES,
    People,
    is_never_issued,
    is_under_age,
    never_issued,
    nobodys_phone,
)
from ostiary.demo.city.rows import Person
from ostiary.demo.city.sizes import SIZES, SMALL


def test_people_follow_from_the_seed(persons: Sequence[Person], today: date) -> None:
    """The same seed gives the same people, in any order; another seed others."""
    again, other = (People(seed, today=today, count=SMALL.persons) for seed in (7, 8))
    assert all(again.person(number) == persons[number - 1] for number in range(2_000, 0, -7))
    assert sum(other.person(number) == persons[number - 1] for number in range(1, 500)) == 0


def test_people_are_numbered_and_nobody_can_be_meant(persons: Sequence[Person]) -> None:
    """Numbers run from 1; social security numbers are never issued ones, each once; telephones cannot be dialled."""
    assert [person.person_id for person in persons] == list(range(1, len(persons) + 1))
    assert all(re.fullmatch(r"\d{3}-\d\d-\d{4}", person.ssn) for person in persons)
    assert all(is_never_issued(person.ssn) for person in persons)
    assert len({person.ssn for person in persons}) == len(persons)
    assert all(re.fullmatch(r"(312|773|872|708|847)-[01]\d\d-\d{4}", person.phone) for person in persons)


@given(st.integers(0, NEVER_ISSUED - 1), st.integers(0, NEVER_ISSUED - 1))
def test_numbers_are_never_issued_and_different(one: int, other: int) -> None:
    """Area 000 or 666, or group 00 of an area below 900; two places give two numbers."""
    ssn = never_issued(one)
    assert re.fullmatch(r"(000|666)-\d\d-\d{4}|[0-8]\d\d-00-\d{4}", ssn)
    assert is_never_issued(ssn)
    assert (ssn == never_issued(other)) == (one == other)


@pytest.mark.parametrize("ssn", ["001-01-0001", "665-12-0000", "899-99-9999", "900-00-1234", "987-65-4321"])
def test_what_was_or_may_be_issued_is_told_apart(ssn: str) -> None:
    """Ordinary numbers, and those of taxpayers, are not among the never issued."""
    assert not is_never_issued(ssn)


def test_there_are_numbers_for_ten_million_records() -> None:
    """Each person of each size has a number of their own, with room."""
    assert max(size.persons for size in SIZES.values()) <= NEVER_ISSUED / 5
    assert len(never_issued(NEVER_ISSUED - 1)) == len(never_issued(0)) == 11


@given(st.integers(0, PHONES - 1))
def test_no_telephone_has_an_exchange(number: int) -> None:
    """The exchange begins with 0 or 1, also in the last of all numbers."""
    for phone in (nobodys_phone(number), nobodys_phone(PHONES - 1)):
        assert re.fullmatch(r"\d{3}-[01]\d\d-\d{4}", phone)


def test_families_share_an_address_and_mostly_a_name(persons: Sequence[Person]) -> None:
    """People live by themselves up to five at an address; most of those who share one share a surname."""
    homes = Counter(person.address for person in persons)
    together = [person for person in persons if homes[person.address] > 1]
    families = Counter((person.address, person.surname) for person in together)
    assert max(homes.values()) <= 6
    assert 0.4 < len(together) / len(persons) < 0.95
    assert sum(count for count in families.values() if count > 1) > 0.6 * len(together)


def test_no_child_lives_alone(persons: Sequence[Person]) -> None:
    """Whoever is under age has an adult at the same address."""
    grown = {person.address for person in persons if not person.juvenile}
    assert all(person.address in grown for person in persons)


def test_names_are_many_and_some_are_frequent(persons: Sequence[Person]) -> None:
    """More than a thousand surnames, the most frequent some dozen times."""
    surnames = Counter(person.surname for person in persons)
    assert len(surnames) > 1_000
    assert 20 < surnames.most_common(1)[0][1] < 120


def test_the_juvenile_flag_is_the_age(persons: Sequence[Person], today: date) -> None:
    """Exactly those under 18 are flagged, and nobody is under 10."""
    assert all(person.juvenile == is_under_age(person.dob, today) for person in persons)
    assert max(person.dob for person in persons) < today - timedelta(days=10 * 365)


def test_rare_flags_are_rare_and_present(persons: Sequence[Person]) -> None:
    """About six in a hundred are juvenile, about three in a hundred sealed."""
    assert 0.03 < sum(person.juvenile for person in persons) / len(persons) < 0.09
    assert 0.01 < sum(person.sealed for person in persons) / len(persons) < 0.05


def test_a_life_is_that_of_the_person(people: People, persons: Sequence[Person]) -> None:
    """What other records ask of a person is what the person's own record says."""
    for person in persons[:500]:
        assert people.life(person.person_id) == (person.dob, person.juvenile, person.sealed)


@pytest.mark.parametrize(
    ("dob", "under"), [(date(2008, 6, 30), False), (date(2008, 7, 1), True), (date(1950, 1, 1), False)]
)
def test_somebody_comes_of_age_on_the_birthday(dob: date, under: bool) -> None:  # noqa: FBT001 - the fact itself.
    """On the eighteenth birthday one is of age, on the day before not."""
    assert is_under_age(dob, date(2026, 6, 30)) is under
