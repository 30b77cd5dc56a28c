from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import pytest

from ostiary.demo.city_people import heavy_tailed, is_under_age, people
from ostiary.demo.city_rows import Person


def test_people_follow_from_the_seed(persons: Sequence[Person], today: date) -> None:
    """The same seed gives the same people, another seed others."""
    assert tuple(people(Random(7), today=today, count=2_000)) == tuple(persons)
    assert tuple(people(Random(8), today=today, count=2_000)) != tuple(persons)


def test_people_are_numbered_and_nobody_can_be_meant(persons: Sequence[Person]) -> None:
    """Numbers run from 1; social security numbers are never issued ones, each once; telephones are fiction."""
    assert [person.person_id for person in persons] == list(range(1, 2_001))
    assert all(re.fullmatch(r"(000|666)-(?!00)\d\d-(?!0000)\d{4}", person.ssn) for person in persons)
    assert len({person.ssn for person in persons}) == len(persons)
    assert all(re.fullmatch(r"312-555-01\d\d", person.phone) for person in persons)


def test_the_juvenile_flag_is_the_age(persons: Sequence[Person], today: date) -> None:
    """Exactly those under 18 are flagged, and nobody is under 10."""
    assert all(person.juvenile == is_under_age(person.dob, today) for person in persons)
    assert max(person.dob for person in persons) < today - timedelta(days=10 * 365)


def test_rare_flags_are_rare_and_present(persons: Sequence[Person]) -> None:
    """About six in a hundred are juvenile, about three in a hundred sealed."""
    assert 0.03 < sum(person.juvenile for person in persons) / len(persons) < 0.09
    assert 0.01 < sum(person.sealed for person in persons) / len(persons) < 0.05


@pytest.mark.parametrize(
    ("dob", "under"), [(date(2008, 6, 30), False), (date(2008, 7, 1), True), (date(1950, 1, 1), False)]
)
def test_somebody_comes_of_age_on_the_birthday(dob: date, under: bool) -> None:  # noqa: FBT001 - the fact itself.
    """On the eighteenth birthday one is of age, on the day before not."""
    assert is_under_age(dob, date(2026, 6, 30)) is under


def test_the_heavy_tail_has_a_head_and_bounds() -> None:
    """All numbers lie in the range, and the first tenth gets far more than a tenth."""
    rng = Random(1)
    drawn = [heavy_tailed(rng, 100) for _ in range(5_000)]
    assert 0 <= min(drawn) <= max(drawn) < 100
    assert sum(number < 10 for number in drawn) > 5_000 * 0.25
