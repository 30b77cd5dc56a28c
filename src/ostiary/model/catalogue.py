"""What the protected database holds, as far as anybody may know of it.

Knows: record classes (tables), their columns and types, labels, the subject key.
Must not know: rows, statistics, or who may read what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

COLUMN_TYPES = (
    "bool", "int2", "int4", "int8", "numeric", "float8", "text", "date", "time", "timestamp", "timestamptz",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A field of a record. ``identifying``: a constant compared with it names somebody who is asked about."""

    name: str
    type: str
    labels: frozenset[str] = frozenset()
    identifying: bool = False


@dataclass(frozen=True, slots=True)
class RecordClass:
    """A table. ``subject_key`` names the int8 column that says whom a row is about; None: nobody."""

    name: str
    schema: str
    title: str
    columns: tuple[Column, ...]
    subject_key: str | None = None
    labels: frozenset[str] = frozenset()

    def column(self, name: str) -> Column | None:
        """The column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    def labels_of(self, column: Column) -> frozenset[str]:
        """The labels that count for a column: its own and those of its record class."""
        return self.labels | column.labels


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All record classes by name; a name is unique across schemas, so that it needs no qualification."""

    classes: Mapping[str, RecordClass] = field(default_factory=dict)

    def find(self, name: str, schema: str | None = None) -> RecordClass | None:
        """The record class of that name (in that schema, when one is given), or None."""
        found = self.classes.get(name)
        return found if found is not None and schema in {None, found.schema} else None
