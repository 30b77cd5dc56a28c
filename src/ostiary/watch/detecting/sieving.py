"""Sieves: rows that a rule could not hold anyway are left out before anything costly is done with the others.

Knows: the numbers that an engine makes of texts, counts by them.
Must not know: any one detector, files, engines.

Most accounts ask seldom, most pairs of a user and a subject come once. A rule that holds only what comes often needs no window over
them. Counting by a number is cheaper than by the texts it was made of: equal texts have equal numbers, and where others share one, more
is looked at, never less. So a sieve changes no row that a rule yields, on any engine, and the rule still judges all that is left.
Columns of a sieve may not be null: not every engine has a number for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import xor
from typing import Any, Final

import ibis

from ostiary.watch.detecting.flagging import by_account
from ostiary.watch.events.tables import Table, Tables

ACCOUNT: Final = ("agency", "user")


def often(rows: Table, least: float, *columns: str, weight: str | None = None) -> Table:
    """The rows whose ``columns`` together come at least so many times among them, or whose ``weight`` adds up to as much."""
    numbers = rows.select(many=number_of(rows, *columns), weight=rows[weight] if weight else ibis.literal(1))
    counted = numbers.group_by("many").aggregate(times=numbers["weight"].sum())
    return _among(rows, columns, counted.filter(counted["times"] >= least).select("many"))


def of_busy(tables: Tables, rows: Table, least: float) -> Table:
    """The rows of accounts that asked at least so many times in all; ``rows`` are of ``by_account``."""
    events = by_account(tables.events)
    numbers = events.select(number=number_of(events, *ACCOUNT))
    counted = tables.share("accounts", numbers.group_by("number").aggregate(times=numbers.count()))
    return _among(rows, ACCOUNT, counted.filter(counted["times"] >= least).select(many="number"))


def of_several(rows: Table, column: str, by: Sequence[str] = ACCOUNT) -> Table:
    """The rows of accounts, or of whatever is named by ``by``, that have more than one value in ``column``."""
    numbers = rows.select(several=number_of(rows, *by), value=rows[column])
    spread = numbers.group_by("several").aggregate(least=numbers["value"].min(), most=numbers["value"].max())
    return _among(rows, by, spread.filter(spread["least"] != spread["most"]).select(many="several"))


def _among(rows: Table, columns: Sequence[str], many: Table) -> Table:
    # ibis takes a column of ``many`` for the expression over ``rows`` that it was made of, and compares that with itself, unless the
    # number is a column of its own on either side.
    numbered, many = rows.mutate(number_of_all=number_of(rows, *columns)), many.view()
    return numbered.semi_join(many, numbered["number_of_all"] == many["many"]).drop("number_of_all")


def number_of(rows: Table, *columns: str) -> Any:
    """One number for the texts in ``columns``, in whatever order."""
    return reduce(xor, (rows[column].hash() for column in columns))
