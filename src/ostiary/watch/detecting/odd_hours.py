"""M6: an account at an hour of the day at which it hardly ever asks, and nobody had sent its user.

Knows: the clock as a circle, shifts and dispatches.
Must not know: files, engines.

The density of an account's own history is counted with a flat kernel: the share of its other events within some half hours of the
same time of day, on a clock that has no midnight. What lies around an event in days is no history of it: ten nights in a row would
make each other usual. So days are counted in blocks, and an event is compared with what lies neither in its own block nor in the two
beside it. At low counts such a share says nothing, so an account needs a history.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import ibis

from ostiary.watch.detecting.detector import Detector, told
from ostiary.watch.detecting.flagging import DAY, HOUR, by_account, flagged, in_a_run, own_day, successive
from ostiary.watch.detecting.sieving import of_busy
from ostiary.watch.events.tables import Table, Tables

BIN_MINUTES: Final = 30
BINS: Final = 24 * 60 // BIN_MINUTES
_CELL: Final = ("agency", "user", "block", "bin")
ON_NO_ROSTER: Final = "on no shift and no call that is known"
NO_ROSTER: Final = (
    "and whether its user was on duty could not be judged, since no shift and no call of theirs is known"
)


def flag(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events at hours that are rare for their account, outside what was planned, and more than one in some days."""
    events = _in_cells(tables, limits)
    cells = tables.keep("cells", _cells(events, limits))
    rare = tables.keep("rare", _rare(tables.keep("doubtful", _doubtful(cells, limits)), cells, limits))
    held = events.inner_join(rare, [events[key] == rare[f"of_{key}"] for key in _CELL])
    held = tables.keep("rare_events", held)
    planned = _planned(tables)
    held = _unplanned(planned, held.select("event_id", "at", "user", "agency"), limits["hours"] * HOUR)
    held = in_a_run(held, successive(held), int(limits["events"]), limits["days"] * DAY)
    held = held.mutate(found=held.count().over(group_by=[held["agency"], held["user"]]))
    rostered = planned.select(rostered="sent").distinct()
    held = held.left_join(rostered, held["user"] == rostered["rostered"])
    detail = held["rostered"].isnull().ifelse(NO_ROSTER, ON_NO_ROSTER)
    return flagged(held, entity=held["user"], measure=held["found"], detail=detail)


def _in_cells(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events of accounts that may have a history, each with its block of days and its half hour."""
    events = by_account(tables.events)
    events = events.filter(events["local_minute"].notnull())
    events = events.select(
        "event_id",
        "at",
        "user",
        "agency",
        block=(own_day(events) // int(limits["apart_days"])).cast("int64"),
        bin=(events["local_minute"] // BIN_MINUTES).cast("int64"),
    )
    return of_busy(tables, events, limits["history"])


def _cells(events: Table, limits: Mapping[str, float]) -> Table:
    """How many events of an account with a history lie in a block of days and a half hour: far fewer rows than events."""
    cells = events.group_by(list(_CELL)).aggregate(here=events.count().cast("int64"))
    cells = cells.mutate(all=cells["here"].sum().over(group_by=[cells["agency"], cells["user"]]))
    return cells.filter(cells["all"] > limits["history"]).drop("all")


def _doubtful(cells: Table, limits: Mapping[str, float]) -> Table:
    """Cells that would be rare if all that lies in the blocks left out lay around their half hour: only these are looked at closely."""
    reach = _reach(limits)
    around = _spread(cells, "bin", range(-reach, reach + 1)).group_by(
        near_agency="agency", near_user="user", near_bin=lambda row: (row["bin"] + BINS) % BINS
    )
    around = around.aggregate(near=lambda row: row["here"].sum().cast("int64"))
    left = _spread(cells, "block", range(-1, 2)).group_by(
        left_agency="agency", left_user="user", left_block="block"
    )
    left = left.aggregate(left=lambda row: row["here"].sum().cast("int64"))
    all_of = cells.group_by(all_agency="agency", all_user="user").aggregate(
        all=cells["here"].sum().cast("int64")
    )
    found = cells
    for beside, keys in (
        (around, ("agency", "user", "bin")),
        (left, ("agency", "user", "block")),
        (all_of, ("agency", "user")),
    ):
        prefix = beside.columns[0].partition("_")[0]
        found = found.inner_join(beside, [found[key] == beside[f"{prefix}_{key}"] for key in keys])
    history = found["all"] - found["left"]
    found = found.filter(
        history >= limits["history"], found["near"] - found["left"] < limits["density"] * history
    )
    return found.select(*_CELL)


def _spread(cells: Table, column: str, steps: range) -> Table:
    """How many events of an account have a place in one column, counted for the places some steps away as well."""
    counted = cells.group_by(["agency", "user", column]).aggregate(here=cells["here"].sum().cast("int64"))
    return ibis.union(
        *(counted.mutate(**{column: (counted[column] + step).cast("int64")}) for step in steps),
        distinct=False,
    )


def _reach(limits: Mapping[str, float]) -> int:
    return int(limits["hours"] * 60 // BIN_MINUTES)


def _rare(doubtful: Table, cells: Table, limits: Mapping[str, float]) -> Table:
    """Cells of accounts that have a history in other blocks of days, of which too little lies around the same half hour."""
    others = cells.select(
        other_agency="agency", other_user="user", other_block="block", other_bin="bin", other="here"
    )
    pairs = doubtful.inner_join(
        others, [doubtful["agency"] == others["other_agency"], doubtful["user"] == others["other_user"]]
    )
    pairs = pairs.filter((pairs["block"] - pairs["other_block"]).abs() > 1)
    away = (pairs["bin"] - pairs["other_bin"]).abs()
    reach = _reach(limits)
    near = ((away <= reach) | (away >= BINS - reach)).ifelse(pairs["other"], 0)
    counted = pairs.mutate(near=near).group_by(**{f"of_{key}": key for key in _CELL})
    counted = counted.aggregate(
        history=lambda row: row["other"].sum().cast("int64"), near=lambda row: row["near"].sum().cast("int64")
    )
    rare = counted.filter(
        counted["history"] >= limits["history"], counted["near"] < limits["density"] * counted["history"]
    )
    return rare.drop("history").drop("near")


def _planned(tables: Tables) -> Table:
    """Shifts and dispatches of users."""
    return ibis.union(
        *(tables.known[name].select("since", "until", sent="user") for name in ("shifts", "dispatches")),
        distinct=False,
    )


def _unplanned(planned: Table, held: Table, slack: float) -> Table:
    """Without the events near a shift or a dispatch of their user."""
    near = held.inner_join(planned, held["user"] == planned["sent"])
    near = near.filter(near["at"] >= near["since"] - slack, near["at"] <= near["until"] + slack)
    near = near.select(planned_id="event_id").distinct()
    return held.anti_join(near, held["event_id"] == near["planned_id"])


DETECTORS: Final = (
    Detector(
        code="M6",
        name="unusual hours",
        version=2,
        entity="user",
        severity=2,
        question="Did an account ask at hours at which it hardly ever asks, while its user was on no shift and no call?",
        needs=frozenset({"events.user", "events.local_minute"}),
        limits={"history": 50, "density": 0.01, "hours": 2, "apart_days": 10, "events": 2, "days": 30},
        flag=flag,
        sentence=told(
            "Account {lead.entity} asked {lead.events} times at hours at which it hardly ever asks, {lead.detail}."
        ),
        innocent=(
            "A change of shift, overtime or a call-out that nobody imported.",
            "A clock in the wrong time zone.",
        ),
        next_step="Have the supervisor attest why the account was used at that hour.",
    ),
)
