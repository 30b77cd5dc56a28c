"""What a newcomer shares with an agency that was cut off beside the people it works on: devices, addresses, rare texts, hours.

Knows: whose marks are whose, when the cut-off was, how few may share a mark.
Must not know: who is a newcomer, subjects, files, engines.

Whoever works on under another name often keeps the desk, the line and the habit. None of it is a reason to suspect anybody alone; it says how
much two names that search the same people are alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Entity
from ostiary.watch.detecting.flagging import percent, times
from ostiary.watch.events.tables import Table, Tables

MARKS: Final[Mapping[str, str]] = {
    "device": "of its devices",
    "address": "of its addresses",
    "text": "of its own texts as reasons",
}
"""What may be shared, and how it is told."""
APART: Final = "; "
"""Before each thing that is shared, in a lead's detail."""
_MINUTES: Final = 60


def resembling(tables: Tables, pairs: Table, by: Entity, limits: Mapping[str, float]) -> Table:
    """For each pair (``who`` came after ``cut`` was cut off at ``since``): ``alike``, one for each kind of mark that both have, and ``told``.

    Marks are those that the agency had before the cut-off, the newcomer since then, and few agencies else. How far their hours are the same
    is told, where the agencies' clocks are known, and adds nothing: most of those who work by day are alike in that.
    """
    found = pairs.select("who", "cut", "since").mutate(alike=ibis.literal(0), told=ibis.literal(""))
    for kind, events in _marked(tables).items():
        found = _with_kind(found, kind, _same(events, found, by, limits))
    hours = _hours(tables, found, by)
    found = found.left_join(hours, [found["who"] == hours["hours_of"], found["cut"] == hours["hours_cut"]])
    said = (ibis.literal(APART + "hours that are the same to ") + percent(found["overlap"])).fill_null("")
    return found.select(like="who", like_cut="cut", alike="alike", told=found["told"] + said)


def _marked(tables: Tables) -> dict[str, Table]:
    """The events that have a mark of each kind, as ``mark``."""
    events = tables.events.filter(tables.events["agency"].notnull())
    shared, reasons = tables.known["egress"], tables.reasons
    addresses = events.filter(events["address"].notnull())
    own = reasons.filter(~reasons["vague"], ~reasons["placeholder"], reasons["normal"].contains(" "))
    texts = own.select(text="reason", mark="alike")
    return {
        "device": _columns(events.filter(events["device"].notnull()), "device"),
        "address": _columns(
            addresses.anti_join(shared, addresses["address"] == shared["address"]), "address"
        ),
        "text": _columns(events.inner_join(texts, events["reason"] == texts["text"]), "mark"),
    }


def _columns(events: Table, mark: str) -> Table:
    return events.select("at", "user", "agency", mark=events[mark])


def _same(events: Table, pairs: Table, by: Entity, limits: Mapping[str, float]) -> Table:
    """How many (``count``) rare marks of its parent (``of_cut``) each newcomer (``of_who``) has."""
    cuts = pairs.select("cut", cut_at="since").distinct()
    before = events.inner_join(cuts, events["agency"] == cuts["cut"])
    before = before.filter(before["at"] < before["cut_at"])
    old = before.select("cut", "cut_at", old_mark="mark").distinct()
    used = events.inner_join(old, events["mark"] == old["old_mark"])
    used = used.filter(used["agency"] != used["cut"])
    few = used.group_by(few_cut="cut", few_mark="mark").aggregate(agencies=used["agency"].nunique())
    few = few.filter(few["agencies"] <= limits["used_by"])
    since = used.filter(used["at"] >= used["cut_at"], used[by].notnull())
    since = since.semi_join(few, [since["cut"] == few["few_cut"], since["mark"] == few["few_mark"]])
    heirs = pairs.select(heir="who", parent="cut")
    both = since.inner_join(heirs, [since[by] == heirs["heir"], since["cut"] == heirs["parent"]])
    return both.group_by(of_who="heir", of_cut="parent").aggregate(count=both["mark"].nunique())


def _with_kind(pairs: Table, kind: str, same: Table) -> Table:
    joined = pairs.left_join(same, [pairs["who"] == same["of_who"], pairs["cut"] == same["of_cut"]])
    told = (ibis.literal(APART) + times(joined["count"], MARKS[kind])).fill_null("")
    return joined.select(
        "who",
        "cut",
        "since",
        alike=joined["alike"] + joined["count"].notnull().ifelse(1, 0),
        told=joined["told"] + told,
    )


def _hours(tables: Tables, pairs: Table, by: Entity) -> Table:
    """The ``overlap`` of two days: the sum, over its hours, of the smaller share of either's searches."""
    events = tables.events.filter(tables.events["local_minute"].notnull())
    events = events.select("at", "user", "agency", hour=(events["local_minute"] // _MINUTES).cast("int64"))
    cuts = pairs.select("cut", cut_at="since").distinct()
    before = events.inner_join(cuts, events["agency"] == cuts["cut"])
    old = _shares(before.filter(before["at"] < before["cut_at"]), "cut")
    own = events.inner_join(pairs, events[by] == pairs["who"])
    new = _shares(own.filter(own["agency"] != own["cut"]), "who", "cut")
    both = new.select("who", "cut", "hour", own="share").inner_join(old, ["cut", "hour"])
    return both.group_by(hours_of="who", hours_cut="cut").aggregate(
        overlap=ibis.least(both["own"], both["share"]).sum()
    )


def _shares(events: Table, *keys: str) -> Table:
    """For each of the keys and hour, its ``share`` of all events of the keys."""
    counted = events.group_by([*keys, "hour"]).aggregate(count=events.count())
    whole: Any = counted["count"].sum().over(group_by=[counted[key] for key in keys])
    return counted.mutate(share=counted["count"] / whole).drop("count")
