"""Calls that show the value of one row out of many.

Knows: which aggregates and windows let a row of an answer hold values that would be rows of their own.
Must not know: names in scope, keys, what a row limit is.
"""

from __future__ import annotations

from collections.abc import Callable

from ostiary.sql.allowed import OF_ONE_ROW
from ostiary.sql.tree import Aggregate, ColumnName, Constant, Expression, Window, Windowed


def picks(call: Aggregate | Windowed, is_plain: Callable[[Expression], bool]) -> bool:
    """Whether it may show the value of one row: by its nature, or as a sum for which a question chose the rows.

    What is counted shows no value. ``is_plain`` says of a column whether it is one, and not computed in a sub-query.
    """
    function = call.function if isinstance(call, Windowed) else call
    if function.name in OF_ONE_ROW:
        return True
    if not isinstance(function, Aggregate) or function.name == "count":
        return False
    chosen = function.condition is not None or not all(
        _is_column(each, is_plain) for each in function.arguments
    )
    return chosen or (isinstance(call, Windowed) and _chooses(call.window, is_plain))


def _is_column(argument: Expression, is_plain: Callable[[Expression], bool]) -> bool:
    return isinstance(argument, Constant) or (isinstance(argument, ColumnName) and is_plain(argument))


def _chooses(window: Window, is_plain: Callable[[Expression], bool]) -> bool:
    """Whether sums over it may differ by one row: a frame that is moved, or a partition that is a question."""
    bounds = () if window.frame is None else (window.frame.start, window.frame.end)
    is_moved = any(bound.offset is not None for bound in bounds)
    return is_moved or not all(isinstance(each, Constant) or is_plain(each) for each in window.partition)
