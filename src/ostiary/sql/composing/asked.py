"""Whom a statement asks about: constants compared with identifying columns.

Knows: what flows into a value, which values a statement compares.
Must not know: SQL text, profiles, who asks.

"No rows" is an answer too, and one that no subject key accounts for: so each such constant is recorded, whatever comes
back. A comparison is more than an operator: a condition of WHERE or ON as a whole, whatever functions it is made of;
IN, ANY, CASE x WHEN, NULLIF; USING. Constants reach identifying columns through others that they are compared with
(``a.x = 42 AND a.x = p.person_id``) and through sub-queries. Too much may be recorded, never too little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import TypeAlias

from ostiary.errors import NotUnderstood
from ostiary.sql.composing.scope import Computed, Leaf, Reading
from ostiary.sql.limits import MAX_ASKED_ABOUT
from ostiary.sql.plan import AskedAbout
from ostiary.sql.text import children
from ostiary.sql.tree import (
    Aggregate,
    Call,
    Case,
    ColumnName,
    Constant,
    Distinctness,
    Expression,
    Logic,
    Membership,
    Operation,
    Parameter,
    Quantified,
    SubLink,
    Test,
    Windowed,
)

LeavesOf: TypeAlias = Callable[["ColumnName | SubLink"], tuple[Leaf, ...]]
"""What flows into a column, or into the value of a query in an expression."""

_COMPARING_OPERATORS = frozenset({"=", "<>", "<", "<=", ">", ">=", "~~", "~~*", "!~~", "!~~*", "^@"})
_COMPARING_CALLS = frozenset({"NULLIF", "starts_with"})


def leaves(expression: Expression, leaves_of: LeavesOf) -> tuple[Leaf, ...]:
    """What flows into a value, as one leaf. The conditions of a CASE do not: they are comparisons by themselves.

    A value into which nothing flows but constants, or nothing at all (``count(*)``), is a thing of its own too: it may be
    compared with a constant in one place, and with a column in another.
    """
    flowing, _ = _flow((expression,), leaves_of)
    return as_one(flowing)


def as_one(values: Iterable[Leaf]) -> tuple[Leaf, ...]:
    """These leaves as one, which is looked at once however often it is named."""
    flowing = tuple(dict.fromkeys(values))
    return flowing if _is_one_column(flowing) else (Computed(flowing),)


def _flow(expressions: Iterable[Expression], leaves_of: LeavesOf) -> tuple[tuple[Leaf, ...], list[Case]]:
    """The leaves of expressions together, and each CASE on the way, whose conditions stay to be looked at."""
    found: dict[Leaf, None] = {}
    cases: list[Case] = []
    waiting = [*expressions][::-1]
    while waiting:
        match waiting.pop():
            case ColumnName() as name:
                found |= dict.fromkeys(leaves_of(name))
            case SubLink(_, _, left) as link:
                found |= dict.fromkeys(leaves_of(link))
                waiting += () if left is None else (left,)
            case Constant() | Parameter() as constant:
                found[constant] = None
            case Case(_, branches, default) as case:
                cases.append(case)
                results = [*(then for _, then in branches), *(() if default is None else (default,))]
                waiting += results[::-1]
            case expression:
                waiting += children(expression)[::-1]
    return tuple(found), cases


class Comparisons:
    """What one statement compares with what. Gathered while it is composed, and read once at the end."""

    def __init__(self) -> None:
        self._compared: list[tuple[Leaf, ...]] = []

    def together(self, values: Iterable[Leaf]) -> None:
        """These flow into one comparison."""
        self._compared.append(tuple(dict.fromkeys(values)))

    def alike(self, values: tuple[Leaf, ...]) -> None:
        """Rows in which this value is the same are put together. A field by itself is compared with nothing else."""
        if not (_is_one_column(values) and isinstance(values[0], Reading)):
            self.together(values)

    def grouping(self, expression: Expression, leaves_of: LeavesOf) -> None:
        """The comparisons of a value that puts rows together: which are together tells as much as a condition does."""
        if isinstance(expression, ColumnName):
            self.alike(leaves_of(expression))
        else:
            self.condition(expression, leaves_of)

    def condition(self, expression: Expression, leaves_of: LeavesOf) -> None:
        """The comparisons of a condition: an expression whose truth decides which rows there are."""
        match expression:
            case Logic(_, arguments):
                for argument in arguments:
                    self.condition(argument, leaves_of)
            case Test(argument, _):
                self.condition(argument, leaves_of)
            case Case():
                self._case(expression, leaves_of, self.condition)
            case _:
                self._flowing_together((expression,), leaves_of)

    def value(self, expression: Expression, leaves_of: LeavesOf) -> None:
        """The comparisons inside a value that rows show: only what compares, not what is put beside each other."""
        match expression:
            case Case():
                self._case(expression, leaves_of, self.value)
            case Aggregate(_, arguments, distinct, order, _, condition):
                self._each(self.value, (*arguments, *(each.by for each in order)), leaves_of)
                self._each(self.condition, () if condition is None else (condition,), leaves_of)
                self._each(self.grouping, arguments if distinct else (), leaves_of)
            case Windowed(function, window):
                self._each(self.value, (function, *(each.by for each in window.order)), leaves_of)
                self._each(self.grouping, window.partition, leaves_of)
            case _ if _compares(expression):
                self.condition(expression, leaves_of)
            case _:
                self._each(self.value, children(expression), leaves_of)

    def _each(
        self,
        found: Callable[[Expression, LeavesOf], None],
        expressions: Iterable[Expression],
        leaves_of: LeavesOf,
    ) -> None:
        for expression in expressions:
            found(expression, leaves_of)

    def _case(self, case: Case, leaves_of: LeavesOf, result: Callable[[Expression, LeavesOf], None]) -> None:
        self._case_conditions(case, leaves_of)
        for _, then in case.branches:
            result(then, leaves_of)
        if case.default is not None:
            result(case.default, leaves_of)

    def _case_conditions(self, case: Case, leaves_of: LeavesOf) -> None:
        whens = tuple(when for when, _ in case.branches)
        if case.argument is not None:
            self._flowing_together((case.argument, *whens), leaves_of)
            return
        for when in whens:
            self.condition(when, leaves_of)

    def _flowing_together(self, expressions: Iterable[Expression], leaves_of: LeavesOf) -> None:
        """One comparison of everything in the expressions.

        Comparisons inside it compare a part of the same leaves, so they add nothing and are not gone into: each
        expression is met once, however deep it lies. Only the conditions of a CASE are not among the leaves.
        """
        flowing, cases = _flow(expressions, leaves_of)
        self.together(flowing)
        for case in cases:
            self._case_conditions(case, leaves_of)

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that flows into a comparison, in order of name."""
        return tuple(
            sorted({leaf.name for group in self._flowing() for leaf in group if isinstance(leaf, Reading)})
        )

    def asked_about(self) -> tuple[AskedAbout, ...]:
        """Every identifying column with every constant that reaches it. Raises NotUnderstood beyond the limit."""
        found: dict[AskedAbout, None] = {}
        for group in self._groups():
            names = [leaf.name for leaf in group if isinstance(leaf, Reading) and leaf.identifying]
            constants = [
                leaf for leaf in group if isinstance(leaf, Constant | Parameter) and leaf != Constant("null")
            ]
            for name, constant in product(dict.fromkeys(names), constants):
                found[_asked_about(name, constant)] = None
                if len(found) > MAX_ASKED_ABOUT:
                    raise NotUnderstood(
                        f"the statement asks about more than {MAX_ASKED_ABOUT} constants",
                        hint="Send large lists as one array parameter: column = ANY($1).",
                    )
        return tuple(found)

    def _flowing(self) -> Iterator[tuple[Leaf, ...]]:
        """Every comparison, and every computed column that flows into one with what it is made of, each once."""
        waiting, seen = self._compared[::-1], set[Leaf]()
        while waiting:
            group = waiting.pop()
            yield group
            for leaf in group:
                if isinstance(leaf, Computed) and leaf not in seen:
                    seen.add(leaf)
                    waiting.append((leaf, *leaf.parts))

    def _groups(self) -> Iterator[dict[Leaf, None]]:
        """Comparisons that share a column belong together, and so on through others; the smaller joins the larger."""
        groups: dict[Leaf, dict[Leaf, None]] = {}
        for flowing in self._flowing():
            shared = [leaf for leaf in flowing if isinstance(leaf, Reading | Computed)]
            met = {id(groups[leaf]): groups[leaf] for leaf in shared if leaf in groups}
            largest = max(met.values(), key=len, default={})
            for group in (*met.values(), dict.fromkeys(flowing)):
                if group is not largest:
                    largest |= group
                    groups |= {leaf: largest for leaf in group if isinstance(leaf, Reading | Computed)}
        yield from {id(group): group for group in groups.values()}.values()


def _is_one_column(values: tuple[Leaf, ...]) -> bool:
    return len(values) == 1 and isinstance(values[0], Reading | Computed)


def _compares(expression: Expression) -> bool:
    match expression:
        case Operation(operator, left, _):
            return left is not None and operator in _COMPARING_OPERATORS
        case Call(name, _):
            return name in _COMPARING_CALLS
        case Quantified() | Membership() | Distinctness() | Logic() | Test() | SubLink("ANY" | "ALL"):
            return True
        case _:
            return False


def _asked_about(name: str, constant: Constant | Parameter) -> AskedAbout:
    if isinstance(constant, Parameter):
        return AskedAbout(name, parameter=constant.number)
    return AskedAbout(name, literal=constant.text)
