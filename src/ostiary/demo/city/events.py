"""What made-up people are recorded for: incidents, arrests, and the cases that follow.

Knows: how incidents spread over days, districts and people, and what comes after one.
Must not know: where records are kept.

Numbers of made-up events start with Q, so that nobody takes them for those of a real extract (JK in 2026).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from math import log
from typing import Final, NamedTuple

from ostiary.demo.city.lots import Crowd, Lots, Urn
from ostiary.demo.city.offences import OFFENCE_TICKETS
from ostiary.demo.city.papers import Papers, serial
from ostiary.demo.city.people import People, is_under_age
from ostiary.demo.city.rhythm import STREET, Span
from ostiary.demo.city.rows import Arrest, Case, Incident
from ostiary.demo.city.sizes import INCIDENTS_A_CASE, INCIDENTS_AN_ARREST, WARRANTS_A_SERVICE, Size
from ostiary.demo.city.streets import PLACES, block, district

UNITS: Final = ("Area One Detectives", "Area Two Detectives", "Area Three Detectives", "Area Four Detectives",
                "Area Five Detectives", "Financial Crimes", "Narcotics")  # fmt: skip

NAMED_SHARE: Final = 0.5
"""Of the incidents without an arrest; one with an arrest always names a person."""
CLOSED_SHARE: Final = 0.55
DOMESTIC_SHARE: Final = 0.08
HELD_SHARE: Final = 0.15
SEALED_ALONE_SHARE: Final = 0.01

INCIDENT_LETTERS: Final = ("QA", "QB", "QD", "QE")
ARREST_LETTERS: Final = ("QW",)
"""For arrests that follow from no incident of this city."""

_DAYS_A_YEAR: Final = 365
_MEAN_MINUTES_TO_ARREST: Final = 600
_MEAN_DAYS_HELD: Final = 5


class Events:
    """The incidents, in order of time, and arrests of these people; ``of_extract``: the incidents are somebody else's."""

    def __init__(
        self, seed: int, people: People, papers: Papers, *, today: date, size: Size, of_extract: bool
    ) -> None:
        self._people, self._papers, self._size, self._today = people, papers, size, today
        self._of_extract = of_extract
        self._often = Crowd(people.count)
        self._days = Span(STREET, end=today, days=size.years * _DAYS_A_YEAR)
        self._incidents = Urn(seed, "incidents")
        self._arrested = Urn(seed, "arrested")
        self._arrests = Urn(seed, "arrests")
        self._cases = Urn(seed, "cases")

    def incident(self, number: int) -> Incident:
        """The incident of that number, made up; one with an arrest names a person."""
        lots = self._incidents.lots(number)
        offence = lots.pick(OFFENCE_TICKETS)
        arrest = self._with_arrest(self._arrest_after(number)) == number
        person = 1 + self._often.somebody(lots) if arrest or lots.happens(NAMED_SHARE) else None
        return Incident(
            incident_id=number,
            case_number=serial(INCIDENT_LETTERS, number),
            occurred_at=self._when(lots, number),
            block=block(lots),
            iucr=offence.iucr,
            primary_type=offence.primary_type,
            description=offence.description,
            location_description=lots.pick(PLACES),
            arrest=arrest,
            domestic="DOMESTIC" in offence.description or lots.happens(DOMESTIC_SHARE),
            district=district(lots),
            fbi_code=offence.fbi_code,
            person_id=person,
            sealed=self._is_sealed(lots, person),
        )

    def arrest(self, number: int) -> Arrest:
        """The arrest of that number: first those after an incident, then one for each served warrant."""
        lots = self._arrests.lots(number)
        occasion = self._occasion(lots, number)
        when = min(occasion.when, _midnight(self._today))
        released = when.date() + timedelta(days=int(_mostly_soon(lots, _MEAN_DAYS_HELD)))
        held = lots.happens(HELD_SHARE) or released > self._today
        life = self._people.life(occasion.person)
        return Arrest(
            arrest_id=number,
            case_number=occasion.number,
            person_id=occasion.person,
            arrested_at=when,
            charge=occasion.charge,
            district=occasion.district,
            release_date=None if held else released,
            juvenile=is_under_age(life.dob, when.date()),
            sealed=self._is_sealed(lots, occasion.person),
        )

    def case(self, number: int) -> Case:
        """The case of that number, on a made-up incident."""
        return self.case_on(self.incident(number * INCIDENTS_A_CASE))

    def case_on(self, incident: Incident) -> Case:
        """The case that a unit opened on an incident; closed at most 90 days later, never after today."""
        lots = self._cases.lots(incident.incident_id)
        opened = min(incident.occurred_at.date() + timedelta(days=lots.below(3)), self._today)
        closed = opened + timedelta(days=1 + lots.below(89))
        return Case(
            case_number=incident.case_number,
            opened_on=opened,
            closed_on=closed if lots.happens(CLOSED_SHARE) and closed <= self._today else None,
            unit=lots.pick(UNITS),
            lead_member=f"cpd-{1_000 + lots.below(200)}",
            offence=incident.primary_type,
        )

    def _with_arrest(self, arrest: int) -> int:
        """Which of the incidents that belong to an arrest led to it."""
        first = (arrest - 1) * INCIDENTS_AN_ARREST + 1
        return first + self._arrested.lots(arrest).below(INCIDENTS_AN_ARREST)

    def _arrest_after(self, incident: int) -> int:
        return (incident - 1) // INCIDENTS_AN_ARREST + 1

    def _when(self, lots: Lots, incident: int) -> datetime:
        return self._days.moment((incident - 1 + lots.share()) / self._size.incidents).replace(second=0)

    def _is_sealed(self, lots: Lots, person: int | None) -> bool:
        return (person is not None and self._people.life(person).sealed) or lots.happens(SEALED_ALONE_SHARE)

    def _occasion(self, lots: Lots, number: int) -> _Occasion:
        on_warrant = number - self._size.incidents // INCIDENTS_AN_ARREST
        if on_warrant > 0:
            return self._on_warrant(lots, on_warrant * WARRANTS_A_SERVICE)
        incident = self.incident(self._with_arrest(number))
        if self._of_extract or incident.person_id is None:
            # A real extract names nobody: the arrest has another number, and is of somebody else.
            return _Occasion(
                serial(ARREST_LETTERS, number), 1 + self._often.somebody(lots), incident.occurred_at,
                incident.description, incident.district,
            )  # fmt: skip
        when = incident.occurred_at + timedelta(minutes=int(_mostly_soon(lots, _MEAN_MINUTES_TO_ARREST)))
        return _Occasion(
            incident.case_number, incident.person_id, when, incident.description, incident.district
        )

    def _on_warrant(self, lots: Lots, number: int) -> _Occasion:
        warrant = self._papers.warrant(number)
        served = _midnight(warrant.served_on or warrant.issued_on) + timedelta(minutes=lots.below(1_440))
        return _Occasion(
            warrant.warrant_number, warrant.person_id, served, f"WARRANT - {warrant.offence}", district(lots)
        )


class _Occasion(NamedTuple):
    """Under which number, who, when, for what and where somebody is arrested."""

    number: str
    person: int
    when: datetime
    charge: str
    district: str


def _mostly_soon(lots: Lots, mean: float) -> float:
    """A waiting time (exponential)."""
    return -mean * log(1 - lots.share())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
