"""What a mapping says: which column of a file becomes which field of a table.

Knows: the parts of a mapping, and how two headers are the same.
Must not know: TOML, files, cells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal, TypeAlias

from ostiary.watch.events.schema import EVENTS, KNOWN, Column, Schema

Clock: TypeAlias = Literal["utc", "local", "unknown"]
"""What a time without a zone is: UTC, the agency's own, or nobody knows (then as `--time-zone` says, else as though UTC)."""
Order: TypeAlias = Literal["month-first", "day-first", "undecided"]
"""Which number of 3/4/2025 is the month where no row of the column decides it."""
Form: TypeAlias = Literal["text", "number", "decimal", "flag", "time", "window", "subject", "id"]
Option: TypeAlias = Literal["owner", "as-of"]

WINDOW: Final = "window"
"""A field of a mapping that fills two columns, `window_from` and `window_until`, from one cell."""
SUBJECT: Final = "subject"
TIMES: Final = frozenset(
    {
        "at", "window_from", "window_until", "since", "until", "last_use", "as_of", "trained_until", "opened", "closed",
    }
)  # fmt: skip
ENDS: Final = frozenset({"until", "closed", "trained_until", "window_until"})
"""Times that end something: a day without a time of day is meant to its last moment."""
OURS: Final = frozenset({"source", "row", "day", "local_day", "local_minute", "subjects"})
"""Columns of events that the import fills by itself."""

_OF_KIND: Final[Mapping[str, Form]] = {
    "text": "text",
    "int16": "number",
    "int32": "number",
    "int64": "number",
    "real": "decimal",
    "bool": "flag",
}
_SIGNS: Final = re.compile(r"[\W_]+")


def bare(header: str) -> str:
    """A header without case, spaces and signs: `Org_Name`, ` org name` and `orgName` are the same."""
    return _SIGNS.sub("", header.casefold())


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Where one field comes from. ``headers`` are bare, the preferred one first; ``date_headers`` those of a column that has its day.

    ``values`` gives other words for words of the cell (keys as ``bare`` has them); a word that is not among them becomes ``others``, or
    the row is refused where there is none. ``blank`` stands for an empty cell. ``option`` is what the command line gives where no column does.
    """

    name: str
    form: Form
    headers: tuple[str, ...] = ()
    date_headers: tuple[str, ...] = ()
    needed: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    others: str | None = None
    blank: str | None = None
    option: Option | None = None
    shown: tuple[str, ...] = ()
    """Its headers as the mapping writes them, for people."""


@dataclass(frozen=True)
class ColumnMapping:
    """One mapping, whether shipped or written by somebody for one file."""

    name: str
    says: str
    table: str
    fields: tuple[FieldRule, ...]
    constants: Mapping[str, str] = field(default_factory=dict)
    clock: Clock = "unknown"
    dates: Order = "undecided"
    vendor_masks: frozenset[str] = frozenset()
    agency_masks: frozenset[str] = frozenset()
    subject_kind: str = "plate"
    """What subjects are: the same plate has one token in every log of a folder, and no person's key is ever the same as a plate's."""
    layouts: tuple[tuple[str, ...], ...] = ()
    """Orders of headers in which files of this kind are known to be written; what a file without a header may have."""
    digest: str = ""
    """SHA-256 of its text: another text is another mapping."""

    @cached_property
    def headers(self) -> frozenset[str]:
        """Every header that it knows, bare."""
        return frozenset(each for rule in self.fields for each in (*rule.headers, *rule.date_headers))

    @cached_property
    def longest_mask(self) -> int:
        """Characters of the longest mask."""
        return max(map(len, self.vendor_masks | self.agency_masks), default=0)


def schema_of(table: str) -> Schema:
    """The columns of a table that can be imported. Raises KeyError."""
    return EVENTS if table == "events" else KNOWN[table]


def fields_of(table: str) -> Mapping[str, Form]:
    """The fields that a mapping may fill, each with the form of its cells."""
    found = {column.name: form_of(column) for column in schema_of(table) if _is_theirs(table, column)}
    if table == "events":
        found |= {WINDOW: "window", SUBJECT: "subject", "event_id": "id"}
    return found


def form_of(column: Column) -> Form:
    """The form of cells that fill a column."""
    if column.name in TIMES:
        return "time"
    return "subject" if column.name == SUBJECT else _OF_KIND[column.kind]


def has_state(schema: Schema, name: str) -> bool:
    """Whether a column says beside its value how that was given."""
    return any(column.name == f"{name}_state" for column in schema)


def _is_theirs(table: str, column: Column) -> bool:
    if table != "events":
        return True
    return column.name not in OURS and not column.name.endswith("_state")
