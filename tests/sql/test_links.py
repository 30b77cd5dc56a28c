"""Queries in expressions: they mean what was asked, and read records of nobody whom the row around them does not name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ostiary.model.profile import Profile
from ostiary.sql.limits import MAX_DEPTH, MAX_PICKED, MAX_SERIES
from ostiary.sql.plan import NotAllowed, Unsupported
from ostiary.sql.statement import Ground, plan_statement
from sql.bypass_world import GROUND
from sql.conftest import Walled
from sql.meaning_world import plan_of, verify_meaning, verify_sufficient

TIED = (
    "SELECT p.person_id FROM person p WHERE NOT EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id)",
    "SELECT surname FROM person p WHERE EXISTS (SELECT FROM vehicle v WHERE p.person_id = v.owner_id AND v.make = 'Ford')",
    "SELECT surname FROM person WHERE EXISTS (SELECT * FROM vehicle WHERE owner_id = person_id)",
    "SELECT p.person_id FROM person p WHERE p.person_id IN (SELECT owner_id FROM vehicle WHERE make = 'Ford')",
    "SELECT p.person_id FROM person p WHERE p.person_id NOT IN (SELECT person_id FROM incident WHERE kind = 'THEFT')",
    "SELECT p.person_id FROM person p WHERE p.person_id <> ALL (SELECT i.person_id FROM incident i)",
    "SELECT p.person_id FROM person p WHERE p.person_id = ANY (SELECT v.owner_id FROM vehicle v WHERE v.year > 2000)",
    "SELECT p.person_id, (SELECT count(*) FROM vehicle v WHERE v.owner_id = p.person_id) AS cars FROM person p",
    "SELECT (SELECT max(year) FROM vehicle WHERE owner_id = p.person_id), (SELECT 1) FROM person p",
    "SELECT p.person_id, EXISTS (SELECT 1 FROM incident i WHERE i.person_id = p.person_id) FROM person p",
    "SELECT city, count(*) FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id) GROUP BY city",
    "SELECT person_id FROM person p WHERE (SELECT count(*) FROM vehicle v WHERE v.owner_id = p.person_id) > 1",
    "SELECT person_id FROM person p WHERE 'Ford' IN (SELECT make FROM vehicle v WHERE v.owner_id = p.person_id)",
    "SELECT person_id FROM person p WHERE 2000 < ALL (SELECT year FROM vehicle v WHERE v.owner_id = p.person_id)",
    "SELECT i.kind FROM incident i WHERE EXISTS (SELECT 1 FROM vehicle v JOIN person p ON p.person_id = v.owner_id WHERE p.person_id = i.person_id)",
    "SELECT i.kind FROM incident i WHERE EXISTS (SELECT 1 FROM person p LEFT JOIN vehicle v ON v.owner_id = p.person_id WHERE p.person_id = i.person_id AND v.plate IS NULL)",
    "SELECT i.kind FROM incident i WHERE EXISTS (SELECT 1 FROM person JOIN incident USING (person_id) WHERE person.person_id = i.person_id)",
    (
        "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id AND NOT EXISTS "
        "(SELECT 1 FROM incident i WHERE i.person_id = v.owner_id))"
    ),
    (
        "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id AND EXISTS "
        "(SELECT 1 FROM incident i WHERE i.person_id = p.person_id AND i.district < v.year))"
    ),
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM (SELECT owner_id AS o FROM vehicle) s WHERE s.o = p.person_id)",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM (SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id) s)",
    "SELECT p.surname FROM person p WHERE EXISTS (WITH w AS (SELECT * FROM vehicle) SELECT 1 FROM w WHERE w.owner_id = p.person_id)",
    (
        "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id UNION "
        "SELECT 2 FROM incident i WHERE i.person_id = p.person_id)"
    ),
    "SELECT p.person_id, (SELECT v.make FROM vehicle v WHERE v.owner_id = p.person_id ORDER BY v.vehicle_id LIMIT 1) FROM person p",
    "SELECT kind FROM incident WHERE district IN (SELECT district FROM district WHERE district_name LIKE '%1%')",
    "SELECT kind, (SELECT district_name FROM district d WHERE d.district = i.district) FROM incident i",
    "SELECT district_name FROM district WHERE district > (SELECT min(district) FROM district)",
    "SELECT ARRAY(SELECT district FROM district ORDER BY district), surname FROM person WHERE person_id < 4",
    "SELECT d.district FROM district d WHERE EXISTS (VALUES (1)) AND d.district IN (VALUES (1), (2))",
    "SELECT v.plate FROM vehicle v WHERE v.owner_id IN (SELECT person_id FROM person WHERE surname = 'Smith')",
    "SELECT count(*) FROM person p JOIN vehicle v ON v.owner_id = p.person_id AND EXISTS (SELECT 1 FROM incident i WHERE i.person_id = v.owner_id)",
    "SELECT surname FROM person p GROUP BY surname, person_id HAVING EXISTS (SELECT 1 FROM incident i WHERE i.person_id = p.person_id)",
    (
        "SELECT a.person_id, b.person_id FROM person a, person b WHERE a.person_id < 4 AND EXISTS "
        "(SELECT 1 FROM vehicle v JOIN incident i ON true WHERE v.owner_id = a.person_id AND i.person_id = b.person_id)"
    ),
    "SELECT person_id FROM person p WHERE CASE WHEN EXISTS (SELECT 1 FROM incident i WHERE i.person_id = p.person_id) THEN city = 'City1' ELSE true END",
    "SELECT person_id, row_number() OVER (ORDER BY person_id) FROM person p WHERE person_id IN (SELECT owner_id FROM vehicle)",
    "SELECT DISTINCT city FROM person p WHERE person_id IN (SELECT owner_id FROM vehicle)",
    "SELECT person_id AS x FROM person WHERE person_id IN (SELECT owner_id FROM vehicle) UNION SELECT owner_id FROM vehicle",
)  # fmt: skip

SOURCES = (
    "SELECT p.surname, s.n FROM person p, LATERAL (SELECT count(*) AS n FROM vehicle v WHERE v.owner_id = p.person_id) s",
    "SELECT p.surname, s.plate FROM person p LEFT JOIN LATERAL (SELECT plate FROM vehicle v WHERE v.owner_id = p.person_id ORDER BY plate LIMIT 1) s ON true",
    "SELECT p.surname, s.x FROM person p CROSS JOIN LATERAL (SELECT p.person_id + 1 AS x) s WHERE s.x < 9",
    "SELECT p.person_id, g FROM person p, generate_series(1, 3) AS g WHERE p.person_id < 4",
    "SELECT g.n FROM generate_series(1, 10, 3) AS g(n) ORDER BY g.n",
    "SELECT u.* FROM unnest(ARRAY['a', 'b', NULL]) WITH ORDINALITY AS u(x, n)",
    "SELECT p.surname, u FROM person p JOIN unnest(ARRAY[1, 2, 900001]) AS u ON u = p.person_id",
    "SELECT p.surname, u.a FROM person p, LATERAL unnest(ARRAY[p.city, p.surname]) AS u(a) WHERE p.person_id < 5",
    "VALUES (1, 'a'), (2, NULL) ORDER BY 1 DESC LIMIT 1",
    "SELECT p.surname, v.word FROM person p JOIN (VALUES (1, 'one'), (2, 'two')) AS v(id, word) ON v.id = p.person_id",
    "WITH w(id) AS (VALUES (3), (4)) SELECT p.surname FROM person p JOIN w ON w.id = p.person_id",
    "SELECT column1, count(*) FROM (VALUES (1), (1), (2)) AS v GROUP BY column1",
    "SELECT 1 AS n UNION VALUES (2), (3)",
    "SELECT district, (SELECT sum(x) FROM (VALUES (d.district), (10)) AS v(x)) FROM district d",
)  # fmt: skip


@pytest.mark.parametrize("text", TIED + SOURCES)
def test_a_query_in_an_expression_means_what_was_asked(walled: Walled, text: str) -> None:
    """Tied queries, LATERAL, functions and VALUES in FROM give the rows of the original on filtered copies."""
    verify_meaning(walled, text)


@pytest.mark.parametrize("text", TIED + SOURCES)
def test_the_row_around_names_everybody(walled: Walled, text: str) -> None:
    """The original, run on the data of the recorded subjects alone, gives the same answer."""
    verify_sufficient(walled, text)


UNTIED = (
    "SELECT 'yes' AS a WHERE EXISTS (SELECT 1 FROM person WHERE person_id = 42)",
    "SELECT CASE WHEN (SELECT count(*) FROM incident WHERE person_id = 42) > 0 THEN 1 ELSE 0 END AS a",
    "SELECT count(*) FILTER (WHERE EXISTS (SELECT 1 FROM person WHERE person_id = 42)) FROM district",
    "SELECT d.district FROM district d JOIN district e ON EXISTS (SELECT 1 FROM person WHERE person_id = 42)",
    "SELECT district, (SELECT string_agg(surname, ',') FROM person) FROM district",
    "SELECT district FROM district ORDER BY (SELECT 1 FROM person WHERE person_id = 42)",
    "SELECT district FROM district GROUP BY district HAVING EXISTS (SELECT 1 FROM person)",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v WHERE v.plate = 'AB101')",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id OR v.plate = 'AB101')",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v WHERE NOT v.owner_id = p.person_id)",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v WHERE (v.owner_id = p.person_id) IS NOT FALSE)",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id <= p.person_id)",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id + 1)",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v WHERE v.vehicle_id = p.person_id)",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = 42 AND p.person_id = 42)",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle p WHERE p.owner_id = p.owner_id)",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v, incident i WHERE v.owner_id = p.person_id)",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM incident i LEFT JOIN vehicle v ON v.owner_id = i.person_id AND v.owner_id = p.person_id)",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM incident i FULL JOIN vehicle v ON v.owner_id = i.person_id AND v.owner_id = p.person_id)",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v RIGHT JOIN incident i ON v.owner_id = i.person_id AND i.person_id = p.person_id)",
    "SELECT p.surname FROM person p WHERE NOT EXISTS (SELECT 1 FROM (SELECT * FROM vehicle ORDER BY year LIMIT 1) v WHERE v.owner_id = p.person_id)",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM (SELECT DISTINCT owner_id, make FROM vehicle) v WHERE v.owner_id = p.person_id)",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM (SELECT owner_id, rank() OVER (ORDER BY year) AS r FROM vehicle) v WHERE v.owner_id = p.person_id AND r = 1)",
    "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM (SELECT max(owner_id) AS o FROM vehicle) v WHERE v.o = p.person_id)",
    "SELECT p.surname FROM person p WHERE p.person_id NOT IN (SELECT owner_id FROM vehicle ORDER BY year LIMIT 1)",
    "SELECT p.surname FROM person p WHERE p.person_id IN (SELECT max(owner_id) FROM vehicle)",
    "SELECT p.surname FROM person p WHERE p.person_id IN (SELECT owner_id + 0 FROM vehicle)",
    "SELECT p.surname FROM person p WHERE p.person_id IN (SELECT owner_id FROM vehicle UNION SELECT person_id FROM incident)",
    "SELECT p.surname FROM person p WHERE p.person_id IN (SELECT v.owner_id FROM vehicle v, incident i WHERE i.kind = 'THEFT')",
    "SELECT p.surname FROM person p WHERE p.person_id < ANY (SELECT owner_id FROM vehicle)",
    "SELECT p.surname FROM person p WHERE p.person_id + 0 IN (SELECT owner_id FROM vehicle)",
    "SELECT p.surname FROM person p WHERE 42 IN (SELECT owner_id FROM vehicle)",
    "SELECT m.x FROM (SELECT max(person_id) AS x FROM person) m WHERE EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = m.x)",
    "SELECT w.x FROM (VALUES (42)) AS w(x) WHERE EXISTS (SELECT 1 FROM person p WHERE p.person_id = w.x)",
    "SELECT s FROM generate_series(1, 50) AS s WHERE EXISTS (SELECT 1 FROM person p WHERE p.person_id = s)",
    (
        "WITH w AS (SELECT * FROM vehicle ORDER BY year LIMIT 1) SELECT p.surname FROM person p WHERE NOT EXISTS "
        "(SELECT 1 FROM w WHERE w.owner_id = p.person_id)"
    ),
    (
        "WITH w AS (SELECT * FROM vehicle) SELECT a.make FROM w a WHERE EXISTS (SELECT 1 FROM w b WHERE b.make = 'Ford')"
    ),
    (
        "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id AND EXISTS "
        "(SELECT 1 FROM incident i WHERE i.kind = 'THEFT'))"
    ),
    (
        "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM incident i, LATERAL (SELECT 1 FROM vehicle v "
        "WHERE v.owner_id = i.person_id) s)"
    ),
    "SELECT p.surname, ARRAY(SELECT plate FROM vehicle v WHERE v.owner_id = p.person_id) FROM person p",
    "SELECT p.surname, (SELECT string_agg(plate, ',') FROM vehicle v WHERE v.owner_id = p.person_id) FROM person p",
    "SELECT p.surname, (SELECT max(p.surname)) FROM person p",
    "SELECT count(EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id)) FROM person p",
    "SELECT rank() OVER (PARTITION BY EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id)) FROM person p",
    "SELECT p.surname FROM person p ORDER BY EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id) LIMIT 1",
    "SELECT p.surname FROM person p LIMIT (SELECT count(*) FROM vehicle)",
    "SELECT p.surname FROM person p WHERE (p.person_id, 1) IN (SELECT owner_id, 1 FROM vehicle)",
    f"SELECT {', '.join(['(SELECT max(plate) FROM vehicle v WHERE v.owner_id = p.person_id)'] * (MAX_PICKED + 1))} FROM person p",
    f"SELECT g FROM generate_series(1, {MAX_SERIES + 1}) AS g",
    "SELECT g FROM generate_series(1, 10, 0) AS g",
    "SELECT g FROM generate_series($1, 10) AS g",
    "SELECT g FROM generate_series('2026-01-01'::date, '2026-02-01'::date, '1 day'::interval) AS g",
    "SELECT * FROM unnest(ARRAY[1], ARRAY[2]) AS u(a, b)",
    "SELECT * FROM pg_ls_dir('.') AS f",
    "SELECT * FROM city.unnest(ARRAY[1]) AS f",
    "SELECT * FROM ROWS FROM (unnest(ARRAY[1]), unnest(ARRAY[2])) AS f(a, b)",
    "SELECT generate_series(1, 3), surname FROM person",
    "VALUES (1), (2, 3)",
)  # fmt: skip


@pytest.mark.parametrize("text", UNTIED)
def test_what_nobody_would_be_named_for_is_refused(text: str) -> None:
    """Records in an expression that need not be of the row's own person, in every place and by every detour."""
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Unsupported), plan


def test_a_row_about_nobody_is_neither_in_a_list_nor_missing_from_it(walled: Walled) -> None:
    """Else a vehicle without an owner would be in the answer exactly when nobody is in the list."""
    for kind in ("THEFT", "nothing"):
        listed = f"SELECT person_id FROM incident WHERE kind = '{kind}'"
        plan = plan_of(f"SELECT 1 FROM vehicle WHERE owner_id IS NULL AND owner_id NOT IN ({listed})")
        assert walled.reader.execute(plan.text.encode()).fetchall() == []
        plan = plan_of(f"SELECT (owner_id IN ({listed})) IS NULL FROM vehicle WHERE owner_id IS NULL")
        assert {row[0] for row in walled.reader.execute(plan.text.encode()).fetchall()} == {True}


@pytest.mark.parametrize(
    "text",
    [
        "SELECT p.surname FROM person p WHERE EXISTS (SELECT p.* FROM vehicle v WHERE v.owner_id = p.person_id)",
        "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = p.nothing)",
        "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM secrets s WHERE s.owner_id = p.person_id)",
        "SELECT p.surname FROM person p, (SELECT p.person_id) s",
        "SELECT p.surname FROM LATERAL (SELECT p.person_id) s, person p",
    ],
)
def test_names_are_looked_for_outwards_and_nowhere_else(text: str) -> None:
    """A sub-query in FROM sees what stands before it only with LATERAL; an unknown name is refused as anywhere."""
    assert isinstance(plan_statement(text, GROUND), NotAllowed)


def test_a_masked_key_is_no_subject() -> None:
    """A column that shows a mask of the key equals nothing that could tie a record."""
    views = GROUND.profile.views
    masked = replace(views["vehicle"], columns=(("owner_id", "year"), *views["vehicle"].columns[2:]))
    ground = Ground(GROUND.catalogue, Profile({**views, "vehicle": masked}), 18)
    text = (
        "SELECT p.surname FROM person p WHERE EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id)"
    )
    assert isinstance(plan_statement(text, ground), Unsupported)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT v.make FROM vehicle v WHERE EXISTS (SELECT 1 FROM person p WHERE p.person_id = v.owner_id AND p.city = 'City1')",
        "SELECT v.make, (SELECT city FROM person p WHERE p.person_id = v.owner_id) FROM vehicle v",
        "SELECT make, count(*) FROM vehicle WHERE owner_id IN (SELECT person_id FROM person) GROUP BY make",
    ],
)
def test_of_whom_only_groups_are_shown_no_row_tells_through_an_expression(text: str) -> None:
    """A row of one vehicle would say what is true of its owner, of whom only groups are shown."""
    views = GROUND.profile.views
    person = replace(views["person"], minimum_group=9)
    plan = plan_statement(text, Ground(GROUND.catalogue, Profile({**views, "person": person}), 18))
    assert isinstance(plan, Unsupported), plan
    assert "only groups" in plan.why


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("p.person_id IN (SELECT owner_id FROM vehicle WHERE plate = '1')", {("vehicle.plate", "1")}),
        ("'2' IN (SELECT plate FROM vehicle v WHERE v.owner_id = p.person_id)", {("vehicle.plate", "2")}),
        ("(SELECT max(plate) FROM vehicle v WHERE v.owner_id = p.person_id) = '3'", {("vehicle.plate", "3")}),
        ("EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id AND p.ssn = '4')", {("person.ssn", "4")}),
        ("p.surname IN (VALUES ('5'), ('6'))", {("person.surname", "5"), ("person.surname", "6")}),
        ("p.surname = ANY (SELECT u FROM unnest(ARRAY['7']) AS u)", {("person.surname", "7")}),
        ("p.person_id = 8 AND EXISTS (SELECT 1 FROM vehicle v WHERE v.owner_id = p.person_id)",
         {("person.person_id", "8"), ("vehicle.owner_id", "8")}),
        ("NOT EXISTS (SELECT 1 FROM person q WHERE q.person_id = p.person_id AND q.surname = (SELECT '9'))",
         {("person.surname", "9")}),
    ],
)  # fmt: skip
def test_constants_are_found_in_expressions(text: str, asked: set[tuple[str, str]]) -> None:
    """What is compared inside a query in an expression, and with its value, is asked about."""
    found = plan_of(f"SELECT 1 FROM person p WHERE {text}").asked_about
    assert {(one.column, one.literal) for one in found} == asked


@pytest.mark.parametrize(
    ("before", "after", "deep"),
    [
        ("EXISTS (SELECT 1 WHERE ", ")", MAX_DEPTH // 2 - 2),
        ("1 = (SELECT ", ")", MAX_DEPTH // 3 - 1),
        ("1 = ANY (SELECT 1 FROM (SELECT 1 AS x WHERE ", ") AS s)", MAX_DEPTH // 4 - 1),
        ("EXISTS (SELECT 1 FROM district, LATERAL (SELECT 1 AS x WHERE ", ") AS s)", MAX_DEPTH // 4 - 1),
        ("EXISTS (VALUES (", "))", MAX_DEPTH // 2 - 2),
        ("EXISTS (SELECT 1 FROM (VALUES (", ")) AS v)", MAX_DEPTH // 3 - 1),
        ("EXISTS (SELECT 1 FROM unnest(ARRAY[", "]) AS u)", MAX_DEPTH // 3 - 1),
    ],
)
def test_deep_queries_stay_within_the_stack(before: str, after: str, deep: int) -> None:
    """The deepest that is allowed is composed; deeper ones are refused and kill nothing."""
    plan_of(
        f"SELECT 1 AS n WHERE {before * deep}true{after * deep}".replace("1 = (SELECT true", "1 = (SELECT 1")
    )
    deeper = plan_statement(f"SELECT 1 WHERE {before * MAX_DEPTH}true{after * MAX_DEPTH}", GROUND)
    assert isinstance(deeper, Unsupported)
    assert "levels deep" in deeper.why
