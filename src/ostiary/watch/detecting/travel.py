"""M8: one user in two places that nobody travels between in that time.

Knows: distances on a sphere, speeds.
Must not know: files, engines, leads.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.flagging import HOUR, by_account, flagged, successive
from ostiary.watch.events.tables import Table, Tables

EARTH_KM: Final = 6371.0088
"""Mean radius of the Earth, as the IUGG has it."""


def flag(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Both events of each pair of successive ones, of one user, that is too far apart for its time."""
    placed = tables.keep("placed", _trusted(tables, limits))
    order = successive(placed)
    pairs = placed.mutate(
        before_id=placed["event_id"].lag().over(**order),
        before_at=placed["at"].lag().over(**order),
        from_latitude=placed["latitude"].lag().over(**order),
        from_longitude=placed["longitude"].lag().over(**order),
    )
    pairs = pairs.filter(pairs["before_id"].notnull())
    pairs = pairs.mutate(km=_kilometres(pairs), took=pairs["at"] - pairs["before_at"])
    # A distance is compared, not a speed: two events at one instant have no speed and are far apart all the same.
    fast = pairs.filter(
        pairs["km"] > limits["km"], pairs["km"] > limits["km_per_hour"] * pairs["took"] / float(HOUR)
    )
    return ibis.union(_ends(fast, "event_id", "at"), _ends(fast, "before_id", "before_at"), distinct=True)


def _trusted(tables: Tables, limits: Mapping[str, float]) -> Table:
    events = by_account(tables.events)
    placed = events.filter(events["latitude"].notnull(), events["longitude"].notnull())
    placed = placed.select("event_id", "at", "user", "agency", "address", "latitude", "longitude")
    shared = tables.known["egress"].select(shared="address").distinct()
    placed = placed.anti_join(shared, placed["address"] == shared["shared"])
    return _moved(placed, limits["km"])


def _moved(placed: Table, km: float) -> Table:
    """Without the accounts whose places are all so near to each other that no two can be ``km`` apart.

    Between two places one can go north first and then east: no great circle is longer than both ways together, and a way along a circle
    of latitude is at most that along the equator.
    """
    boxes = placed.group_by(of_agency="agency", of_user="user").aggregate(
        up=placed["latitude"].max() - placed["latitude"].min(),
        across=placed["longitude"].max() - placed["longitude"].min(),
    )
    wide = boxes.filter((boxes["up"] + boxes["across"]).radians() * EARTH_KM > km)
    return placed.semi_join(wide, [placed["agency"] == wide["of_agency"], placed["user"] == wide["of_user"]])


def _kilometres(pairs: Table) -> Any:
    """The great circle between the two places of a pair, by the haversine formula."""
    north, south = pairs["latitude"].radians(), pairs["from_latitude"].radians()
    up = ((north - south) / 2).sin()
    across = ((pairs["longitude"].radians() - pairs["from_longitude"].radians()) / 2).sin()
    # Rounding can lift the half chord of two antipodes above 1, of which there is no arc sine.
    half_chord = ibis.least((up * up + north.cos() * south.cos() * across * across).sqrt(), 1.0)
    return half_chord.asin() * (2 * EARTH_KM)


def _ends(fast: Table, event_id: str, at: str) -> Table:
    ends = fast.select(
        "user", "agency", event_id=fast[event_id], at=fast[at], km=fast["km"], distance=fast["km"].round()
    )
    return flagged(
        ends, entity=ends["user"], measure=ends["km"], detail=ends["distance"].cast("int64").cast("string")
    )


def sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    return (
        f"Account {lead.entity} asked from places up to {lead.detail} km apart, faster than {limits['km_per_hour']:.0f} km/h "
        f"would bring anybody there: {lead.events} events."
    )


DETECTORS: Final = (
    Detector(
        code="M8",
        name="impossible travel",
        version=1,
        entity="user",
        severity=3,
        question="Was one account used in two places that nobody travels between in that time?",
        needs=frozenset({"events.user", "events.latitude", "events.longitude"}),
        limits={"km": 200, "km_per_hour": 900},
        flag=flag,
        sentence=sentence,
        innocent=(
            "A private network or a mobile carrier let the account appear in another city.",
            "A place was guessed from an address, and guessed wrong.",
        ),
        next_step="Lock the session, compare with the leads of M7, and list the address under `egress` if it is shared.",
    ),
)
