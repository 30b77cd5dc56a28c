"""What row predicates mean, row by row: the filters of the second wall must show exactly the rows that meet them.

Knows: how each comparison reads a value of each type, and that NULL meets none of them.
Must not know: SQL, how predicates are written, who asks.

Values are those that a driver gives: ``Decimal`` for numeric, ``datetime`` with a zone for timestamptz. Dates and instants
without end are infinite floats.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias

from ostiary.model.catalogue import Column, RecordClass
from ostiary.model.rules import Comparison, RowPredicate

RowValue: TypeAlias = bool | int | Decimal | float | str | date | time | datetime | None

_BELOW, _AMONG, _ABOVE, _NOT_A_NUMBER = range(4)


def meets_all(
    record_class: RecordClass, rows: Iterable[RowPredicate], row: Mapping[str, RowValue], day: date
) -> bool:
    """Whether a row of a record class stays under all of these predicates on a day (UTC). An error is a no."""
    try:
        return all(_meets(record_class, one, row, day) for one in rows)
    except (KeyError, TypeError, ValueError, OverflowError):
        return False


def _meets(
    record_class: RecordClass, predicate: RowPredicate, row: Mapping[str, RowValue], day: date
) -> bool:
    column, value = record_class.column(predicate.column), row[predicate.column]
    if column is None or predicate.record_class != record_class.name:
        raise KeyError(predicate.column)
    if predicate.comparison == "is-null":
        return value is None
    if value is None:
        return False
    if predicate.comparison == "is-not-null":
        return True
    comparison, against = predicate.comparison, _literal(column, predicate.value)
    if comparison == "within-days":
        comparison, against = ">=", _first_instant(column, day - timedelta(days=int(str(predicate.value))))
    return _ORDERS[comparison](_order(_key(value), _key(against)), 0)


_ORDERS: Final[Mapping[Comparison, Callable[[int, int], bool]]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _order(left: tuple[int, Any], right: tuple[int, Any]) -> int:
    """Less than, equal to or more than 0. Raises TypeError for values of types that cannot be compared."""
    return (left > right) - (left < right)


def _key(value: Any) -> tuple[int, Any]:
    """A value among all of its type: what is without end stands outside, and what is not a number above all."""
    if isinstance(value, float | Decimal) and math.isnan(value):
        return _NOT_A_NUMBER, 0
    if isinstance(value, float | Decimal) and value in {math.inf, -math.inf}:
        return (_ABOVE if value > 0 else _BELOW), 0
    return _AMONG, value


def _literal(column: Column, value: str | int | bool | None) -> RowValue:  # noqa: FBT001 - it is a literal, not a switch
    """What a predicate compares with, as a value of the column's type."""
    match column.type, value:
        case "date", str(text):
            return date.fromisoformat(text)
        case "timestamp", str(text):
            return datetime.fromisoformat(text)
        case "timestamptz", str(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        case _:
            return value


def _first_instant(column: Column, day: date) -> RowValue:
    """The beginning of a day as a value of the column's type."""
    return day if column.type == "date" else _literal(column, f"{day.isoformat()} 00:00:00")
