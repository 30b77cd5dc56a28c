"""The allow-list of places: every field of every node, walked by the grammar's own description."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from postgast import parse, pg_query_pb2

from ostiary.errors import NotUnderstood
from ostiary.sql.allowed import allow_list
from ostiary.sql.understanding.places import PLACES, enum_name, verify_places
from ostiary.sql.understanding.queries import Understanding

EVERYTHING = """
WITH w(a) AS MATERIALIZED (SELECT 1)
SELECT abs(a), a::numeric(3,2), CASE a WHEN 1 THEN 2 ELSE 3 END AS c, COALESCE(a, 1), greatest(a, $1), ARRAY[a, 1],
    CURRENT_DATE, a IS NULL, (a = 1) IS TRUE, NOT true, x.a, 'text', 1.5
FROM w AS x(a) JOIN w AS y USING (a) LEFT JOIN (SELECT 1) AS z(b) ON z.b IN (1, 2),
    LATERAL (VALUES (a)) AS v, unnest($1) WITH ORDINALITY AS u
WHERE a = 1 AND a = ANY (SELECT 1) AND a BETWEEN 1 AND 2 GROUP BY ROLLUP (a), (a, b) HAVING GROUPING(a) = 0
WINDOW o AS (PARTITION BY a) ORDER BY 1 DESC NULLS LAST LIMIT 1 OFFSET 2
"""
"""Every kind of node that may stand in a query, once."""


def _nodes(message: Message) -> Iterator[Message]:
    yield message
    for descriptor, value in message.ListFields():
        if descriptor.message_type is not None:
            for each in value if descriptor.is_repeated else [value]:
                yield from _nodes(each)


def _set(message: Message, descriptor: FieldDescriptor) -> None:
    """Give a field a value that is not its default."""
    if descriptor.message_type is not None:
        value = getattr(message, descriptor.name)
        (value.add() if descriptor.is_repeated else value).SetInParent()
    elif descriptor.enum_type is not None:
        setattr(message, descriptor.name, descriptor.enum_type.values[-1].number)
    else:
        values = {FieldDescriptor.CPPTYPE_STRING: "x", FieldDescriptor.CPPTYPE_BOOL: True}
        setattr(message, descriptor.name, values.get(descriptor.cpp_type, 7))


def _query() -> Message:
    return parse(EVERYTHING).stmts[0].stmt.select_stmt


IN_QUERIES = sorted({node.DESCRIPTOR.name for node in _nodes(_query())} & PLACES.keys())
UNKNOWN_FIELDS = [
    (node, field.name)
    for node in IN_QUERIES
    for field in getattr(pg_query_pb2, node).DESCRIPTOR.fields
    if field.name not in PLACES[node]
]


def test_the_statement_has_every_node_of_the_table() -> None:
    """The statement that the walk starts from is understood, and holds every node that the table allows in queries."""
    Understanding(allow_list(18)).query(_query())
    assert {*PLACES} - {*IN_QUERIES} == {"VariableSetStmt", "VariableShowStmt", "TransactionStmt"}


@pytest.mark.parametrize(("node", "field"), UNKNOWN_FIELDS, ids=[f"{n}.{f}" for n, f in UNKNOWN_FIELDS])
def test_a_field_that_is_not_in_the_table_is_refused(node: str, field: str) -> None:
    """Setting any other field of any one node makes the statement one that is not understood."""
    count = sum(each.DESCRIPTOR.name == node for each in _nodes(_query()))
    assert count
    for number in range(count):
        query = _query()
        found = [each for each in _nodes(query) if each.DESCRIPTOR.name == node][number]
        _set(found, found.DESCRIPTOR.fields_by_name[field])
        with pytest.raises(NotUnderstood):
            Understanding(allow_list(18)).query(query)


@pytest.mark.parametrize("kind", [field.name for field in pg_query_pb2.Node.DESCRIPTOR.fields])
def test_a_kind_of_node_without_a_meaning_is_refused_everywhere(kind: str) -> None:
    """An expression, a source, an output, a WITH query: each takes the kinds that it knows, and no other."""
    node = pg_query_pb2.Node()
    getattr(node, kind).SetInParent()
    known = set(Understanding(allow_list(18)).expressions._kinds)
    if kind not in known:
        with pytest.raises(NotUnderstood):
            Understanding(allow_list(18)).expressions.of(node)
    if kind not in {"range_var", "range_subselect", "join_expr", "range_function"}:
        query = _query()
        query.from_clause[0].CopyFrom(node)
        with pytest.raises(NotUnderstood):
            Understanding(allow_list(18)).query(query)
    for place in ("ctequery", "subquery") if kind != "select_stmt" else ():
        query = _query()
        for found in [each for each in _nodes(query) if place in each.DESCRIPTOR.fields_by_name]:
            getattr(found, place).CopyFrom(node)
        with pytest.raises(NotUnderstood):
            Understanding(allow_list(18)).query(query)


def test_a_refused_field_is_named_with_its_place() -> None:
    """The refusal says which field of what, and where."""
    with pytest.raises(NotUnderstood, match="`catalogname` is refused in a table name") as refused:
        verify_places(pg_query_pb2.RangeVar(catalogname="x", location=9))
    assert refused.value.position == 9


def test_an_unknown_enumeration_value_has_no_name() -> None:
    """A number that the grammar does not list matches no table."""
    assert not enum_name(pg_query_pb2.BoolExpr(boolop=99), "boolop")
