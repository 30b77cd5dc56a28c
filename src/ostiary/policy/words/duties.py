"""What a duty asks: masks, rows, limits, needs, notices.

Knows: the words for each.
Must not know: when a duty applies.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby
from typing import assert_never

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Duty, Mask, RowPredicate
from ostiary.policy.words.cases import CONCERNED, all_of
from ostiary.policy.words.lists import counted, day, number
from ostiary.policy.words.needs import need_clauses

MASK_WORDS: dict[Mask, str] = {
    "hidden": "is hidden",
    "initial": "shows its first letter only",
    "last-4": "shows its last four characters only",
    "year": "shows its year only",
    "block": "shows its block only",
}
_DAYS = ("date", "timestamp", "timestamptz")


def asked(bundle: Bundle, duty: Duty) -> tuple[str, ...]:
    """One clause for each thing that a duty asks, in one order."""
    clauses = []
    if duty.needs:
        clauses.append(f"nothing is shown unless {all_of(need_clauses(duty.needs, CONCERNED))}")
    clauses += [f"the field {column} of {name} {MASK_WORDS[mask]}" for name, column, mask in duty.masks]
    clauses += [
        f"only those rows of {name} are shown in which {' and '.join(row_clause(bundle, row) for row in rows)}"
        for name, rows in groupby(
            sorted(duty.rows, key=lambda row: row.record_class), key=lambda row: row.record_class
        )
    ]
    if duty.row_limit is not None:
        clauses.append(
            f"at most {counted(duty.row_limit, 'row')} {'is' if duty.row_limit == 1 else 'are'} shown"
        )
    if duty.minimum_group is not None:
        clauses.append(
            f"each row stands for at least {number(duty.minimum_group)} different people, and no single record is shown"
        )
    if duty.notify_within_days is not None:
        within = counted(duty.notify_within_days, "day")
        clauses.append(f"the people whose records were read are told within {within} who asked about them")
    return tuple(clauses) or ("nothing more is asked",)


def row_clause(bundle: Bundle, row: RowPredicate) -> str:
    """``sealed is false``, ``read_at is not earlier than 30 days before the day of the answer``."""
    record_class = bundle.catalogue.classes.get(row.record_class)
    column = record_class.column(row.column) if record_class else None
    is_day = column is not None and column.type in _DAYS
    value = _value(row, is_day=is_day)
    match row.comparison:
        case "within-days":
            within = counted(int(str(row.value)), "day")
            said = f"is not earlier than {within} before the day of the answer"
        case "is-null":
            said = "is empty"
        case "is-not-null":
            said = "is not empty"
        case "=":
            said = f"is {value}"
        case "<>":
            said = f"is not {value}"
        case "<":
            said = f"is {'earlier' if is_day else 'less'} than {value}"
        case "<=":
            said = f"is not {'later' if is_day else 'more'} than {value}"
        case ">":
            said = f"is {'later' if is_day else 'more'} than {value}"
        case ">=":
            said = f"is not {'earlier' if is_day else 'less'} than {value}"
        case _ as never:
            assert_never(never)
    return f"{row.column} {said}"


def _value(row: RowPredicate, *, is_day: bool) -> str:
    match row.value:
        case bool():
            return "true" if row.value else "false"
        case str() if is_day:
            return _moment(row.value)
        case str():
            return f"‘{row.value}’"
        case _:
            return str(row.value)


def _moment(text: str) -> str:
    """A day in words, with the time where one is said."""
    if len(text) == len("2024-01-31"):
        return day(date.fromisoformat(text))
    moment = datetime.fromisoformat(text)
    return f"{day(moment.date())}, {moment.time().isoformat()}"
