"""The grammar of row predicates: what it reads, and what does not fit a column."""

from __future__ import annotations

import pytest

from ostiary.model.catalogue import COLUMN_TYPES, Catalogue, Column, RecordClass
from ostiary.model.rules import RowPredicate
from ostiary.policy.row_predicates import parse_row_predicate

TYPED = Catalogue(
    {"t": RecordClass("t", "s", "T", tuple(Column(f"c_{kind}", kind) for kind in COLUMN_TYPES))}
)


@pytest.mark.parametrize(
    ("text", "comparison", "value"),
    [
        ("t.c_bool = false", "=", False),
        ("t.c_bool <> true", "<>", True),
        ("t.c_int2<=-32768", "<=", -32768),
        ("t.c_int4 > 7", ">", 7),
        ("t.c_float8 >= 7", ">=", 7),
        ("t.c_text = 'it''s'", "=", "it's"),
        ("t.c_text <> ''", "<>", ""),
        ("t.c_date < '2024-01-31'", "<", "2024-01-31"),
        ("t.c_timestamp = '2024-01-31 18:00:00'", "=", "2024-01-31 18:00:00"),
        ("t.c_timestamptz = '2024-01-31'", "=", "2024-01-31 00:00:00"),
        ("  t.c_timestamp within 30 days ", "within-days", 30),
        ("t.c_time is null", "is-null", None),
        ("t.c_text is  not null", "is-not-null", None),
    ],
)
def test_a_predicate_is_read(text: str, comparison: str, value: object) -> None:
    """Each form gives its comparison and a value of the column's kind."""
    found = parse_row_predicate(text, TYPED)
    assert (found.comparison, found.value, type(found.value)) == (comparison, value, type(value))
    assert isinstance(found, RowPredicate)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("t.c_bool", "no row predicate"),
        ("t.c_bool = false or true", "no row predicate"),
        ("t.c_int4 = 1.5", "no row predicate"),
        ("t.c_text = 'a' 'b'", "no row predicate"),
        ("s.t.c_bool = true", "no row predicate"),
        ("x.c_bool = true", "unknown record class `x`"),
        ("t.c_bol = true", r"unknown column `t.c_bol` \(did you mean `c_bool`\?\)"),
        ("t.c_bool < true", "only `=` and `<>`"),
        ("t.c_bool = 'true'", "does not fit `c_bool`"),
        ("t.c_text = 1", "does not fit `c_text`"),
        ("t.c_text = 'a\x00b'", "does not fit `c_text`"),
        ("t.c_int2 = 32768", "does not fit `c_int2`"),
        ("t.c_int4 = true", "does not fit `c_int4`"),
        ("t.c_float8 = 9007199254740993", "does not fit `c_float8`"),
        ("t.c_date = '2024-02-30'", "does not fit `c_date`"),
        ("t.c_date = '2024-01-31 10:00'", "does not fit `c_date`"),
        ("t.c_timestamp = '2024-01-31T10:00:00Z'", "does not fit `c_timestamp`"),
        ("t.c_time = '10:00'", "does not fit `c_time`"),
        ("t.c_text within 30 days", "needs a date"),
        ("t.c_date within 0 days", "must be from 1 to 36525"),
        ("t.c_date within 99999 days", "must be from 1 to 36525"),
    ],
)
def test_a_predicate_that_does_not_fit_is_refused(text: str, problem: str) -> None:
    """What the grammar or the column's type does not allow is refused in words."""
    with pytest.raises(ValueError, match=problem):
        parse_row_predicate(text, TYPED)
