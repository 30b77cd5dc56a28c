"""Expressions: what has a meaning here, and what is refused where."""

from __future__ import annotations

import pytest

from ostiary.errors import NotUnderstood
from ostiary.sql.allowed import allow_list
from ostiary.sql.limits import MAX_DEPTH
from ostiary.sql.text import Write, link_text, written
from ostiary.sql.tree import ColumnName, SubLink
from ostiary.sql.understanding.grammar import parse_statements
from ostiary.sql.understanding.queries import Understanding


def _written(text: str) -> str:
    target = parse_statements(f"SELECT {text}")[0].select_stmt.target_list[0].res_target
    return written(Understanding(allow_list(18)).expressions.of(target.val), _column, _query)


def _query(link: SubLink, write: Write) -> str:
    return link_text(link, type(link.query).__name__, write(link.left) if link.left is not None else "")


def _column(name: ColumnName) -> str:
    return f"{name.relation or ''}.{name.column}"


ALLOWED = {
    "a": ".a",
    "t.a": "t.a",
    "s.t.a": "t.a",
    "$3": "$3",
    "1 != 2": "(1 OPERATOR(pg_catalog.<>) 2)",
    "- a": "(OPERATOR(pg_catalog.-) .a)",
    "a ^@ 'x'": "(.a OPERATOR(pg_catalog.^@) 'x')",
    "a NOT LIKE 'x'": "(.a OPERATOR(pg_catalog.!~~) 'x')",
    "a ILIKE 'x'": "(.a OPERATOR(pg_catalog.~~*) 'x')",
    "a = ANY ($1)": "(.a OPERATOR(pg_catalog.=) ANY ($1))",
    "a <> ALL (ARRAY[1])": "(.a OPERATOR(pg_catalog.<>) ALL (ARRAY[1]))",
    "a LIKE ANY (ARRAY['x'])": "(.a OPERATOR(pg_catalog.~~) ANY (ARRAY['x']))",
    "a = ANY (SELECT 1)": "(.a OPERATOR(pg_catalog.=) ANY (Query))",
    "a IN (SELECT 1 UNION SELECT 2)": "(.a OPERATOR(pg_catalog.=) ANY (Union))",
    "a NOT IN (VALUES (1))": "(NOT (.a OPERATOR(pg_catalog.=) ANY (Query)))",
    "a < ALL (SELECT 1)": "(.a OPERATOR(pg_catalog.<) ALL (Query))",
    "NOT EXISTS (SELECT)": "(NOT EXISTS (Query))",
    "(SELECT 1) + 1": "((Query) OPERATOR(pg_catalog.+) 1)",
    "ARRAY(SELECT 1)": "ARRAY (Query)",
    "a IN (1, 2)": "(.a IN (1, 2))",
    "a NOT IN (1)": "(.a NOT IN (1))",
    "a BETWEEN 1 AND 2": "((.a OPERATOR(pg_catalog.>=) 1) AND (.a OPERATOR(pg_catalog.<=) 2))",
    "a NOT BETWEEN 1 AND 2": "(NOT ((.a OPERATOR(pg_catalog.>=) 1) AND (.a OPERATOR(pg_catalog.<=) 2)))",
    "a IS DISTINCT FROM 1": "(.a IS DISTINCT FROM 1)",
    "a IS NOT DISTINCT FROM NULL": "(.a IS NOT DISTINCT FROM NULL)",
    "a AND b OR NOT c": "((.a AND .b) OR (NOT .c))",
    "a IS NULL": "(.a IS NULL)",
    "a IS NOT UNKNOWN": "(.a IS NOT UNKNOWN)",
    "a IS FALSE": "(.a IS FALSE)",
    "upper(a)": 'pg_catalog."upper"(.a)',
    "pg_catalog.upper(a)": 'pg_catalog."upper"(.a)',
    "substring(a FROM 1 FOR 2)": 'pg_catalog."substr"(.a, 1, 2)',
    "position('x' IN a)": "pg_catalog.\"position\"(.a, 'x')",
    "extract(year FROM a)": "pg_catalog.\"extract\"('year', .a)",
    "COALESCE(a, 1)": "COALESCE(.a, 1)",
    "NULLIF(a, 1)": "NULLIF(.a, 1)",
    "GREATEST(a, 1)": "GREATEST(.a, 1)",
    "LEAST(a, 1)": "LEAST(.a, 1)",
    "a::int": "CAST(.a AS pg_catalog.int4)",
    "CAST(a AS numeric(5, 2)[])": "CAST(.a AS pg_catalog.numeric(5,2)[])",
    "CASE a WHEN 1 THEN 2 ELSE 3 END": "(CASE .a WHEN 1 THEN 2 ELSE 3 END)",
    "CASE WHEN a THEN 2 END": "(CASE WHEN .a THEN 2 END)",
    "ARRAY[a, 1]": "ARRAY[.a, 1]",
    "CURRENT_DATE": "CURRENT_DATE",
    "count(*)": 'pg_catalog."count"(*)',
    "sum(DISTINCT a)": 'pg_catalog."sum"(DISTINCT .a)',
    "array_agg(a ORDER BY b DESC) FILTER (WHERE c)": (
        'pg_catalog."array_agg"(.a ORDER BY .b DESC) FILTER (WHERE .c)'
    ),
    "percentile_disc(0.5) WITHIN GROUP (ORDER BY a)": (
        'pg_catalog."percentile_disc"(CAST(0.5 AS pg_catalog.float8)) WITHIN GROUP (ORDER BY .a)'
    ),
    "mode() WITHIN GROUP (ORDER BY a)": 'pg_catalog."mode"() WITHIN GROUP (ORDER BY .a)',
    "rank() OVER (PARTITION BY a, b ORDER BY c DESC NULLS LAST)": (
        'pg_catalog."rank"() OVER (PARTITION BY .a, .b ORDER BY .c DESC NULLS LAST)'
    ),
    "sum(a) OVER (ORDER BY b ROWS 1 PRECEDING)": (
        'pg_catalog."sum"(.a) OVER (ORDER BY .b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)'
    ),
    "sum(a) OVER (RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE TIES)": (
        'pg_catalog."sum"(.a) OVER (RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE TIES)'
    ),
    "GROUPING(a, b)": "GROUPING(.a, .b)",
}


@pytest.mark.parametrize("text", ALLOWED)
def test_an_allowed_expression_is_written_anew(text: str) -> None:
    """Each expression that has a meaning is written with qualified names and its own parentheses."""
    assert _written(text) == ALLOWED[text]


REFUSED = {
    "abs(a) OVER ()": "function `abs` is refused",
    "rank()": "needs OVER",
    "mode(a)": "WITHIN GROUP",
    "sum(a) WITHIN GROUP (ORDER BY b)": "WITHIN GROUP",
    "abs(DISTINCT a)": "no aggregate",
    "abs(*)": "no aggregate",
    "sum(a) OVER (ORDER BY b ROWS a PRECEDING)": "constant",
    "sum(a) OVER w": "no window",
    "concat(VARIADIC a)": "variadic",
    "abs(a ORDER BY b)": "no aggregate",
    "abs(x => 1)": "named arg",
    "pg_sleep(1)": "pg_sleep",
    "public.upper(a)": "public.upper",
    "a.b.upper(c)": "refused",
    "pg_catalog.pg_read_file('x')": "pg_read_file",
    '"UPPER"(a)': "UPPER",
    '"COALESCE"(a)': "COALESCE",
    "textin('a')": "textin",
    "set_config('a', 'b', true)": "set_config",
    "current_setting('a')": "current_setting",
    "nextval('a')": "nextval",
    "regexp_replace(a, 'b', 'c')": "regexp_replace",
    "repeat(a, 1000000000)": "repeat",
    "a ~ 'x'": "operator `~`",
    "a SIMILAR TO 'x'": "similar",
    "a LIKE 'x' ESCAPE 'y'": "like_escape",
    "a OPERATOR(pg_catalog.=) 1": "operator",
    "a OPERATOR(x.=) 1": "operator",
    "a -> 'x'": "operator `->`",
    "a <<< 1": "operator",
    "a BETWEEN SYMMETRIC 1 AND 2": "between_sym",
    "(a BETWEEN 1 AND 2) BETWEEN true AND false": "BETWEEN of a BETWEEN",
    "a::regclass": "regclass",
    "a::public.text": "public.text",
    "a::person": "person",
    "a::json": "json",
    'a::"char"': "type `char`",
    "a::person.surname%TYPE": "syntax|person",
    "a::oid": "oid",
    "a::name": "name",
    "a AT TIME ZONE 'x'": "timezone",
    'a COLLATE "C"': "collate",
    "a[1]": "indirection",
    "(a).b": "indirection",
    "ROW(a, b)": "row expr",
    "(a, b) = (1, 2)": "row expr",
    "(a, b) IN ((1, 2))": "row expr",
    "CURRENT_USER": "`CURRENT_USER` is refused",
    "SESSION_USER": "`SESSION_USER` is refused",
    "CURRENT_ROLE": "`CURRENT_ROLE` is refused",
    "CURRENT_CATALOG": "`CURRENT_CATALOG` is refused",
    "CURRENT_SCHEMA": "`CURRENT_SCHEMA` is refused",
    "CURRENT_TIME": "`CURRENT_TIME` is refused",
    "CURRENT_TIMESTAMP(3)": "`CURRENT_TIMESTAMP` is refused",
    "SYSTEM_USER": "system_user",
    "abs(t.*)": "whole row",
    "B'01'": "bit strings",
    "x'ff'": "bit strings",
    "a.b.c.d": "three parts",
    "XMLELEMENT(NAME a)": "xml",
    "JSON_OBJECT('a': 1)": "json",
    "JSON_VALUE(a, '$')": "json",
    "a IS JSON": "json",
    "a IS DOCUMENT": "xml",
    "MERGE_ACTION()": "merge",
    "a OVERLAPS b": "syntax|row",
    "$0": "parameters run",
    "$1001": "parameters run",
    "DEFAULT": "default|set to",
}


@pytest.mark.parametrize("text", REFUSED)
def test_any_other_expression_is_refused(text: str) -> None:
    """What is not in the allow-list is refused by name."""
    with pytest.raises(NotUnderstood, match=f"(?i){REFUSED[text]}"):
        _written(text)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("1 + pg_sleep(1)", 11),
        ("a ~ 'x'", 9),
        ("1::oid", 10),
        ("1 + CURRENT_USER", 11),
        ("__x", 7),
        ("$0", 7),
    ],
)
def test_a_refusal_says_where(text: str, position: int) -> None:
    """Functions, operators, types, value functions, names and parameters are refused with their position."""
    with pytest.raises(NotUnderstood) as refused:
        _written(text)
    assert refused.value.position == position


def test_what_a_client_asks_of_the_catalogue_is_refused_with_a_hint() -> None:
    r"""Functions whose names begin with ``pg_`` are what psql asks for ``\d``; of others nothing more can be said."""
    with pytest.raises(NotUnderstood) as refused:
        _written("pg_catalog.pg_get_userbyid(a)")
    assert r"psql's \d" in refused.value.hint
    with pytest.raises(NotUnderstood) as refused:
        _written("query_to_xml('x')")
    assert refused.value.hint == ""


@pytest.mark.parametrize(
    ("before", "after"), [("abs(", ")"), ("(1 + ", ")"), ("CASE WHEN true THEN ", " END"), ("(1 IN (", "))")]
)
def test_depth_is_bounded_and_stacks_hold_it(before: str, after: str) -> None:
    """The deepest expression that is allowed is understood and written; one level more is refused."""
    assert _written(before * (MAX_DEPTH - 1) + "1" + after * (MAX_DEPTH - 1))
    with pytest.raises(NotUnderstood, match="levels deep"):
        _written(before * MAX_DEPTH + "1" + after * MAX_DEPTH)


def test_parameters_are_counted_by_their_highest_number() -> None:
    """The highest parameter says how many there are."""
    expressions = Understanding(allow_list(18)).expressions
    for text in ("SELECT $2 + $1", "SELECT $1"):
        expressions.of(parse_statements(text)[0].select_stmt.target_list[0].res_target.val)
    assert expressions.parameters == 2
