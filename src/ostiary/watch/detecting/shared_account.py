"""M7: one account that more than one person may use.

Knows: devices and addresses of successive events, hours of a day, when two things go together more than chance has it.
Must not know: files, engines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import ibis

from ostiary.watch.detecting.detector import Detector, told
from ostiary.watch.detecting.flagging import HOUR, MINUTE, by_account, flagged, own_day, successive, times
from ostiary.watch.detecting.sieving import of_busy, of_several
from ostiary.watch.events.tables import Table, Tables

HOURS_OF_BLOCK: Final = 4
"""Hours of the day are compared in six blocks: with 24, an account of a hundred events has four in each."""
Z_99: Final = 2.3263478740408408
"""The 99th percentile of the standard normal distribution."""


def flag_overlap(column: str) -> Callable[[Tables, Mapping[str, float]], Table]:
    """The rule for devices or for addresses: events that change from one to another within minutes, on several days."""

    def rule(tables: Tables, limits: Mapping[str, float]) -> Table:
        """Events that change from one to another within minutes, on several days."""
        events = by_account(tables.events)
        events = events.filter(events[column].notnull())
        events = events.select("event_id", "at", "user", "agency", own=own_day(events), place=events[column])
        if column == "address":
            shared = tables.known["egress"].select(shared="address").distinct()
            events = events.anti_join(shared, events["place"] == shared["shared"])
        events = of_several(events, "place")
        window = successive(events)
        changed = (events["place"] != events["place"].lag().over(**window)) & (
            events["at"] - events["at"].lag().over(**window) <= limits["minutes"] * MINUTE
        )
        held = events.mutate(changed=changed.fill_null(False))  # noqa: FBT003  # ibis has it so
        # A change has two ends, and whoever looks needs both.
        ends = held["changed"].lead().over(**successive(held)).fill_null(False)  # noqa: FBT003  # ibis has it so
        held = held.mutate(ends=ends)
        held = held.filter(held["changed"] | held["ends"])
        changes = held.filter(held["changed"])
        days = changes.group_by(of_agency="agency", of_user="user").aggregate(days=changes["own"].nunique())
        days = days.filter(days["days"] >= limits["days"])
        held = held.inner_join(days, [held["agency"] == days["of_agency"], held["user"] == days["of_user"]])
        return flagged(held, entity=held["user"], measure=held["days"], detail=times(held["days"], "days"))

    return rule


def flag_sleepless(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events of an account in 24 hours of which it was used in more than any person is awake."""
    events = by_account(tables.events)
    events = events.select("event_id", "at", "user", "agency", hour=(events["at"] // HOUR).cast("int64"))
    events = of_busy(tables, events, limits["hours"])
    hours = events.select("agency", "user", "hour").distinct()
    count = int(limits["hours"])
    window = {"group_by": [hours["agency"], hours["user"]], "order_by": [hours["hour"]]}
    ends = (hours["hour"] - hours["hour"].lag(count).over(**window) < HOURS_OF_DAY).fill_null(False)  # noqa: FBT003  # ibis has it so
    hours = hours.mutate(ends=ends.ifelse(1, 0))
    window = {"group_by": [hours["agency"], hours["user"]], "order_by": [hours["hour"]]}
    hours = hours.mutate(within=hours["ends"].max().over(**window, rows=(0, count)))
    hours = hours.filter(hours["within"] == 1)
    hours = hours.mutate(awake=hours.count().over(group_by=[hours["agency"], hours["user"]]))
    hours = hours.select("awake", of_agency="agency", of_user="user", of_hour="hour")
    held = events.inner_join(
        hours,
        [
            events["agency"] == hours["of_agency"],
            events["user"] == hours["of_user"],
            events["hour"] == hours["of_hour"],
        ],
    )
    return flagged(held, entity=held["user"], measure=held["awake"], detail=times(held["awake"], "hours"))


HOURS_OF_DAY: Final = 24


def flag_modes(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Events of accounts whose devices go with times of day far more than chance has it: as if each device were a person's."""
    events = by_account(tables.events)
    events = events.filter(events["device"].notnull(), events["local_minute"].notnull())
    block = (events["local_minute"] // (HOURS_OF_BLOCK * 60)).cast("int64")
    events = events.select("event_id", "at", "user", "agency", "device", block=block)
    events = tables.keep("devices", of_several(of_busy(tables, events, limits["events"]), "device"))
    found = _modes(events, limits).select("tied", of_agency="agency", of_user="user")
    held = events.inner_join(
        found, [events["agency"] == found["of_agency"], events["user"] == found["of_user"]]
    )
    # Evidence is what the rarer devices did: the commonest one is the account's own.
    shares = held.group_by(on_agency="agency", on_user="user", on_device="device").aggregate(
        used=held.count()
    )
    place = ibis.row_number().over(
        group_by=[shares["on_agency"], shares["on_user"]],
        order_by=[shares["used"].desc(), shares["on_device"]],
    )
    others = shares.mutate(place=place)
    others = others.filter(others["place"] > 0)
    held = held.semi_join(
        others,
        [
            held["agency"] == others["on_agency"],
            held["user"] == others["on_user"],
            held["device"] == others["on_device"],
        ],
    )
    return flagged(held, entity=held["user"], measure=held["tied"])


def _modes(events: Table, limits: Mapping[str, float]) -> Table:
    """Accounts with ``tied``: the mutual information of device and time of day, as a share of what the device alone would tell.

    It must be a large share, and larger than the 99th percentile that chance gives: 2 n I follows chi squared with (devices - 1) times
    (blocks - 1) degrees of freedom (the G test), whose percentile is taken by Wilson and Hilferty. Shuffles would give the same and
    differ from run to run.
    """
    account = ["agency", "user"]
    cells = events.group_by([*account, "device", "block"]).aggregate(seen=events.count().cast("float64"))
    by = [cells[key] for key in account]
    cells = cells.mutate(
        of_device=cells["seen"].sum().over(group_by=[*by, cells["device"]]),
        of_block=cells["seen"].sum().over(group_by=[*by, cells["block"]]),
        all=cells["seen"].sum().over(group_by=by),
    )
    told_by = (
        cells["seen"]
        / cells["all"]
        * (cells["seen"] * cells["all"] / (cells["of_device"] * cells["of_block"])).ln()
    )
    # Summed over its cells, each device's own entropy comes out once.
    unknown = -(cells["seen"] / cells["all"]) * (cells["of_device"] / cells["all"]).ln()
    accounts = (
        cells.mutate(told_by=told_by, unknown=unknown)
        .group_by(account)
        .aggregate(
            told=ibis._["told_by"].sum(),
            unknown=ibis._["unknown"].sum(),
            events=ibis._["seen"].sum(),
            devices=ibis._["device"].nunique(),
            blocks=ibis._["block"].nunique(),
        )
    )
    accounts = accounts.filter(
        accounts["devices"] > 1, accounts["blocks"] > 1, accounts["events"] >= limits["events"]
    )
    free = ((accounts["devices"] - 1) * (accounts["blocks"] - 1)).cast("float64")
    chance = free * (1 - 2 / (9 * free) + Z_99 * (2 / (9 * free)).sqrt()) ** 3
    accounts = accounts.mutate(tied=accounts["told"] / accounts["unknown"], chance=chance)
    return accounts.filter(
        accounts["tied"] >= limits["share"], 2 * accounts["events"] * accounts["told"] > accounts["chance"]
    )


def _detector(
    code: str,
    name: str,
    *,
    question: str,
    needs: tuple[str, ...],
    limits: Mapping[str, float],
    flag: Callable[[Tables, Mapping[str, float]], Table],
    words: str,
    innocent: tuple[str, ...],
) -> Detector:
    step = (
        "Have the account log in anew with a method that cannot be passed on, and ask its user and the desk."
    )
    needed = frozenset({"events.user", *(f"events.{column}" for column in needs)})
    return Detector(code, name, 1, "user", 4, question, needed, limits, flag, told(words), innocent, step)


def _overlap(code: str, column: str, plural: str) -> Detector:
    return _detector(
        code,
        f"one account on several {plural} at once",
        question=f"Does one account change between {plural} within minutes, on several days?",
        needs=(column,),
        limits={"minutes": 5, "days": 3},
        flag=flag_overlap(column),
        words=f"Account {{lead.entity}} changed between {plural} within {{minutes}} minutes on {{lead.detail}}: {{lead.events}} accesses.",
        innocent=(
            "A telephone beside the terminal on the desk.",
            "A pool of terminals, or a private network with several ways out.",
        ),
    )


DETECTORS: Final = (
    _overlap("M7a", "device", "devices"),
    _overlap("M7b", "address", "addresses"),
    _detector(
        "M7c",
        "an account that never sleeps",
        question="Was one account in use in more hours of a day than a person is awake?",
        needs=(),
        limits={"hours": 18},
        flag=flag_sleepless,
        words="Account {lead.entity} was in use in more than {hours} of 24 hours ({lead.detail} in all): {lead.events} accesses.",
        innocent=("A service account, or a desk at which a shift passes its account on.",),
    ),
    _detector(
        "M7d",
        "an account with two habits",
        question="Do the devices of one account keep different hours, as if each were another person's?",
        needs=("device", "local_minute"),
        limits={"events": 100, "share": 0.5},
        flag=flag_modes,
        words="The devices of account {lead.entity} keep different hours: the rarer ones made {lead.events} accesses.",
        innocent=("A desk by day and a car by night, with the same person at both.",),
    ),
)
