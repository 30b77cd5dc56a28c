"""Made-up vehicles and the plate reads of the last sixty days.

Knows: makes and models, cameras and where they stand, and whose car passes.
Must not know: incidents, or where records are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from ostiary.demo.city_people import heavy_tailed
from ostiary.demo.city_rows import Person, PlateRead, Vehicle

MODELS: Final = (
    ("Chevrolet", "Malibu"), ("Chevrolet", "Equinox"), ("Ford", "Escape"), ("Ford", "F-150"), ("Honda", "Civic"),
    ("Honda", "CR-V"), ("Hyundai", "Elantra"), ("Jeep", "Cherokee"), ("Kia", "Sportage"), ("Nissan", "Altima"),
    ("Nissan", "Rogue"), ("Subaru", "Outback"), ("Toyota", "Camry"), ("Toyota", "Corolla"), ("Toyota", "RAV4"),
    ("Volkswagen", "Jetta"),
)  # fmt: skip
LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ"

DAYS_KEPT: Final = 60
"""Reads are kept for 60 days, as Minnesota requires of unrelated reads (Minn. Stat. 13.824)."""

CAMERAS: Final = 40
UNOWNED_SHARE: Final = 0.1
STRANGER_SHARE: Final = 0.15
"""The share of reads whose plate is not registered here."""

_DIGITS: Final = 100_000
_PLATES: Final = len(LETTERS) ** 2 * _DIGITS


def vehicles(rng: Random, *, people: Sequence[Person], today: date, count: int) -> Iterator[Vehicle]:
    """So many vehicles with different plates (two letters, five digits), owned by adults or by nobody known."""
    adults = [person.person_id for person in people if not person.juvenile]
    for number, plate in enumerate(rng.sample(range(_PLATES), count), start=1):
        make, model = rng.choice(MODELS)
        yield Vehicle(
            vehicle_id=number,
            plate=_plate(plate),
            make=make,
            model=model,
            year=today.year - int(rng.expovariate(1 / 8)) % 30,
            owner_id=None if rng.random() < UNOWNED_SHARE else rng.choice(adults),
        )


def plate_reads(rng: Random, *, vehicles: Sequence[Vehicle], today: date, count: int) -> Iterator[PlateRead]:
    """So many reads of the 60 days before ``today``, in order of time; a few cars are read very often."""
    start, step = (
        datetime.combine(today, time()) - timedelta(days=DAYS_KEPT),
        timedelta(days=DAYS_KEPT) / count,
    )
    cameras = [
        (round(rng.uniform(41.66, 42.01), 5), round(rng.uniform(-87.79, -87.54), 5)) for _ in range(CAMERAS)
    ]
    for number in range(1, count + 1):
        camera = rng.randrange(CAMERAS)
        latitude, longitude = cameras[camera]
        plate, owner = _passing(rng, vehicles)
        yield PlateRead(
            read_id=number,
            plate=plate,
            camera=f"CAM-{camera + 1:03d}",
            read_at=(start + step * (number - rng.random())).replace(microsecond=0),
            latitude=latitude,
            longitude=longitude,
            owner_id=owner,
        )


def _passing(rng: Random, vehicles: Sequence[Vehicle]) -> tuple[str, int | None]:
    """The plate of a registered car with its owner, or a plate of elsewhere, which has three letters."""
    if rng.random() < STRANGER_SHARE:
        return f"{rng.choice(LETTERS)}{_plate(rng.randrange(_PLATES))}", None
    vehicle = vehicles[heavy_tailed(rng, len(vehicles))]
    return vehicle.plate, vehicle.owner_id


def _plate(number: int) -> str:
    letters, digits = divmod(number, _DIGITS)
    first, second = divmod(letters, len(LETTERS))
    return f"{LETTERS[first]}{LETTERS[second]}{digits:05d}"
