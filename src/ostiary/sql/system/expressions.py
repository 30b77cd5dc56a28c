"""Expressions of catalogue questions, written anew.

Knows: the kinds of expression that such a question may hold, and how each is written.
Must not know: FROM clauses, what the system relations say.

The writing is the allow-list: a node that is not in the table below is refused, and so is a field that has no place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, Protocol

from ostiary.errors import NotUnderstood
from ostiary.sql.limits import MAX_DEPTH, MAX_NUMBER_CHARACTERS
from ostiary.sql.system.calls import SESSION_WORDS, Calls
from ostiary.sql.system.casts import (
    NAMED,
    NAMES_OF,
    PLAIN_TYPES,
    SHOWN_AS,
    constant_named,
    name_of,
    oid_named,
)
from ostiary.sql.system.emulation import SCHEMAS, Emulation
from ostiary.sql.system.functions import NO_OID
from ostiary.sql.system.places import verify_system_places
from ostiary.sql.text import literal, quoted
from ostiary.sql.understanding.expressions import TESTS
from ostiary.sql.understanding.grammar import Node, SelectStmt, kind_of
from ostiary.sql.understanding.names import names_in, plain_name
from ostiary.sql.understanding.places import enum_name

OPERATORS: Final = frozenset(
    "= <> != < <= > >= + - * / % || ~~ ~~* !~~ !~~* ~ ~* !~ !~* ^@ @> <@ && & | # << >> -> ->> #> #>>".split()
)
_LOGIC: Final = {"AND_EXPR": " AND ", "OR_EXPR": " OR "}
_BETWEEN: Final = {
    "AEXPR_BETWEEN": "BETWEEN", "AEXPR_NOT_BETWEEN": "NOT BETWEEN",
    "AEXPR_BETWEEN_SYM": "BETWEEN SYMMETRIC", "AEXPR_NOT_BETWEEN_SYM": "NOT BETWEEN SYMMETRIC",
}  # fmt: skip
_COLLATIONS: Final = frozenset({"default", "C", "POSIX"})
_CLOCKS: Final = frozenset({"CURRENT_DATE", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP"})
_MAX_COLUMN_PARTS: Final = 3


class WritesQueries(Protocol):
    """Whoever writes the queries inside an expression."""

    def query(self, statement: SelectStmt) -> str:
        """The query as SQL. Raises NotUnderstood."""


class Expressions:
    """Writes the expressions of one question."""

    def __init__(self, emulation: Emulation, queries: WritesQueries) -> None:
        self._emulation = emulation
        self._queries = queries
        self.calls = Calls(emulation, self)
        self._depth = 0
        self._kinds: dict[str, Callable[[Node], str]] = {
            "column_ref": self._column,
            "a_const": self._constant,
            "param_ref": lambda node: f"${node.param_ref.number}",
            "a_expr": self._operation,
            "bool_expr": self._logic,
            "null_test": lambda node: self._test(node.null_test, enum_name(node.null_test, "nulltesttype")),
            "boolean_test": lambda node: self._test(
                node.boolean_test, enum_name(node.boolean_test, "booltesttype")
            ),
            "func_call": self.calls.of,
            "coalesce_expr": lambda node: f"COALESCE({self.all(node.coalesce_expr.args)})",
            "min_max_expr": self._extreme,
            "type_cast": self._cast,
            "case_expr": self._case,
            "a_array_expr": lambda node: f"ARRAY[{self.all(node.a_array_expr.elements)}]",
            "sub_link": self._link,
            "a_indirection": self._part,
            "collate_clause": self._collated,
            "row_expr": lambda node: f"ROW({self.all(node.row_expr.args)})",
            "sqlvalue_function": self._session_word,
        }

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One level of nesting more. Raises NotUnderstood beyond MAX_DEPTH."""
        if self._depth >= MAX_DEPTH:
            raise NotUnderstood(f"the statement is nested more than {MAX_DEPTH} levels deep")
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def of(self, node: Node) -> str:
        """The expression as SQL. Raises NotUnderstood for every kind that has no meaning here."""
        kind = kind_of(node)
        write = self._kinds.get(kind)
        if write is None:
            raise NotUnderstood(f"`{kind.replace('_', ' ')}` is refused in a question about the database")
        verify_system_places(getattr(node, kind))
        with self.deeper():
            return write(node)

    def all(self, nodes: Sequence[Node]) -> str:
        """Expressions in a list."""
        return ", ".join(self.of(node) for node in nodes)

    def oid_of(self, node: Node) -> str:
        """An expression where an OID is wanted: ``x::regclass`` there is not a name but what it stands for."""
        named = _named_type(node) if kind_of(node) == "type_cast" else None
        if named in NAMED:
            return self._named(node, str(named), wants_oid=True)
        if named in NAMES_OF and named != "regrole":
            # No function and no operator has an OID that is known here.
            self._emulation.is_asked = True
            return NO_OID
        return self.of(node)

    def _column(self, node: Node) -> str:
        fields = node.column_ref.fields
        if any(kind_of(field) != "string" for field in fields) or len(fields) > _MAX_COLUMN_PARTS:
            raise NotUnderstood("this form of a column is refused", position=node.column_ref.location)
        # A schema before the relation says nothing that the relation does not.
        return ".".join(quoted(name) for name in names_in(fields, node.column_ref.location)[-2:])

    def _constant(self, node: Node) -> str:
        constant = node.a_const
        match constant.WhichOneof("val"):
            case "ival":
                return _signed(str(constant.ival.ival))
            case "fval" if len(constant.fval.fval) <= MAX_NUMBER_CHARACTERS:
                return _signed(constant.fval.fval)
            case "sval":
                return literal(constant.sval.sval)
            case "boolval":
                return "true" if constant.boolval.boolval else "false"
            case None if constant.isnull:
                return "NULL"
            case _:
                raise NotUnderstood("this literal is refused", position=constant.location)

    def operator(self, names: Sequence[Node], position: int = -1) -> str:
        """An operator of the allow-list, qualified. Raises NotUnderstood."""
        *schema, name = (node.string.sval for node in names)
        if schema not in ([], ["pg_catalog"]) or name not in OPERATORS:
            raise NotUnderstood(f"operator `{name}` is refused", position=position)
        return f"OPERATOR(pg_catalog.{'<>' if name == '!=' else name})"

    def _operation(self, node: Node) -> str:
        expression, kind = node.a_expr, enum_name(node.a_expr, "kind")
        left = self.of(expression.lexpr) if expression.HasField("lexpr") else ""
        match kind:
            case "AEXPR_OP" | "AEXPR_LIKE" | "AEXPR_ILIKE":
                return f"({left} {self.operator(expression.name)} {self.of(expression.rexpr)})"
            case "AEXPR_OP_ANY" | "AEXPR_OP_ALL":
                word = kind.removeprefix("AEXPR_OP_")
                return f"({left} {self.operator(expression.name)} {word} ({self.of(expression.rexpr)}))"
            case "AEXPR_IN":
                word = "IN" if expression.name[-1].string.sval == "=" else "NOT IN"
                return f"({left} {word} ({self.all(expression.rexpr.list.items)}))"
            case "AEXPR_DISTINCT" | "AEXPR_NOT_DISTINCT":
                word = "IS DISTINCT FROM" if kind == "AEXPR_DISTINCT" else "IS NOT DISTINCT FROM"
                return f"({left} {word} {self.of(expression.rexpr)})"
            case "AEXPR_NULLIF":
                return f"NULLIF({left}, {self.of(expression.rexpr)})"
            case between if between in _BETWEEN:
                low, high = (self.of(each) for each in expression.rexpr.list.items)
                return f"({left} {_BETWEEN[between]} {low} AND {high})"
            case _:
                raise NotUnderstood("this operation is refused", position=expression.location)

    def _logic(self, node: Node) -> str:
        arguments = [self.of(each) for each in node.bool_expr.args]
        kind = enum_name(node.bool_expr, "boolop")
        if kind == "NOT_EXPR":
            return f"(NOT {arguments[0]})"
        return f"({_LOGIC[kind].join(arguments)})"

    def _test(self, test: Node, kind: str) -> str:
        return f"({self.of(test.arg)} IS {TESTS[kind]})"

    def _extreme(self, node: Node) -> str:
        word = "GREATEST" if enum_name(node.min_max_expr, "op") == "IS_GREATEST" else "LEAST"
        return f"{word}({self.all(node.min_max_expr.args)})"

    def _case(self, node: Node) -> str:
        case, parts = node.case_expr, ["CASE"]
        if case.HasField("arg"):
            parts.append(self.of(case.arg))
        for each in case.args:
            verify_system_places(each.case_when)
            parts.append(f"WHEN {self.of(each.case_when.expr)} THEN {self.of(each.case_when.result)}")
        if case.HasField("defresult"):
            parts.append(f"ELSE {self.of(case.defresult)}")
        return f"({' '.join(parts)} END)"

    def _link(self, node: Node) -> str:
        link = node.sub_link
        query = self._queries.query(link.subselect.select_stmt)
        match enum_name(link, "sub_link_type"):
            case "EXISTS_SUBLINK":
                return f"EXISTS ({query})"
            case "ARRAY_SUBLINK":
                return f"ARRAY({query})"
            case "EXPR_SUBLINK":
                return f"({query})"
            case "ANY_SUBLINK" if not link.oper_name:
                return f"({self.of(link.testexpr)} IN ({query}))"
            case "ANY_SUBLINK" | "ALL_SUBLINK" as kind:
                word = kind.removesuffix("_SUBLINK")
                return f"({self.of(link.testexpr)} {self.operator(link.oper_name)} {word} ({query}))"
            case _:
                raise NotUnderstood("this form of a sub-query is refused", position=link.location)

    def _part(self, node: Node) -> str:
        """``(value)[1]``, ``(value)[1:2]`` and ``(row).field``."""
        text = f"({self.of(node.a_indirection.arg)})"
        for step in node.a_indirection.indirection:
            match kind_of(step):
                case "string":
                    text += f".{quoted(plain_name(step))}"
                case "a_indices":
                    verify_system_places(step.a_indices)
                    text += self._subscript(step.a_indices)
                case _:
                    raise NotUnderstood("every field of a row cannot be one value")
        return text

    def _subscript(self, indices: Node) -> str:
        low, high = (
            self.of(getattr(indices, each)) if indices.HasField(each) else "" for each in ("lidx", "uidx")
        )
        return f"[{low}:{high}]" if indices.is_slice else f"[{high}]"

    def _collated(self, node: Node) -> str:
        clause = node.collate_clause
        *schema, name = (each.string.sval for each in clause.collname)
        if schema not in ([], ["pg_catalog"]) or name not in _COLLATIONS:
            raise NotUnderstood(f"collation `{name}` is refused", position=clause.location)
        return f"({self.of(clause.arg)} COLLATE pg_catalog.{quoted(name)})"

    def _session_word(self, node: Node) -> str:
        kind = enum_name(node.sqlvalue_function, "op")
        if kind in SESSION_WORDS:
            return self.calls.of_session(SESSION_WORDS[kind])
        # With a precision the grammar has another kind (``_N``), which is refused.
        word = kind.removeprefix("SVFOP_")
        if word in _CLOCKS:
            return word
        raise NotUnderstood(f"`{word}` is refused", position=node.sqlvalue_function.location)

    def _cast(self, node: Node) -> str:
        kind = node.type_cast.type_name
        verify_system_places(kind)
        bounds = "[]" if kind.array_bounds else ""
        named = _named_type(node)
        if named in NAMES_OF and not bounds:
            return self._named(node, str(named), wants_oid=False)
        name = SHOWN_AS.get(str(named), str(named))
        if name not in PLAIN_TYPES | set(SHOWN_AS.values()):
            raise NotUnderstood(f"type `{named}` is refused", position=kind.location)
        argument = self.oid_of(node.type_cast.arg) if name == "oid" else self.of(node.type_cast.arg)
        return f"CAST({argument} AS pg_catalog.{quoted(name)}{_modifiers(kind)}{bounds})"

    def _named(self, node: Node, kind: str, *, wants_oid: bool) -> str:
        self._emulation.is_asked = True
        argument = node.type_cast.arg
        if kind_of(argument) == "type_cast" and _named_type(argument) == kind:
            # It is cast to what it is.
            with self.deeper():
                return self._named(argument, kind, wants_oid=wants_oid)
        if kind_of(argument) == "a_const" and argument.a_const.HasField("sval"):
            return constant_named(kind, argument.a_const.sval.sval, self._emulation)
        if kind in NAMED and (wants_oid or kind_of(argument) == "param_ref"):
            return oid_named(kind, self.of(argument), self._emulation)
        return name_of(kind, self.of(argument), self._emulation)


def _named_type(node: Node) -> str | None:
    """The bare name of a type of pg_catalog, None for one of another schema."""
    *schema, name = (each.string.sval for each in node.type_cast.type_name.names)
    return name if schema in ([], [SCHEMAS[0]]) else None


def _modifiers(kind: Node) -> str:
    numbers = []
    for each in kind.typmods:
        if kind_of(each) != "a_const" or each.a_const.WhichOneof("val") != "ival":
            raise NotUnderstood("a type modifier is a whole number", position=kind.location)
        numbers.append(str(each.a_const.ival.ival))
    return f"({','.join(numbers)})" if numbers else ""


def _signed(number: str) -> str:
    return f"({number})" if number.startswith("-") else number
