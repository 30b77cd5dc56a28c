"""SQL text, written safely.

Knows: how names, literals and expressions of the understood tree are written for PostgreSQL.
Must not know: the catalogue, scopes, profiles.

Every operation is in parentheses, and every name is qualified with pg_catalog. Five constructs of the grammar leave no room
for that and look their equality up by name: IN, IS DISTINCT FROM, NULLIF, CASE x WHEN and USING. For these, search_path is
pinned to pg_catalog: no client can set it, and the wall's check finds a reader whose own setting has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, assert_never

from ostiary.sql.patterns import beginning
from ostiary.sql.tree import (
    Aggregate,
    Array,
    Bound,
    Call,
    Case,
    Cast,
    Clock,
    ColumnName,
    Constant,
    Distinctness,
    Expression,
    Frame,
    Logic,
    Membership,
    Operation,
    Order,
    Parameter,
    Quantified,
    SubLink,
    Test,
    Window,
    Windowed,
)

Write: TypeAlias = Callable[[Expression], str]
IsText: TypeAlias = Callable[[ColumnName], bool]

GRAMMAR_WORDS = frozenset({"COALESCE", "NULLIF", "GREATEST", "LEAST", "GROUPING"})
"""Calls that the grammar itself knows; they cannot be qualified, and nothing can stand in their place."""


def quoted(name: str) -> str:
    """A name as a quoted identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A string literal. Backslashes are plain characters, because standard_conforming_strings is pinned on."""
    return "'" + text.replace("'", "''") + "'"


def written(  # noqa: C901, PLR0912 - one case a kind of expression; the type checker proves that none is missing
    expression: Expression,
    column: Callable[[ColumnName], str],
    link: Callable[[SubLink, Write], str],
    is_text: IsText = lambda _: False,
) -> str:
    """The expression as SQL. ``column`` and ``link`` write columns and queries, and may raise; ``is_text``: which hold text."""

    def write(part: Expression) -> str:
        return written(part, column, link, is_text)

    match expression:
        case ColumnName():
            return column(expression)
        case Constant(kind, text):
            return _constant(kind, text)
        case Parameter(number):
            return f"${number}"
        case Operation():
            return _operation(expression, write, is_text)
        case Quantified(operator, quantifier, left, right):
            return f"({write(left)} OPERATOR(pg_catalog.{operator}) {quantifier} ({write(right)}))"
        case Membership(left, items, negated):
            return f"({write(left)} {'NOT IN' if negated else 'IN'} ({_listed(items, write)}))"
        case Distinctness(left, right, negated):
            return f"({write(left)} IS {'NOT ' if negated else ''}DISTINCT FROM {write(right)})"
        case Logic():
            return _logic(expression, write)
        case Test(argument, test):
            return f"({write(argument)} IS {test})"
        case Call(name, arguments):
            prefix = "" if name in GRAMMAR_WORDS else "pg_catalog."
            return f"{prefix}{name if not prefix else quoted(name)}({_listed(arguments, write)})"
        case Cast(argument, kind, _):
            return f"CAST({write(argument)} AS {kind})"
        case Case():
            return _case(expression, write)
        case Array(items):
            return f"ARRAY[{_listed(items, write)}]"
        case Clock(name):
            return name
        case Aggregate():
            return _aggregate(expression, write)
        case Windowed(function, window):
            return f"{write(function)} OVER ({window_text(window, write)})"
        case SubLink():
            return link(expression, write)
        case _ as never:
            assert_never(never)


def _listed(expressions: tuple[Expression, ...], write: Write) -> str:
    return ", ".join(write(each) for each in expressions)


def _logic(logic: Logic, write: Write) -> str:
    if logic.operator == "NOT":
        return f"(NOT {write(logic.arguments[0])})"
    return "(" + f" {logic.operator} ".join(write(each) for each in logic.arguments) + ")"


def link_text(link: SubLink, query: str, left: str) -> str:
    """A query in an expression; ``left`` is what it is compared with, if anything."""
    word = "" if link.kind == "VALUE" else link.kind
    text = f"{word} ({query})".strip()
    return f"({left} OPERATOR(pg_catalog.{link.operator}) {text})" if link.left is not None else text


def window_text(window: Window, write: Write) -> str:
    """What stands in the parentheses behind OVER."""
    parts = []
    if window.partition:
        parts.append(f"PARTITION BY {', '.join(write(each) for each in window.partition)}")
    if window.order:
        parts.append(f"ORDER BY {_ordered(window.order, write)}")
    if window.frame is not None:
        parts.append(_frame(window.frame, write))
    return " ".join(parts)


def children(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside an expression; those of a query in it belong to that query."""
    match expression:
        case ColumnName() | Constant() | Parameter() | Clock():
            return ()
        case Operation(_, left, right):
            return (right,) if left is None else (left, right)
        case Quantified(_, _, left, right) | Distinctness(left, right, _):
            return (left, right)
        case Membership(left, items, _):
            return (left, *items)
        case Logic(_, arguments) | Call(_, arguments):
            return arguments
        case Test(argument, _) | Cast(argument, _, _):
            return (argument,)
        case Case(argument, branches, default):
            parts = [part for branch in branches for part in branch]
            return tuple(part for part in (argument, *parts, default) if part is not None)
        case Array(items):
            return items
        case Aggregate(_, arguments, _, order, _, condition):
            parts = [*arguments, *(each.by for each in order)]
            return tuple(parts if condition is None else [*parts, condition])
        case Windowed(function, window):
            return (function, *window.partition, *(each.by for each in window.order))
        case SubLink(_, _, left):
            return () if left is None else (left,)
        case _ as never:
            assert_never(never)


def _constant(kind: str, text: str) -> str:
    match kind:
        case "string":
            return literal(text)
        case "null":
            return "NULL"
        case _:
            # A negative number is in parentheses, so that it stays one operand.
            return f"({text})" if text.startswith("-") else text


def _operation(operation: Operation, write: Write, is_text: IsText) -> str:
    match operation:
        # LIKE with nothing but a beginning: so it can use an index behind row filters.
        case Operation("~~", ColumnName() as name, Constant("string", pattern)) if (
            start := beginning(pattern)
        ) is not None and is_text(name):
            return f"({write(name)} OPERATOR(pg_catalog.^@) {literal(start)})"
        case Operation(operator, left, right):
            before = f"{write(left)} " if left is not None else ""
            return f"({before}OPERATOR(pg_catalog.{operator}) {write(right)})"


def _case(case: Case, write: Callable[[Expression], str]) -> str:
    parts = ["CASE"]
    if case.argument is not None:
        parts.append(write(case.argument))
    parts += [f"WHEN {write(when)} THEN {write(then)}" for when, then in case.branches]
    if case.default is not None:
        parts.append(f"ELSE {write(case.default)}")
    return "(" + " ".join([*parts, "END"]) + ")"


def _aggregate(aggregate: Aggregate, write: Write) -> str:
    # In front of WITHIN GROUP stands a fraction. PostgreSQL takes an array of them too, and gives back as many values.
    written_out = (
        f"CAST({write(each)} AS pg_catalog.float8)" if aggregate.within_group else write(each)
        for each in aggregate.arguments
    )
    arguments = ", ".join(written_out)
    inside = (
        f"{'DISTINCT ' if aggregate.distinct else ''}{arguments or ('' if aggregate.within_group else '*')}"
    )
    order = f"ORDER BY {_ordered(aggregate.order, write)}" if aggregate.order else ""
    if order and not aggregate.within_group:
        inside = f"{inside} {order}"
    text = f"pg_catalog.{quoted(aggregate.name)}({inside})"
    if aggregate.within_group:
        text += f" WITHIN GROUP ({order})"
    return text if aggregate.condition is None else f"{text} FILTER (WHERE {write(aggregate.condition)})"


def _ordered(order: tuple[Order, ...], write: Write) -> str:
    return ", ".join(write(each.by) + each.direction for each in order)


def _frame(frame: Frame, write: Write) -> str:
    ends = " AND ".join(_bound(end, write) for end in (frame.start, frame.end))
    exclusion = f" EXCLUDE {frame.exclusion}" if frame.exclusion else ""
    return f"{frame.mode} BETWEEN {ends}{exclusion}"


def _bound(bound: Bound, write: Write) -> str:
    return bound.words if bound.offset is None else f"{write(bound.offset)} {bound.words}"
