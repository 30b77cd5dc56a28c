"""M6: an account at an hour of the day at which it hardly ever asks, and nobody had sent its user.

Knows: the clock as a circle, shifts and dispatches.
Must not know: files, engines.

The density of an account's own history is counted with a flat kernel: the share of its other events within some half hours of the
same time of day, on a clock that has no midnight. At low counts such a share says nothing, so an account needs a history.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Detector, told
from ostiary.watch.detecting.flagging import DAY, HOUR, by_account, flagged, successive
from ostiary.watch.events.tables import Table, Tables

BIN_MINUTES: Final = 30
BINS: Final = 24 * 60 // BIN_MINUTES


def flag(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events at hours that are rare for their account, outside what was planned, and more than one in some days."""
    events = by_account(tables.events)
    events = events.filter(events["local_minute"].notnull())
    events = events.select(
        "event_id", "at", "user", "agency", bin=(events["local_minute"] // BIN_MINUTES).cast("int64")
    )
    rare = _rare_bins(events, limits)
    held = events.inner_join(
        rare,
        [
            events["agency"] == rare["of_agency"],
            events["user"] == rare["of_user"],
            events["bin"] == rare["of_bin"],
        ],
    )
    held = _unplanned(tables, held.select("event_id", "at", "user", "agency", "near"), limits["hours"] * HOUR)
    count = int(limits["events"])
    held = held.filter(_one_of(held, count, limits["days"] * DAY))
    held = held.mutate(found=held.count().over(group_by=[held["agency"], held["user"]]))
    return flagged(held, entity=held["user"], measure=held["found"])


def _rare_bins(events: Table, limits: Mapping[str, float]) -> Table:
    """Half hours of accounts with a history, around which too few of the account's other events lie."""
    bins = events.group_by(["agency", "user", "bin"]).aggregate(here=events.count().cast("int64"))
    bins = bins.mutate(history=bins["here"].sum().over(group_by=[bins["agency"], bins["user"]]))
    bins = bins.filter(bins["history"] >= limits["history"])
    reach = int(limits["hours"] * 60 // BIN_MINUTES)
    spread = ibis.union(
        *(
            bins.mutate(bin=((bins["bin"] + step + BINS) % BINS).cast("int64"))
            for step in range(-reach, reach + 1)
        ),
        distinct=False,
    )
    around = spread.group_by(near_agency="agency", near_user="user", near_bin="bin").aggregate(
        near=spread["here"].sum().cast("int64")
    )
    joined = bins.inner_join(
        around,
        [
            bins["agency"] == around["near_agency"],
            bins["user"] == around["near_user"],
            bins["bin"] == around["near_bin"],
        ],
    )
    # The events that are judged are no history of their own: with two in a hundred at one hour, none would ever be below one in a hundred.
    own = int(limits["events"])
    rare = joined.filter(joined["near"] - own < limits["density"] * (joined["history"] - own))
    return rare.select("near", of_agency="agency", of_user="user", of_bin="bin")


def _unplanned(tables: Tables, held: Table, slack: float) -> Table:
    """Without the events near a shift or a dispatch of their user."""
    planned = ibis.union(
        *(tables.known[name].select("since", "until", sent="user") for name in ("shifts", "dispatches")),
        distinct=False,
    )
    near = held.inner_join(planned, held["user"] == planned["sent"])
    near = near.filter(near["at"] >= near["since"] - slack, near["at"] <= near["until"] + slack)
    near = near.select(planned_id="event_id").distinct()
    return held.anti_join(near, held["event_id"] == near["planned_id"])


def _one_of(held: Table, count: int, span: float) -> Any:
    """Whether an event is one of so many successive ones within ``span`` ms."""
    at, window = held["at"], successive(held)
    runs = [
        (at.lead(later).over(**window) if later else at)
        - (at.lag(count - 1 - later).over(**window) if later < count - 1 else at)
        <= span
        for later in range(count)
    ]
    return ibis.or_(*(run.fill_null(False) for run in runs))  # noqa: FBT003  # ibis has it so


DETECTORS: Final = (
    Detector(
        code="M6",
        name="unusual hours",
        version=1,
        entity="user",
        severity=2,
        question="Did an account ask at hours at which it hardly ever asks, while its user was on no shift and no call?",
        needs=frozenset({"events.user", "events.local_minute"}),
        limits={"history": 50, "density": 0.01, "hours": 2, "events": 2, "days": 30},
        flag=flag,
        sentence=told(
            "Account {lead.entity} asked {lead.events} times at hours at which it hardly ever asks, on no shift and no call that is known."
        ),
        innocent=(
            "A change of shift, overtime or a call-out that nobody imported.",
            "A clock in the wrong time zone.",
        ),
        next_step="Have the supervisor attest why the account was used at that hour.",
    ),
)
