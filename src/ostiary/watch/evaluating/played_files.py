"""A stage as the files that an agency would hand over: the log, and one file for each table that is known beside it.

Knows: how the log of each background is written, and the mappings by which files of every column are read.
Must not know: the truth, detectors.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ostiary.watch.evaluating.background import Background
from ostiary.watch.evaluating.case import Row, Value
from ostiary.watch.evaluating.playing import Stage
from ostiary.watch.evaluating.released import RELEASED
from ostiary.watch.events.moments import utc_text
from ostiary.watch.events.schema import EVENTS, KNOWN, names

_MASKS: Final = 'vendor_masks = ["***"]\nagency_masks = ["REDACTED"]\n'
_TIMES: Final = frozenset(
    {
        "at",
        "window_from",
        "window_until",
        "since",
        "until",
        "as_of",
        "last_use",
        "trained_until",
        "opened",
        "closed",
    }
)
_FORMS: Final = {form.name: form for form in RELEASED}


@dataclass(frozen=True, slots=True)
class PlayedFile:
    """One file: what it is called, its text, and the format: a shipped one's name, or the TOML of a mapping."""

    name: str
    text: str
    format: str
    mapping: str = ""


def played_files(background: Background, stage: Stage) -> Iterator[PlayedFile]:
    """The log first, then other logs that hold a part of it again."""
    yield _log(background, stage.rows)
    for case, rows in stage.copies.items():
        yield replace(_log(background, rows), name=f"copy-{case}.csv")
    for table, rows in stage.known.items():
        fields = [name for name in names(KNOWN[table]) if any(row.get(name) is not None for row in rows)]
        yield PlayedFile(
            f"{table}.csv", _text(_cells(rows, fields)), "", _mapping(f"played-{table}", table, fields)
        )


def _log(background: Background, rows: Sequence[Row]) -> PlayedFile:
    if (form := _FORMS.get(background.form)) is not None:
        return PlayedFile("log.csv", _text(form.written(rows)), "plate-reader-org")
    fields = [name for name in (*names(EVENTS), "subject") if name in background.columns]
    return PlayedFile("log.csv", _text(_cells(rows, fields)), "", _mapping("played-log", "events", fields))


def _mapping(name: str, table: str, fields: Sequence[str]) -> str:
    head = f'mapping = "ostiary/watch-mapping/v1"\nname = "{name}"\nsays = "a played log"\ntable = "{table}"\nclock = "utc"\n{_MASKS}'
    return head + "".join(f'\n[fields.{field}]\nfrom = "{field}"\n' for field in fields)


def _cells(rows: Sequence[Row], fields: Sequence[str]) -> list[list[str]]:
    return [list(fields), *([_cell(field, row.get(field)) for field in fields] for row in rows)]


def _cell(field: str, value: Value) -> str:
    if value is None:
        return ""
    if field in _TIMES:
        return utc_text(int(value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
