"""The reports that statutes ask for, out of the same counts, with a nil return where there was nothing.

Knows: which report is due for which months, to whom, and by what law; what such a report leaves to others.
Must not know: pages, files, what day it is.

No lawyer has reviewed how these laws are read here, and each report says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from ostiary.web.public.model import Counts, Place, Publication, Tally
from ostiary.web.public.sums import by, months, only, total
from ostiary.web.public.tally import scope_of

Kind = Literal["quarterly", "annual"]

IMMIGRATION: Final = "immigration"
"""The kind of agency that the reports are about."""
CIVIL_ENFORCEMENT: Final = "civil-immigration-enforcement"
"""The purpose that the reports are about, whoever declares it."""
_QUARTER: Final = 3
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Statute:
    """What a law asks for: what the report is called, to whom it goes, where it stands, what it asks beyond this log."""

    kind: Kind
    title: str
    to: str
    law: str
    asks: str
    leaves: str


STATUTES: Final[Mapping[Kind, Statute]] = {
    "quarterly": Statute(
        "quarterly",
        "Quarterly report on immigration requests",
        "the Mayor and the Inspector General",
        "Municipal Code of Chicago 2-173-069 (Welcoming City Ordinance)",
        "requests for help by immigration agencies, and what became of them",
        "Detainers and administrative warrants on paper, calls to OEMC, and whether a person was handed over do not pass this"
        " door. The police department adds them.",
    ),
    "annual": Statute(
        "annual",
        "Annual report on immigration requests",
        "the Attorney General",
        "5 ILCS 805/25 (Illinois TRUST Act)",
        "each request of immigration agencies and how it was handled, without names, or a nil return",
        "Detainers, civil immigration warrants and requests by telephone or on paper do not pass this door. The police"
        " department adds them. The law wants a nil return signed by hand.",
    ),
}
UNREVIEWED: Final = (
    "No lawyer has reviewed this form, nor whether the law asks for more. It shows what this log can say."
)


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a period, such as 2026-Q4: the days from ``since`` to ``until``, those covered up to ``covered``."""

    id: str
    statute: Statute
    since: str
    until: str
    covered_from: str
    covered: str
    counts: Counts
    total: Tally

    @property
    def is_nil(self) -> bool:
        """Whether nothing was asked: a nil return."""
        return not self.total.asked

    @property
    def is_whole(self) -> bool:
        """Whether every day of the period is counted."""
        return self.covered_from <= self.since and self.covered >= self.until

    @property
    def by_agency_and_purpose(self) -> Mapping[tuple[str, str, str], Tally]:
        """The requests by who asked, for whom, and for what."""
        found: defaultdict[tuple[str, str, str], Tally] = defaultdict(Tally)
        for place, tally in self.counts.items():
            found[place.agency, place.beneficiary, place.purpose] += tally
        return dict(sorted(found.items()))

    @property
    def by_day(self) -> Mapping[str, Tally]:
        """The requests by day."""
        return by(self.counts, lambda place: place.day)


def reports(publication: Publication) -> tuple[Report, ...]:
    """Every report of every period that a covered day is in, the newest first."""
    found = [_report(publication, *period) for period in _periods(months(publication))]
    return tuple(sorted(found, key=lambda one: (one.until, one.since), reverse=True))


def immigration_scope(publication: Publication) -> frozenset[str]:
    """The agencies that the reports are about, with all under them."""
    roots = [one.code for one in publication.agencies if one.kind == IMMIGRATION]
    return frozenset(code for root in roots for code in scope_of(root, publication.agencies))


def _periods(covered: Iterable[str]) -> list[tuple[str, Kind, date, date]]:
    quarters, years = dict[str, tuple[Kind, date, date]](), dict[str, tuple[Kind, date, date]]()
    for one in covered:
        year, month = map(int, one.split("-"))
        quarter = (month - 1) // _QUARTER
        first = date(year, quarter * _QUARTER + 1, 1)
        quarters[f"{year}-Q{quarter + 1}"] = ("quarterly", first, _end(first, _QUARTER))
        years[str(year)] = ("annual", date(year, 1, 1), date(year, _MONTHS, 31))
    return [(name, *period) for name, period in {**quarters, **years}.items()]


def _end(first: date, count: int) -> date:
    after = first.month - 1 + count
    return date(first.year + after // _MONTHS, after % _MONTHS + 1, 1) - timedelta(days=1)


def _report(publication: Publication, name: str, kind: Kind, first: date, last: date) -> Report:
    scope, since, until = immigration_scope(publication), first.isoformat(), last.isoformat()
    counts = only(
        publication.counts,
        lambda place: since <= place.day <= until and _is_asked_for(place, scope, publication),
    )
    return Report(
        name, STATUTES[kind], since, until, publication.since, publication.until, counts, total(counts)
    )


def _is_asked_for(place: Place, scope: frozenset[str], publication: Publication) -> bool:
    return not scope.isdisjoint((place.agency, place.beneficiary)) or place.purpose in publication.enforcement
