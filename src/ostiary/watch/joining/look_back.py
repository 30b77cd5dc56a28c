"""C4: searches that reach further back than the owner says that it keeps records.

Knows: the retention that is stated, and the earliest record that was asked for.
Must not know: what was found, files, engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.flagging import DAY, flagged
from ostiary.watch.events.tables import Table, Tables


def flag(tables: Tables, limits: Mapping[str, float]) -> Table:
    """Searches whose earliest record is older than the retention at the time of asking, by the agency that asked."""
    events = tables.events.filter(tables.events["agency"].notnull(), tables.events["window_from"].notnull())
    back = (events["at"] - events["window_from"]) / DAY
    found = events.select("event_id", "at", "agency", back=back)
    found = found.filter(found["back"] > limits["retention_days"])
    return flagged(
        found,
        entity=found["agency"],
        measure=found["back"],
        detail=found["back"].floor().cast("int64").cast("string"),
    )


def sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    return (
        f"{lead.entity} searched {lead.events} times further back than {limits['retention_days']:.0f} days, at most {lead.detail} days: "
        f"the limit is what whoever runs this set as the time for which records are kept, or our own 30."
    )


DETECTORS: Final = (
    Detector(
        code="C4",
        name="look-back beyond retention",
        version=1,
        entity="agency",
        severity=2,
        question="Did searches reach further back than records are said to be kept?",
        needs=frozenset({"events.agency", "events.window_from"}),
        limits={"retention_days": 30},
        flag=flag,
        sentence=sentence,
        innocent=(
            "Records of a case are kept as evidence for longer than others.",
            "The search names a long window, and nothing that old came back.",
            "Other owners, whose records were searched too, keep them longer.",
        ),
        next_step="Ask the owner whether records that old are still there; if so, its statement of retention is wrong.",
    ),
)
