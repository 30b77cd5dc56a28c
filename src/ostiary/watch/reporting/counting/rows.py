"""Rows of an expression, and the small expressions that several counts share.

Knows: how an engine's answer becomes plain values, and days as months and weekdays without any clock.
Must not know: what is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ibis

from ostiary.watch.events.schema import GIVEN
from ostiary.watch.events.tables import Engine, Table

MS_A_DAY: Final = 86_400_000


def rows_of(engine: Engine, expression: Table) -> list[dict[str, Any]]:
    """Every row as a mapping. The caller bounds how many there are."""
    found: list[dict[str, Any]] = engine.to_pyarrow(expression).to_pylist()
    return found


def tally(engine: Engine, table: Table, column: Any) -> dict[Any, int]:
    """How many rows have which value."""
    counts = table.group_by(value=column).aggregate(count=table.count())
    return {row["value"]: row["count"] for row in rows_of(engine, counts)}


def sizes(engine: Engine, table: Table, keys: list[str], weight: Any) -> Mapping[int, int]:
    """Of each total of ``weight`` by ``keys``, how many groups have it: as many rows as there are different totals."""
    groups = table.group_by(keys).aggregate(size=weight)
    return {int(size): count for size, count in tally(engine, groups, groups["size"]).items()}


def own_day(events: Table) -> Any:
    """The agency's own day where it is known, else the UTC day."""
    return ibis.coalesce(events["local_day"], events["day"])


def month_of(day: Any) -> Any:
    """The month of a day, counted from January of the year 0. A date has no time zone; an instant would be read in the engine's own."""
    instant = ibis.date(1970, 1, 1) + day.as_interval("D")
    return (instant.year() * 12 + instant.month() - 1).cast("int32")


def given(table: Table, column: str) -> Table:
    """The rows in which a column with a state has its value."""
    return table.filter(table[f"{column}_state"] == GIVEN)
