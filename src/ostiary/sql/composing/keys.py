"""Hidden keys: who took part in a row, carried beside it as far as the answer.

Knows: the three kinds of key, and the SQL that makes one kind of another.
Must not know: names in scope, queries, the wire.

A row of a table has one subject, an int8. A row that stands for many (a group, a row without its duplicates, a row that
a window function gave a value) has many: their keys as eight bytes each, one after the other. PostgreSQL collects them
faster with duplicates than without, so that they are counted once where they are read (reference: sql-enforcement,
section 4). A key that is NULL says that nobody took part; an empty list, that a group has nobody in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from ostiary.sql.limits import MAX_CONTRIBUTORS
from ostiary.sql.plan import Hidden, KeyKind
from ostiary.sql.text import quoted

NOBODY: Final = "CAST('' AS pg_catalog.bytea)"
# One key more than a row may carry, so that whoever reads the list sees that it is too long; no more is sent of it.
_CAP_BYTES: Final = 8 * (MAX_CONTRIBUTORS + 1)
_AT: Final = quoted("__at")
_TYPES: Final = {"subject": "int8", "group": "bytea", "window": "bytea"}


@dataclass(frozen=True, slots=True)
class Key:
    """A hidden column: its name, the SQL that reads it, and what it holds."""

    name: str
    sql: str
    holds: Hidden

    def within(self, relation: str) -> Key:
        """The key as a relation of that name shows it."""
        return replace(self, sql=f"{quoted(relation)}.{quoted(self.name)}")

    def grouped(self, name: str, *, of_rows: bool = True) -> Key:
        """The same for the rows of a group. ``of_rows``: a group without a key is one that has nobody in it.

        Otherwise it is one in which this record class took no part, as in the arm of a UNION that does not read it.
        """
        collected = f"pg_catalog.string_agg({self.packed}, {NOBODY})"
        kind: KeyKind = "window" if self.holds.kind == "window" else "group"
        sql = f"COALESCE({collected}, {NOBODY})" if of_rows else collected
        return Key(name, sql, replace(self.holds, kind=kind))

    def seen_over(self, name: str, window: str) -> Key:
        """The same for the rows that a window function looks at; ``window`` is what stands behind OVER."""
        sql = f"pg_catalog.string_agg({self.packed}, {NOBODY}) OVER ({window})"
        return Key(name, sql, replace(self.holds, kind="window"))

    @property
    def packed(self) -> str:
        """The SQL of the key as a list."""
        return f"pg_catalog.int8send({self.sql})" if self.holds.kind == "subject" else self.sql

    @property
    def capped(self) -> str:
        """The SQL of the key as it leaves the database."""
        return self.sql if self.holds.kind == "subject" else f"pg_catalog.substr({self.sql}, 1, {_CAP_BYTES})"

    def has_at_least(self, minimum: int) -> str:
        """The condition that so many subjects are in a group, for a key of its rows."""
        if self.holds.kind == "subject":
            return f"pg_catalog.count(DISTINCT {self.sql}) >= {minimum}"
        return f"{_different(f'pg_catalog.string_agg({self.sql}, {NOBODY})')} >= {minimum}"

    def lists_at_least(self, minimum: int) -> str:
        """The condition that a row's list names so many subjects, or that its record class took no part in the row."""
        return f"({self.sql} IS NULL OR {_different(self.sql)} >= {minimum})"


def _different(keys: str) -> str:
    """The SQL of how many different subjects a list names; none for NULL."""
    each = f"pg_catalog.substr({keys}, {_AT}, 8)"
    starts = f"pg_catalog.generate_series(1, pg_catalog.length({keys}), 8)"
    return f"(SELECT pg_catalog.count(DISTINCT {each}) FROM {starts} AS {_AT})"  # noqa: S608 - all of it is ours


def absent(holds: Hidden) -> str:
    """The SQL of a key in a row that this record class took no part in."""
    return f"CAST(NULL AS pg_catalog.{_TYPES[holds.kind]})"
