"""How the parts are played: for what purposes, with which questions, under which case numbers, with what reasons.

Knows: the mix of each part, and how people write reasons where their application asks for one.
Must not know: single members, times, the log.

The shares of missing, copied and vague reasons follow what published search audits of plate readers show: about a fifth
have none, about a quarter are one vague word, and some users write the same words every time. The phrases are made up in
their manner, with their traps: "special services", "criminal justice" and "warrant service" contain "ice" and mean none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ostiary.demo.city.lots import tickets

_LOCAL: Final = {
    "criminal-investigation": 30, "robbery": 14, "burglary": 16, "narcotics": 14, "vehicle-theft": 18, "homicide": 8,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Habits:
    """Purposes and questions as often as they weigh; ``basis`` is shown always, where there is one.

    ``cases`` says where case numbers come from: ``city`` (the city's own), ``own`` (another agency's numbering) or
    ``none``. ``lasting`` is how many questions one purpose and case last, on average.
    """

    purposes: Sequence[str]
    shapes: Sequence[str]
    cases: str = "city"
    basis: str = ""
    lasting: int = 6


PARTS: Final[Mapping[str, Habits]] = {
    "patrol": Habits(
        tickets({**_LOCAL, "missing-person": 6, "fugitive": 6}),
        tickets({"by_plate": 26, "by_name": 18, "cars": 8, "warrants": 14, "by_key": 12, "reads": 8, "arrests": 8, "codes": 2}),
        lasting=4,
    ),
    "detective": Habits(
        tickets(_LOCAL),
        tickets({
            "incident": 16, "by_name": 14, "by_key": 10, "arrests": 12, "history": 12, "cars": 8, "reads": 10, "warrants": 6,
            "contacts": 6, "case_file": 6, "by_beginning": 6, "by_plate": 4,
        }),
        lasting=9,
    ),
    "analyst": Habits(
        tickets({"criminal-investigation": 6, "burglary": 2, "vehicle-theft": 2}),
        tickets({"day_stream": 24, "districts": 18, "kinds": 18, "reads": 14, "history": 8, "codes": 8, "by_plate": 10}),
        lasting=14,
    ),
    "prosecutor": Habits(
        tickets({"prosecution": 1}),
        tickets({"incident": 24, "arrests": 26, "by_name": 18, "by_key": 14, "history": 10, "warrants": 8}),
        lasting=8,
    ),
    "agent": Habits(
        tickets({"criminal-investigation": 40, "narcotics": 30, "robbery": 14, "homicide": 6, "fugitive": 10}),
        tickets({
            "by_name": 24, "by_key": 14, "by_plate": 16, "reads": 14, "arrests": 14, "history": 8, "cars": 6, "by_beginning": 4,
        }),
        cases="own", lasting=7,
    ),
    "marshal": Habits(
        tickets({"fugitive": 1}),
        tickets({"warrants": 26, "by_name": 24, "by_key": 14, "by_plate": 10, "reads": 14, "cars": 6, "wanted": 6}),
        cases="own", basis="judicial-warrant", lasting=6,
    ),
    "auditor": Habits(
        tickets({"audit": 1}),
        tickets({"juvenile_arrests": 30, "contacts": 20, "districts": 14, "kinds": 14, "warrants": 12, "incident": 10}),
        cases="none", lasting=12,
    ),
    "statistician": Habits(
        tickets({"statistics": 1}),
        tickets({"districts": 10, "kinds_by_district": 8, "arrest_shares": 6, "charges": 8, "codes": 2}),
        cases="none", lasting=10,
    ),
    "immigration": Habits(
        tickets({"removal": 8, "detainer": 8, "status-check": 8, "criminal-investigation": 10, "criminal-immigration": 6}),
        tickets({"by_name": 30, "by_key": 10, "by_plate": 20, "arrests": 14, "reads": 8, "codes": 8}),
        cases="own", basis="administrative-warrant", lasting=4,
    ),
}  # fmt: skip

SPECIFIC: Final = (
    "stolen vehicle report", "retail theft suspect", "armed robbery follow up", "hit and run", "missing teenager",
    "warrant service", "assist county, wanted person", "special services investigation", "obstructing justice",
    "call for service", "stolen license plate", "accomplice vehicle", "burglary to auto", "shots fired, vehicle left",
    "criminal justice", "welfare check", "fail to stop", "recovered property", "order of protection violation",
)  # fmt: skip
VAGUE: Final = (
    "investigation",
    "inv",
    "suspect",
    "patrol",
    "locate",
    "39",
    "uuv",
    "info",
    "x",
    "veh",
    "check",
)
ARTEFACT: Final = "daytime search for best result"
"""The text of a button, which an application sends when nothing was typed."""

STYLES: Final = tickets({"no field": 50, "blank": 8, "own words": 22, "vague": 12, "copied": 8})
"""How somebody's application and somebody's habit work together; it stays the same for a member."""
