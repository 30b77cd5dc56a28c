"""Queries: what has a meaning here, and what is refused where."""

from __future__ import annotations

import pytest

from ostiary.errors import NotUnderstood
from ostiary.sql.allowed import allow_list
from ostiary.sql.tree import (
    ColumnName,
    Constant,
    Join,
    Order,
    Parameter,
    Query,
    Star,
    SubQuery,
    TableName,
    Target,
)
from ostiary.sql.understanding.grammar import parse_statements
from ostiary.sql.understanding.queries import Understanding


def _query(text: str) -> Query:
    query = Understanding(allow_list(18)).query(parse_statements(text)[0].select_stmt)
    assert isinstance(query, Query)
    return query


def test_a_query_becomes_a_value() -> None:
    """Targets, sources, conditions, order and bounds have their places."""
    query = _query(
        "SELECT *, p.*, a AS b FROM t AS p(x), s.u WHERE true ORDER BY a DESC NULLS LAST LIMIT $1 OFFSET 2"
    )
    assert query.targets == (Star(None, 7), Star("p", 10), Target(ColumnName(None, "a", 15), "b"))
    assert query.sources == (TableName(None, "t", "p", ("x",), 27), TableName("s", "u", None, (), 38))
    assert query.where == Constant("boolean", "true")
    assert query.order == (Order(ColumnName(None, "a", 62), " DESC NULLS LAST"),)
    assert (query.limit, query.offset) == (Parameter(1), Constant("number", "2"))


def test_joins_sub_queries_and_with_become_values() -> None:
    """Each kind of join, a sub-query with aliases, and a WITH query."""
    query = _query(
        "WITH w(a) AS (SELECT 1) SELECT FROM w NATURAL FULL JOIN (TABLE t) AS s(b) LEFT JOIN u USING (c)"
    )
    (named,) = query.named
    assert (named.name, named.column_aliases) == ("w", ("a",))
    (outer,) = query.sources
    assert isinstance(outer, Join)
    assert (outer.kind, outer.using, outer.natural) == ("LEFT", ("c",), False)
    assert isinstance(outer.left, Join)
    assert (outer.left.kind, outer.left.natural) == ("FULL", True)
    assert isinstance(outer.left.right, SubQuery)
    assert outer.left.right.column_aliases == ("b",)


def test_limit_all_is_no_limit() -> None:
    """LIMIT ALL and LIMIT NULL bound nothing; FETCH FIRST is LIMIT."""
    assert _query("SELECT 1 LIMIT ALL").limit is None
    assert _query("SELECT 1 LIMIT NULL OFFSET NULL").offset is None
    assert _query("SELECT 1 FETCH FIRST ROW ONLY").limit == Constant("number", "1")


REFUSED = {
    "SELECT 1 INTERSECT SELECT 2": "INTERSECT",
    "SELECT 1 EXCEPT ALL SELECT 2": "EXCEPT",
    "SELECT 1 UNION SELECT 2 FOR UPDATE": "FOR UPDATE",
    "SELECT 1 FROM t GROUP BY DISTINCT a": "group distinct",
    "SELECT 1 INTO t": "INTO",
    "SELECT 1 FROM t FOR UPDATE": "FOR UPDATE",
    "SELECT 1 FROM t FOR KEY SHARE": "FOR UPDATE",
    "SELECT 1 FETCH FIRST 2 ROWS WITH TIES": "syntax|TIES",
    "SELECT 1 FROM t ORDER BY a FETCH FIRST 2 ROWS WITH TIES": "TIES",
    "SELECT 1 LIMIT 1 + 1": "LIMIT",
    "SELECT 1 LIMIT '1'": "LIMIT",
    "SELECT 1 LIMIT (SELECT 1)": "LIMIT",
    "SELECT 1 OFFSET (SELECT 1)": "LIMIT",
    "SELECT 1 OFFSET abs(1)": "LIMIT",
    "SELECT a FROM t ORDER BY a USING <": "use op",
    "SELECT a.b.* FROM a.b": "write relation",
    "SELECT (t).* FROM t": "indirection",
    "SELECT 1 FROM ONLY t": "ONLY",
    "SELECT 1 FROM db.s.t": "catalogname",
    "SELECT 1 FROM t TABLESAMPLE SYSTEM (1)": "sample",
    "SELECT 1 FROM (SELECT 1)": "alias",
    "SELECT 1 FROM abs(1)": "refused in FROM",
    "SELECT 1 FROM ROWS FROM (abs(1)) AS f": "is rowsfrom",
    "SELECT 1 FROM XMLTABLE('x' PASSING y COLUMNS z int)": "table func",
    "SELECT 1 FROM JSON_TABLE(jsonb '1', '$' COLUMNS (a int)) AS t": "json",
    "SELECT 1 FROM (a JOIN b ON true) AS j": "alias",
    "SELECT 1 FROM a JOIN b USING (c) AS j": "join using alias",
    "WITH RECURSIVE w AS (SELECT 1) SELECT 1": "recursive",
    "WITH w AS (DELETE FROM t RETURNING a) SELECT 1": "must be a SELECT",
    "WITH w AS (SELECT 1) CYCLE a SET b USING c SELECT 1": "cycle",
}


@pytest.mark.parametrize("text", REFUSED)
def test_clauses_without_a_meaning_are_refused(text: str) -> None:
    """Every other clause of a SELECT is refused by name."""
    with pytest.raises(NotUnderstood, match=REFUSED[text]):
        _query(text)


def test_sources_nest_only_so_deep() -> None:
    """Joins and sub-queries count as levels."""
    with pytest.raises(NotUnderstood, match="levels deep"):
        _query("SELECT 1 FROM t" + " CROSS JOIN t" * 130)
