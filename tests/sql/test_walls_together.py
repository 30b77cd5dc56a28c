"""The walls of two policy versions at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ostiary.errors import WallMismatch
from ostiary.model.catalogue import Catalogue, Column, RecordClass
from ostiary.model.profile import Profile, View
from ostiary.sql.wall import wall_hash
from ostiary.sql.walls_together import walls_together

PERSONS = RecordClass(
    "persons", "city", "Persons", (Column("id", "int8"), Column("name", "text"), Column("dob", "date")), "id"
)
CODES = RecordClass("codes", "city", "Codes", (Column("code", "text"),))
ONE = Catalogue({"persons": PERSONS, "codes": CODES})
NAMES = Profile({"persons": View("persons", (("id", None), ("name", None)))})
BIRTHS = Profile({"persons": View("persons", (("dob", "year"),))})
ALL_CODES = Profile({"codes": View("codes", (("code", None),))})


def changed(**changes: object) -> Catalogue:
    """The catalogue with the class of persons changed."""
    return Catalogue({"persons": replace(PERSONS, **changes), "codes": CODES})  # type: ignore[arg-type]  # fields of it


def test_a_profile_of_both_versions_is_one_wall() -> None:
    """In the order of their ids, each once."""
    profiles, catalogue = walls_together([(ONE, [NAMES, ALL_CODES]), (ONE, [BIRTHS, NAMES])])
    assert {one.id for one in profiles} == {NAMES.id, BIRTHS.id, ALL_CODES.id}
    assert [one.id for one in profiles] == sorted(one.id for one in profiles)
    assert catalogue == ONE


def test_a_version_may_know_more_columns_and_tables() -> None:
    """Each wall is still that of its own catalogue, so that its gateway finds it as it should be."""
    more = (*PERSONS.columns, Column("phone", "text"))
    later = Catalogue({**changed(columns=more).classes, "cars": replace(CODES, name="cars")})
    phones = Profile({"persons": View("persons", (("phone", None),))})
    cars = Profile({"cars": View("cars", (("code", None),))})
    profiles, catalogue = walls_together([(ONE, [NAMES]), (later, [phones, cars])])
    assert len(profiles) == 3
    for profile, own in ((NAMES, ONE), (phones, later), (cars, later)):
        assert wall_hash(profile, catalogue) == wall_hash(profile, own)


@pytest.mark.parametrize(
    "later",
    [
        changed(schema="town"),
        changed(subject_key=None),
        changed(columns=(Column("id", "int8"), Column("name", "text"), Column("dob", "timestamp"))),
        changed(columns=(Column("dob", "date"), Column("name", "text"), Column("id", "int8"))),
    ],
)
def test_a_table_that_is_described_in_two_ways_has_no_common_wall(later: Catalogue) -> None:
    """It is refused in words, and the walls that stand are left alone."""
    whole = Profile({"persons": View("persons", (("id", None), ("name", None), ("dob", "hidden")))})
    with pytest.raises(WallMismatch, match="`persons`"):
        walls_together([(ONE, [whole]), (later, [whole])])
