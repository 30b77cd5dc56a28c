"""Literals, column names and types."""

from __future__ import annotations

import pytest

from ostiary.errors import NotUnderstood
from ostiary.sql.allowed import allow_list
from ostiary.sql.limits import MAX_NUMBER_CHARACTERS
from ostiary.sql.tree import ColumnName, Constant
from ostiary.sql.understanding.grammar import Node, parse_statements
from ostiary.sql.understanding.values import clock_of, column_of, constant_of, type_of


def _node(text: str) -> Node:
    return parse_statements(f"SELECT {text}")[0].select_stmt.target_list[0].res_target.val


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0x1F", "31"), ("0o17", "15"), ("0b101", "5"), ("1_000", "1000"), ("0xFFFF_FFFF_FF", "1099511627775"),
        ("-0xFFFFFFFFFF", "-1099511627775"), ("1_000_000_000_000", "1000000000000"), ("1.5", "1.5"), (".5e3", ".5e3"),
        ("-7", "-7"), ("-1_0.5", "-10.5"), ("99999999999", "99999999999"),
    ],
)  # fmt: skip
def test_numbers_are_written_in_decimal(text: str, number: str) -> None:
    """Prefixes and underscores, which older servers read otherwise, are gone."""
    assert constant_of(_node(text)) == Constant("number", number)


@pytest.mark.parametrize("text", ["9" * (MAX_NUMBER_CHARACTERS + 1), "0x" + "F" * 60_000, "1." + "0" * 5_000])
def test_a_number_without_end_is_refused(text: str) -> None:
    """A literal of more digits than anybody compares with is refused, in every radix."""
    with pytest.raises(NotUnderstood, match="a number has at most"):
        constant_of(_node(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'it''s'", "it's"), ("E'a\\tb\\'c\\\\'", "a\tb'c\\"), ("'a\\b'", "a\\b"), ("$$it's$$", "it's"),
        ("$x$a$$b$x$", "a$$b"), ("U&'\\0041'", "A"), ("'a'\n'b'", "ab"), ("'é'", "é"), ("'/* x */ -- y'", "/* x */ -- y"),
        ("N'a'", None),
    ],
)  # fmt: skip
def test_strings_are_what_they_spell(text: str, value: str | None) -> None:
    """Every spelling of a string is the same constant; one that is a cast to another type is none."""
    if value is None:
        with pytest.raises(NotUnderstood):
            constant_of(_node(text))
    else:
        assert constant_of(_node(text)) == Constant("string", value)


def test_truth_and_null_are_constants() -> None:
    """true, false and NULL."""
    assert constant_of(_node("true")) == Constant("boolean", "true")
    assert constant_of(_node("false")) == Constant("boolean", "false")
    assert constant_of(_node("NULL")) == Constant("null")


def test_a_column_has_its_relation_and_position() -> None:
    """A schema before the relation is dropped; a whole row is refused."""
    assert column_of(_node("s.t.a")) == ColumnName("t", "a", 7)
    with pytest.raises(NotUnderstood, match="whole row"):
        column_of(_node("t.*"))


def test_only_the_clocks_of_the_table_are_clocks() -> None:
    """CURRENT_USER is grammar of the same kind, and refused."""
    assert clock_of(_node("LOCALTIMESTAMP")).name == "LOCALTIMESTAMP"  # type: ignore[union-attr] # a Clock by its table
    with pytest.raises(NotUnderstood):
        clock_of(_node("CURRENT_USER"))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a::varchar(3)", "pg_catalog.varchar(3)"), ("a::char", "pg_catalog.bpchar(1)"), ("a::float(3)", "pg_catalog.float4"),
        ("a::numeric(5,-2)", "pg_catalog.numeric(5,-2)"), ("a::int[3][]", "pg_catalog.int4[]"),
        ("INTERVAL '1' YEAR", "pg_catalog.interval(4)"), ("a::pg_catalog.bool", "pg_catalog.bool"),
    ],
)  # fmt: skip
def test_types_are_written_in_full(text: str, written: str) -> None:
    """A type of the allow-list is qualified, with its modifiers."""
    assert type_of(_node(text), allow_list(18))[0] == written


@pytest.mark.parametrize(
    "text", ["a::text('5')", "a::text(5.5)", "a::text(b)", "a::text(5 + 5)", "a::text(true)"]
)
def test_a_type_modifier_is_a_whole_number(text: str) -> None:
    """A modifier that is anything else would be read as something else."""
    with pytest.raises(NotUnderstood, match="whole number"):
        type_of(_node(text), allow_list(18))
