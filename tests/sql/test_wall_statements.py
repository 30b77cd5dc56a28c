"""The DDL of one profile's wall, and what its masks and filters make of real values."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg
import pytest

from ostiary.model.catalogue import Catalogue, Column, RecordClass
from ostiary.model.profile import Profile, View
from ostiary.model.rules import MASK_TYPES, Comparison, Mask, RowPredicate
from ostiary.sql.wall import (
    READER_SETTINGS,
    masked,
    removal_statements,
    row_security_on,
    wall_hash,
    wall_statements,
)
from ostiary.sql.wall_names import mask_role_of, reader_of, schema_of
from sql.bypass_world import CATALOGUE, PROFILE
from sql.conftest import Walled

MASKED: Mapping[Mask, Mapping[str | None, str | None]] = {
    "hidden": {"Jones": None, None: None},
    "initial": {"Jones": "J.", "": ".", None: None},
    "last-4": {
        "123-45-6789": "***6789",
        "12345678": "***5678",
        "1234567": "***",
        "12345": "***",
        "1234": "***",
        "": "***",
        None: "***",
    },
    "year": {
        "1980-06-17": "1980-01-01",
        "1980-01-01": "1980-01-01",
        "0044-03-15 BC": "0044-01-01 BC",
        "infinity": None,
        "-infinity": None,
        None: None,
    },
    "block": {
        "1234 W Main St": "12XX W Main St",
        "34 W Main St": "XX W Main St",
        "5 W 103rd St": "XX W 103rd St",
        "1034 N St. Mary's-Hill Rd.": "10XX N St. Mary's-Hill Rd.",
        "1034 W Floorman Ave": "10XX W Floorman Ave",
        "1034 S Ironwork Pl Apt 1502": "10XX S Ironwork Pl",
        "1034 S Ironwork Pl, APT. 1502": "10XX S Ironwork Pl",
        "1034 S Ironwork Pl #4": "10XX S Ironwork Pl",
        "1034 S Ironwork Pl unit B, 60600": "10XX S Ironwork Pl",
        "1034 S Ironwork Pl 2nd Floor": "10XX S Ironwork Pl",
        "1034 S Ironwork Pl Rm-4": "10XX S Ironwork Pl",
        "1034 S Ironwork Pl, 60600": "10XX S Ironwork Pl",
        "1034 S Ironwork Pl\nApt 4": "10XX S Ironwork Pl",
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


NOT_PLAINLY_AN_ADDRESS = (
    *(
        "1034A S Ironwork Pl",
        "1034-1036 S Ironwork Pl",
        "1034 - 1036 S Ironwork Pl",
        "1034 & 1036 S Ironwork Pl",
    ),
    *(
        "1034/1036 S Ironwork Pl",
        "1034 1/2 S Ironwork Pl",
        "1034 1036 S Ironwork Pl",
        "1034; 1036 S Ironwork Pl",
    ),
    *(" 1034 S Ironwork Pl", "1034  S Ironwork Pl", "1034\tS Ironwork Pl", "1034\u00a0S Ironwork Pl"),
    *("1034 S Ironwork Pl\n1034", "1034 S Ironwork\nPl", "1034 S Ironwork Pl ", "1034 S Ironwork Pl\n"),
    *("Apt 4, 1034 S Ironwork Pl", "S Ironwork Pl 1034", "No. 1034 S Ironwork Pl", "#1034 S Ironwork Pl"),
    *("N6W23001 Bluemound Rd", "-1034 S Ironwork Pl", "+1034 S Ironwork Pl", "1.034 S Ironwork Pl"),
    *(
        "1034 S Ironwork Pl 1502",
        "1034 S Ironwork Pl Apt1502",
        "1034 S Ironwork Pl 4B",
        "1034 S Ironwork Pl-Apt 4",
    ),
    *("1034 S Ironwork Pl (1034)", "1034 S Ironwork Pl 1034th", "1034 S Ironwork Pl Apt_4", "1034 W1034 Rd"),
    *(
        "1034",
        "1034 ",
        "1034, S Ironwork Pl",
        "1034 Apt 4",
        "S Ironwork Pl",
        "PO Box 1034",
        "",
        " ",
        ",",
        "XX",
    ),
    *("\u0661\u0660\u0663\u0664 S Ironwork Pl", "1034 S Ironwork Pl \u0664", "one thousand S Ironwork Pl"),
)


@pytest.mark.parametrize("value", NOT_PLAINLY_AN_ADDRESS)
def test_what_is_not_plainly_an_address_shows_no_block(walled: Walled, value: str) -> None:
    """The block mask fails closed: where the house number cannot be told for sure, nothing is shown."""
    column = masked(Column("c", "text"), "block")
    query = f"SELECT {column} FROM (SELECT %s::text AS c) AS t"
    assert walled.owner.execute(query.encode(), [value]).fetchone() == (None,)


def test_a_reader_is_held_to_its_settings(walled: Walled) -> None:
    """What the wall pins is what a reader's session has, and the disk that it may fill is not its own to widen."""
    for name, value in READER_SETTINGS.items():
        found = walled.reader.execute("SELECT pg_catalog.current_setting(%s)", [name]).fetchone()
        same = {"30s": "30s", "60s": "1min"}.get(value, value)
        assert found == (same,), name
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        walled.reader.execute("SET temp_file_limit = -1")


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
    _, policy, _, switch = row_security_on(CATALOGUE.classes["person"], "[]")
    assert "PERMISSIVE FOR ALL TO PUBLIC USING (true) WITH CHECK (true)" in policy
    assert switch.endswith("ENABLE ROW LEVEL SECURITY")
