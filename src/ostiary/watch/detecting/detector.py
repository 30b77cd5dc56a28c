"""What a detector is, and what it says: flagged events, then leads.

Knows: the form that all detectors share, and how flagged events become leads.
Must not know: any one detector, files, engines.

A detector is one expression that yields a row for each event that it holds against somebody: that is all that it decides, so
two engines agree when these rows agree. Everything after that (how many, since when, which to show) is the same for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

import ibis

from ostiary.watch.events.schema import Column, Schema
from ostiary.watch.events.tables import Table, Tables

Entity: TypeAlias = Literal["user", "agency", "case", "subject", "reason", "source"]

FLAGGED: Final[Schema] = (
    Column("entity", "text", "whom or what the lead is about: a user, an agency, a case, a subject"),
    Column("agency", "text", "the agency that answers for it", "not known"),
    Column("period", "text", "what keeps two leads about one entity apart, such as a month; else empty"),
    Column("event_id", "text", "the event that is held against it"),
    Column("at", "int64", "when that was"),
    Column(
        "measure",
        "real",
        "how far beyond the threshold, in the detector's own unit; the lead has the largest",
    ),
    Column(
        "detail",
        "text",
        "a word for the sentence: a class, a count, a number of a case; never a reason's text",
    ),
)
"""The columns of what a detector yields, in this order."""

MAX_EVIDENCE: Final = 50
"""Events that a lead names; it counts all. Fifty fill a reviewer's page and none reads more before asking for the case."""


_ONE: Final[Mapping[str, str]] = {
    "times": "once",
    "accesses": "1 access",
    "events": "1 event",
    "searches": "1 search",
    "refusals": "1 refusal",
    "days": "1 day",
    "subjects": "1 subject",
    "users": "1 user",
}
_OF_ONE: Final = re.compile(rf"(?<![\w.,:/-])1 ({'|'.join(_ONE)})\b(?! (?:that|as often))")
"""A number of one before a word for many. `1 times as often` is a measure and no number."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What a reviewer is shown: never a verdict. ``evidence`` are event ids, earliest first, at most MAX_EVIDENCE."""

    detector: str
    entity_kind: Entity
    entity: str
    agency: str
    period: str
    since: int
    until: int
    events: int
    measure: float
    detail: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Detector:
    """One detector.

    ``code`` is M1 to M15, with a letter where one has several rules (``M4e``); ``version`` changes whenever it would yield other
    rows. ``needs`` are names of ``Tables.present`` without which it cannot judge at all. ``limits`` are its thresholds by name;
    ``flag`` gets them and the tables and yields FLAGGED rows. ``sentence`` tells one lead in plain words. ``severity`` is from 1
    (ask sometime) to 5 (act today). ``portable`` is False where the expression runs on DuckDB alone; then ``fallback`` is the one for
    other engines, coarser and named so.
    """

    code: str
    name: str
    version: int
    entity: Entity
    severity: int
    question: str
    needs: frozenset[str]
    limits: Mapping[str, float]
    flag: Callable[[Tables, Mapping[str, float]], Table]
    sentence: Callable[[Lead, Mapping[str, float]], str]
    innocent: tuple[str, ...]
    next_step: str
    portable: bool = True
    fallback: Callable[[Tables, Mapping[str, float]], Table] | None = None
    fits: Mapping[str, Callable[[Tables], Table]] = field(default_factory=dict)
    """Limits that are percentiles of what is usual: an expression for each as of ``fitting.percentile_99``."""

    def tell(self, lead: Lead) -> str:
        """The lead's sentence under the detector's limits, with one access where there is one: sentences are written for many."""
        return _OF_ONE.sub(lambda found: _ONE[found[1]], self.sentence(lead, self.limits))


def told(words: str) -> Callable[[Lead, Mapping[str, float]], str]:
    """A sentence out of a form such as ``{lead.entity} asked {lead.events} times, the limit is {most}``: limits stand by their names."""

    def sentence(lead: Lead, limits: Mapping[str, float]) -> str:
        return words.format(lead=lead, **{name: f"{value:g}" for name, value in limits.items()})

    return sentence


def leads_of(flagged: Table) -> Table:
    """One row a lead: entity, agency, period, since, until, events, measure, detail (that of the largest measure, then the latest)."""
    keys = ["entity", "agency", "period"]
    order = [flagged["measure"].desc(), flagged["at"].desc(), flagged["event_id"].desc()]
    ranked = flagged.mutate(place=_row_number(flagged, keys, order))
    return ranked.group_by(keys).aggregate(
        since=ranked["at"].min(),
        until=ranked["at"].max(),
        events=ranked["event_id"].nunique(),
        measure=ranked["measure"].max(),
        detail=ranked["detail"].max(where=ranked["place"] == 0),
    )


def evidence_of(flagged: Table) -> Table:
    """The events that each lead names: its keys, event_id, at; the earliest MAX_EVIDENCE."""
    keys = ["entity", "agency", "period"]
    distinct = flagged.group_by([*keys, "event_id"]).aggregate(at=flagged["at"].min())
    placed = distinct.mutate(place=_row_number(distinct, keys, [distinct["at"], distinct["event_id"]]))
    return placed.filter(placed["place"] < MAX_EVIDENCE).drop("place")


def _row_number(table: Table, keys: list[str], order: list[Any]) -> Any:
    return ibis.row_number().over(group_by=[table[key] for key in keys], order_by=order)
