"""Which tables and columns of a folder say anything: a detector without its own is silent, and says so.

Knows: the schema, and what an empty value of a column with a state means.
Must not know: detectors, files, which engine counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ostiary.watch.events.schema import BLANK, EVENT_SUBJECTS, EVENTS, GIVEN, KNOWN, Schema, names
from ostiary.watch.events.tables import Table

STATE: Final = "_state"
WHOSE: Final = "events.agency, or rosters of one agency only"
"""What a source says when its accounts can be found in rosters: without an agency in the log, two agencies' rosters may mean two people."""
_ONE_AGENCY: Final = "one_agency"


def counts_by_source(events: Table) -> Table:
    """One row a source: for each column of events, in how many rows it says something.

    A column with a state says something where it was given; its state says something (``events.case_no_state``) where the log shows
    whether one was given: given or blank.
    """
    return events.group_by("source").aggregate(**{name: _says(events, name) for name in _judged(EVENTS)})


def subject_counts(subjects: Table) -> Table:
    """The same for the subjects of accesses."""
    return subjects.group_by("source").aggregate(
        **{name: _says(subjects, name) for name in _judged(EVENT_SUBJECTS)}
    )


def known_counts(table: Table, name: str) -> Table:
    """One row: for each column of one table of KNOWN, in how many rows it says something."""
    counts = {column: table[column].count() for column in names(KNOWN[name])}
    return table.aggregate(**counts | ({_ONE_AGENCY: _of_one(table)} if name == "accounts" else {}))


def _of_one(table: Table) -> Any:
    """1 where some roster can be held against a log that does not name its agency: that of the only agency, or of none that is named."""
    is_one = (table["agency"].nunique() == 1) | (table.count() > table["agency"].count())
    return is_one.ifelse(1, 0)


def with_whose(source: frozenset[str], known: frozenset[str]) -> frozenset[str]:
    """What a source says, and WHOSE where that holds beside these tables."""
    holds = "events.agency" in source or f"accounts.{_ONE_AGENCY}" in known
    return source | {WHOSE} if holds else source


def said(table: str, counts: Mapping[str, Any]) -> frozenset[str]:
    """The names of what says anything: the table, and its columns after a dot."""
    columns = {f"{table}.{name}" for name, count in counts.items() if name != "source" and count}
    return frozenset(columns | {table}) if columns else frozenset()


def _judged(schema: Schema) -> tuple[str, ...]:
    return tuple(name for name in names(schema) if name != "source")


def _says(table: Table, name: str) -> Any:
    if name.endswith(STATE):
        return table[name].isin([GIVEN, BLANK]).sum()
    return table[name].count()
