"""What is inside the expressions of one query: aggregates, windows, other queries.

Knows: the tree of expressions.
Must not know: names in scope, SQL text, keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from ostiary.sql.text import children
from ostiary.sql.tree import (
    Aggregate,
    ColumnName,
    Expression,
    GroupingSet,
    GroupItem,
    Join,
    Query,
    Series,
    Source,
    SubLink,
    Target,
    ValueRows,
    Windowed,
)


def chosen_by(query: Query) -> Iterator[Expression]:
    """The expressions of a query that may hold aggregates or windows: those of its columns, its order and HAVING."""
    yield from (target.expression for target in query.targets if isinstance(target, Target))
    yield from (order.by for order in query.order)
    yield from query.distinct_on
    yield from () if query.having is None else (query.having,)


def without_aggregates(query: Query) -> Iterator[Expression]:
    """The expressions of a query, those in joins and VALUES included, in which an aggregate is one of a query around."""
    yield from () if query.where is None else (query.where,)
    for item in query.group:
        yield from _grouped_by(item)
    for source in query.sources:
        yield from _of_source(source)


def _grouped_by(item: GroupItem) -> Iterator[Expression]:
    match item:
        case GroupingSet(_, items):
            for each in items:
                yield from _grouped_by(each)
        case expression:
            yield expression


def _of_source(source: Source) -> Iterator[Expression]:
    match source:
        case Join(_, left, right, on):
            yield from _of_source(left)
            yield from _of_source(right)
            yield from () if on is None else (on,)
        case Series(function):
            yield function
        case ValueRows(rows):
            yield from chain.from_iterable(rows)
        case _:
            return


def aggregates_in(expression: Expression) -> Iterator[Aggregate]:
    """The aggregates of the query's own rows; the function of a window is none."""
    if isinstance(expression, Aggregate):
        yield expression
    inside = children(expression)
    if isinstance(expression, Windowed):
        inside = (*children(expression.function), *inside[1:])
    for child in inside:
        yield from aggregates_in(child)


def windows_in(expression: Expression) -> Iterator[Windowed]:
    """The window functions."""
    if isinstance(expression, Windowed):
        yield expression
    for child in children(expression):
        yield from windows_in(child)


def columns_in(expression: Expression) -> Iterator[ColumnName]:
    """The columns that it names, those in its queries left aside."""
    if isinstance(expression, ColumnName):
        yield expression
    for child in children(expression):
        yield from columns_in(child)


def has_link(expression: Expression) -> bool:
    """Whether a query is in it."""
    return isinstance(expression, SubLink) or any(map(has_link, children(expression)))


def chooses(query: Query) -> bool:
    """Whether which rows it has, or what is in one, rests on more records than those that the row is made of."""
    if query.group or query.distinct or query.distinct_on:
        return True
    if any(each is not None for each in (query.having, query.limit, query.offset)):
        return True
    return any(any(aggregates_in(each)) or any(windows_in(each)) for each in chosen_by(query))
