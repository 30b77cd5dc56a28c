"""A watch folder with findings, written by hand, for the tests of whatever shows or acts on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from ostiary.watch.detecting.detector import Detector, Lead
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.store import FindingStore
from ostiary.watch.findings.taking import take

NOW: Final = 1_750_000_000_000
"""15 June 2025, in ms."""
DAY: Final = 86_400_000

LEAD: Final = Lead(
    detector="M5",
    entity_kind="user",
    entity="sam.oakes",
    agency="city-pd",
    period="2025-06",
    since=NOW - DAY,
    until=NOW - 3_600_000,
    events=3,
    measure=1.5,
    detail="40",
    evidence=("log/1", "log/2", "log/3"),
)


def detector(code: str, severity: int = 3) -> Detector:
    """A detector that finds nothing by itself: leads are given to it."""
    return Detector(
        code=code,
        name="bulk",
        version=1,
        entity="user",
        severity=severity,
        question="Does somebody take many records at once?",
        needs=frozenset(),
        limits={"searches": 40},
        flag=lambda tables, _limits: tables.events,
        sentence=lambda lead, limits: (
            f"{lead.entity} searched {lead.detail} times, more than {limits['searches']}"
        ),
        innocent=("a hot list was checked",),
        next_step="ask for the service account",
    )


DETECTORS: Final[Mapping[str, Detector]] = {
    "M1": detector("M1", 5),
    "M5": detector("M5"),
    "M15b": detector("M15b", 1),
}


def some_leads(count: int, code: str = "M5") -> list[Lead]:
    """Leads about so many users of two agencies, each with more events than the one before."""
    return [
        replace(
            LEAD, detector=code, entity=f"user{one:03}", agency=("city-pd", "county")[one % 2], events=one + 3
        )
        for one in range(count)
    ]


def world(path: Path, *leads: Lead, at: int = NOW) -> FindingStore:
    """A folder with findings of these leads, or of the one above."""
    folder = WatchFolder.open_or_make(path)
    take(folder, leads or [LEAD], DETECTORS, at)
    return FindingStore(folder)
