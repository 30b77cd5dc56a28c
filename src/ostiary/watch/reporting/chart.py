"""What a chart is: a question, the sentence that answers it, a picture, and the table that the picture was drawn from.

Knows: the form that all charts share, and how a table is written for spreadsheets and for programs.
Must not know: any one chart, files.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ostiary.evidence.disclosure.tables import cell
from ostiary.model.markup import Element
from ostiary.watch.reporting.words import percent, shown
from ostiary.watch.statistics import Share

Kind: TypeAlias = Literal["text", "count", "share", "number"]
"""A share is from 0 to 1; a number is any other that is no count."""
Cell: TypeAlias = str | int | float | None
"""None where there is nothing to say, such as a share of nothing."""
MOST_ROWS: Final = 400
"""Rows of a table on the page: a year of days. Its file has all of them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the name that programs read, which stays, and the title that people read."""

    name: str
    title: str
    kind: Kind = "count"


@dataclass(frozen=True, slots=True)
class Table:
    """Each row has a cell a column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart.

    ``key`` names its file and its place on the page. ``picture`` is None where there is nothing to draw; ``notes`` say why, and
    what the picture leaves out.
    """

    key: str
    section: str
    question: str
    headline: str
    table: Table
    picture: Element | None = None
    notes: tuple[str, ...] = ()


SHARE_COLUMNS: Final = (
    Column("of", "Of"),
    Column("share", "Share", "share"),
    Column("low", "From", "share"),
    Column("high", "To", "share"),
)
"""What follows a count that is part of a whole: the whole, the share and its 95 % interval."""


def share_cells(share: Share) -> tuple[Cell, ...]:
    """The cells under SHARE_COLUMNS."""
    return (share.of, share.value, *((share.low, share.high) if share.of else (None, None)))


def written(value: Cell, kind: Kind) -> str:
    """One cell for people."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return shown(value)
    if kind == "share":
        return percent(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")


def as_csv(table: Table) -> str:
    """The whole table; no cell is a formula to a spreadsheet, and no number is rounded by us beyond six places."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_for_file(value) for value in row] for row in table.rows)
    return target.getvalue()


def as_plain(chart: Chart) -> Mapping[str, object]:
    """The chart for programs: its sentence, and its rows by the names of their columns."""
    names = [column.name for column in chart.table.columns]
    return {
        "key": chart.key,
        "question": chart.question,
        "headline": chart.headline,
        "notes": list(chart.notes),
        "rows": [
            {name: _rounded(value) for name, value in zip(names, row, strict=True)}
            for row in chart.table.rows
        ],
    }


def _rounded(value: Cell) -> Cell:
    return round(value, 6) if isinstance(value, float) else value


def _for_file(value: Cell) -> str:
    if value is None:
        return ""
    return cell(shown(value, len(value))) if isinstance(value, str) else str(_rounded(value))
