"""A report of a watch folder, made and written.

Knows: the engine, the classifier, the folder, the files that are written.
Must not know: sentences, pictures, the terminal.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from ostiary.store.durable_files import (
    PRIVATE_DIRECTORY_MODE,
    PRIVATE_MODE,
    Disk,
    make_directories,
    replace_file_durably,
)
from ostiary.watch.detecting.engine import MEMORY, classified, open_engine
from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.tables import REASONS, Engine, Table, tables_of
from ostiary.watch.reasons.shipped import shipped_words
from ostiary.watch.reasons.table import reasons_table
from ostiary.watch.reporting.behind_it import is_synthetic, last_run, sources_of, tables_with_rows
from ostiary.watch.reporting.chart import Chart, as_csv
from ostiary.watch.reporting.counting.all import count_all
from ostiary.watch.reporting.figures import Figures
from ostiary.watch.reporting.page import Around, page_of
from ostiary.watch.reporting.report import (
    charts_of,
    mode_of,
    plain_of,
    scope_line,
    summary_of,
    title_of,
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What whoever makes a report may choose."""

    title: str = ""
    with_free_text: bool = False
    retention_days: int | None = None
    memory: str = MEMORY


@dataclass(frozen=True, slots=True)
class Report:
    """What was made: the page, the charts with their tables, and the same for programs."""

    page: str
    charts: tuple[Chart, ...]
    summary: tuple[str, ...]
    plain: dict[str, object]

    @property
    def json(self) -> bytes:
        """``plain`` as a file."""
        return _json(self.plain)


def make_report(
    folder: WatchFolder, wishes: Wishes, now: datetime, told: Callable[[int, int], None]
) -> Report:
    """The report of a folder.

    Raises WatchFolderDamaged when a manifest or the last run cannot be read, RunRefused when memory is too little.
    """
    figures = _figures(folder, wishes, told)
    charts = charts_of(figures)
    plain = plain_of(figures, charts, f"{now:%Y-%m-%dT%H:%M:%SZ}")
    around = Around(
        title=wishes.title or title_of(figures),
        scope_line=scope_line(figures),
        summary=summary_of(figures),
        mode=mode_of(figures),
        made_at=f"{now.day} {now:%B %Y}",
        version=version("ostiary"),
        is_synthetic=is_synthetic(folder),
    )
    return Report(
        page_of(around, charts, _json(plain)),
        charts,
        tuple(sentence for sentence, _ in around.summary),
        plain,
    )


def _json(plain: dict[str, object]) -> bytes:
    return (json.dumps(plain, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _figures(folder: WatchFolder, wishes: Wishes, told: Callable[[int, int], None]) -> Figures:
    with open_engine(wishes.memory) as engine:
        bare = tables_of(folder, engine, arrow_schema(REASONS).empty_table(), frozenset())
        return count_all(
            engine,
            bare.events,
            _classified(engine, bare.events),
            told,
            sources=sources_of(folder),
            tables=tables_with_rows(folder),
            run=last_run(folder),
            is_typed=wishes.with_free_text,
            retention_days=wishes.retention_days,
        )


def _classified(engine: Engine, events: Table) -> Table:
    """What is said of each distinct reason, in a table of the engine."""
    texts = events.filter(events["reason"].notnull()).select(text="reason").distinct()
    return classified(engine, texts, partial(reasons_table, words=shipped_words()))


def write_report(report: Report, page: Path | None, data: Path | None) -> None:
    """Write the page, and into ``data`` each table as CSV and all figures as ``report.json``; neither where it is None. Raises OSError."""
    if page is not None:
        make_directories(Disk(), page.parent, mode=PRIVATE_DIRECTORY_MODE)
        _write(page, report.page.encode())
    if data is not None:
        make_directories(Disk(), data, mode=PRIVATE_DIRECTORY_MODE)
        # A chart that has nothing to tell has no link on the page, and no file.
        for chart in report.charts:
            if not chart.table.rows:
                continue
            _write(data / f"{chart.key}.csv", as_csv(chart.table).encode())
        _write(data / "report.json", report.json)


def _write(target: Path, data: bytes) -> None:
    # Whole or not at all; who may read the folder's events may read this.
    replace_file_durably(
        Disk(), target, data, mode=PRIVATE_MODE, staging=target.with_name(f".{target.name}.new")
    )
