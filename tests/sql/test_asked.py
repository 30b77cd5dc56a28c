"""Whom a statement asks about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ostiary.sql.composing.asked import Comparisons, leaves
from ostiary.sql.composing.scope import Computed, Leaf, Reading
from ostiary.sql.limits import MAX_ASKED_ABOUT
from ostiary.sql.plan import Select, Unsupported
from ostiary.sql.statement import plan_statement
from ostiary.sql.tree import ColumnName, Constant, Expression, Logic, Operation, SubLink
from sql.bypass_world import GROUND


def _asked(text: str) -> set[tuple[str, str]]:
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Select), plan
    return {
        (each.column, each.literal if each.literal is not None else f"${each.parameter}")
        for each in plan.asked_about
    }


def _about(*constants: str, column: str = "person.person_id") -> set[tuple[str, str]]:
    return {(column, constant) for constant in constants}


PROBES = {
    "person_id = 42": ("42",),
    "42 = person_id": ("42",),
    "person_id <> -42": ("-42",),
    "person_id = $1": ("$1",),
    "person_id = '42'::int8": ("42",),
    "person_id IN (1, 2, $2)": ("1", "2", "$2"),
    "person_id NOT IN (1)": ("1",),
    "person_id = ANY (ARRAY[1, 2])": ("1", "2"),
    "person_id = ANY ($1)": ("$1",),
    "person_id = ANY ('{1,2}')": ("{1,2}",),
    "person_id BETWEEN 4 AND 5": ("4", "5"),
    "person_id NOT BETWEEN 4 AND 5": ("4", "5"),
    "person_id IS DISTINCT FROM 6": ("6",),
    "NOT (person_id > 7)": ("7",),
    "(person_id = 8) IS TRUE": ("8",),
    "NULLIF(person_id, 9) IS NULL": ("9",),
    "person_id - 10 = 0": ("10", "0"),
    "abs(person_id - 11)::bool": ("11",),
    "1 / (person_id - 12) > 3": ("1", "12", "3"),
    "COALESCE(person_id, 13) = 13": ("13",),
    "CASE person_id WHEN 14 THEN true END": ("14",),
    "CASE WHEN person_id = 15 THEN true ELSE city = 'x' END": ("15",),
    "(CASE WHEN person_id = 16 THEN 'a' ELSE 'b' END) = 'a'": ("16",),
    "person_id = greatest(17, 18)": ("17", "18"),
    "person_id = length(city) AND length(city) = 19": ("19",),
    "person_id IS NOT NULL": (),
    "city = 'City1'": (),
    "person_id = length(city)": (),
    "person_id = NULL": (),
}


@pytest.mark.parametrize("condition", PROBES)
def test_a_condition_on_an_identifying_column_is_recorded(condition: str) -> None:
    """Whatever way a condition compares an identifying column with constants, each constant is asked about."""
    assert _asked(f"SELECT city FROM person WHERE {condition}") == _about(*PROBES[condition])
    assert _asked(f"SELECT 1 FROM district JOIN person ON {condition}") == _about(*PROBES[condition])


@pytest.mark.parametrize(
    "condition",
    ["surname LIKE 'Jon%'", "starts_with(surname, 'Jon%')", "surname ^@ 'Jon%'", "position('Jon%' IN surname)::bool",
     "concat(city, surname) ILIKE 'Jon%'", "surname NOT LIKE 'Jon%'"],
)  # fmt: skip
def test_a_pattern_on_a_name_is_recorded(condition: str) -> None:
    """Patterns and functions that search are comparisons."""
    assert _asked(f"SELECT 1 FROM person WHERE {condition}") == _about("Jon%", column="person.surname")


def test_values_that_rows_show_are_recorded_where_they_compare() -> None:
    """In the target list only what compares is asked about; putting texts beside each other is not."""
    assert _asked("SELECT surname || ', ' || left(given_name, 1), upper(surname) FROM person") == set()
    assert _asked("SELECT person_id = 1, CASE WHEN person_id > 2 THEN 9 END FROM person") == _about("1", "2")
    assert _asked("SELECT CASE person_id WHEN 3 THEN 9 END, starts_with(city, 'x') FROM person") == _about(
        "3"
    )


@pytest.mark.parametrize(
    "text",
    [
        "SELECT p.city FROM person p JOIN (SELECT 42 AS k) s ON p.person_id = s.k",
        "SELECT p.city FROM person p JOIN (SELECT 42 AS person_id) s USING (person_id)",
        "SELECT p.city FROM person p NATURAL JOIN (SELECT 42 AS person_id) s",
        "SELECT p.city FROM person p, district d WHERE p.person_id = d.district AND d.district = 42",
        "WITH k AS (SELECT 42 AS n), m AS (SELECT n + n AS n FROM k) SELECT 1 FROM person JOIN m ON person_id = n",
        "SELECT 1 FROM (SELECT person_id + person_id AS x FROM person) s WHERE s.x = 42",
        "SELECT 1 FROM (SELECT abs(person_id - 42)::bool AS hit FROM person) s WHERE hit",
        "SELECT 1 FROM (SELECT person_id FROM person) AS s(x) WHERE x = 42",
        "SELECT 1 FROM person AS q(a) WHERE a = 42",
    ],
)
def test_constants_reach_identifying_columns_through_others(text: str) -> None:
    """Sub-queries, WITH, USING and columns in between do not hide whom a statement asks about."""
    assert _asked(text) == _about("42")


def test_both_sides_of_a_join_are_asked_about() -> None:
    """A constant compared with one identifying column names whoever the joined one names."""
    assert _asked(
        "SELECT 1 FROM person p JOIN vehicle v ON v.owner_id = p.person_id WHERE v.owner_id = 5"
    ) == {
        ("person.person_id", "5"),
        ("vehicle.owner_id", "5"),
    }


def test_columns_that_do_not_meet_keep_their_constants() -> None:
    """Constants of one condition are not those of another, in one table or two."""
    text = "SELECT 1 FROM person p, vehicle v WHERE p.surname = 'A' AND v.plate = 'B' AND p.city = 'C' OR v.year = 9"
    assert _asked(text) == {("person.surname", "A"), ("vehicle.plate", "B")}


def test_the_same_constant_is_recorded_once() -> None:
    """A constant that is compared twice is asked about once."""
    plan = plan_statement("SELECT 1 FROM person WHERE person_id = 1 OR person_id = 1", GROUND)
    assert isinstance(plan, Select)
    assert len(plan.asked_about) == 1


def _deep(depth: int, terms: int) -> Expression:
    """Comparisons nested in comparisons, around many others."""
    inner: Expression = Logic(
        "OR",
        tuple(Operation("=", ColumnName(None, "a", -1), Constant("number", str(n))) for n in range(terms)),
    )
    for _ in range(depth):
        inner = Operation("=", ColumnName(None, "a", -1), inner)
    return inner


@pytest.mark.parametrize("nested", [lambda: _deep(100, 300), lambda: Logic("NOT", (_deep(100, 300),))])
def test_each_column_name_is_met_once_however_deep_it_lies(nested: Callable[[], Expression]) -> None:
    """The cost of a condition is its size, not its size times its depth."""
    for gather in (Comparisons.condition, Comparisons.value):
        reading = Reading(0, "person.person_id", identifying=True)
        met: list[ColumnName] = []

        def leaves_of(
            name: ColumnName | SubLink, met: list[ColumnName] = met, reading: Reading = reading
        ) -> tuple[Leaf, ...]:
            assert isinstance(name, ColumnName)
            met.append(name)
            return (reading,)

        comparisons = Comparisons()
        gather(comparisons, nested(), leaves_of)
        assert len(met) == 400
        assert {each.literal for each in comparisons.asked_about()} == {str(n) for n in range(300)}


def test_a_computed_column_is_one_leaf_however_often_it_is_named() -> None:
    """What a sub-query computes is gone into once, not at each mention of its column."""
    several = _deep(0, 300)
    reading = Reading(0, "person.person_id", identifying=True)
    (computed,) = leaves(several, lambda _: (reading,))
    assert isinstance(computed, Computed)
    comparisons = Comparisons()
    for _ in range(300):
        comparisons.condition(ColumnName(None, "x", -1), lambda _: (computed,))
    assert leaves(ColumnName(None, "x", -1), lambda _: (computed,)) == (computed,)
    assert len(comparisons.asked_about()) == 300
    assert comparisons.fields == ("person.person_id",)


def test_conditions_of_a_case_inside_a_comparison_are_recorded() -> None:
    """They decide on rows and do not flow: at any depth they are comparisons by themselves."""
    inside = "CASE city WHEN 'x' THEN CASE WHEN person_id = 2 THEN 'y' END ELSE CASE surname WHEN 'z' THEN 'q' END END"
    assert _asked(f"SELECT 1 FROM person WHERE (city = {inside}) IS NULL") == {
        ("person.person_id", "2"),
        ("person.surname", "z"),
    }


def test_too_many_constants_are_refused_with_the_way_out() -> None:
    """A list longer than the limit is refused; an array parameter is the way out."""
    numbers = ",".join(str(number) for number in range(MAX_ASKED_ABOUT + 1))
    plan = plan_statement(f"SELECT 1 FROM person WHERE person_id IN ({numbers})", GROUND)
    assert isinstance(plan, Unsupported)
    assert "ANY($1)" in plan.hint
