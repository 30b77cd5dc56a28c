"""What composed statements mean: the same as the client's on filtered and masked copies of the tables."""

from __future__ import annotations

from random import Random

import psycopg
import pytest

from ostiary.sql.plan import Select
from ostiary.sql.statement import plan_statement
from sql.bypass_world import GROUND
from sql.conftest import Walled
from sql.meaning_world import is_same, plan_of, verify_meaning, verify_sufficient

STATEMENTS = (
    "SELECT * FROM person",
    "TABLE district",
    "SELECT FROM person",
    "SELECT p.* FROM person AS p WHERE p.surname = 'Smith'",
    "SELECT public_name.person_id FROM city.person AS public_name",
    "SELECT p.surname, v.plate FROM person p JOIN vehicle v ON v.owner_id = p.person_id",
    "SELECT p.person_id, v.plate FROM person p LEFT JOIN vehicle v ON v.owner_id = p.person_id",
    "SELECT p.person_id, v.plate FROM person p RIGHT JOIN vehicle v ON v.owner_id = p.person_id",
    "SELECT p.person_id, v.plate FROM person p FULL JOIN vehicle v ON v.owner_id = p.person_id",
    "SELECT d.district, p.person_id FROM district d CROSS JOIN person p",
    "SELECT d.district, p.person_id FROM district d, person p WHERE p.person_id < 4",
    "SELECT * FROM person JOIN incident USING (person_id)",
    "SELECT * FROM person LEFT JOIN incident USING (person_id)",
    "SELECT * FROM person RIGHT JOIN incident USING (person_id)",
    "SELECT person_id, i.kind FROM incident i FULL JOIN person p USING (person_id) WHERE person_id > 20",
    "SELECT * FROM person NATURAL JOIN incident",
    "SELECT * FROM person NATURAL LEFT JOIN district",
    "SELECT * FROM person p JOIN incident i USING (person_id) JOIN vehicle v ON v.owner_id = p.person_id",
    "SELECT * FROM person JOIN incident USING (person_id) JOIN district USING (district)",
    "SELECT * FROM incident a JOIN incident b USING (person_id) JOIN person c ON c.person_id = b.incident_id",
    "SELECT * FROM person a JOIN person b USING (person_id, surname) WHERE a.city <> 'City1'",
    "SELECT * FROM incident FULL JOIN (SELECT 3 AS district) AS d USING (district)",
    "SELECT p.person_id, p2.person_id FROM person p JOIN person p2 ON p.ssn = p2.ssn",
    "SELECT a FROM (SELECT person_id AS a FROM person) AS s WHERE a BETWEEN 3 AND 7",
    "SELECT * FROM (SELECT person_id, surname FROM person) AS s(x, y) WHERE y LIKE 'S%' AND x NOT BETWEEN 4 AND 9",
    "SELECT * FROM person AS q(a, b) WHERE b IS NOT NULL",
    "WITH s AS (SELECT * FROM person) SELECT s.surname FROM s JOIN s AS t USING (person_id)",
    "WITH s(x) AS MATERIALIZED (SELECT person_id FROM person), t AS (SELECT x + 1 AS y FROM s) SELECT * FROM t, s",
    "WITH vehicle AS (SELECT person_id FROM person) SELECT * FROM vehicle",
    "WITH person AS (SELECT 1 AS x) SELECT p.surname, x FROM city.person AS p, person",
    "SELECT district_name FROM district ORDER BY length(district_name), 1 LIMIT 2 OFFSET 3",
    (
        "WITH person AS (SELECT person_id AS p FROM person) SELECT * FROM (WITH person AS (SELECT p AS q FROM person) "
        "SELECT * FROM person) AS s"
    ),
    "SELECT CASE WHEN surname IS NULL THEN 'none' ELSE upper(surname) END FROM person",
    "SELECT CASE person_id % 3 WHEN 0 THEN 'a' WHEN 1 THEN 'b' END AS c, (CASE WHEN true THEN 1 END)::text FROM person",
    "SELECT person_id FROM person WHERE surname IN ('Smith', 'Jones') AND person_id NOT IN (1, 2, 3)",
    "SELECT person_id FROM person WHERE surname LIKE 'S%' OR given_name NOT LIKE '%1' OR surname ILIKE 'j%'",
    "SELECT person_id FROM person WHERE surname IS DISTINCT FROM 'Smith' AND city IS NOT DISTINCT FROM 'City1'",
    "SELECT person_id FROM person WHERE person_id = ANY (ARRAY[1, 5, 900001]) OR person_id > ALL ('{36,37}'::int[])",
    "SELECT person_id, surname FROM person ORDER BY surname NULLS FIRST, person_id DESC LIMIT 7",
    "SELECT person_id AS x FROM person ORDER BY x LIMIT 5",
    "SELECT surname, person_id FROM person ORDER BY 2 DESC FETCH FIRST 3 ROWS ONLY",
    "SELECT s.surname FROM (SELECT * FROM person ORDER BY person_id LIMIT 4) AS s LEFT JOIN vehicle ON owner_id = 2",
    "SELECT dob, ssn, extract(year FROM dob), date_trunc('month', dob) FROM person WHERE dob > DATE '1980-06-15'",
    "SELECT dob + INTERVAL '1' YEAR, INTERVAL '1-2' YEAR TO MONTH, INTERVAL(0) '1.6 s', 1.256::numeric(5,2) FROM person",
    (
        "SELECT substring(surname FROM 2 FOR 3), substring(surname, 2), position('i' IN surname), trim(' ' FROM 'a ') "
        "FROM person"
    ),
    (
        "SELECT overlay(surname PLACING 'xx' FROM 2), COALESCE(surname, '-'), NULLIF(city, 'City1'), GREATEST(1, 3), "
        "LEAST(2, person_id), left(surname, 2) || '.', -person_id, ARRAY[1, 2], 'abc'::char(2), 3::varchar::int FROM person"
    ),
    (
        "SELECT 0x1F, 1_000, 0b11, -5, -0x10, 1e3, E'a\\tb\\'c', $$it's$$, U&'\\0041', 'x'\n'y' /* c */ -- d\n"
        "FROM district"
    ),
    (
        "SELECT true, NULL, 'a'::text, '1'::int::text, surname::varchar(3), person_id IS NULL, NOT secretless FROM "
        "(SELECT *, false AS secretless FROM person) AS s"
    ),
    'SELECT "Großer Name", s."select" FROM (SELECT 1 AS "Großer Name", \'q"q\' AS "select") AS s',
    "SELECT p.person_id FROM person p JOIN district d ON length(p.surname) > d.district AND (true IS NOT FALSE)",
)


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_composed_statement_means_what_was_asked(walled: Walled, text: str) -> None:
    """The composed text, run by the reader, gives the rows and column names of the original on filtered copies."""
    verify_meaning(walled, text)


@pytest.mark.parametrize("text", STATEMENTS)
def test_recorded_subjects_are_sufficient(walled: Walled, text: str) -> None:
    """The original, run on the data of the recorded subjects alone, gives the same answer."""
    verify_sufficient(walled, text)


def test_shadowing_names_are_out_of_reach(walled: Walled) -> None:
    """Functions, operators, types and tables of another schema first in search_path change nothing in the answer."""
    text = (
        "SELECT upper(surname), length(surname), surname::text, surname || 'x' FROM person "
        "WHERE surname = 'Smith' AND surname >= 'A' AND surname LIKE 'S%' AND surname BETWEEN 'A' AND 'Z'"
    )
    composed = plan_of(text).text.encode()
    expected = walled.reader.execute(composed).fetchall()
    assert len(expected) == 8
    with psycopg.connect(walled.reader_dsn, autocommit=True) as reader:
        assert reader.execute("SHOW search_path").fetchall() == [("pg_catalog",)]
        reader.execute("SET search_path = attacker, pg_catalog")
        assert reader.execute("SELECT upper('a'::pg_catalog.text)").fetchall() == [("shadowed",)]
        assert reader.execute(composed).fetchall() == expected


COLUMNS = ("person_id", "surname", "owner_id", "district", "x", "city", "make", "year", "dob")


class Question:
    """A made-up query over the four tables, with joins and sub-queries to some depth."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._aliases = 0

    def query(self, depth: int) -> str:
        """One SELECT; many name a column that is not there, which the original then refuses too."""
        source, names = self._source(depth)
        one, two = self._column(names), self._column(names)
        relation = self._random.choice(names)
        targets = self._random.choice(
            (
                "*",
                f"{relation}.*",
                f"{one}, {two}",
                f"{one} AS person_id, {relation}.*",
                f"COALESCE({one}, {two}) AS x",
            )
        )
        where = self._random.choice(("", f" WHERE {self._condition(names)}"))
        return f"SELECT {targets} FROM {source}{where}"

    def _source(self, depth: int) -> tuple[str, list[str]]:
        kind = self._random.random()
        if depth == 0 or kind < 0.3:
            return self._aliased(self._random.choice(("person", "vehicle", "incident", "district")))
        if kind < 0.5:
            return self._aliased(f"({self.query(depth - 1)})")
        left, ours = self._source(depth - 1)
        right, theirs = self._source(depth - 1)
        join = self._random.choice(("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"))
        on = f"ON {self._column(ours)} = {self._column(theirs)}"
        using = f"USING ({self._random.choice(('person_id', 'district', 'x'))})"
        natural = f"({left} NATURAL {join} {right})"
        return self._random.choice(
            (f"({left} {join} {right} {on})", f"({left} {join} {right} {using})", natural)
        ), ours + theirs

    def _aliased(self, source: str) -> tuple[str, list[str]]:
        self._aliases += 1
        columns = self._random.choice(("", "", "(person_id)", "(x, district)"))
        return f"{source} AS r{self._aliases}{columns}", [f"r{self._aliases}"]

    def _column(self, names: list[str]) -> str:
        return self._random.choice(("", f"{self._random.choice(names)}.")) + self._random.choice(COLUMNS)

    def _condition(self, names: list[str]) -> str:
        column = self._column(names)
        return self._random.choice(
            (f"{column} = {self._column(names)}", f"{column} IS NULL", f"{column} IN (1, 2, 7)")
        )


@pytest.mark.parametrize("seed", range(4))
def test_made_up_queries_mean_what_was_asked(walled: Walled, seed: int) -> None:
    """Of a thousand made-up queries, each that has a text gives the rows, names and order of columns of the original."""
    question = Question(Random(seed))
    answered = 0
    for _ in range(250):
        text = question.query(2)
        plan = plan_statement(text, GROUND)
        if isinstance(plan, Select) and plan.text:
            answered += is_same(walled, text, plan)
    assert answered > 10
