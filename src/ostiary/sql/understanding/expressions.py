"""From the parser's tree to the understood one: expressions and names.

Knows: which expressions have a meaning here, under an allow-list of functions, operators and types.
Must not know: queries, the catalogue, how SQL text is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, Literal

from ostiary.errors import NotUnderstood
from ostiary.sql.allowed import OPERATOR_SPELLINGS, AllowList
from ostiary.sql.limits import MAX_DEPTH, MAX_PARAMETERS
from ostiary.sql.tree import (
    AnyQuery,
    Array,
    Call,
    Case,
    Cast,
    Distinctness,
    Expression,
    Logic,
    Membership,
    Operation,
    Parameter,
    Quantified,
    SubLink,
    Test,
)
from ostiary.sql.understanding.calls import Calls
from ostiary.sql.understanding.grammar import Node, SelectStmt, kind_of
from ostiary.sql.understanding.places import enum_name, verify_places
from ostiary.sql.understanding.values import clock_of, column_of, constant_of, type_of

_LOGIC = {"AND_EXPR": "AND", "OR_EXPR": "OR", "NOT_EXPR": "NOT"}
TESTS = {
    "IS_TRUE": "TRUE", "IS_NOT_TRUE": "NOT TRUE", "IS_FALSE": "FALSE", "IS_NOT_FALSE": "NOT FALSE",
    "IS_UNKNOWN": "UNKNOWN", "IS_NOT_UNKNOWN": "NOT UNKNOWN", "IS_NULL": "NULL", "IS_NOT_NULL": "NOT NULL",
}  # fmt: skip
"""What stands behind IS, by the grammar's name of the test."""

_LINKS: Final[dict[str, Literal["EXISTS", "ANY", "ALL", "VALUE", "ARRAY"]]] = {
    "EXISTS_SUBLINK": "EXISTS",
    "ANY_SUBLINK": "ANY",
    "ALL_SUBLINK": "ALL",
    "EXPR_SUBLINK": "VALUE",
    "ARRAY_SUBLINK": "ARRAY",
}


class Expressions:
    """Converts expressions under one allow-list, counting depth and parameters; ``query`` converts the queries in them."""

    def __init__(self, allowed: AllowList, query: Callable[[SelectStmt], AnyQuery]) -> None:
        self.parameters = 0
        self._query = query
        self.calls = Calls(allowed, self)
        self._allowed = allowed
        self._depth = 0
        self._betweens = 0
        self._kinds: dict[str, Callable[[Node], Expression]] = {
            "column_ref": column_of,
            "a_const": constant_of,
            "param_ref": self._parameter,
            "a_expr": self._operator_expression,
            "bool_expr": self._logic,
            "null_test": self._null_test,
            "boolean_test": self._boolean_test,
            "func_call": self.calls.of,
            "grouping_func": self._grouping,
            "coalesce_expr": self._coalesce,
            "min_max_expr": self._extreme,
            "type_cast": self._cast,
            "case_expr": self._case,
            "a_array_expr": self._array,
            "sqlvalue_function": clock_of,
            "sub_link": self._sub_link,
        }
        self._operators: dict[str, Callable[[Node], Expression]] = {
            "AEXPR_OP": self._operation,
            "AEXPR_LIKE": self._operation,
            "AEXPR_ILIKE": self._operation,
            "AEXPR_OP_ANY": self._quantified,
            "AEXPR_OP_ALL": self._quantified,
            "AEXPR_IN": self._membership,
            "AEXPR_BETWEEN": self._between,
            "AEXPR_NOT_BETWEEN": self._between,
            "AEXPR_DISTINCT": self._distinctness,
            "AEXPR_NOT_DISTINCT": self._distinctness,
            "AEXPR_NULLIF": self._nullif,
        }

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """One level of nesting more. Raises NotUnderstood beyond MAX_DEPTH."""
        if self._depth >= MAX_DEPTH:
            raise _too_deep()
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def of(self, node: Node) -> Expression:
        """The understood expression. Raises NotUnderstood for every kind that has no meaning here."""
        kind = kind_of(node)
        convert = self._kinds.get(kind)
        if convert is None:
            raise NotUnderstood(f"`{kind.replace('_', ' ') or 'nothing'}` is refused here")
        verify_places(getattr(node, kind))
        # As ``deeper``, whose context manager takes longer than most conversions.
        if self._depth >= MAX_DEPTH:
            raise _too_deep()
        self._depth += 1
        try:
            return convert(node)
        finally:
            self._depth -= 1

    def _all(self, nodes: Sequence[Node]) -> tuple[Expression, ...]:
        return tuple(self.of(node) for node in nodes)

    def _parameter(self, node: Node) -> Expression:
        number = node.param_ref.number
        if not 1 <= number <= MAX_PARAMETERS:
            raise NotUnderstood(
                f"parameters run from $1 to ${MAX_PARAMETERS}", position=node.param_ref.location
            )
        self.parameters = max(self.parameters, number)
        return Parameter(number)

    def _operator_expression(self, node: Node) -> Expression:
        kind = enum_name(node.a_expr, "kind")
        convert = self._operators.get(kind)
        if convert is None:
            raise NotUnderstood(
                f"`{kind.removeprefix('AEXPR_').lower()}` is refused", position=node.a_expr.location
            )
        return convert(node)

    def _operator(self, node: Node) -> str:
        return self._operator_of(node.a_expr.name, node.a_expr.location)

    def _operator_of(self, names: Sequence[Node], position: int) -> str:
        spelled = names[-1].string.sval
        if len(names) != 1 or OPERATOR_SPELLINGS.get(spelled, spelled) not in self._allowed.operators:
            raise NotUnderstood(f"operator `{spelled}` is refused", position=position)
        return OPERATOR_SPELLINGS.get(spelled, spelled)

    def _operation(self, node: Node) -> Expression:
        expression = node.a_expr
        left = self.of(expression.lexpr) if expression.HasField("lexpr") else None
        return Operation(self._operator(node), left, self.of(expression.rexpr))

    def _quantified(self, node: Node) -> Expression:
        quantifier = enum_name(node.a_expr, "kind") == "AEXPR_OP_ANY"
        left, right = self.of(node.a_expr.lexpr), self.of(node.a_expr.rexpr)
        return Quantified(self._operator(node), "ANY" if quantifier else "ALL", left, right)

    def _membership(self, node: Node) -> Expression:
        items = self._all(node.a_expr.rexpr.list.items)
        return Membership(self.of(node.a_expr.lexpr), items, negated=self._operator(node) == "<>")

    def _between(self, node: Node) -> Expression:
        """Written out with two comparisons, so that both operators are qualified; nothing here is volatile."""
        before = self._betweens
        left = self.of(node.a_expr.lexpr)
        # Each level would double the text: 100 levels fit into 3 kB, and 2 to the 100th fits nowhere.
        if self._betweens != before:
            raise NotUnderstood("BETWEEN of a BETWEEN is refused", position=node.a_expr.location)
        self._betweens += 1
        low, high = self._all(node.a_expr.rexpr.list.items)
        inside = Logic("AND", (Operation(">=", left, low), Operation("<=", left, high)))
        negated = enum_name(node.a_expr, "kind") == "AEXPR_NOT_BETWEEN"
        return Logic("NOT", (inside,)) if negated else inside

    def _distinctness(self, node: Node) -> Expression:
        negated = enum_name(node.a_expr, "kind") == "AEXPR_NOT_DISTINCT"
        return Distinctness(self.of(node.a_expr.lexpr), self.of(node.a_expr.rexpr), negated)

    def _nullif(self, node: Node) -> Expression:
        return Call("NULLIF", (self.of(node.a_expr.lexpr), self.of(node.a_expr.rexpr)))

    def _logic(self, node: Node) -> Expression:
        arguments = self._all(node.bool_expr.args)
        match _LOGIC.get(enum_name(node.bool_expr, "boolop")):
            case "AND":
                return Logic("AND", arguments)
            case "OR":
                return Logic("OR", arguments)
            case "NOT":
                return Logic("NOT", arguments)
            case _:
                raise NotUnderstood("this logical operator is refused")

    def _null_test(self, node: Node) -> Expression:
        return Test(self.of(node.null_test.arg), TESTS[enum_name(node.null_test, "nulltesttype")])

    def _boolean_test(self, node: Node) -> Expression:
        return Test(self.of(node.boolean_test.arg), TESTS[enum_name(node.boolean_test, "booltesttype")])

    def _grouping(self, node: Node) -> Expression:
        return Call("GROUPING", self._all(node.grouping_func.args))

    def _coalesce(self, node: Node) -> Expression:
        return Call("COALESCE", self._all(node.coalesce_expr.args))

    def _extreme(self, node: Node) -> Expression:
        greatest = enum_name(node.min_max_expr, "op") == "IS_GREATEST"
        return Call("GREATEST" if greatest else "LEAST", self._all(node.min_max_expr.args))

    def _cast(self, node: Node) -> Expression:
        written_out, name = type_of(node, self._allowed)
        return Cast(self.of(node.type_cast.arg), written_out, name)

    def _case(self, node: Node) -> Expression:
        case = node.case_expr
        branches = tuple(self._branch(branch) for branch in case.args)
        argument = self.of(case.arg) if case.HasField("arg") else None
        return Case(argument, branches, self.of(case.defresult) if case.HasField("defresult") else None)

    def _branch(self, node: Node) -> tuple[Expression, Expression]:
        verify_places(node.case_when)
        return self.of(node.case_when.expr), self.of(node.case_when.result)

    def _array(self, node: Node) -> Expression:
        return Array(self._all(node.a_array_expr.elements))

    def _sub_link(self, node: Node) -> Expression:
        link = node.sub_link
        kind = _LINKS.get(enum_name(link, "sub_link_type"))
        if kind is None or kind_of(link.subselect) != "select_stmt":
            raise NotUnderstood("this form of sub-query is refused", position=link.location)
        left = self.of(link.testexpr) if link.HasField("testexpr") else None
        operator = self._operator_of(link.oper_name, link.location) if link.oper_name else "="
        return SubLink(kind, self._query(link.subselect.select_stmt), left, operator)


def _too_deep() -> NotUnderstood:
    return NotUnderstood(f"the statement is nested more than {MAX_DEPTH} levels deep")
