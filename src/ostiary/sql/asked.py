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
from ostiary.sql.limits import MAX_ASKED_ABOUT
from ostiary.sql.plan import AskedAbout
from ostiary.sql.scope import Leaf, Reading
from ostiary.sql.text import children
from ostiary.sql.tree import (
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
    Test,
)

LeavesOf: TypeAlias = Callable[[ColumnName], tuple[Leaf, ...]]

_COMPARING_OPERATORS = frozenset({"=", "<>", "<", "<=", ">", ">=", "~~", "~~*", "!~~", "!~~*", "^@"})
_COMPARING_CALLS = frozenset({"NULLIF", "starts_with"})


def leaves(expression: Expression, leaves_of: LeavesOf) -> tuple[Leaf, ...]:
    """What flows into a value, each once. The conditions of a CASE do not flow: they are comparisons by themselves."""
    return tuple(dict.fromkeys(_leaves(expression, leaves_of)))


def _leaves(expression: Expression, leaves_of: LeavesOf) -> Iterator[Leaf]:
    match expression:
        case ColumnName():
            yield from leaves_of(expression)
        case Constant() | Parameter():
            yield expression
        case Case(_, branches, default):
            for result in (*(then for _, then in branches), default):
                if result is not None:
                    yield from _leaves(result, leaves_of)
        case _:
            for child in children(expression):
                yield from _leaves(child, leaves_of)


class Comparisons:
    """What one statement compares with what. Gathered while it is composed, and read once at the end."""

    def __init__(self) -> None:
        self._compared: list[tuple[Leaf, ...]] = []

    def together(self, values: Iterable[Leaf]) -> None:
        """These flow into one comparison."""
        self._compared.append(tuple(dict.fromkeys(values)))

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
                self.together(leaves(expression, leaves_of))
                for child in children(expression):
                    self.value(child, leaves_of)

    def value(self, expression: Expression, leaves_of: LeavesOf) -> None:
        """The comparisons inside a value that rows show: only what compares, not what is put beside each other."""
        if isinstance(expression, Case):
            self._case(expression, leaves_of, self.value)
        elif _compares(expression):
            self.condition(expression, leaves_of)
        else:
            for child in children(expression):
                self.value(child, leaves_of)

    def _case(self, case: Case, leaves_of: LeavesOf, result: Callable[[Expression, LeavesOf], None]) -> None:
        compared = () if case.argument is None else (case.argument, *(when for when, _ in case.branches))
        self.together(leaf for part in compared for leaf in leaves(part, leaves_of))
        for part in compared:
            self.value(part, leaves_of)
        for when, then in case.branches:
            if case.argument is None:
                self.condition(when, leaves_of)
            result(then, leaves_of)
        if case.default is not None:
            result(case.default, leaves_of)

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that flows into a comparison, in order of name."""
        return tuple(
            sorted({leaf.name for group in self._compared for leaf in group if isinstance(leaf, Reading)})
        )

    def asked_about(self) -> tuple[AskedAbout, ...]:
        """Every identifying column with every constant that reaches it. Raises NotUnderstood beyond the limit."""
        found: dict[AskedAbout, None] = {}
        for group in self._groups():
            names = [leaf.name for leaf in group if isinstance(leaf, Reading) and leaf.identifying]
            constants = [leaf for leaf in group if not isinstance(leaf, Reading) and leaf != Constant("null")]
            for name, constant in product(dict.fromkeys(names), constants):
                found[_asked_about(name, constant)] = None
                if len(found) > MAX_ASKED_ABOUT:
                    raise NotUnderstood(
                        f"the statement asks about more than {MAX_ASKED_ABOUT} constants",
                        hint="Send large lists as one array parameter: column = ANY($1).",
                    )
        return tuple(found)

    def _groups(self) -> Iterator[dict[Leaf, None]]:
        """Comparisons that share a reading belong together, and so on through others; the smaller joins the larger."""
        groups: dict[Reading, dict[Leaf, None]] = {}
        for compared in self._compared:
            met = [groups[leaf] for leaf in compared if isinstance(leaf, Reading) and leaf in groups]
            largest = max(met, key=len, default={})
            for group in (*met, dict.fromkeys(compared)):
                if group is not largest:
                    largest |= group
                    groups |= {leaf: largest for leaf in group if isinstance(leaf, Reading)}
        yield from {id(group): group for group in groups.values()}.values()


def _compares(expression: Expression) -> bool:
    match expression:
        case Operation(operator, left, _):
            return left is not None and operator in _COMPARING_OPERATORS
        case Call(name, _):
            return name in _COMPARING_CALLS
        case Quantified() | Membership() | Distinctness() | Logic() | Test():
            return True
        case _:
            return False


def _asked_about(name: str, constant: Constant | Parameter) -> AskedAbout:
    if isinstance(constant, Parameter):
        return AskedAbout(name, parameter=constant.number)
    return AskedAbout(name, literal=constant.text)
