"""C2: agencies that are under an agreement with immigration authorities, and search. Information, with dates; no accusation.

Knows: agreements over time, names without case and blanks.
Must not know: what was searched for, files, engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ibis

from ostiary.model.agency import AGREEMENT_KINDS
from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.flagging import flagged, in_months, is_one_of, month_text
from ostiary.watch.events.tables import Table, Tables


def flag(tables: Tables, limits: Mapping[str, float]) -> Table:
    """For each month of an agency under an agreement, its first search of that month; the measure is how many there were."""
    del limits
    known = tables.known["agreements"]
    # Whoever asks us at all has signed something with us: that says nothing about immigration authorities.
    known = known.filter(known["kind"].isnull() | ~is_one_of(known["kind"], AGREEMENT_KINDS))
    known = known.select(
        signed_by=_plain(known["agency"]), kind="kind", begun="since", ended="until"
    ).distinct()
    events = tables.events.filter(tables.events["agency"].notnull())
    events = events.select("event_id", "at", "agency", "day", "local_day", plain=_plain(events["agency"]))
    found = in_months(tables, events.inner_join(known, events["plain"] == known["signed_by"]))
    found = found.filter(
        found["begun"].isnull() | (found["at"] >= found["begun"]),
        found["ended"].isnull() | (found["at"] < found["ended"]),
    )
    # Two agreements of one kind over the same days are one; then each row is a search, and counting needs no window of distinct ones.
    found = found.select("event_id", "at", "agency", "kind", "month").distinct()
    of_month = [found["agency"], found["kind"], found["month"]]
    found = found.mutate(
        searches=found.count().over(group_by=of_month),
        place=ibis.row_number().over(group_by=of_month, order_by=[found["at"], found["event_id"]]),
    )
    found = found.filter(found["place"] == 0)
    return flagged(
        found,
        entity=found["agency"],
        period=month_text(found["month"]),
        measure=found["searches"],
        detail=found["kind"],
    )


def _plain(name: Any) -> Any:
    return name.lower().re_replace(r"^\s+|\s+$", "")


def sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    del limits
    count = "once" if lead.measure == 1 else f"{lead.measure:.0f} times"
    # One access of a month is held against nobody more than the others: the first stands for them.
    named = "" if lead.measure == 1 else ", of which the first is named as evidence"
    return f"{lead.entity} is under an agreement ({lead.detail}) and searched {count} in {lead.period}{named}. That alone says nothing."


DETECTORS: Final = (
    Detector(
        code="C2",
        name="an agency under an agreement searches",
        version=1,
        entity="agency",
        severity=1,
        question="Which agencies that search are under an agreement such as 287(g), and since when?",
        needs=frozenset({"events.agency", "agreements"}),
        limits={},
        flag=flag,
        sentence=sentence,
        innocent=(
            "An agreement about a jail has nothing to do with searching.",
            "The search was for the agency's own case.",
        ),
        next_step="Read the agreement; see whether leads of M1 or M15 are about the same agency.",
    ),
)
