"""Limits that are percentiles, taken anew from the first ninety days of a folder: what is usual at one site is not at another.

Knows: how a 99th percentile is counted on every engine alike.
Must not know: any one detector, files, engines.
"""

from __future__ import annotations

from typing import Any, Final

import ibis

from ostiary.watch.events.tables import Table

DAYS: Final = 90
LEAST_GROUPS: Final = 1_000
"""Groups below which a percentile is not fitted: of a thousand, ten lie above the 99th, and one that misuses moves it by one place."""


def first_days(events: Table) -> Table:
    """The events of the first ninety days."""
    begins = events.aggregate(begins=events["day"].min())
    joined = events.cross_join(begins)
    return joined.filter(joined["day"] < joined["begins"] + DAYS).drop("begins")


def percentile_99(groups: Table, column: str) -> Table:
    """One row, or none: ``value``, by nearest rank, of whole numbers in a column, and ``groups``, how many there were.

    Counted over how often each number comes, so that no engine sorts the groups themselves.
    """
    often = groups.group_by(number=groups[column]).aggregate(times=groups.count().cast("int64"))
    from_top = often.mutate(
        above=often["times"].sum().over(order_by=often["number"].desc(), rows=(None, 0)),
        all=often["times"].sum().over(),
    )
    # One in a hundred, rounded up, lies at the percentile or above it.
    reached: Any = from_top.filter(from_top["above"] >= (from_top["all"] + 99) // 100)
    found = reached.aggregate(value=reached["number"].max().cast("float64"), groups=reached["all"].max())
    return found.filter(found["groups"] >= ibis.literal(LEAST_GROUPS))
