"""What people may be put in order by.

Knows: which expressions of plain columns are as harmless as the columns themselves.
Must not know: names in scope, SQL text, keys.

ORDER BY with LIMIT 1 asks a question that no row need answer for, as soon as it takes an expression of the client's
own. A column asks nothing. Nor does what is the same for many people or keeps their order: an aggregate of columns, a rank
among them, a part of a date, a rounded number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ostiary.sql.allowed import WINDOW_FUNCTIONS
from ostiary.sql.tree import (
    Aggregate,
    Call,
    Cast,
    ColumnName,
    Constant,
    Expression,
    Order,
    Window,
    Windowed,
)

IsPlainColumn = Callable[[ColumnName], bool]

_ORDER_KEEPING: Final = frozenset({"date_trunc", "date_part", "extract", "round", "floor", "ceil", "trunc"})


def is_plain(expression: Expression, is_plain_column: IsPlainColumn) -> bool:
    """Whether an expression is a plain column, or made of plain columns in a way that asks nothing."""

    def plain(part: Expression) -> bool:
        return is_plain(part, is_plain_column)

    match expression:
        case ColumnName():
            return is_plain_column(expression)
        case Cast(argument, _, _):
            return plain(argument)
        case Aggregate(_, arguments, _, order, _, None):
            return _are_plain_or_constant(arguments, plain) and _are_plain(order, plain)
        case Windowed(Call(name, arguments), window) if name in WINDOW_FUNCTIONS:
            return _are_plain_or_constant(arguments, plain) and _is_plain_window(window, plain)
        case Windowed(Aggregate() as aggregate, window):
            return plain(aggregate) and _is_plain_window(window, plain)
        case Call(name, arguments) if name in _ORDER_KEEPING:
            computed = [each for each in arguments if not isinstance(each, Constant)]
            return bool(computed) and all(plain(each) for each in computed)
        case _:
            return False


def _are_plain_or_constant(expressions: tuple[Expression, ...], plain: Callable[[Expression], bool]) -> bool:
    return all(isinstance(each, Constant) or plain(each) for each in expressions)


def _are_plain(order: tuple[Order, ...], plain: Callable[[Expression], bool]) -> bool:
    return all(plain(each.by) for each in order)


def _is_plain_window(window: Window, plain: Callable[[Expression], bool]) -> bool:
    return all(plain(each) for each in window.partition) and _are_plain(window.order, plain)
