"""C7: a purpose that an agency stops naming from one month to the next, while it searches as much as before.

Knows: purposes and kinds of reasons by month.
Must not know: which purposes are forbidden, files, engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import ibis

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.detecting.flagging import flagged, in_months, month_text, voices
from ostiary.watch.events.tables import Table, Tables


def flag_purpose(tables: Tables, limits: Mapping[str, float]) -> Table:
    """The searches for a purpose in the last month in which an agency named it."""
    events = _by_month(tables)
    return _vanished(tables, events, events.mutate(label=events["purpose"]), limits)


def flag_words(tables: Tables, limits: Mapping[str, float]) -> Table:
    """The same of what the words of reasons speak of, each pack for itself."""
    events = _by_month(tables)
    speaks = voices(tables.reasons).select(said="word", label="pack")
    return _vanished(tables, events, events.inner_join(speaks, events["reason"] == speaks["said"]), limits)


def _by_month(tables: Tables) -> Table:
    events = tables.events.filter(tables.events["agency"].notnull())
    return in_months(tables, events).select("event_id", "at", "agency", "purpose", "reason", "month")


def _vanished(tables: Tables, events: Table, labelled: Table, limits: Mapping[str, float]) -> Table:
    labelled = labelled.filter(labelled["label"].notnull())
    months = tables.keep("months", events.group_by(["agency", "month"]).aggregate(searches=events.count()))
    named = tables.keep(
        "named", labelled.group_by(["agency", "month", "label"]).aggregate(named=labelled.count())
    )
    now = named.inner_join(months, ["agency", "month"])
    now = now.filter(now["named"] >= limits["searches"], now["named"] >= limits["share"] * now["searches"])
    then = months.select(then_agency="agency", then_month="month", then_searches="searches")
    both = now.inner_join(
        then, [now["agency"] == then["then_agency"], now["month"] + 1 == then["then_month"]]
    )
    both = both.filter(both["then_searches"] >= limits["volume"] * both["searches"])
    again = named.select(again_agency="agency", again_month="month", again_label="label")
    gone = both.anti_join(
        again,
        [
            both["agency"] == again["again_agency"],
            both["label"] == again["again_label"],
            both["month"] + 1 == again["again_month"],
        ],
    ).select(of="agency", lost_label="label", lost_month="month", lost="named")
    found = labelled.inner_join(
        gone,
        [
            labelled["agency"] == gone["of"],
            labelled["label"] == gone["lost_label"],
            labelled["month"] == gone["lost_month"],
        ],
    )
    return flagged(
        found,
        entity=found["agency"],
        period=_period(found),
        measure=found["lost"],
        detail=month_text(found["month"]),
    )


def _period(found: Table) -> Any:
    return month_text(found["month"]) + ibis.literal(" ") + found["label"]


def sentence(lead: Lead, limits: Mapping[str, float]) -> str:
    """What a reviewer is told."""
    label = lead.period.partition(" ")[2]
    return (
        f"{lead.entity} named `{label}` {lead.events} times in {lead.detail} and never in the month after, in which it searched at least "
        f"{limits['volume']:.0%} as much."
    )


def _detector(code: str, what: str, need: str, flag: Any, version: int) -> Detector:
    return Detector(
        code=code,
        name=f"{what} that is no longer named",
        version=version,
        entity="agency",
        severity=3,
        question=f"Does an agency stop naming {what} from one month to the next while it searches as much as before?",
        needs=frozenset({"events.agency", need}),
        limits={"searches": 20, "share": 0.05, "volume": 0.5},
        flag=flag,
        sentence=sentence,
        innocent=(
            "A programme ended, and with it the searches for it.",
            "The vendor's form has other choices since then, or the log was cut after some days of the month.",
        ),
        next_step="See what the same users write now for the same kind of search; ask the agency when its rules changed.",
    )


DETECTORS: Final = (
    _detector("C7a", "a purpose", "events.purpose", flag_purpose, 1),
    _detector("C7b", "a kind of reason", "reasons", flag_words, 2),
)
