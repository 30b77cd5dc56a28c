"""Composed statements: keys for every row, and what cannot be accounted for."""

from __future__ import annotations

import pytest

from ostiary.sql.limits import MAX_RELATIONS
from ostiary.sql.plan import NotAllowed, Select, Unsupported
from ostiary.sql.statement import plan_statement
from sql.bypass_world import GROUND
from sql.conftest import Walled


def _select(text: str) -> Select:
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Select), plan
    return plan


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("SELECT 1", 0),
        ("SELECT * FROM district", 0),
        ("SELECT 1 FROM person", 1),
        ("SELECT 1 FROM person, vehicle, incident, district", 3),
        ("SELECT 1 FROM person a JOIN person b ON true", 2),
        ("SELECT 1 FROM (SELECT 1 FROM person) s", 1),
        ("SELECT 1 FROM (SELECT 1 FROM person, vehicle) s JOIN incident ON true", 3),
        ("WITH w AS (SELECT 1 FROM person) SELECT 1 FROM w a, w b", 2),
        (
            "WITH w AS (SELECT 1 FROM person), v AS (SELECT 1 FROM w, w x) SELECT 1 FROM v LEFT JOIN vehicle ON true",
            3,
        ),
        ("WITH unread AS (SELECT 1 FROM person) SELECT 1", 0),
        ("SELECT 1 FROM person AS q(a, b, c, d, e, f)", 1),
        ("SELECT 1 FROM (SELECT surname FROM person LIMIT 1) AS s(x)", 1),
    ],
)
def test_every_row_carries_a_key_for_each_subject_table(walled: Walled, text: str, keys: int) -> None:
    """Keys pass outwards through joins, sub-queries and WITH; each is int8, after the client's own columns."""
    plan = _select(text)
    assert len(plan.hidden) == keys
    description = walled.reader.execute(plan.text.encode()).description or []
    assert [column.type_code for column in description[plan.visible :]] == [20] * keys


@pytest.mark.parametrize(
    "text",
    [
        "SELECT person_id FROM person ORDER BY length(surname)",
        "SELECT person_id FROM person ORDER BY person_id = 42 LIMIT 1",
        "SELECT surname = 'X' AS hit FROM person ORDER BY hit LIMIT 1",
        "SELECT person_id, surname = 'X' FROM person ORDER BY 2",
        "SELECT 1 FROM (SELECT surname = 'X' AS hit FROM person) s ORDER BY s.hit",
        "SELECT * FROM (SELECT surname = 'X' AS hit FROM person) AS s(h) ORDER BY h",
        "SELECT d.district FROM district d, person p ORDER BY d.district + p.person_id",
        "SELECT 1 FROM (SELECT 1 FROM person ORDER BY CASE WHEN surname = 'X' THEN 1 END LIMIT 1) s",
        "SELECT 1 FROM person JOIN (SELECT 1 AS x) s ON true ORDER BY x",
        "SELECT 1 FROM person ORDER BY 2",
        "SELECT 1 FROM person ORDER BY $1",
    ],
)
def test_people_are_not_ordered_by_what_is_computed(text: str) -> None:
    """With people, ORDER BY takes plain columns only: by alias, position or sub-query, nothing computed passes."""
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Unsupported)
    assert "plain columns" in plan.why


@pytest.mark.parametrize(
    "text",
    [
        "SELECT person_id FROM person ORDER BY person_id LIMIT 3 OFFSET 4",
        "SELECT 1 FROM (SELECT surname FROM person WHERE city = 'City1' OFFSET 10) AS s",
        "WITH s AS (SELECT person_id FROM person OFFSET $1) SELECT * FROM s",
        "SELECT d.district FROM district d, person p OFFSET 1",
    ],
)
def test_people_are_not_counted_past(text: str) -> None:
    """OFFSET would say how many there are without an entry for any of them; the hint says how to page."""
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Unsupported)
    assert "OFFSET" in plan.why
    assert "ORDER BY" in plan.hint


@pytest.mark.parametrize(
    "text",
    [
        "SELECT surname AS x FROM person ORDER BY x, 1, person.city DESC NULLS LAST",
        "SELECT s.x FROM (SELECT city AS x FROM person) s ORDER BY s.x",
        "SELECT person_id FROM person JOIN incident USING (person_id) ORDER BY person_id",
        "SELECT district + 1 FROM district ORDER BY district + 1, 1",
    ],
)
def test_plain_columns_and_tables_about_nobody_are_ordered(walled: Walled, text: str) -> None:
    """Plain columns order people; where nobody is concerned anything does."""
    assert walled.reader.execute(_select(text).text.encode()).fetchall()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SELECT 1 FROM person, person", "relation name is used twice"),
        ("SELECT 1 FROM person JOIN vehicle AS person ON true", "relation name is used twice"),
        ("SELECT 1 FROM person AS q(a, b, c, d, e, f, g)", "more column aliases"),
        ("SELECT 1 FROM (SELECT 1) AS s(a, b)", "more column aliases"),
        ("WITH w(a, b) AS (SELECT 1) SELECT 1", "more column aliases"),
        ("SELECT * FROM (SELECT 1 AS a, 2 AS a) s", "two columns of one name"),
        ("SELECT s.* FROM (SELECT * FROM person a, person b) s", "two columns of one name"),
        ("SELECT 1 FROM district" + "".join(f", district d{n}" for n in range(MAX_RELATIONS)), "at most 32 tables"),
        ("WITH a AS (SELECT 1), a AS (SELECT 2) SELECT 1", "WITH name is used twice"),
        ("SELECT rank() OVER w FROM person WINDOW w AS (), w AS (ORDER BY id)", "window name is used twice"),
        ("WITH c0 AS (SELECT 1 FROM person)" + "".join(
            f", c{n} AS (SELECT 1 FROM c{n - 1} a, c{n - 1} b)" for n in range(1, 64)) + " SELECT 1", "4096 columns"),
        ("SELECT " + "p.*, " * 2_000 + "1 FROM person p", "4096 columns"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_apart_or_grows_without_end_is_refused(text: str, why: str) -> None:
    """Names that mean two things, and queries that double, are refused."""
    plan = plan_statement(text, GROUND)
    assert isinstance(plan, Unsupported)
    assert why in plan.why


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1 FROM " + "(SELECT * FROM " * 110 + "person" + "".join(f") AS s{n}" for n in range(110)),
        "WITH w AS (" * 110 + "SELECT 1 FROM person" + ") SELECT 1 FROM w" * 110,
        "SELECT 1 FROM "
        + "(" * 110
        + "person"
        + "".join(f" CROSS JOIN (SELECT 1) AS s{n})" for n in range(110)),
    ],
    ids=["sub-queries", "WITH", "joins"],
)
def test_the_deepest_queries_are_composed(walled: Walled, text: str) -> None:
    """As deep as understanding allows, composing has the stack for it, and the server takes the text."""
    assert walled.reader.execute(_select(text).text.encode()).fetchall()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT surname FROM person a, person b",
        "SELECT a FROM person AS q(a, a)",
        "SELECT person.surname FROM person p",
        "SELECT p.surname FROM (SELECT 1 FROM person p) s",
        "SELECT a.district FROM district a, (SELECT a.district) s",
        "SELECT 1 FROM district d, person JOIN vehicle ON d.district = 1",
        "SELECT 1 FROM person WHERE alias = 1",
        "SELECT surname AS alias FROM person WHERE alias = 'x'",
        "SELECT district FROM incident a JOIN incident b USING (person_id)",
        "SELECT note FROM (TABLE incident) s",
        "SELECT person_id FROM incident a JOIN incident b USING (person_id) JOIN person c ON true",
        "WITH w AS (SELECT 1 AS x FROM later), later AS (SELECT 1) SELECT 1",
    ],
)
def test_names_out_of_scope_or_ambiguous_are_not_allowed(text: str) -> None:
    """A name that means nothing, or two things, is answered as one that is not known."""
    assert isinstance(plan_statement(text, GROUND), NotAllowed)


def test_the_stars_of_joins_are_in_postgresqls_order() -> None:
    """Merged columns come first; a column of the same name that no USING merged stays."""
    text = _select("SELECT * FROM incident a JOIN incident b USING (person_id) JOIN person c ON true").text
    shown = text.split(" FROM ", 1)[0]
    assert shown.count('AS "person_id"') == 2
    assert shown.startswith('SELECT "a"."person_id" AS "person_id", "a"."incident_id"')


def test_a_point_query_uses_the_index_through_view_and_row_security(walled: Walled) -> None:
    """In a table of 100,000 rows, a look-up by key, a join on it and a first page are index scans."""
    walled.owner.execute(
        "INSERT INTO city.person SELECT n, 'S' || n, 'G', '1980-07-23', '123-45-6000', 'City1', 77000, false "
        "FROM generate_series(1000001, 1100000) AS n"
    )
    walled.owner.execute("ANALYZE city.person")
    try:
        for text in (
            "SELECT surname FROM person WHERE person_id = 1050000",
            "SELECT p.surname FROM person p JOIN district d ON p.person_id = d.district WHERE p.person_id = 1050000",
            "SELECT surname FROM person WHERE person_id IN (1050000, 1050001)",
            "SELECT surname FROM person ORDER BY person_id LIMIT 10",
        ):
            plan = walled.owner.execute(f"EXPLAIN {_select(text).text}".encode()).fetchall()
            told = "\n".join(line for (line,) in plan)
            assert "person_pkey" in told, told
            assert "Seq Scan on person" not in told, told
    finally:
        walled.owner.execute("DELETE FROM city.person WHERE person_id > 1000000")


def _doubling(levels: int) -> str:
    text = "SELECT surname AS x FROM person"
    for _ in range(levels):
        text = f"SELECT x || x AS x FROM ({text}) AS s"
    return text


def test_a_column_that_doubles_at_every_level_is_refused() -> None:
    """The server's planner writes computed columns out wherever they are named: what would grow without end is refused."""
    plan = plan_statement(_doubling(25), GROUND)
    assert isinstance(plan, Unsupported)
    assert "too often" in plan.why
    assert isinstance(plan_statement(_doubling(6), GROUND), Select)
