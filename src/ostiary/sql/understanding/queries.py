"""From the parser's tree to the understood one: queries and their sources.

Knows: which clauses of a SELECT have a meaning here; every other field that is set is refused, with its position.
Must not know: the catalogue, profiles, how SQL text is written.
"""

from __future__ import annotations

from collections.abc import Iterable

from google.protobuf.message import Message

from ostiary.errors import NotUnderstood
from ostiary.sql.allowed import AllowList
from ostiary.sql.tree import (
    AnyQuery,
    Constant,
    Expression,
    Join,
    Named,
    Parameter,
    Query,
    Series,
    Source,
    Star,
    SubQuery,
    TableName,
    Target,
    Union,
    ValueRows,
)
from ostiary.sql.understanding.expressions import Expressions
from ostiary.sql.understanding.grammar import Node, SelectStmt, kind_of
from ostiary.sql.understanding.groups import grouping_of
from ostiary.sql.understanding.names import checked_name, name_of_output, names_in, plain_name
from ostiary.sql.understanding.places import enum_name, verify_places

# Each clause that is refused with words of its own; all others are refused by ``verify_places``.
_REFUSED_CLAUSES = {
    "into_clause": "SELECT INTO is refused",
    "locking_clause": "FOR UPDATE and FOR SHARE are refused",
}
_JOIN_KINDS = {"JOIN_INNER": "INNER", "JOIN_LEFT": "LEFT", "JOIN_RIGHT": "RIGHT", "JOIN_FULL": "FULL"}


class Understanding:
    """One statement's conversion under one allow-list. ``parameters`` is the highest parameter number seen."""

    def __init__(self, allowed: AllowList) -> None:
        self.expressions = Expressions(allowed, self.query)

    @property
    def parameters(self) -> int:
        """The highest parameter number in the statement, 0 for none."""
        return self.expressions.parameters

    @property
    def collects(self) -> bool:
        """Whether an aggregate in the statement gives back the values of the rows that it took in."""
        return self.expressions.calls.collects

    def query(self, statement: SelectStmt) -> AnyQuery:
        """A SELECT statement understood. Raises NotUnderstood for every part that has no meaning here."""
        with self.expressions.deeper():
            _refuse_clauses(statement)
            if enum_name(statement, "op") != "SETOP_NONE":
                return self._union(statement)
            if statement.values_lists:
                return self._values(statement)
            with self.expressions.calls.named_windows(statement.window_clause):
                return self._select(statement)

    def _select(self, statement: SelectStmt) -> Query:
        distinct = [node for node in statement.distinct_clause if kind_of(node)]
        return Query(
            targets=tuple(self._target(node) for node in statement.target_list),
            sources=tuple(self._source(node) for node in statement.from_clause),
            where=self._optional(statement, "where_clause"),
            group=grouping_of(statement.group_clause, self.expressions),
            having=self._optional(statement, "having_clause"),
            distinct=bool(statement.distinct_clause) and not distinct,
            distinct_on=tuple(self.expressions.of(node) for node in distinct),
            order=tuple(self.expressions.calls.order(node) for node in statement.sort_clause),
            limit=self._bound(statement, "limit_count"),
            offset=self._bound(statement, "limit_offset"),
            named=tuple(self._named(statement)),
        )

    def _values(self, statement: SelectStmt) -> Query:
        """VALUES is all columns of rows that are written out."""
        return Query(
            targets=(Star(None, -1),),
            sources=(self._rows(statement),),
            order=tuple(self.expressions.calls.order(node) for node in statement.sort_clause),
            limit=self._bound(statement, "limit_count"),
            offset=self._bound(statement, "limit_offset"),
            named=tuple(self._named(statement)),
        )

    def _rows(self, statement: SelectStmt) -> ValueRows:
        rows = tuple(
            tuple(self.expressions.of(item) for item in row.list.items) for row in statement.values_lists
        )
        if len({len(row) for row in rows}) != 1:
            raise NotUnderstood("the rows of VALUES have the same number of columns")
        return ValueRows(rows)

    def _union(self, statement: SelectStmt) -> Union:
        operation = enum_name(statement, "op").removeprefix("SETOP_")
        if operation != "UNION":
            # A row that is left out would tell of somebody whom no row of the answer names.
            raise NotUnderstood(
                f"{operation} is refused", hint="Join the two queries, and say in WHERE what they must share."
            )
        return Union(
            self.query(statement.larg),
            self.query(statement.rarg),
            all=statement.all,
            order=tuple(self.expressions.calls.order(node) for node in statement.sort_clause),
            limit=self._bound(statement, "limit_count"),
            offset=self._bound(statement, "limit_offset"),
            named=tuple(self._named(statement)),
        )

    def _optional(self, statement: Message, field: str) -> Expression | None:
        return self.expressions.of(getattr(statement, field)) if statement.HasField(field) else None

    def _bound(self, statement: SelectStmt, field: str) -> Expression | None:
        """LIMIT and OFFSET take a number or a parameter: a sub-query there would tell about rows without returning any."""
        bound = self._optional(statement, field)
        if bound is None or bound == Constant("null"):
            return None
        if isinstance(bound, Parameter) or (isinstance(bound, Constant) and bound.kind == "number"):
            return bound
        raise NotUnderstood("LIMIT and OFFSET take a number or a parameter")

    def _target(self, node: Node) -> Target | Star:
        target = node.res_target
        verify_places(target)
        if kind_of(target.val) == "column_ref" and kind_of(target.val.column_ref.fields[-1]) == "a_star":
            *before, _ = target.val.column_ref.fields
            if len(before) > 1:
                raise NotUnderstood("write relation.*", position=target.location)
            return Star(plain_name(before[0], target.location) if before else None, target.location)
        expression = self.expressions.of(target.val)
        name = checked_name(target.name, target.location) if target.name else name_of_output(target.val)
        return Target(expression, name)

    def _named(self, statement: SelectStmt) -> Iterable[Named]:
        if not statement.HasField("with_clause"):
            return
        verify_places(statement.with_clause)
        for node in statement.with_clause.ctes:
            named = node.common_table_expr
            verify_places(named)
            if kind_of(named.ctequery) != "select_stmt":
                raise NotUnderstood("a WITH query must be a SELECT", position=named.location)
            yield Named(
                checked_name(named.ctename, named.location),
                names_in(named.aliascolnames, named.location),
                self.query(named.ctequery.select_stmt),
            )

    def _source(self, node: Node) -> Source:
        match kind_of(node):
            case "range_var":
                return _table(node)
            case "range_subselect":
                return self._subquery(node)
            case "join_expr":
                with self.expressions.deeper():
                    return self._join(node)
            case "range_function":
                return self._series(node)
            case other:
                raise NotUnderstood(f"`{other.replace('_', ' ')}` in FROM is refused")

    def _subquery(self, node: Node) -> SubQuery:
        source = node.range_subselect
        verify_places(source)
        if not source.HasField("alias"):
            raise NotUnderstood("a sub-query in FROM needs an alias")
        if kind_of(source.subquery) != "select_stmt":
            raise NotUnderstood("a sub-query must be a SELECT")
        alias, columns = _alias(source.alias)
        return SubQuery(self.query(source.subquery.select_stmt), alias, columns, lateral=source.lateral)

    def _series(self, node: Node) -> Series:
        """A function in FROM may always look at what stands before it, whether or not it says LATERAL."""
        source = node.range_function
        verify_places(source)
        if len(source.functions) != 1 or kind_of(source.functions[0].list.items[0]) != "func_call":
            raise NotUnderstood("this form of a function in FROM is refused")
        function = self.expressions.calls.series(source.functions[0].list.items[0])
        alias, columns = _alias(source.alias) if source.HasField("alias") else (function.name, ())
        return Series(function, alias, columns, ordinality=source.ordinality)

    def _join(self, node: Node) -> Join:
        join = node.join_expr
        verify_places(join)
        kind = _JOIN_KINDS.get(enum_name(join, "jointype"))
        left, right = self._source(join.larg), self._source(join.rarg)
        on, using = self._optional(join, "quals"), names_in(join.using_clause)
        match kind:
            case "INNER" | "LEFT" | "RIGHT" | "FULL":
                return Join(kind, left, right, on, using, join.is_natural)
            case _:
                raise NotUnderstood("this kind of join is refused")


def _table(node: Node) -> TableName:
    table = node.range_var
    verify_places(table)
    if not table.inh:
        raise NotUnderstood("ONLY is refused", position=table.location)
    alias, columns = _alias(table.alias, table.location) if table.HasField("alias") else (None, ())
    return TableName(table.schemaname or None, table.relname, alias, columns, table.location)


def _alias(alias: Message, position: int = -1) -> tuple[str, tuple[str, ...]]:
    verify_places(alias)
    return checked_name(alias.aliasname, position), names_in(alias.colnames, position)


def _refuse_clauses(statement: SelectStmt) -> None:
    for field, why in _REFUSED_CLAUSES.items():
        value = getattr(statement, field)
        if statement.HasField(field) if isinstance(value, Message) else len(value):
            raise NotUnderstood(why)
    if enum_name(statement, "limit_option") not in {"LIMIT_OPTION_DEFAULT", "LIMIT_OPTION_COUNT"}:
        raise NotUnderstood("WITH TIES is refused")
    verify_places(statement)
