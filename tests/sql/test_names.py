"""Names that a client gives or uses."""

from __future__ import annotations

import pytest

from ostiary.sql.limits import MAX_NAME_BYTES
from ostiary.sql.plan import NotAllowed, Select, Unsupported
from ostiary.sql.statement import plan_statement
from ostiary.sql.understanding.grammar import parse_statements
from ostiary.sql.understanding.names import name_of_output
from sql.bypass_world import GROUND
from sql.conftest import Walled

# Every place where a client can put a name.
PLACES = (
    "SELECT {} FROM person",
    "SELECT person.{} FROM person",
    "SELECT {}.surname FROM person",
    "SELECT {}.* FROM person",
    "SELECT surname AS {} FROM person",
    "SELECT upper(surname) {} FROM person",
    "SELECT 1 FROM person AS {}",
    "SELECT 1 FROM person AS p({})",
    "SELECT 1 FROM (SELECT 1) AS {}",
    "SELECT 1 FROM (SELECT 1) AS s({})",
    "SELECT 1 FROM (SELECT 1 AS {}) AS s",
    "WITH {} AS (SELECT 1) SELECT 1",
    "WITH w({}) AS (SELECT 1) SELECT 1",
    "SELECT 1 FROM person JOIN person p USING ({})",
    "SELECT 1 FROM person ORDER BY {}",
    "SELECT 1 FROM person WHERE {} = 1",
    "SELECT {}(1)",
    "SELECT 1::{}",
)
RESERVED = ("__key1", "__subject", "__", '"__x"', 'U&"\\005F_key1"', "U&\"_!005Fx\" UESCAPE '!'")
LONG = ("a" * (MAX_NAME_BYTES + 1), "a" * 64, '"' + "é" * 40 + '"')


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", RESERVED)
def test_reserved_names_are_refused_wherever_a_name_can_stand(place: str, name: str) -> None:
    """No client can name, make or hide a subject key, however the name is spelled."""
    plan = plan_statement(place.replace("{}", name), GROUND)
    assert isinstance(plan, Unsupported)
    assert "reserved" in plan.why or "syntax error" in plan.why


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", LONG, ids=("60", "64", "multi-byte"))
def test_names_that_may_have_been_cut_are_refused(place: str, name: str) -> None:
    """The parser cuts names to 63 bytes as the server does: one that may be cut is refused."""
    plan = plan_statement(place.replace("{}", name), GROUND)
    assert isinstance(plan, Unsupported)
    assert "longer than" in plan.why


@pytest.mark.parametrize(
    "table", ["__subject", "ostiary_75327b6c5f05.person", "a" * 70, "pg_authid", "other.person"]
)
def test_tables_outside_the_catalogue_have_one_refusal(table: str) -> None:
    """A table that the catalogue does not hold is a name that is not allowed, whatever it is."""
    assert isinstance(plan_statement(f"SELECT 1 FROM {table}", GROUND), NotAllowed)


def test_a_unicode_escape_is_the_name_that_it_spells() -> None:
    """U&"" names are decided on as what they spell."""
    plan = plan_statement('SELECT U&"s\\0075rname" FROM U&"p\\0065rson"', GROUND)
    assert isinstance(plan, Select)
    assert [each.fields for each in plan.footprints] == [("surname",)]


def test_the_longest_name_is_accepted() -> None:
    """A name of exactly the limit is a name."""
    assert isinstance(plan_statement(f"SELECT 1 AS {'a' * MAX_NAME_BYTES}", GROUND), Select)


OUTPUTS = (
    "1", "'a'", "true", "NULL", "-1", "1 + 1", "1 = 1", "NOT true", "true IS TRUE", "1 IS NULL", "1 IN (1)",
    "'a' LIKE 'b'", "1::int", "1::int::text", "abs(1)", "abs(1)::text", "pg_catalog.abs(1)", "upper('a')::varchar(3)",
    "CASE WHEN true THEN 1 END", "CASE WHEN true THEN 1 ELSE abs(2) END", "(CASE WHEN true THEN 1 END)::text",
    "CASE WHEN true THEN 1 ELSE 2::text::int END", "COALESCE(1, 2)", "GREATEST(1, 2)", "LEAST(1, 2)",
    "NULLIF(1, 2)", "ARRAY[1]", "ARRAY[1]::text[]", "CURRENT_DATE", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP",
    "CURRENT_DATE::text", "extract(year FROM DATE '2020-01-01')", "substring('abc' FROM 2)", "trim('a')", "DATE '2020-01-01'",
    "INTERVAL '1 day'", "position('a' IN 'b')", "1 BETWEEN 1 AND 2", "'a' IS DISTINCT FROM 'b'", "date_part('year', now())",
)  # fmt: skip


@pytest.mark.parametrize("expression", OUTPUTS)
def test_an_output_has_the_name_that_postgresql_gives_it(walled: Walled, expression: str) -> None:
    """A column without AS is called here what the server calls it."""
    described = walled.owner.execute(f"SELECT {expression}".encode()).description
    node = parse_statements(f"SELECT {expression}")[0].select_stmt.target_list[0].res_target.val
    assert described is not None
    assert name_of_output(node) == described[0].name
