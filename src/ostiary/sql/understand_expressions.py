"""From the parser's tree to the understood one: expressions and names.

Knows: which expressions have a meaning here, under an allow-list of functions, operators and types.
Must not know: queries, the catalogue, how SQL text is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from google.protobuf.message import Message

from ostiary.errors import NotUnderstood
from ostiary.sql.allowed import CLOCKS, OPERATOR_SPELLINGS, AllowList
from ostiary.sql.grammar import Node, kind_of
from ostiary.sql.limits import MAX_DEPTH, MAX_NAME_BYTES, MAX_PARAMETERS
from ostiary.sql.tree import (
    Array,
    Call,
    Case,
    Cast,
    Clock,
    ColumnName,
    Constant,
    Distinctness,
    Expression,
    Logic,
    Membership,
    Operation,
    Parameter,
    Quantified,
    Test,
)

RESERVED_PREFIX = "__"
"""Names that start so are the door's own: the hidden subject keys."""

_LOGIC = {"AND_EXPR": "AND", "OR_EXPR": "OR", "NOT_EXPR": "NOT"}
_TESTS = {
    "IS_TRUE": "TRUE", "IS_NOT_TRUE": "NOT TRUE", "IS_FALSE": "FALSE", "IS_NOT_FALSE": "NOT FALSE",
    "IS_UNKNOWN": "UNKNOWN", "IS_NOT_UNKNOWN": "NOT UNKNOWN", "IS_NULL": "NULL", "IS_NOT_NULL": "NOT NULL",
}  # fmt: skip


def enum_name(message: Message, field: str) -> str:
    """The name of an enumeration value. An unknown number has no name and matches no table."""
    descriptor = message.DESCRIPTOR.fields_by_name[field].enum_type
    value = descriptor.values_by_number.get(getattr(message, field)) if descriptor is not None else None
    return value.name if value is not None else ""


def only_fields(message: Message, allowed: set[str], what: str) -> None:
    """Raises NotUnderstood when a field of ``message`` is set that is not in ``allowed``: places are allow-listed too."""
    for descriptor, _ in message.ListFields():
        if descriptor.name not in allowed:
            position = getattr(message, "location", -1)
            raise NotUnderstood(
                f"`{descriptor.name.replace('_', ' ')}` of a {what} is refused", position=position
            )


def checked_name(name: str) -> str:
    """The name, when it is one that the server and the door read alike. Raises NotUnderstood otherwise."""
    if name.startswith(RESERVED_PREFIX):
        raise NotUnderstood(f"names that start with `{RESERVED_PREFIX}` are reserved")
    if len(name.encode()) > MAX_NAME_BYTES:
        raise NotUnderstood(f"a name is longer than {MAX_NAME_BYTES} bytes")
    return name


def plain_name(node: Node) -> str:
    """The text of a String node that is a name."""
    if kind_of(node) != "string":
        raise NotUnderstood("a name was expected")
    return checked_name(node.string.sval)


def names_in(nodes: Sequence[Node]) -> tuple[str, ...]:
    """The texts of String nodes that are names."""
    return tuple(plain_name(node) for node in nodes)


def name_of_output(node: Node) -> str:
    """The name that PostgreSQL gives an output column without AS (FigureColname in its source)."""
    match kind_of(node):
        case "column_ref":
            return plain_name(node.column_ref.fields[-1])
        case "func_call":
            return plain_name(node.func_call.funcname[-1])
        case "type_cast":
            inner = name_of_output(node.type_cast.arg)
            return inner if inner != "?column?" else node.type_cast.type_name.names[-1].string.sval
        case "case_expr":
            inner = (
                name_of_output(node.case_expr.defresult) if node.case_expr.HasField("defresult") else "case"
            )
            return inner if inner != "?column?" else "case"
        case "coalesce_expr":
            return "coalesce"
        case "min_max_expr":
            return "greatest" if enum_name(node.min_max_expr, "op") == "IS_GREATEST" else "least"
        case "a_array_expr":
            return "array"
        case "sqlvalue_function":
            return CLOCKS.get(enum_name(node.sqlvalue_function, "op"), "?column?").lower()
        case "a_expr" if enum_name(node.a_expr, "kind") == "AEXPR_NULLIF":
            return "nullif"
        case _:
            return "?column?"


class Expressions:
    """Converts expressions under one allow-list, counting depth and parameters."""

    def __init__(self, allowed: AllowList) -> None:
        self.parameters = 0
        self._allowed = allowed
        self._depth = 0
        self._kinds: dict[str, Callable[[Node], Expression]] = {
            "column_ref": _column,
            "a_const": _constant,
            "param_ref": self._parameter,
            "a_expr": self._operator_expression,
            "bool_expr": self._logic,
            "null_test": self._null_test,
            "boolean_test": self._boolean_test,
            "func_call": self._call,
            "coalesce_expr": self._coalesce,
            "min_max_expr": self._extreme,
            "type_cast": self._cast,
            "case_expr": self._case,
            "a_array_expr": self._array,
            "sqlvalue_function": _clock,
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
            raise NotUnderstood(f"the statement is nested more than {MAX_DEPTH} levels deep")
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
            raise _refusal_of(node, kind)
        with self.deeper():
            return convert(node)

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
        names = node.a_expr.name
        spelled = names[-1].string.sval
        if len(names) != 1 or OPERATOR_SPELLINGS.get(spelled, spelled) not in self._allowed.operators:
            raise NotUnderstood(f"operator `{spelled}` is refused", position=node.a_expr.location)
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
        low, high = self._all(node.a_expr.rexpr.list.items)
        left = self.of(node.a_expr.lexpr)
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
        only_fields(node.null_test, {"arg", "nulltesttype", "location"}, "NULL test")
        return Test(self.of(node.null_test.arg), _TESTS[enum_name(node.null_test, "nulltesttype")])

    def _boolean_test(self, node: Node) -> Expression:
        only_fields(node.boolean_test, {"arg", "booltesttype", "location"}, "truth test")
        return Test(self.of(node.boolean_test.arg), _TESTS[enum_name(node.boolean_test, "booltesttype")])

    def _call(self, node: Node) -> Expression:
        call = node.func_call
        names = names_in(call.funcname)
        name = names[-1]
        if call.agg_star or call.HasField("over") or name in self._allowed.aggregates:
            raise NotUnderstood(
                f"`{name}` is an aggregate or window function, which are not supported yet",
                position=call.location,
                hint="Ask for the rows themselves: this release accounts for each row's subject.",
            )
        if names[:-1] not in {(), ("pg_catalog",)} or name not in self._allowed.functions:
            raise NotUnderstood(f"function `{'.'.join(names)}` is refused", position=call.location)
        only_fields(call, {"funcname", "args", "funcformat", "location"}, "function call")
        return Call(name, self._all(call.args))

    def _coalesce(self, node: Node) -> Expression:
        return Call("COALESCE", self._all(node.coalesce_expr.args))

    def _extreme(self, node: Node) -> Expression:
        greatest = enum_name(node.min_max_expr, "op") == "IS_GREATEST"
        return Call("GREATEST" if greatest else "LEAST", self._all(node.min_max_expr.args))

    def _cast(self, node: Node) -> Expression:
        cast = node.type_cast
        only_fields(cast.type_name, {"names", "typmods", "typemod", "array_bounds", "location"}, "type")
        names = names_in(cast.type_name.names)
        name = names[-1]
        if names[:-1] not in {(), ("pg_catalog",)} or name not in self._allowed.types:
            raise NotUnderstood(f"type `{'.'.join(names)}` is refused", position=cast.type_name.location)
        return Cast(self.of(cast.arg), f"pg_catalog.{name}{_modifiers(node)}", name)

    def _case(self, node: Node) -> Expression:
        case = node.case_expr
        branches = tuple(
            (self.of(branch.case_when.expr), self.of(branch.case_when.result)) for branch in case.args
        )
        argument = self.of(case.arg) if case.HasField("arg") else None
        return Case(argument, branches, self.of(case.defresult) if case.HasField("defresult") else None)

    def _array(self, node: Node) -> Expression:
        return Array(self._all(node.a_array_expr.elements))


def _column(node: Node) -> Expression:
    fields = node.column_ref.fields
    if any(kind_of(field) != "string" for field in fields):
        raise NotUnderstood("a whole row cannot be a value", position=node.column_ref.location)
    names = names_in(fields)
    # relation.column or column; a schema before the relation says nothing that the relation does not.
    if len(names) > 3:  # noqa: PLR2004 - schema, relation, column
        raise NotUnderstood("a column name has at most three parts", position=node.column_ref.location)
    return ColumnName(names[-2] if len(names) > 1 else None, names[-1], node.column_ref.location)


def _constant(node: Node) -> Expression:
    constant = node.a_const
    match constant.WhichOneof("val"):
        case "ival":
            return Constant("number", str(constant.ival.ival))
        case "fval":
            return Constant("number", _number(constant.fval.fval))
        case "sval":
            return Constant("string", constant.sval.sval)
        case "boolval":
            return Constant("boolean", "true" if constant.boolval.boolval else "false")
        case None if constant.isnull:
            return Constant("null")
        case _:
            raise NotUnderstood("bit strings are refused", position=constant.location)


def _number(text: str) -> str:
    """A numeric literal in decimal: the forms with a prefix or underscores mean other things to older servers."""
    if text[:2].lower() in {"0x", "0o", "0b"}:
        return str(int(text, 0))
    return text.replace("_", "")


def _clock(node: Node) -> Expression:
    name = CLOCKS.get(enum_name(node.sqlvalue_function, "op"))
    if name is None:
        raise NotUnderstood("this value function is refused", position=node.sqlvalue_function.location)
    return Clock(name)


def _modifiers(node: Node) -> str:
    """The modifiers of a type, such as ``(10,2)`` and ``[]``, from whole numbers only."""
    type_name = node.type_cast.type_name
    if any(kind_of(modifier) != "a_const" for modifier in type_name.typmods):
        raise NotUnderstood("a type modifier is a number", position=type_name.location)
    numbers = [str(modifier.a_const.ival.ival) for modifier in type_name.typmods]
    return (f"({','.join(numbers)})" if numbers else "") + ("[]" if type_name.array_bounds else "")


def _refusal_of(node: Node, kind: str) -> NotUnderstood:
    if kind == "sub_link":
        return NotUnderstood(
            "sub-queries outside FROM are not supported yet",
            position=node.sub_link.location,
            hint="Join the tables instead: each row must carry the key of the person that it is about.",
        )
    return NotUnderstood(f"`{kind.replace('_', ' ') or 'nothing'}` is refused here")
