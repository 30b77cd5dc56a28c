"""A real extract of incidents: the public "Crimes 2001 to present" of Chicago's CLEAR, as a CSV file.

Knows: how such files spell their headers, dates and truth values.
Must not know: databases, or who may see an incident.

Every row becomes an incident or a refusal with its line and the reason; no row disappears, and no reason repeats what
the row says, because a cell in the wrong place may hold a name. One line is one row: the extract has no line breaks
inside cells, and a quote that is never closed must not swallow the rows after it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from ostiary.demo.city.rows import Incident
from ostiary.errors import SettingsError

REQUIRED: Final = ("Case Number", "Date", "IUCR", "Primary Type", "Description", "Arrest", "Domestic")
OPTIONAL: Final = ("Block", "Location Description", "District", "FBI Code")
"""Columns that become empty text where the file has none. Truth values are required: absent is not false."""

DATE_FORMS: Final = (
    "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y %H:%M",
)  # fmt: skip
TRUTH: Final = {
    "true": True, "t": True, "yes": True, "y": True, "1": True,
    "false": False, "f": False, "no": False, "n": False, "0": False,
}  # fmt: skip

_NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
"""Control characters but the tab, and bytes that were not UTF-8."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be used: its line in the file (the header is usually line 1) and why."""

    line: int
    why: str


class _Unusable(Exception):
    """Why a row cannot be used; never leaves this module."""


def read_incidents(path: Path) -> Iterator[Incident | Refused]:
    """The rows of an extract in the order of the file, read while they are taken; incidents are numbered from 1.

    Raises SettingsError when the file cannot be read or lacks a required column.
    """
    try:
        # A byte that is not UTF-8 becomes a lone surrogate and is refused with its own row.
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="\n") as file:
            yield from parse_incidents(file, path.name)
    except OSError as error:
        raise SettingsError(f"`{path}` cannot be read: {error.strerror}") from error


def parse_incidents(lines: Iterable[str], name: str) -> Iterator[Incident | Refused]:
    """The same for lines that are already text; ``name`` stands for the file in messages."""
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    places = _places(next(numbered, (1, ""))[1], name)
    incident_id = 1
    for number, line in numbered:
        try:
            incident = _incident(incident_id, _cells(line), places)
        except _Unusable as reason:
            yield Refused(number, str(reason))
        else:
            incident_id += 1
            yield incident


def _places(header: str, name: str) -> Mapping[str, int]:
    """Where each known column stands, and under the empty name how many columns there are."""
    try:
        there = [cell.removeprefix("\ufeff").strip() for cell in _cells(header)]
    except _Unusable as reason:
        raise SettingsError(f"the header of `{name}` cannot be used: {reason}") from reason
    plain = [_plain(cell) for cell in there]
    for column in REQUIRED:
        if _plain(column) not in plain:
            raise SettingsError(f"`{name}` has no column `{column}`", hint=_nearest(column, there))
    for column in REQUIRED + OPTIONAL:
        if plain.count(_plain(column)) > 1:
            raise SettingsError(f"`{name}` has more than one column `{column}`")
    found = {column: plain.index(_plain(column)) for column in REQUIRED + OPTIONAL if _plain(column) in plain}
    return {**found, "": len(there)}


def _nearest(column: str, there: list[str]) -> str:
    by_plain = {_plain(cell): cell for cell in there}
    near = get_close_matches(_plain(column), by_plain, n=1)
    question = f"; did you mean `{by_plain[near[0]]}`?" if near else ""
    return f"it has {', '.join(f'`{cell}`' for cell in there)}{question}"


def _plain(header: str) -> str:
    """A header without case, blanks and underscores: `Case Number`, `case_number`, `CASE_NUMBER` are one."""
    return re.sub(r"[\s_]+", "", header).casefold()


def _cells(line: str) -> list[str]:
    text = line.rstrip("\r\n")
    if _NOT_TEXT.search(text):
        raise _Unusable("it is not plain UTF-8 text")
    try:
        return next(csv.reader([text], strict=True), [])
    except csv.Error as error:
        raise _Unusable(
            "it is not one row of CSV (quotes that do not match, or a cell that is too long)"
        ) from error


def _incident(incident_id: int, cells: list[str], places: Mapping[str, int]) -> Incident:
    if len(cells) != places[""]:
        raise _Unusable(f"it has {len(cells)} cells, the header has {places['']}")
    row = {column: cells[place].strip() for column, place in places.items() if column}
    for column in ("Case Number", "IUCR", "Primary Type"):
        if not row[column]:
            raise _Unusable(f"`{column}` is empty")
    return Incident(
        incident_id=incident_id,
        case_number=row["Case Number"],
        occurred_at=_moment(row["Date"]),
        block=row.get("Block", ""),
        iucr=row["IUCR"],
        primary_type=row["Primary Type"],
        description=row["Description"],
        location_description=row.get("Location Description", ""),
        arrest=_truth(row, "Arrest"),
        domestic=_truth(row, "Domestic"),
        district=row.get("District", ""),
        fbi_code=row.get("FBI Code", ""),
        person_id=None,
        sealed=False,
    )


def _moment(text: str) -> datetime:
    for form in DATE_FORMS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the extract gives the city's own time, no zone.
        except ValueError:
            continue
    raise _Unusable("`Date` is neither like `06/09/2026 12:00:00 AM` nor like `2026-06-09T00:00:00`")


def _truth(row: Mapping[str, str], column: str) -> bool:
    value = TRUTH.get(row[column].casefold())
    if value is None:
        raise _Unusable(f"`{column}` is neither true nor false")
    return value
