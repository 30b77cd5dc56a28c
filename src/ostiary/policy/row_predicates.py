"""The small grammar of row predicates.

Knows: ``class.column <comparison> literal``, ``within N days``, ``is null``, ``is not null``, and which literal fits
which column type.
Must not know: SQL, rows, rules.

A literal is a whole number, ``true``, ``false`` or text in single quotation marks (doubled inside), also for dates and
moments, in ISO form without a zone: ``'2024-01-31'``, ``'2024-01-31 18:00:00'``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import cast

from ostiary.model.catalogue import Catalogue, Column
from ostiary.model.rules import Comparison, RowPredicate
from ostiary.policy.words_known import did_you_mean

_SENTENCE = re.compile(
    r"(?P<record_class>[a-z_][a-z0-9_]*)\.(?P<column>[a-z_][a-z0-9_]*)\s*(?:"
    r"(?P<comparison><>|<=|>=|=|<|>)\s*(?P<literal>'(?:[^']|'')*'|-?[0-9]{1,19}|true|false)"
    r"|\s(?:within\s+(?P<days>[0-9]{1,5})\s+days|(?P<null>is\s+null)|(?P<not_null>is\s+not\s+null)))"
)

# A hundred years: beyond it a date in a police record is a mistake of typing.
MAX_DAYS = 36_525

_INT_BITS = {"int2": 16, "int4": 32, "int8": 64, "numeric": 64, "float8": 53}
_DAY_TYPES = ("date", "timestamp", "timestamptz")


def parse_row_predicate(text: str, catalogue: Catalogue) -> RowPredicate:
    """The predicate that a text says. Raises ValueError with what is wrong in words."""
    match = _SENTENCE.fullmatch(text.strip())
    if match is None:
        raise ValueError(
            f"`{text}` is no row predicate (say `class.column = literal` or `class.column within 30 days`)"
        )
    record_class, column = _find(match["record_class"], match["column"], catalogue)
    comparison, value = _meaning(match, column)
    return RowPredicate(record_class, column.name, comparison, value)


def _find(name: str, column_name: str, catalogue: Catalogue) -> tuple[str, Column]:
    record_class = catalogue.classes.get(name)
    if record_class is None:
        raise ValueError(f"unknown record class `{name}`{did_you_mean(name, catalogue.classes)}")
    column = record_class.column(column_name)
    if column is None:
        near = did_you_mean(column_name, [one.name for one in record_class.columns])
        raise ValueError(f"unknown column `{name}.{column_name}`{near}")
    return name, column


def _meaning(match: re.Match[str], column: Column) -> tuple[Comparison, str | int | bool | None]:
    if match["null"]:
        return "is-null", None
    if match["not_null"]:
        return "is-not-null", None
    if match["days"]:
        return "within-days", _days(int(match["days"]), column)
    if column.type == "bool" and match["comparison"] not in {"=", "<>"}:
        raise ValueError(f"`{column.name}` is true or false: only `=` and `<>` compare it")
    return cast("Comparison", match["comparison"]), _literal(match["literal"], column)


def _days(days: int, column: Column) -> int:
    if column.type not in _DAY_TYPES:
        raise ValueError(f"`within {days} days` needs a date, and `{column.name}` is of type {column.type}")
    if not 1 <= days <= MAX_DAYS:
        raise ValueError(f"`within {days} days` must be from 1 to {MAX_DAYS}")
    return days


def _literal(text: str, column: Column) -> str | int | bool:
    reads: dict[str, Callable[[str], str | int | bool]] = {
        "bool": _flag,
        "text": _quoted,
        "date": lambda quoted: date.fromisoformat(_quoted(quoted)).isoformat(),
        "timestamp": lambda quoted: _moment(_quoted(quoted)),
        "timestamptz": lambda quoted: _moment(_quoted(quoted)),
    }
    try:
        return reads[column.type](text) if column.type in reads else _whole(text, column.type)
    except (ValueError, KeyError):
        raise ValueError(f"`{text}` does not fit `{column.name}`, which is of type {column.type}") from None


def _flag(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError(text)
    return text == "true"


def _quoted(text: str) -> str:
    if not (text.startswith("'") and text.isprintable()):
        raise ValueError(text)
    return text[1:-1].replace("''", "'")


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        raise ValueError(text)
    return moment.isoformat(sep=" ")


def _whole(text: str, column_type: str) -> int:
    """A whole number that the type holds exactly. Raises KeyError for a type that takes none, such as time."""
    bits = _INT_BITS[column_type]
    number = int(text)
    if not -(1 << (bits - 1)) <= number < 1 << (bits - 1):
        raise ValueError(text)
    return number
