"""A watch folder from short rows: what a test says of an access, and everything else as it usually is.

Knows: the schema of events, Parquet, manifests.
Must not know: detectors, what a test is about.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.events.manifest import Counts, Manifest, Part
from ostiary.watch.events.schema import (
    ABSENT,
    BLANK,
    EVENT_SUBJECTS,
    EVENTS,
    GIVEN,
    KNOWN,
    STATES,
    Schema,
    names,
)

Row: TypeAlias = Mapping[str, Any]

MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
WITH_STATE: Final = ("user", "agency", "reason", "purpose", "case_no")
USUAL: Final[Row] = {"agency": "Adams PD", "action": "search", "decision": "allow"}


def ms(text: str) -> int:
    """The instant of a text such as ``2025-06-18 14:03`` in UTC, in ms."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def folder_of(
    path: Path,
    rows: Iterable[Row],
    *,
    known: Mapping[str, Sequence[Row]] | None = None,
    source: str = "world",
    offset_minutes: int | None = 0,
) -> WatchFolder:
    """A folder at ``path`` with one source more.

    A row says ``at`` (a text as of ``ms``, or ms) and any column of EVENTS; ``about`` is a subject or a list of them that the user
    named. Of a column with a state, a value is given, an empty one blank, one that is not there absent; one of the other states is
    written as its name (``redacted``). ``offset_minutes`` is how far the agencies' clocks are from UTC; None: not known. ``known``
    are rows of tables of KNOWN; times are as for ``at``.
    """
    folder = WatchFolder.open_or_make(path)
    events, subjects = tables_of_rows(rows, source=source, offset_minutes=offset_minutes)
    parts = [*_parts_by_day(folder, "events", source, events, EVENTS)]
    parts += _parts_by_day(folder, "subjects", source, subjects, EVENT_SUBJECTS)
    parts += [
        _part(folder, name, f"known/{name}/{source}.parquet", known_rows(name, found), KNOWN[name])
        for name, found in (known or {}).items()
    ]
    counts = Counts(read=len(events), taken=len(events))
    folder.admit(Manifest(source, "test", counts, tuple(parts), {"made": "by hand"}, "2026-01-01T00:00:00Z"))
    return folder


def tables_of_rows(
    rows: Iterable[Row], *, source: str = "world", offset_minutes: int | None = 0
) -> tuple[list[Row], list[Row]]:
    """The rows of events and of their subjects, whole."""
    events: list[Row] = []
    subjects: list[Row] = []
    for number, row in enumerate(rows, start=1):
        event = _event(row, number, source, offset_minutes)
        about = row.get("about", ())
        about = [about] if isinstance(about, str) else list(about)
        event["subjects"] = len(about) or event["subjects"]
        events.append(event)
        beside = {name: event.get(name) for name in names(EVENT_SUBJECTS)}
        subjects += [{**beside, "subject": each, "asked": row.get("asked", True)} for each in about]
    return events, subjects


def known_rows(name: str, rows: Sequence[Row]) -> list[Row]:
    """Whole rows of one table of KNOWN: what a row does not say is empty."""
    times = {"since", "until", "opened", "closed", "at", "as_of", "last_use", "trained_until"}
    return [
        {
            column: ms(row[column])
            if column in times and isinstance(row.get(column), str)
            else row.get(column)
            for column in names(KNOWN[name])
        }
        for row in rows
    ]


def arrow_of(rows: Sequence[Row], schema: Schema) -> pa.Table:
    """The rows as Arrow has them."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=arrow_schema(schema))


def _event(row: Row, number: int, source: str, offset_minutes: int | None) -> dict[str, Any]:
    event: dict[str, Any] = dict.fromkeys(names(EVENTS))
    said = {**USUAL, **row}
    event.update({name: value for name, value in said.items() if name in event})
    event["at"] = ms(said["at"]) if isinstance(said["at"], str) else int(said["at"])
    event["event_id"] = said.get("event_id", f"{source}-{number:05}")
    event["source"], event["row"] = source, number
    event["day"] = event["at"] // DAY
    if offset_minutes is not None:
        local = event["at"] + offset_minutes * MINUTE
        event["local_day"], event["local_minute"] = local // DAY, local % DAY // MINUTE
    for name in WITH_STATE:
        event[name], event[f"{name}_state"] = _stated(said, name)
    return event


def _stated(said: Row, name: str) -> tuple[str | None, str]:
    if name not in said:
        return None, ABSENT
    value = said[name]
    if value in STATES and value != GIVEN:
        return None, value
    return (value, GIVEN) if value else (None, BLANK)


def _parts_by_day(
    folder: WatchFolder, table: str, source: str, rows: Sequence[Row], schema: Schema
) -> Iterable[Part]:
    days: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        days[row["day"]].append(row)
    for day, found in sorted(days.items()):
        date = datetime.fromtimestamp(day * 86_400, UTC).date()
        yield _part(folder, table, f"{table}/date={date}/{source}.parquet", found, schema)


def _part(folder: WatchFolder, table: str, name: str, rows: Sequence[Row], schema: Schema) -> Part:
    target = folder.path / name
    target.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(arrow_of(rows, schema), target)
    return Part(table, name, len(rows), hashlib.sha256(target.read_bytes()).hexdigest())
