"""The DDL of one profile's wall, and what its masks and filters make of real values."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ostiary.model.catalogue import Catalogue, Column, RecordClass
from ostiary.model.profile import Profile, View
from ostiary.model.rules import MASK_TYPES, Comparison, Mask, RowPredicate
from ostiary.sql.wall import (
    READER_SETTINGS,
    masked,
    removal_statements,
    row_security_statements,
    wall_hash,
    wall_statements,
)
from ostiary.sql.wall_names import mask_role_of, reader_of, schema_of
from sql.bypass_world import CATALOGUE, PROFILE
from sql.conftest import Walled

MASKED: Mapping[Mask, Mapping[str | None, str | None]] = {
    "hidden": {"Jones": None, None: None},
    "initial": {"Jones": "J.", "": ".", None: None},
    "last-4": {"123-45-6789": "***6789", "12345": "***2345", "1234": "***", "": "***", None: "***"},
    "year": {"1980-06-17": "1980-01-01", "1980-01-01": "1980-01-01", None: None},
    "block": {
        "1234 W Main St": "12XX W Main St",
        "34 W Main St": "XX W Main St",
        "5 W 103rd St": "XX W 103rd St",
        None: None,
    },
}


@pytest.mark.parametrize("mask", MASKED)
def test_a_mask_shows_what_it_says(walled: Walled, mask: Mask) -> None:
    """Each mask, on real values; its type stays the column's."""
    kind = "date" if mask == "year" else "text"
    column = masked(Column("c", kind), mask)
    for value, shown in MASKED[mask].items():
        found = walled.owner.execute(
            f"SELECT ({column})::text, pg_typeof({column})::text FROM (SELECT %s::{kind} AS c) AS t".encode(),
            [value],
        ).fetchone()
        assert found == (shown, kind)


@pytest.mark.parametrize("kind", MASK_TYPES["hidden"])
def test_a_hidden_column_keeps_its_type(walled: Walled, kind: str) -> None:
    """NULL of the column's own type, whatever type that is."""
    found = walled.owner.execute(f"SELECT {masked(Column('c', kind), 'hidden')}".encode()).fetchone()
    assert found == (None,)


@pytest.mark.parametrize(
    ("comparison", "column", "value", "kept"),
    [
        ("=", "n:int4", 2, ["2"]),
        ("<>", "n:int4", 2, ["1", "3"]),
        ("<", "n:int4", 2, ["1"]),
        ("<=", "n:int4", 2, ["1", "2"]),
        (">", "n:int4", -1, ["1", "2", "3"]),
        (">=", "n:int4", 3, ["3"]),
        ("=", "s:text", "it's \\", ["1"]),
        ("=", "b:bool", True, ["1"]),
        ("<>", "b:bool", True, ["2"]),
        (">", "d:date", "2020-01-01", ["1", "2"]),
        ("within-days", "d:date", 3, ["1"]),
        ("is-null", "s:text", None, ["3"]),
        ("is-not-null", "s:text", None, ["1", "2"]),
    ],
)
def test_a_row_filter_keeps_what_it_says(
    walled: Walled,
    comparison: Comparison,
    column: str,
    value: str | int | bool | None,  # noqa: FBT001 - it is a literal, not a switch
    kept: list[str],
) -> None:
    """Each comparison as a policy's condition on real rows; NULL is never kept but by is-null."""
    columns = (Column("n", "int4"), Column("s", "text"), Column("b", "bool"), Column("d", "date"))
    record_class = RecordClass("filtered", "pg_temp", "", columns)
    predicate = RowPredicate("filtered", column.split(":", 1)[0], comparison, value)
    profile = Profile({"filtered": View("filtered", (("n", None),), (predicate,))})
    (policy,) = (
        each
        for each in wall_statements(profile, Catalogue({"filtered": record_class}), "")
        if "RESTRICTIVE" in each
    )
    condition = policy.split(" USING ", 1)[1]
    rows = walled.owner.execute(
        "SELECT n::text FROM (VALUES (1, 'it''s \\', true, CURRENT_DATE), (2, '', false, CURRENT_DATE - 4), "
        f"(3, NULL, NULL, NULL)) AS t (n, s, b, d) WHERE {condition} ORDER BY 1".encode()
    ).fetchall()
    assert [n for (n,) in rows] == kept


def test_a_wall_names_everything_by_its_profile() -> None:
    """Roles, schema and policies carry the profile's id, so that walls stand side by side."""
    statements = wall_statements(PROFILE, CATALOGUE, "verifier")
    assert sum(f'"{schema_of(PROFILE.id)}"' in each for each in statements) >= 3
    assert any(each.startswith(f'CREATE ROLE "{mask_role_of(PROFILE.id)}" NOLOGIN') for each in statements)
    assert any(f"ALTER ROLE \"{reader_of(PROFILE.id)}\" PASSWORD 'verifier'" in each for each in statements)
    assert all(any(f"SET {name} = " in each for each in statements) for name in READER_SETTINGS)
    assert not any(
        "GRANT" in each and "city" in each and reader_of(PROFILE.id) in each for each in statements
    )


def test_the_mask_role_reads_only_what_views_and_filters_need() -> None:
    """Columns that are not shown are granted only where a filter reads them."""
    grants = [each for each in wall_statements(PROFILE, CATALOGUE, "") if each.startswith("GRANT SELECT (")]
    (person,) = (each for each in grants if '"person"' in each)
    assert '"secret"' in person
    assert '"risk"' not in person


def test_the_hash_is_of_the_rules_and_not_of_the_password() -> None:
    """The same rules give the same hash; one column less gives another."""
    assert wall_hash(PROFILE, CATALOGUE) == wall_hash(PROFILE, CATALOGUE)
    views = {**PROFILE.views, "district": View("district", (("district", None),))}
    assert wall_hash(Profile(views), CATALOGUE) != wall_hash(PROFILE, CATALOGUE)


def test_a_column_outside_the_catalogue_builds_no_wall() -> None:
    """A profile that names what is not there is a bug, not an empty view."""
    for view in (
        View("district", (("nothing", None),)),
        View("district", (), (RowPredicate("district", "nothing", "=", 1),)),
    ):
        with pytest.raises(KeyError):
            wall_statements(Profile({"district": view}), CATALOGUE, "")


def test_removal_takes_back_what_was_made() -> None:
    """Every role and schema that the wall made is dropped."""
    made = [
        each.split()[1:3]
        for each in wall_statements(PROFILE, CATALOGUE, "")
        if each.startswith("CREATE ROLE")
    ]
    dropped = removal_statements(PROFILE.id)
    assert all(f"DROP ROLE {name}" in dropped for _, name in made)
    assert any(each.startswith("DROP SCHEMA") for each in dropped)


def test_the_open_policy_comes_before_row_security() -> None:
    """No moment shows other applications an empty table."""
    policy, switch = row_security_statements(CATALOGUE.classes["person"])
    assert "PERMISSIVE FOR ALL TO PUBLIC USING (true) WITH CHECK (true)" in policy
    assert switch.endswith("ENABLE ROW LEVEL SECURITY")
