"""Rows as the lines that COPY reads.

Knows: PostgreSQL's text format of COPY, and how each type of value in a row is written in it.
Must not know: tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Final

from ostiary.demo.city.rows import Row

_ESCAPES: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def copy_text(rows: Iterable[Row]) -> bytes:
    """All rows, a line each, in UTF-8. Raises KeyError for a value of a type that no row has."""
    return "".join(
        ["\t".join([_WRITERS[type(value)](value) for value in row]) + "\n" for row in rows]
    ).encode()


def _text(value: str) -> str:
    # Hardly any text needs escapes, and looking for four characters is faster than translating.
    if "\\" in value or not value.isprintable():
        return value.translate(_ESCAPES)
    return value


_WRITERS: Final[Mapping[type, Callable[..., str]]] = {
    str: _text,
    int: str,
    float: repr,
    bool: lambda value: "t" if value else "f",
    date: date.isoformat,
    datetime: datetime.isoformat,
    type(None): lambda _: r"\N",
}
