from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import islice

import pytest

from ostiary.demo.city.people import is_never_issued
from ostiary.demo.city.recipe import BLOCK, FROM_EXTRACT, Block, Makers, Recipe
from ostiary.demo.city.rows import Arrest, Person, PlateRead
from ostiary.demo.city.schema import COLUMNS
from ostiary.demo.city.sizes import LARGE, MEDIUM, SIZES, SMALL, Size

ORDERS = {"small": 20_000, "medium": 1_000_000, "large": 10_000_000}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_size_has_about_the_records_that_it_says(size: Size, today: date) -> None:
    """About 20 thousand, 1 million and 10 million; the counts are those of the recipe without the offence codes."""
    counts = Recipe(7, today, size).counts
    assert size.records == pytest.approx(ORDERS[size.name], rel=0.1)
    assert sum(counts.values()) == size.records + counts["offence_codes"]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_blocks_cover_every_row_once(size: Size, today: date) -> None:
    """In the order of the tables, without a gap, none longer than a block."""
    recipe = Recipe(7, today, size)
    reached: Counter[str] = Counter()
    for block in recipe.blocks():
        assert block.first == reached[block.table] + 1
        assert block.first <= block.last < block.first + BLOCK
        reached[block.table] = block.last
    assert dict(reached) == dict(recipe.counts)
    assert list(reached) == list(recipe.counts)


def test_an_extract_leaves_the_rest_to_be_made_up(today: date) -> None:
    """Its tables are not among those made up; all together are those of the schema."""
    made_up = Recipe(7, today, SMALL, of_extract=True).counts
    assert made_up.keys() | FROM_EXTRACT == set(COLUMNS) == set(Recipe(7, today, SMALL).counts)
    assert not made_up.keys() & FROM_EXTRACT


@pytest.mark.parametrize("size", [MEDIUM, LARGE], ids=["medium", "large"])
def test_the_last_rows_of_a_large_city_can_be_made(size: Size, today: date) -> None:
    """Numbers, letters and lots suffice up to the last row of each table, whose rows have the schema's columns."""
    recipe = Recipe(7, today, size)
    makers = Makers(recipe)
    for table, count in recipe.counts.items():
        (last,) = makers.rows(Block(table, count, count))
        assert len(last) == len(COLUMNS[table])


def test_a_sample_of_a_million_keeps_the_rules(today: date) -> None:
    """Every hundredth row of medium: numbers never issued and different, flags in their shares, reads in order."""
    recipe = Recipe(7, today, MEDIUM)
    makers = Makers(recipe)
    sample = {
        table: [
            row for number in range(1, count + 1, 100) for row in makers.rows(Block(table, number, number))
        ]
        for table, count in recipe.counts.items()
    }
    persons = [row for row in sample["persons"] if isinstance(row, Person)]
    assert all(is_never_issued(person.ssn) for person in persons)
    assert len({person.ssn for person in persons}) == len(persons)
    assert 0.02 < sum(person.sealed for person in persons) / len(persons) < 0.04
    moments = [row.read_at for row in sample["plate_reads"] if isinstance(row, PlateRead)]
    assert moments == sorted(moments)
    arrests = [row for row in sample["arrests"] if isinstance(row, Arrest)]
    assert all(1 <= arrest.person_id <= MEDIUM.persons for arrest in arrests)


def test_people_stay_themselves_when_the_city_grows(today: date) -> None:
    """The first people of every size are the same; only what happens to them differs."""
    first = [
        list(islice(Makers(Recipe(7, today, size)).rows(Block("persons", 1, 50)), 50))
        for size in (SMALL, replace(SMALL, persons=9_000), LARGE)
    ]
    assert first[0] == first[1] == first[2]
