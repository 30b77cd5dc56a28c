"""The report as one HTML file that needs nothing beside it.

Knows: the template, the sheet and its hash, the order of what is said, and that a table's file is a link with the file in it.
Must not know: how anything was counted.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ostiary.model.markup import fragment
from ostiary.watch.reporting.chart import MOST_ROWS, Chart, Column, as_csv, written
from ostiary.watch.reporting.words import FEWEST

TEMPLATES: Final = Path(__file__).resolve().parent / "templates"


@dataclass(frozen=True, slots=True)
class Around:
    """What a page says besides its charts. ``summary`` are sentences without their stop, each with the key of a chart or nothing."""

    title: str
    scope_line: str
    summary: tuple[tuple[str, str], ...]
    mode: str
    made_at: str
    version: str
    is_synthetic: bool = False


@dataclass(frozen=True, slots=True)
class _Drawn:
    key: str
    question: str
    headline: str
    picture: Markup | None
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: str
    csv: str


@dataclass(frozen=True, slots=True)
class _Section:
    key: str
    name: str
    charts: tuple[_Drawn, ...]


def page_of(around: Around, charts: Sequence[Chart], figures: bytes) -> str:
    """The whole document. ``figures`` is the same as JSON, and stands in it as a link."""
    sheet = (TEMPLATES / "report.css").read_text("utf-8")
    return _environment().get_template("report.html").render(
        title=around.title,
        scope_line=around.scope_line,
        summary=around.summary,
        mode=around.mode,
        made_at=around.made_at,
        version=around.version,
        synthetic=around.is_synthetic,
        sections=tuple(_sections(charts)),
        # The sheet is ours; the policy names its hash, so that no other style is taken.
        style=Markup(sheet),  # noqa: S704 - our own file
        csp=_policy(sheet),
        json=_link("application/json", figures),
        fewest=FEWEST,
    )  # fmt: skip


def _policy(sheet: str) -> str:
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _sections(charts: Sequence[Chart]) -> Iterator[_Section]:
    for name, group in groupby(charts, key=lambda chart: chart.section):
        yield _Section("s-" + name.lower().replace(" ", "-"), name, tuple(map(_drawn, group)))


def _drawn(chart: Chart) -> _Drawn:
    rows = chart.table.rows
    return _Drawn(
        chart.key,
        chart.question,
        chart.headline,
        # Every text in a picture was escaped when it was built.
        None if chart.picture is None else Markup(fragment(chart.picture)),  # noqa: S704 - the same
        chart.notes,
        chart.table.columns,
        tuple(
            tuple(written(value, column.kind) for value, column in zip(row, chart.table.columns, strict=True))
            for row in rows[:MOST_ROWS]
        ),
        f"The first {MOST_ROWS:,} of {len(rows):,} rows; the CSV has all." if len(rows) > MOST_ROWS else "",
        _link("text/csv;charset=utf-8", as_csv(chart.table).encode()),
    )


def _link(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True,
        auto_reload=False,
        loader=FileSystemLoader(TEMPLATES),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
