"""Attacks on queries in expressions, LATERAL, VALUES and functions in FROM, as statements: what each must come to, for good."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ostiary.model.profile import Profile
from ostiary.sql.limits import MAX_MADE, MAX_PICKED
from ostiary.sql.plan import Select, Unsupported
from ostiary.sql.statement import Ground, plan_statement
from sql.bypass_world import GROUND
from sql.conftest import Walled
from sql.meaning_world import asked_of, composed_of, narrow_to, plan_of, verify_meaning, verify_sufficient

_PADDED = "(SELECT 1) AS one LEFT JOIN vehicle v ON v.plate = 'AB110'"


@pytest.mark.parametrize(
    "listed",
    [
        f"SELECT v.owner_id FROM {_PADDED}",
        f"SELECT s.o FROM (SELECT v.owner_id AS o FROM {_PADDED}) AS s",
        f"SELECT s.o FROM (SELECT t.o FROM (SELECT v.owner_id AS o, 1 FROM {_PADDED}) AS t) AS s",
        f"WITH w AS (SELECT v.owner_id AS o FROM {_PADDED}) SELECT w.o FROM w",
        "SELECT v.owner_id FROM vehicle v RIGHT JOIN district d ON v.plate = 'AB110'",
        "SELECT v.owner_id FROM vehicle v FULL JOIN district d ON v.year = d.district",
        "SELECT v.owner_id FROM district d LEFT JOIN (vehicle v JOIN district e ON v.plate = 'AB110') ON true",
        "SELECT s.owner_id FROM district d LEFT JOIN LATERAL (SELECT owner_id FROM vehicle WHERE plate = 'AB110') AS s ON true",
    ],
)
@pytest.mark.parametrize("condition", ["NOT IN ({})", "<> ALL ({})", "IN ({}) IS NULL"])
def test_an_outer_join_puts_nobody_into_a_list(listed: str, condition: str) -> None:
    """Whether NULL is in the list would say whether somebody else has the plate, in a row that names another person."""
    plan = plan_statement(
        f"SELECT p.person_id FROM person p WHERE p.person_id {condition.format(listed)}", GROUND
    )
    assert isinstance(plan, Unsupported), plan
    assert "does not name" in plan.why


@pytest.mark.parametrize(
    "listed",
    [
        "SELECT v.owner_id FROM vehicle v LEFT JOIN district d ON v.year = d.district",
        "SELECT v.owner_id FROM person q LEFT JOIN vehicle v ON v.owner_id = q.person_id WHERE q.person_id = p.person_id",
        "SELECT v.owner_id FROM district d LEFT JOIN vehicle v ON v.owner_id = p.person_id AND v.make = 'Ford'",
    ],
)
def test_a_list_from_an_outer_join_is_answered_where_it_hangs_on_nobody_else(
    walled: Walled, listed: str
) -> None:
    """A side that is never missing, or whose rows are tied already, may be listed."""
    for refusal in ("", "NOT "):
        text = f"SELECT p.person_id FROM person p WHERE p.person_id {refusal}IN ({listed})"
        verify_meaning(walled, text)
        verify_sufficient(walled, text)


def test_all_of_an_empty_list_is_not_true_of_nobody(walled: Walled) -> None:
    """``NULL <> ALL (nothing)`` is true in SQL: vehicles without owners would be there exactly when the list is empty."""
    listed = "SELECT person_id FROM incident WHERE kind = 'nothing'"
    plan = plan_of(f"SELECT 1 FROM vehicle WHERE owner_id IS NULL AND owner_id <> ALL ({listed})")
    assert walled.reader.execute(plan.text.encode()).fetchall() == []


OF_THE_QUERY_AROUND = (
    "SELECT city, (VALUES (max(p.surname))) FROM person p GROUP BY city",
    "SELECT city, (VALUES (string_agg(p.surname, ','))) FROM person p GROUP BY city",
    "SELECT city, (SELECT m FROM (VALUES (1, max(p.surname))) AS v(n, m)) FROM person p GROUP BY city",
    "SELECT city, (SELECT district_name FROM district d WHERE max(p.surname) = 'Smith') FROM person p GROUP BY city",
    "SELECT city, (SELECT 1 FROM district d JOIN district e ON max(p.surname) = 'Smith' LIMIT 1) FROM person p GROUP BY city",
    "SELECT city, (SELECT u FROM unnest(ARRAY[max(p.surname)]) AS u) FROM person p GROUP BY city",
    "SELECT city, EXISTS (SELECT 1 FROM district GROUP BY max(p.surname)) FROM person p GROUP BY city",
    "SELECT city, EXISTS (SELECT 1 FROM district GROUP BY ROLLUP (district, (max(p.surname)))) FROM person p GROUP BY city",
    "SELECT city FROM person p GROUP BY city HAVING EXISTS (SELECT 1 WHERE bool_or(p.person_id = 4 AND p.surname = 'Smith'))",
    "SELECT city, (SELECT 1 WHERE count(*) FILTER (WHERE p.person_id = 4) = 1) FROM person p GROUP BY city",
    "SELECT (SELECT 1 WHERE max(p.person_id) > 3) FROM person p",
)  # fmt: skip


@pytest.mark.parametrize("text", OF_THE_QUERY_AROUND)
def test_no_aggregate_belongs_to_a_query_around(text: str) -> None:
    """PostgreSQL holds it for one of the outer query, where nobody looked at it: a minimum group and a row limit would not."""
    person = replace(GROUND.profile.views["person"], minimum_group=9)
    held = Ground(GROUND.catalogue, Profile({**GROUND.profile.views, "person": person}), 18)
    for ground in (GROUND, held):
        plan = plan_statement(text, ground)
        assert isinstance(plan, Unsupported), plan
        assert "of its own query" in plan.why


_OF_P = "FROM vehicle v WHERE v.owner_id = p.person_id"
_CASES = ", ".join(f"max(CASE WHEN v.vehicle_id = {n} THEN v.plate END)" for n in range(MAX_PICKED + 1))
_TABLES = [f"v{n}" for n in range(MAX_PICKED + 1)]
_NUMBERS = f"SELECT g, (SELECT max(plate) {_OF_P} AND v.vehicle_id = g) AS x FROM generate_series(1, 99) AS g"
_PICKED = ", ".join(f"max(x) FILTER (WHERE g = {n})" for n in range(MAX_PICKED + 1))

COLLECTED = (
    f"SELECT (SELECT string_agg(s.plate, ',') FROM (SELECT v.plate {_OF_P}) AS s) FROM person p",
    f"SELECT (SELECT string_agg(v.plate, ',') OVER () {_OF_P} LIMIT 1) FROM person p",
    f"SELECT (WITH w AS (SELECT v.plate {_OF_P}) SELECT array_agg(w.plate)::text FROM w) FROM person p",
    f"SELECT (SELECT concat({_CASES}) {_OF_P}) FROM person p",
    (
        f"SELECT (SELECT concat({', '.join(f'{v}.plate' for v in _TABLES)}) FROM {', '.join(f'vehicle {v}' for v in _TABLES)} "
        f"WHERE {' AND '.join(f'{v}.owner_id = p.person_id' for v in _TABLES)} LIMIT 1) FROM person p"
    ),
    f"SELECT s.x FROM person p, LATERAL (SELECT string_agg(t.x, ',') AS x FROM ({_NUMBERS}) AS t) AS s",
    f"SELECT s.x FROM person p, LATERAL (SELECT concat({_PICKED}) AS x FROM ({_NUMBERS}) AS t) AS s",
    (
        "SELECT s.x FROM person p, LATERAL (SELECT string_agg(g::text, ',') AS x FROM generate_series(1, 999) AS g "
        f"WHERE EXISTS (SELECT 1 {_OF_P} AND v.vehicle_id = g)) AS s"
    ),
)  # fmt: skip


@pytest.mark.parametrize("text", COLLECTED)
def test_one_row_does_not_hold_many_records_that_it_does_not_count(text: str) -> None:
    """Tied records are not counted where rows are limited, so that no detour may put many of them into a row."""
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Unsupported), plan
    assert "collect" in plan.why or "pick" in plan.why


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT string_agg(surname, ',' ORDER BY person_id) FROM person p WHERE EXISTS (SELECT 1 {_OF_P})",
        f"SELECT s.m FROM person p, LATERAL (SELECT max(make) AS m {_OF_P} AND v.owner_id IN (SELECT person_id FROM incident)) AS s",
        f"SELECT {', '.join([f'(SELECT max(plate) {_OF_P})'] * MAX_PICKED)} FROM person p",
    ],
)  # fmt: skip
def test_what_counts_its_records_may_collect_and_pick(walled: Walled, text: str) -> None:
    """People whom the row names are collected beside a condition on them; a few values are picked."""
    verify_meaning(walled, text)
    verify_sufficient(walled, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1 FROM unnest(ARRAY['a', 'b']) WITH ORDINALITY AS u(x, n) JOIN person p ON p.person_id = u.n WHERE u.n = 71",
        "SELECT 1 FROM generate_series(1, 9) WITH ORDINALITY AS g(x, n), person p WHERE p.person_id = n AND n = 71",
        "SELECT 1 FROM (SELECT n FROM unnest(ARRAY[1]) WITH ORDINALITY AS u(x, n)) s JOIN person p ON p.person_id = n AND n = 71",
    ],
)
def test_a_number_that_is_counted_carries_a_question(text: str) -> None:
    """What is compared with the number of a row, and the number with a person, asks about that person."""
    assert ("person.person_id", "71") in {(one.column, one.literal) for one in plan_of(text).asked_about}


_TWO = "(VALUES (p.person_id, 1), (81, 2)) AS v(x, w)"


@pytest.mark.parametrize(
    "asked",
    [
        f"(SELECT v.w FROM {_TWO} ORDER BY v.x LIMIT 1) = 1",
        f"(SELECT v.w FROM {_TWO} ORDER BY v.x + 0 LIMIT 1) = 1",
        f"(SELECT s.w FROM (SELECT x, w FROM {_TWO} ORDER BY 1 LIMIT 1) AS s) = 1",
        f"(SELECT count(*) FROM (SELECT DISTINCT ON (x) w FROM {_TWO}) AS s) = 1",
        "(SELECT s.w FROM (SELECT p.person_id AS x, 1 AS w UNION ALL SELECT 81, 2 ORDER BY x LIMIT 1) AS s) = 1",
        "(SELECT n FROM unnest(ARRAY[p.person_id, 81]) WITH ORDINALITY AS u(x, n) ORDER BY x LIMIT 1) = 1",
    ],
)
def test_an_order_asks_where_nobody_is_ordered(asked: str) -> None:
    """The first of two rows, one of which holds a constant, says which is smaller."""
    found = plan_of(f"SELECT 1 FROM person p WHERE {asked}").asked_about
    assert ("person.person_id", "81") in {(one.column, one.literal) for one in found}


def _doubled(levels: int, row: str) -> str:
    each = (f"LATERAL ({row.format(f'v{n}.x || v{n}.x')}) AS v{n + 1}(x)" for n in range(levels))
    return f"SELECT v{levels}.x FROM (VALUES ('a')) AS v0(x), {', '.join(each)}"


@pytest.mark.parametrize("row", ["VALUES ({})", "SELECT {}", "SELECT u FROM unnest(ARRAY[{}]) AS u"])
def test_values_are_written_out_no_more_than_other_columns(row: str) -> None:
    """The planner writes out VALUES of one row where they are named: 18 levels of it were a gigabyte."""
    assert isinstance(plan_statement(_doubled(3, row), GROUND), Select)
    plan = plan_statement(_doubled(25, row), GROUND)
    assert isinstance(plan, Unsupported), plan
    assert "named too often" in plan.why


_WIDE = "SELECT " + ", ".join(f"1 AS a{number}" for number in range(1_900))


@pytest.mark.parametrize(
    "made", ["unnest(ARRAY[s.a1])", "LATERAL (VALUES (s.a1))", "LATERAL (SELECT s.a1 AS x)"]
)
def test_what_looks_at_everything_before_it_stands_there_a_few_times(made: str) -> None:
    """Each of them has all columns before it to find its names among: 1,400 took ten seconds."""
    few, many = (
        f"SELECT 1 AS n FROM ({_WIDE}) AS s" + "".join(f", {made} AS l{number}" for number in range(count))
        for count in (MAX_MADE // 2, MAX_MADE + 1)
    )
    plan = plan_statement(many, GROUND)
    assert isinstance(plan, Unsupported), plan
    assert "in FROM" in plan.why
    assert isinstance(plan_statement(few, GROUND), Select)


def test_a_statement_has_no_more_sub_queries_than_can_be_planned() -> None:
    """Each that cannot be pulled up is one more that PostgreSQL joins with all others."""
    text = "SELECT 1 FROM " + ", ".join(f"(SELECT 1 LIMIT 1) AS a{number}" for number in range(300))
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Unsupported), plan
    assert "256 sub-queries" in plan.why


def test_distinct_in_distinct_grows_by_what_it_says(walled: Walled) -> None:
    """The name of a key that ends inside is not quoted once more at each level: at thirty it would be a gigabyte long."""
    text = "SELECT DISTINCT person_id AS x FROM person"
    for _ in range(50):
        text = f"SELECT DISTINCT x FROM ({text}) AS s"
    assert len(plan_of(text).text) < 50 * len(text)
    verify_meaning(walled, text)


def test_a_row_without_its_duplicates_still_names_whom_it_is_about(walled: Walled) -> None:
    """So records of that person may be read beside it."""
    text = (
        "SELECT s.o FROM (SELECT DISTINCT owner_id AS o, make FROM vehicle) AS s "
        "WHERE NOT EXISTS (SELECT 1 FROM incident i WHERE i.person_id = s.o)"
    )
    verify_meaning(walled, text)
    verify_sufficient(walled, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle p WHERE p.owner_id = person_id)",
        "SELECT s.x FROM person p, LATERAL (SELECT surname AS x FROM vehicle p WHERE p.owner_id = person_id) AS s",
        "SELECT 1 FROM person a FULL JOIN district b ON a.person_id = b.district WHERE EXISTS (SELECT surname FROM vehicle a)",
    ],
)
def test_a_column_from_around_is_not_read_under_a_name_that_means_another(text: str) -> None:
    """It would be written with its relation's name, which is another relation's there."""
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Unsupported), plan
    assert "name of one around it" in plan.why


def test_a_name_that_is_used_again_means_the_nearest(walled: Walled) -> None:
    """As anywhere in SQL, where each column is written with its relation, or is one of the nearest."""
    text = (
        "SELECT v.plate FROM vehicle v WHERE EXISTS (SELECT 1 FROM person p WHERE p.person_id = v.owner_id AND EXISTS "
        "(SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id AND make = 'Ford'))"
    )
    verify_meaning(walled, text)
    _, rows, subjects = composed_of(walled, plan_of(text))
    narrow_to(walled, subjects)
    assert asked_of(walled.owner, "narrow", text)[1] == rows
