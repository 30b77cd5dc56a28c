"""What could tell anything of a database, and what is a constant, whatever the database holds."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from copied_postgres import fresh_server
from ostiary.demo.attack.constants import Constants

TELLING = [
    "SELECT surname FROM city.person",
    "SELECT 1 WHERE EXISTS (SELECT FROM city.person)",
    "SELECT rolname FROM pg_catalog.pg_roles",
    "SELECT pg_catalog.\"pg_relation_size\"('city.person')",
    "SELECT pg_catalog.\"current_setting\"('server_version')",
    "SELECT current_setting('server_version')",
    "SELECT pg_catalog.random()",
    "SELECT random ()",
    'SELECT "random" ()',
    "SELECT city . spy()",
    "SELECT CAST('city.person' AS pg_catalog.\"regclass\")",
    "SELECT CAST('city.person' AS pg_catalog.regclass)",
    "SELECT city.spy()",
    "SELECT nothing_of_the_sort(1)",
    "SELECT 1 FROM nothing_of_the_sort",
    "not a statement",
    "SELECT CURRENT_USER",
    "TABLE city.person",
]
CONSTANT = [
    'SELECT 1 AS "?column?"',
    "SELECT pg_catalog.upper('pg_relation_size(1)')",
    'WITH "__c" AS (SELECT CAST(v."n" AS pg_catalog."name") AS "n" FROM (VALUES (\'person\', 1)) AS v ("n", "m")) SELECT * FROM "__c" AS "c" ("x")',
    "SELECT pg_catalog.count(*) FROM pg_catalog.generate_series(1, 3) AS g (g) WHERE g OPERATOR(pg_catalog.>) 1 AND g IN (2, 3)",
    'SELECT CAST(CAST($1 AS pg_catalog.text) AS pg_catalog."name") AS "it\'s"',
]


@pytest.fixture(scope="module")
def constants(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Constants]:
    """Asked as somebody who may read nothing."""
    with fresh_server(tmp_path_factory.mktemp("constants")) as postgres:
        with psycopg.connect(postgres.admin_dsn(), autocommit=True) as admin:
            admin.execute(
                "CREATE SCHEMA city; CREATE TABLE city.person (surname text); GRANT USAGE ON SCHEMA city TO PUBLIC"
            )
            admin.execute("CREATE FUNCTION city.spy() RETURNS int8 IMMUTABLE LANGUAGE sql AS 'SELECT 1'")
            admin.execute("CREATE ROLE asker LOGIN PASSWORD 'asker'")
        asked = Constants(make_conninfo(postgres.admin_dsn(), user="asker", password="asker"))
        yield asked
        asked.close()


@pytest.mark.parametrize("ran", TELLING)
def test_what_reads_or_looks_up_is_no_constant(constants: Constants, ran: str) -> None:
    """A relation, a function that is not immutable, a type that looks names up, and whatever is not understood."""
    assert not constants.is_constant(ran)


@pytest.mark.parametrize("ran", CONSTANT)
def test_values_and_immutable_functions_are_constants(constants: Constants, ran: str) -> None:
    """Also with parameters, and with words in literals that would not be allowed outside of one."""
    assert constants.is_constant(ran)
