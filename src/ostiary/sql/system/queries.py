"""Queries of catalogue questions, written anew.

Knows: the clauses of a SELECT, VALUES and set operations, the sources of a FROM clause, names of WITH queries in scope.
Must not know: what the system relations say, how a question is told from others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from google.protobuf.message import Message

from ostiary.errors import NotUnderstood
from ostiary.sql.system.emulation import SCHEMAS, Emulation
from ostiary.sql.system.expressions import Expressions
from ostiary.sql.system.functions import IN_FROM
from ostiary.sql.system.places import verify_system_places
from ostiary.sql.text import quoted
from ostiary.sql.understanding.grammar import Node, SelectStmt, kind_of
from ostiary.sql.understanding.names import checked_name, name_of_output, names_in, plain_name
from ostiary.sql.understanding.places import enum_name

_REFUSED: Final = frozenset({"into_clause", "locking_clause", "window_clause"})
_JOINS: Final = {
    "JOIN_INNER": "INNER JOIN", "JOIN_LEFT": "LEFT JOIN", "JOIN_RIGHT": "RIGHT JOIN", "JOIN_FULL": "FULL JOIN",
}  # fmt: skip
_SET_OPERATIONS: Final = {"SETOP_UNION": "UNION", "SETOP_INTERSECT": "INTERSECT", "SETOP_EXCEPT": "EXCEPT"}
_MATERIALIZED: Final = {
    "CTEMaterializeDefault": "",
    "CTEMaterializeAlways": "MATERIALIZED ",
    "CTEMaterializeNever": "NOT MATERIALIZED ",
}


class Queries:
    """Writes the queries of one question."""

    def __init__(self, emulation: Emulation) -> None:
        self._emulation = emulation
        self._expressions = Expressions(emulation, self)
        self._named: tuple[str, ...] = ()
        self._unnamed = 0

    def statement(self, statement: SelectStmt) -> str:
        """The whole question: its own WITH queries come after those that stand for system relations. Raises NotUnderstood."""
        recursive, own, body = self._parts(statement)
        withs = [*self._emulation.opening(), *own]
        return f"WITH {recursive}{', '.join(withs)} {body}" if withs else body

    def query(self, statement: SelectStmt) -> str:
        """A query inside the question as SQL. Raises NotUnderstood."""
        recursive, own, body = self._parts(statement)
        return f"WITH {recursive}{', '.join(own)} {body}" if own else body

    def _parts(self, statement: SelectStmt) -> tuple[str, list[str], str]:
        """RECURSIVE or nothing, the WITH queries, and the rest of a query."""
        before = self._named
        with self._expressions.deeper():
            try:
                clause = statement.with_clause
                own = list(self._withs(clause)) if statement.HasField("with_clause") else []
                return "RECURSIVE " if clause.recursive else "", own, self._body(statement)
            finally:
                self._named = before

    def _withs(self, clause: Message) -> Iterator[str]:
        verify_system_places(clause)
        ctes = [node.common_table_expr for node in clause.ctes]
        if clause.recursive:
            self._named += tuple(checked_name(cte.ctename, cte.location) for cte in ctes)
        for cte in ctes:
            verify_system_places(cte)
            if kind_of(cte.ctequery) != "select_stmt":
                raise NotUnderstood("a WITH query must be a SELECT", position=cte.location)
            names = _columns(names_in(cte.aliascolnames))
            how = _MATERIALIZED[enum_name(cte, "ctematerialized")]
            text = f"{quoted(cte.ctename)}{names} AS {how}({self.query(cte.ctequery.select_stmt)})"
            self._named += (checked_name(cte.ctename, cte.location),)
            yield text

    def _body(self, statement: SelectStmt) -> str:
        for field, _ in statement.ListFields():
            if field.name in _REFUSED:
                raise NotUnderstood(
                    f"`{field.name.replace('_', ' ')}` is refused in a question about the database"
                )
        if enum_name(statement, "limit_option") not in {"LIMIT_OPTION_DEFAULT", "LIMIT_OPTION_COUNT"}:
            raise NotUnderstood("WITH TIES is refused")
        verify_system_places(statement)
        parts = [self._rows(statement), self._expressions.calls.order(statement.sort_clause)]
        for word, field in (("LIMIT", "limit_count"), ("OFFSET", "limit_offset")):
            if statement.HasField(field):
                parts.append(f"{word} {self._expressions.of(getattr(statement, field))}")
        return " ".join(part for part in parts if part)

    def _rows(self, statement: SelectStmt) -> str:
        operation = enum_name(statement, "op")
        if operation != "SETOP_NONE":
            word = _SET_OPERATIONS[operation] + (" ALL" if statement.all else "")
            return f"({self.query(statement.larg)}) {word} ({self.query(statement.rarg)})"
        if statement.values_lists:
            rows = (f"({self._expressions.all(each.list.items)})" for each in statement.values_lists)
            return f"VALUES {', '.join(rows)}"
        return " ".join(self._select(statement))

    def _select(self, statement: SelectStmt) -> Iterator[str]:
        yield "SELECT"
        if statement.distinct_clause:
            on = [node for node in statement.distinct_clause if kind_of(node)]
            yield f"DISTINCT ON ({self._expressions.all(on)})" if on else "DISTINCT"
        yield ", ".join(self._target(node) for node in statement.target_list)
        if statement.from_clause:
            yield f"FROM {', '.join(self._source(node) for node in statement.from_clause)}"
        if statement.HasField("where_clause"):
            yield f"WHERE {self._expressions.of(statement.where_clause)}"
        if statement.group_clause:
            yield f"GROUP BY {self._expressions.all(statement.group_clause)}"
        if statement.HasField("having_clause"):
            yield f"HAVING {self._expressions.of(statement.having_clause)}"

    def _target(self, node: Node) -> str:
        target = node.res_target
        verify_system_places(target)
        if kind_of(target.val) == "column_ref" and kind_of(target.val.column_ref.fields[-1]) == "a_star":
            names = [plain_name(each, target.location) for each in target.val.column_ref.fields[:-1]]
            return f"{quoted(names[-1])}.*" if names else "*"
        # Its name is looked for after its depth is known: that goes as deep as the expression.
        text = self._expressions.of(target.val)
        name = checked_name(target.name, target.location) if target.name else name_of_output(target.val)
        return f"{text} AS {quoted(name)}"

    def _source(self, node: Node) -> str:
        with self._expressions.deeper():
            match kind_of(node):
                case "range_var":
                    return self._relation(node)
                case "range_subselect":
                    return self._subquery(node)
                case "range_function":
                    return self._function(node)
                case "join_expr":
                    return self._join(node)
                case other:
                    raise NotUnderstood(f"`{other.replace('_', ' ')}` in FROM is refused")

    def _relation(self, node: Node) -> str:
        table = node.range_var
        verify_system_places(table)
        if not table.inh:
            raise NotUnderstood("ONLY is refused", position=table.location)
        name = checked_name(table.relname, table.location)
        alias, columns = _alias(table.alias) if table.HasField("alias") else (name, ())
        if not table.schemaname and name in self._named:
            text = quoted(name)
        elif table.schemaname in SCHEMAS or (not table.schemaname and self._emulation.knows(name)):
            text = self._emulation.stand_in(table.schemaname or SCHEMAS[0], name, table.location)
        else:
            raise _mixed(table.location)
        return f"{text} AS {quoted(alias)}{_columns(columns)}"

    def _subquery(self, node: Node) -> str:
        source = node.range_subselect
        verify_system_places(source)
        alias, columns = _alias(source.alias) if source.HasField("alias") else (self._no_name(), ())
        lateral = "LATERAL " if source.lateral else ""
        return f"{lateral}({self.query(source.subquery.select_stmt)}) AS {quoted(alias)}{_columns(columns)}"

    def _no_name(self) -> str:
        """A name for a sub-query without one; before PostgreSQL 16 each must have one."""
        self._unnamed += 1
        return f"__unnamed{self._unnamed}"

    def _function(self, node: Node) -> str:
        source = node.range_function
        verify_system_places(source)
        call = source.functions[0].list.items[0]
        if len(source.functions) != 1 or kind_of(call) != "func_call":
            raise NotUnderstood("this form of a function in FROM is refused")
        _, name = self._expressions.calls.name(call)
        alias, columns = _alias(source.alias) if source.HasField("alias") else (name, ())
        text = IN_FROM.get(name)
        if text is None:
            ordinality = " WITH ORDINALITY" if source.ordinality else ""
            return f"{self._expressions.of(call)}{ordinality} AS {quoted(alias)}{_columns(columns)}"
        if source.ordinality:
            raise NotUnderstood("WITH ORDINALITY is refused here")
        text = self._emulation.filled(text)
        if "{all}" in text:
            # A function that gives one column names it as its alias is named.
            columns = columns or (alias,)
            text = text.replace("{all}", self._expressions.all(call.func_call.args))
        return f"LATERAL {text} AS {quoted(alias)}{_columns(columns)}"

    def _join(self, node: Node) -> str:
        join = node.join_expr
        verify_system_places(join)
        left, right = self._source(join.larg), self._source(join.rarg)
        word = _JOINS.get(enum_name(join, "jointype"))
        if word is None:
            raise NotUnderstood("this kind of join is refused")
        if join.is_natural:
            return f"({left} NATURAL {word} {right})"
        if join.using_clause:
            return f"({left} {word} {right} USING {_columns(names_in(join.using_clause)).strip()})"
        if join.HasField("quals"):
            return f"({left} {word} {right} ON {self._expressions.of(join.quals)})"
        return f"({left} CROSS JOIN {right})"


def _mixed(position: int) -> NotUnderstood:
    """The same for a table that is there and for one that is not."""
    return NotUnderstood(
        "records and the database itself are asked about apart",
        position=position,
        hint="Ask in two statements.",
    )


def _alias(alias: Message) -> tuple[str, tuple[str, ...]]:
    verify_system_places(alias)
    return checked_name(alias.aliasname), names_in(alias.colnames)


def _columns(names: Sequence[str]) -> str:
    return f" ({', '.join(map(quoted, names))})" if names else ""
