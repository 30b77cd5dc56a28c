"""Two released audits as backgrounds: real searches, whose own misuse nobody knows.

Knows: the columns of these files and how they write a time, both ways.
Must not know: files on a disk, cases, detectors.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from ostiary.watch.evaluating.background import Background
from ostiary.watch.evaluating.case import Row, Value

Read = Callable[[str], Value]
Written = Callable[[Value], str]


def _ms(form: str) -> Read:
    return lambda cell: int(datetime.strptime(cell, form).replace(tzinfo=UTC).timestamp() * 1000)


def _time(form: str, cut: int | None = None) -> Written:
    return lambda value: datetime.fromtimestamp(int(value or 0) / 1000, UTC).strftime(form)[:cut]


def _number(cell: str) -> Value:
    return int(cell) if cell else None


def _plain(value: Value) -> str:
    return "" if value is None else str(value)


_EUGENE: Final = "%Y-%m-%d %H:%M:%S.%f"
_OKALOOSA: Final = "%m/%d/%Y, %I:%M:%S %p UTC"
_DECISIONS: Final = {"deny": "block"}


@dataclass(frozen=True, slots=True)
class Form:
    """How one released audit is written: for each of its columns the field, and how its cells are read and written."""

    name: str
    file: str
    home: str
    zone: ZoneInfo
    columns: Mapping[str, tuple[str, Read, Written]]

    def background(self, lines: Iterable[str]) -> Background:
        """The file's rows in order of time. Raises KeyError or ValueError when it is another file."""
        rows = [
            {field: read(cells[column]) for column, (field, read, _) in self.columns.items()}
            for cells in csv.DictReader(lines)
        ]
        rows.sort(key=lambda row: (int(row["at"] or 0), str(row["event_id"])))
        fields = frozenset(field for field, _, _ in self.columns.values())
        return Background(
            name=self.name,
            form=self.name,
            is_real=True,
            home=self.home,
            zone=self.zone,
            columns=fields,
            rows=rows,
            known={},
        )

    def written(self, rows: Sequence[Row]) -> list[list[str]]:
        """Header and rows as the agency writes them."""
        columns = self.columns.values()
        return [list(self.columns), *([write(row.get(field)) for field, _, write in columns] for row in rows)]


EUGENE: Final = Form(
    "eugene",
    "eugene_or_search_audit.csv",
    "Eugene OR PD",
    ZoneInfo("America/Los_Angeles"),
    {
        "id": ("event_id", str, _plain),
        "userId": ("user", str, _plain),
        "searchDate": ("at", _ms(_EUGENE), _time(_EUGENE, -3)),
        "cameraCount": ("devices", _number, _plain),
        "reason": ("reason", str, _plain),
    },
)
OKALOOSA: Final = Form(
    "okaloosa",
    "okaloosa_fl_org_audit.csv",
    "Okaloosa County FL SO",
    ZoneInfo("America/Chicago"),
    {
        "ID": ("event_id", str, _plain),
        "Org_Name": ("agency", str, _plain),
        "Total_Networks_Searched": ("networks", _number, _plain),
        "Total_Devices_Searched": ("devices", _number, _plain),
        "Time_Frame_Start": ("window_from", _ms(_OKALOOSA), _time(_OKALOOSA)),
        "Time_Frame_End": ("window_until", _ms(_OKALOOSA), _time(_OKALOOSA)),
        "Reason": ("reason", str, _plain),
        "Search_Time": ("at", _ms(_OKALOOSA), _time(_OKALOOSA)),
        "Search_Type": ("action", str, _plain),
        "Moderation": ("decision", str, lambda value: _DECISIONS.get(str(value), _plain(value))),
    },
)
RELEASED: Final = (EUGENE, OKALOOSA)
