"""C1: an access to records of an owner who had granted nothing to the agency at that instant.

Knows: grants over time, and for whom and from when any list of them is known at all.
Must not know: why a grant is missing, files, engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.flagging import DAY, flagged
from ostiary.watch.events.tables import Table, Tables


def flag(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Accesses of an agency, or on its behalf, to another's records, not refused, outside all grants; lists of several days count together."""
    grants = tables.known["grants"]
    # Of an owner whose list nobody has, and of times before the first list, nobody can say anything.
    listed = grants.group_by(listed="owner").aggregate(known_from=grants["since"].fill_null(-(2**62)).min())
    asked = _for_whom(tables)
    asked = asked.inner_join(listed, asked["owner"] == listed["listed"])
    asked = asked.filter(asked["at"] >= asked["known_from"])
    always = grants.filter(grants["since"].isnull() & grants["until"].isnull())
    always = always.select(always_by="owner", always_to="agency").distinct()
    left = tables.keep(
        "not_always",
        asked.anti_join(
            always, [asked["owner"] == always["always_by"], asked["agency"] == always["always_to"]]
        ),
    )
    known = grants.select(by="owner", to="agency", begun="since", ended="until")
    lag = int(limits["lag_days"]) * DAY
    granted = left.inner_join(known, [left["owner"] == known["by"], left["agency"] == known["to"]])
    granted = granted.filter(
        granted["begun"].isnull() | (granted["at"] >= granted["begun"] - lag),
        granted["ended"].isnull() | (granted["at"] < granted["ended"] + lag),
    ).select("to", lawful="event_id")
    found = left.anti_join(granted, [left["event_id"] == granted["lawful"], left["agency"] == granted["to"]])
    counted = found.group_by(by_agency="agency", of_owner="owner").aggregate(times=found.count())
    found = found.inner_join(
        counted, [found["agency"] == counted["by_agency"], found["owner"] == counted["of_owner"]]
    )
    return flagged(
        found, entity=found["agency"], period=found["owner"], measure=found["times"], detail=found["owner"]
    )


def _for_whom(tables: Tables) -> Table:
    """Accesses to another's records, a row for the ``agency`` that asked, and one for another on whose behalf it did."""
    events = tables.events.filter(tables.events["decision"] != "deny")
    itself = events.filter(events["owner"] != events["agency"])
    others = events.filter(
        events["owner"] != events["beneficiary"], ~events["beneficiary"].identical_to(events["agency"])
    )
    return ibis.union(
        itself.select("event_id", "at", "agency", "owner"),
        others.select("event_id", "at", "owner", agency="beneficiary").select(
            "event_id", "at", "agency", "owner"
        ),
    )


def sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    return (
        f"{lead.entity} asked for records of {lead.detail} {lead.events} times without a grant that any list knows at that instant, "
        f"itself or by another agency on its behalf ({limits['lag_days']:.0f} days of grace for lists that lag)."
    )


DETECTORS: Final = (
    Detector(
        code="C1",
        name="access without a grant",
        version=2,
        entity="agency",
        severity=4,
        question="Did an agency get at records of another that had granted it nothing at that instant?",
        needs=frozenset({"events.agency", "events.owner", "grants"}),
        limits={"lag_days": 0},
        flag=flag,
        sentence=sentence,
        innocent=(
            "A list of who shares with whom lags behind what is shared: see the days of the lists.",
            "The two lists write the agency's name in different ways.",
        ),
        next_step="Ask the owner whether it granted this, and from when; if not, by which door the agency came.",
    ),
)
