"""Made-up warrants and contact cards.

Knows: kinds of warrants and who issues them, why people are stopped, and how the two spread over people and days.
Must not know: incidents, or where records are kept.

An administrative warrant is signed by an officer or a board, not by a judge. Warrant numbers start with QC (made-up
court files) and card numbers with QK, so that nobody takes them for real ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import log
from typing import Final, NamedTuple

from ostiary.demo.city.lots import Crowd, Lots, Urn, tickets
from ostiary.demo.city.offences import OFFENCE_TICKETS
from ostiary.demo.city.people import People, is_under_age
from ostiary.demo.city.plates import Traffic
from ostiary.demo.city.rhythm import DESK, PATROL, Span
from ostiary.demo.city.rows import ContactCard, Warrant
from ostiary.demo.city.sizes import WARRANTS_A_SERVICE, Size
from ostiary.demo.city.streets import block, district


class Kind(NamedTuple):
    """One kind of warrant and who issues it."""

    name: str
    judicial: bool
    issued_by: str


ARREST: Final = Kind("arrest", judicial=True, issued_by="Circuit Court, Criminal Division")
BENCH: Final = Kind("bench", judicial=True, issued_by="Circuit Court, Municipal Department")
SEARCH: Final = Kind("search", judicial=True, issued_by="Circuit Court, Criminal Division")
PAROLE: Final = Kind("parole-violation", judicial=False, issued_by="Prisoner Review Board")
REMOVAL: Final = Kind("removal", judicial=False, issued_by="federal immigration office")

SERVED: Final = tickets({ARREST: 58, BENCH: 32, PAROLE: 10})
"""Nobody is arrested on a warrant of removal: the city's police may not (5 ILCS 805/15)."""
NOT_SERVED: Final = tickets({ARREST: 38, BENCH: 34, SEARCH: 14, PAROLE: 6, REMOVAL: 8})

REASONS: Final = {
    "traffic stop": 34, "suspicious person": 20, "narcotics complaint": 12, "disturbance": 10, "curfew": 6,
    "gang loitering": 6, "trespass complaint": 6, "witness to an incident": 6,
}  # fmt: skip
OUTCOMES: Final = (
    "name check clear, released",
    "verbal warning",
    "moved along",
    "no action",
    "given a referral",
)

NAMELESS_SHARE: Final = 0.12
IN_VEHICLE_SHARE: Final = 0.4
RECALLED_SHARE: Final = 0.2

SERIALS: Final = 900_000
"""Numbers with six digits and no leading zero: so many for each pair of letters."""

_DAYS_A_YEAR: Final = 365
_OLDEST_WARRANT_YEARS: Final = 2
_MEAN_DAYS_TO_SERVICE: Final = 60
_REASONS: Final = tickets(REASONS)


class Papers:
    """The warrants and contact cards of these people, both in order of time."""

    def __init__(self, seed: int, people: People, traffic: Traffic, *, today: date, size: Size) -> None:
        self._people, self._traffic, self._size, self._today = people, traffic, size, today
        self._often = Crowd(people.count)
        self._warrants = Urn(seed, "warrants")
        self._cards = Urn(seed, "contact_cards")
        years = max(size.years, _OLDEST_WARRANT_YEARS)
        self._desk = Span(DESK, end=today, days=years * _DAYS_A_YEAR)
        self._patrol = Span(PATROL, end=today, days=size.years * _DAYS_A_YEAR)

    def warrant(self, number: int) -> Warrant:
        """The warrant of that number; every second one was served."""
        lots = self._warrants.lots(number)
        issued = self._desk.moment((number - 1 + lots.share()) / self._size.warrants).date()
        is_served = number % WARRANTS_A_SERVICE == 0
        kind = lots.pick(SERVED if is_served else NOT_SERVED)
        person = 1 + self._often.somebody(lots)
        life = self._people.life(person)
        return Warrant(
            warrant_id=number,
            warrant_number=serial(("QC",), number),
            kind=kind.name,
            judicial=kind.judicial,
            issuing_court=kind.issued_by,
            person_id=person,
            offence="" if kind is REMOVAL else lots.pick(OFFENCE_TICKETS).description,
            issued_on=issued,
            served_on=_later(lots, issued, self._today) if is_served else None,
            status="served" if is_served else "recalled" if lots.happens(RECALLED_SHARE) else "outstanding",
            juvenile=is_under_age(life.dob, issued),
            sealed=life.sealed,
        )

    def card(self, number: int) -> ContactCard:
        """The contact card of that number; some name nobody, and some give a plate."""
        lots = self._cards.lots(number)
        when = self._patrol.moment((number - 1 + lots.share()) / self._size.contact_cards).replace(second=0)
        person = None if lots.happens(NAMELESS_SHARE) else 1 + self._often.somebody(lots)
        life = self._people.life(person) if person is not None else None
        reason = lots.pick(_REASONS)
        return ContactCard(
            card_id=number,
            card_number=serial(("QK",), number),
            person_id=person,
            contacted_at=when,
            place=block(lots),
            district=district(lots),
            reason=reason,
            officer=f"cpd-{1_200 + lots.below(1_200)}",
            plate=self._plate(lots),
            narrative=f"{reason}; {lots.pick(OUTCOMES)}",
            juvenile=life is not None and is_under_age(life.dob, when.date()),
            sealed=life is not None and life.sealed,
        )

    def _plate(self, lots: Lots) -> str | None:
        return self._traffic.plate(self._traffic.often_seen(lots)) if lots.happens(IN_VEHICLE_SHARE) else None


def serial(letters: Sequence[str], number: int) -> str:
    """The number-th of the numbers that begin with these pairs of letters. Raises IndexError when they are used up."""
    pair, rest = divmod(number - 1, SERIALS)
    return f"{letters[pair]}{100_000 + rest}"


def _later(lots: Lots, issued: date, today: date) -> date:
    """A day from the day of issue on, mostly within some months, and never after today."""
    days = -_MEAN_DAYS_TO_SERVICE * log(1 - lots.share())
    passed = (today - issued).days
    return date.fromordinal(issued.toordinal() + int(days) % (passed + 1))
