"""LIKE patterns that mean a beginning."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ostiary.sql.patterns import beginning
from ostiary.sql.plan import AskedAbout, Select
from ostiary.sql.statement import plan_statement
from ostiary.sql.text import literal
from sql.bypass_world import GROUND
from sql.conftest import Walled

AWKWARD = st.text(st.sampled_from("AaBé%_\\ '\n😀ǆß"), max_size=6)
PATTERNS = st.builds(str.__add__, AWKWARD, st.sampled_from(["%", "%", "\\%", "\\\\%", "", "_"]))


@pytest.mark.parametrize(
    ("pattern", "start"),
    [
        ("AB%", "AB"),
        ("A\\%%", "A%"),
        ("A\\_%", "A_"),
        ("A\\\\%", "A\\"),
        ("\\A%", "A"),
        ("AB", None),
        ("%", None),
        ("AB%%", None),
        ("A_%", None),
        ("%A%", None),
        ("A\\%", None),
        ("A\\", None),
        ("A %", None),
        ("A b%", "A b"),
    ],
)
def test_a_beginning_is_read_from_its_pattern(pattern: str, start: str | None) -> None:
    """Only what says nothing but how a value begins; an escaped wildcard is a plain character."""
    assert beginning(pattern) == start


@settings(max_examples=300)
@given(AWKWARD, PATTERNS)
@example("A%b", "A\\%%")
@example("A\\", "A\\\\%")
@example("Ab ", "Ab %")
def test_it_means_what_like_means(walled: Walled, value: str, pattern: str) -> None:
    """On awkward values and escapes the server gives one answer to both spellings, for text, varchar and char(n)."""
    start = beginning(pattern)
    if start is None:
        return
    for kind in ("text", "varchar(9)", "char(9)"):
        for each in (value, start + value, start[:-1]):
            found = walled.owner.execute(
                f"SELECT v LIKE {literal(pattern)}, v OPERATOR(pg_catalog.^@) {literal(start)} "
                f"FROM (SELECT {literal(each)}::{kind} AS v) AS t".encode()
            ).fetchone()
            assert found is not None
            assert found[0] == found[1], (kind, each, pattern)


@pytest.mark.parametrize(
    ("condition", "is_rewritten"),
    [
        ("surname LIKE 'Sm%'", True),
        ("p.surname LIKE 'Sm%' OR city LIKE 'C%'", True),
        ("NOT surname LIKE 'Sm%'", True),
        ("surname NOT LIKE 'Sm%'", False),
        ("surname ILIKE 'Sm%'", False),
        ("surname LIKE 'S_m%'", False),
        ("surname LIKE $1", False),
        ("upper(surname) LIKE 'SM%'", False),
        ("computed LIKE 'Sm%'", False),
    ],
)
def test_a_text_column_that_begins_so_is_asked_with_an_operator_that_uses_an_index(
    condition: str,
    is_rewritten: bool,  # noqa: FBT001 - it is expected, not a switch
) -> None:
    """Only for fields of the catalogue: of what is computed nobody knows the type."""
    plan = plan_statement(
        f"SELECT person_id FROM (SELECT *, surname::char(9) AS computed FROM person) AS p WHERE {condition}",
        GROUND,
    )
    assert isinstance(plan, Select)
    assert ("pg_catalog.^@" in plan.text) == is_rewritten
    assert ("pg_catalog.~~" in plan.text or "pg_catalog.!~~" in plan.text) != is_rewritten


def test_a_beginning_is_asked_about_as_before() -> None:
    """What is recorded does not depend on how the condition is written for the server."""
    plan = plan_statement("SELECT city FROM person WHERE surname LIKE 'Sm%'", GROUND)
    assert isinstance(plan, Select)
    assert plan.asked_about == (AskedAbout("person.surname", "Sm%"),)
