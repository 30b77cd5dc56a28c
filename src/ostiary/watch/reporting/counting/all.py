"""Everything that a report counts of a folder's tables, in the order in which it is worth waiting for.

Knows: the steps, and how far it has come.
Must not know: where tables come from, what is said of the figures.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from ostiary.watch.events.schema import EVENTS
from ostiary.watch.events.tables import Engine, Table
from ostiary.watch.reporting.counting.accesses import (
    column_states,
    count_breadth,
    count_cases,
    count_decisions,
    count_purposes,
    count_times,
    count_windows,
)
from ostiary.watch.reporting.counting.cube import make_cube
from ostiary.watch.reporting.counting.people import count_people, count_reasons
from ostiary.watch.reporting.counting.rows import given, own_day, rows_of
from ostiary.watch.reporting.figures import Figures, Run, Scope, Source

STEPS: Final = 11
T = TypeVar("T")
Told = Callable[[int, int], None]
"""Called with how many steps are done of how many."""

_NAMES: Final = tuple(column.name for column in EVENTS)
_STATED: Final = {name: f"{name}_state" in _NAMES for name in _NAMES if not name.endswith("_state")}
_ALWAYS: Final = frozenset({"event_id", "source", "row", "at", "day", "local_day", "action", "decision"})
"""Columns of which there is nothing to say here: they are never empty, or say the same as another."""


def count_all(
    engine: Engine,
    events: Table,
    reasons: Table,
    told: Told,
    *,
    sources: tuple[Source, ...],
    tables: frozenset[str],
    run: Run | None,
    is_typed: bool,
    retention_days: int | None,
) -> Figures:
    """All figures of ``events`` whose reasons ``reasons`` explains. ``is_typed`` is the wish to see reasons as they were typed."""
    step = _Steps(told)
    cube = step(make_cube(engine, events, reasons))
    return Figures(
        people=step(count_people(engine, cube)),
        reasons=step(count_reasons(engine, cube, is_typed=is_typed)),
        purposes=step(count_purposes(engine, events)),
        networks=step(count_breadth(engine, events, "networks")),
        devices=step(count_breadth(engine, events, "devices")),
        windows=step(count_windows(engine, events)),
        times=step(count_times(engine, events)),
        cases=step(count_cases(engine, events, cube)),
        decisions=step(count_decisions(engine, events)),
        scope=step(count_scope(engine, events)),
        sources=sources,
        tables=tables,
        run=run,
        retention_days=retention_days,
    )


def count_scope(engine: Engine, events: Table) -> Scope:
    """How much there is, and which columns say anything."""
    users, agencies = given(events, "user"), given(events, "agency")
    said = events.aggregate(
        events=events.count(),
        first=own_day(events).min(),
        last=own_day(events).max(),
        clocks=events["local_minute"].count(),
    )
    row = rows_of(engine, said)[0]
    pairs = users.select("agency", "user").distinct()
    names = agencies.select("agency").distinct()
    return Scope(
        events=row["events"],
        first_day=row["first"] or 0,
        last_day=row["last"] or 0,
        users=rows_of(engine, pairs.aggregate(count=pairs.count()))[0]["count"],
        agencies=rows_of(engine, names.aggregate(count=names.count()))[0]["count"],
        with_local_clock=row["clocks"],
        columns=column_states(
            engine, events, {name: state for name, state in _STATED.items() if name not in _ALWAYS}
        ),
    )


class _Steps:
    """Passes a value on and says that it is there."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._done = 0

    def __call__(self, value: T) -> T:
        self._done += 1
        self._told(self._done, STEPS)
        return value
