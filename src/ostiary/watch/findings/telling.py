"""A finding and a queue in plain values, for whoever prints them.

Knows: which fields a finding is told with, and which of them wait until it is opened.
Must not know: files, the command line, pages.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ostiary.evidence.disclosure.tables import cell
from ostiary.watch.events.moments import utc_text
from ostiary.watch.findings.act import ERASED, Act
from ostiary.watch.findings.finding import NO_VERDICT, Finding
from ostiary.watch.findings.queue import Item, Queue
from ostiary.watch.findings.register import Register

COLUMNS: Final = (
    "finding",
    "state",
    "chosen",
    "score",
    "detector",
    "about",
    "agency",
    "period",
    "since",
    "until",
    "events",
    "holder",
    "sentence",
)


def may_name(finding: Finding) -> bool:
    """Whether it may be told whom a finding is about: once whoever holds it has opened it."""
    return finding.opened


def instant(at: int) -> str:
    """An instant in ms as ISO 8601 in UTC; empty for none."""
    return utc_text(at) if at else ""


def finding_object(
    finding: Finding, register: Register, evidence: Sequence[str], *, named: bool
) -> dict[str, Any]:
    """One finding with everything that may be told of it. Evidence is named once it is opened: an id leads to a person."""
    described = register.described.get(finding.detector)
    suppression = register.suppressed.get(finding.target)
    return {
        **finding_line(finding, named=named),
        "entity_kind": finding.entity_kind,
        "measure": finding.measure,
        "version": finding.version,
        "detector_name": described.name if described else "",
        "severity": described.severity if described else 1,
        "question": described.question if described else "",
        "innocent_explanations": list(described.innocent) if described else [],
        "next_step": described.next_step if described else "",
        "opened": finding.opened,
        "evidence": list(evidence) if named else [],
        "evidence_named": len(evidence),
        "found_again": finding.again,
        "outcome": finding.outcome,
        "suppressed_until": instant(suppression.until) if suppression else "",
        "history": [act_object(act, named=named) for act in finding.history],
        "caution": NO_VERDICT,
    }


def finding_line(finding: Finding, *, named: bool) -> dict[str, Any]:
    """What a list says of a finding."""
    return {
        "finding": finding.id,
        "group": finding.group,
        "state": finding.state,
        "detector": finding.detector,
        "about": finding.shown(named=named),
        "agency": finding.agency,
        "period": finding.period,
        "since": instant(finding.since),
        "until": instant(finding.until),
        "events": finding.events,
        "holder": finding.holder,
        "sentence": finding.told(named=named),
    }


def act_object(act: Act, *, named: bool) -> dict[str, Any]:
    """One act as history tells it: who, when, what, in which words. To whom a letter went waits with the names: often it is the user."""
    words = act.text("note") or act.text("reason")
    told = ("to", "outcome", "chosen") if named or act.word != "noticed" else ("outcome", "chosen")
    more = {name: act.text(name) for name in told if act.text(name)}
    until = (
        {"until": instant(act.whole_number("until"))}
        if act.word == "suppressed" and not act.is_erased
        else {}
    )
    order = {"order": act.text("order")} if act.word == ERASED else {}
    gone = {"erased": True} if act.is_erased else {}
    return {
        "at": instant(act.at),
        "by": act.by,
        "act": act.word,
        "words": words,
        **more,
        **until,
        **order,
        **gone,
    }


def item_object(item: Item, *, is_named: bool = True) -> dict[str, Any]:
    """One item of a queue, with what its score is made of; without names unless ``is_named``, and then those that were opened."""
    return {
        **finding_line(item.finding, named=is_named and may_name(item.finding)),
        "chosen": item.chosen,
        "score": round(item.score, 4),
        "severity": item.severity,
        "probability": round(item.odds.value, 4),
        "prior": round(item.odds.prior, 4),
        "outcomes": item.odds.outcomes.of,
        "outcomes_for": item.odds.outcomes.hits,
        "interval": [round(item.odds.outcomes.low, 4), round(item.odds.outcomes.high, 4)],
        "breadth": round(item.breadth, 4),
    }


def queue_object(queue: Queue, *, is_named: bool = True) -> dict[str, Any]:
    """A day's queue; ``is_named`` as for ``item_object``."""
    return {
        "day": queue.day,
        "budget": queue.budget,
        "waiting": queue.waiting,
        "decided_today": queue.decided,
        "suppressed": queue.suppressed,
        "held_back": dict(queue.capped),
        "items": [item_object(item, is_named=is_named) for item in queue.items],
        "caution": NO_VERDICT,
    }


def queue_csv(queue: Queue) -> str:
    """The same as CSV: one row an item. Nothing in it is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_row(item_object(item)) for item in queue.items)
    return text.getvalue()


def _row(item: Mapping[str, Any]) -> list[str]:
    return [cell(str(item[name])) for name in COLUMNS]
