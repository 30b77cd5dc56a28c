"""Made-up warrants and contact cards.

Knows: kinds of warrants and who issues them, why people are stopped, and how the two spread over people and days.
Must not know: incidents, or where records are kept.

An administrative warrant is signed by an officer or a board, not by a judge. Warrant numbers start with QC (made-up
court files) and card numbers with QK, so that nobody takes them for real ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final, NamedTuple

from ostiary.demo.city_events import DISTRICTS
from ostiary.demo.city_offences import OFFENCES
from ostiary.demo.city_people import STREETS, heavy_tailed, is_under_age
from ostiary.demo.city_rows import ContactCard, Person, Vehicle, Warrant


class Kind(NamedTuple):
    """One kind of warrant, who issues it, and how many of a hundred warrants are of it."""

    name: str
    judicial: bool
    issued_by: str
    weight: int


KINDS: Final = (
    Kind("arrest", judicial=True, issued_by="Circuit Court, Criminal Division", weight=46),
    Kind("bench", judicial=True, issued_by="Circuit Court, Municipal Department", weight=34),
    Kind("search", judicial=True, issued_by="Circuit Court, Criminal Division", weight=8),
    Kind("parole-violation", judicial=False, issued_by="Prisoner Review Board", weight=8),
    Kind("removal", judicial=False, issued_by="federal immigration office", weight=4),
)
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

DAYS_OF_WARRANTS: Final = 3 * 365
DAYS_OF_CARDS: Final = 365
NAMELESS_SHARE: Final = 0.12
IN_VEHICLE_SHARE: Final = 0.4
SERVED_SHARE: Final = 0.55
RECALLED_SHARE: Final = 0.1


def warrants(rng: Random, *, people: Sequence[Person], today: date, count: int) -> Iterator[Warrant]:
    """So many warrants of the three years before ``today``; an outstanding one was neither served nor recalled."""
    weights = [kind.weight for kind in KINDS]
    for number in range(1, count + 1):
        kind = rng.choices(KINDS, weights)[0]
        person = people[heavy_tailed(rng, len(people))]
        issued = today - timedelta(days=1 + rng.randrange(DAYS_OF_WARRANTS))
        served = issued + timedelta(days=int(rng.expovariate(1 / 60)))
        is_served = rng.random() < SERVED_SHARE and served <= today
        yield Warrant(
            warrant_id=number,
            warrant_number=f"QC{100_000 + 37 * number:06d}",
            kind=kind.name,
            judicial=kind.judicial,
            issuing_court=kind.issued_by,
            person_id=person.person_id,
            offence="" if kind.name == "removal" else rng.choice(OFFENCES).description,
            issued_on=issued,
            served_on=served if is_served else None,
            status="served" if is_served else "recalled" if rng.random() < RECALLED_SHARE else "outstanding",
            juvenile=is_under_age(person.dob, issued),
            sealed=person.sealed,
        )


def contact_cards(
    rng: Random, *, people: Sequence[Person], vehicles: Sequence[Vehicle], today: date, count: int
) -> Iterator[ContactCard]:
    """So many cards of the year before ``today``; some name nobody, and some give a plate."""
    reasons, weights = tuple(REASONS), tuple(REASONS.values())
    for number in range(1, count + 1):
        person = None if rng.random() < NAMELESS_SHARE else people[heavy_tailed(rng, len(people))]
        when = datetime.combine(today, time()) - timedelta(minutes=1 + rng.randrange(DAYS_OF_CARDS * 1_440))
        reason = rng.choices(reasons, weights)[0]
        yield ContactCard(
            card_id=number,
            card_number=f"QK{100_000 + 37 * number:06d}",
            person_id=person.person_id if person is not None else None,
            contacted_at=when,
            place=f"{rng.randrange(100):03d}XX {rng.choice('NSEW')} {rng.choice(STREETS).upper()}",
            district=rng.choice(DISTRICTS),
            reason=reason,
            officer=f"cpd-{rng.randrange(1_200, 2_400)}",
            plate=rng.choice(vehicles).plate if rng.random() < IN_VEHICLE_SHARE else None,
            narrative=f"{reason}; {rng.choice(OUTCOMES)}",
            juvenile=person is not None and is_under_age(person.dob, when.date()),
            sealed=person is not None and person.sealed,
        )
