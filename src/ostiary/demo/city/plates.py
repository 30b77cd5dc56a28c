"""Made-up vehicles and the plate reads of the last sixty days.

Knows: makes and models, cameras and where they stand, and whose car passes.
Must not know: incidents, or where records are kept.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from ostiary.demo.city.lots import Crowd, Lots, Urn, scattered
from ostiary.demo.city.people import People
from ostiary.demo.city.rhythm import ROADS, Span
from ostiary.demo.city.rows import PlateRead, Vehicle

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
UNOWNED_SHARE: Final = 0.05
"""The share of vehicles whose owner is not known; more have none, because a juvenile owns no vehicle."""
STRANGER_SHARE: Final = 0.15
"""The share of reads whose plate is not registered here."""

_DIGITS: Final = 100_000
PLATES: Final = len(LETTERS) ** 2 * _DIGITS


class Traffic:
    """So many vehicles of these people, and so many passages before cameras, in order of time."""

    def __init__(self, seed: int, people: People, *, today: date, vehicles: int, reads: int) -> None:
        self._people = people
        self._today = today
        self._count = reads
        self._passing = Crowd(vehicles)
        self._roads = Span(ROADS, end=today, days=DAYS_KEPT)
        self._vehicles = Urn(seed, "vehicles")
        self._owners = Urn(seed, "owners")
        self._reads = Urn(seed, "plate_reads")
        self._cameras = tuple(_place(Urn(seed, "cameras").lots(camera)) for camera in range(CAMERAS))

    def vehicle(self, number: int) -> Vehicle:
        """The vehicle of that number; no two have one plate (two letters, five digits)."""
        lots = self._vehicles.lots(number)
        make, model = lots.pick(MODELS)
        return Vehicle(
            vehicle_id=number,
            plate=self.plate(number),
            make=make,
            model=model,
            year=self._today.year - int(29 * lots.share() ** 2),
            owner_id=self.owner(number),
        )

    def plate(self, vehicle: int) -> str:
        """The plate of the vehicle of that number."""
        return _plate(scattered(vehicle, PLATES))

    def owner(self, vehicle: int) -> int | None:
        """The owner of the vehicle of that number, an adult, if known."""
        lots = self._owners.lots(vehicle)
        owner = 1 + lots.below(self._people.count)
        return None if lots.happens(UNOWNED_SHARE) or self._people.life(owner).juvenile else owner

    def read(self, number: int) -> PlateRead:
        """The read of that number; a few cars are read very often."""
        lots = self._reads.lots(number)
        camera = lots.below(CAMERAS)
        latitude, longitude = self._cameras[camera]
        plate, owner = self._passer(lots)
        return PlateRead(
            read_id=number,
            plate=plate,
            camera=f"CAM-{camera + 1:03d}",
            read_at=self._roads.moment((number - 1 + lots.share()) / self._count),
            latitude=latitude,
            longitude=longitude,
            owner_id=owner,
        )

    def often_seen(self, lots: Lots) -> int:
        """The number of a vehicle, one that passes often rather than one that does not."""
        return 1 + self._passing.somebody(lots)

    def _passer(self, lots: Lots) -> tuple[str, int | None]:
        """The plate of a registered car with its owner, or a plate of elsewhere, which has three letters."""
        if lots.happens(STRANGER_SHARE):
            return f"{lots.pick(LETTERS)}{_plate(lots.below(PLATES))}", None
        vehicle = self.often_seen(lots)
        return self.plate(vehicle), self.owner(vehicle)


def _place(lots: Lots) -> tuple[float, float]:
    return round(41.66 + 0.35 * lots.share(), 5), round(-87.79 + 0.25 * lots.share(), 5)


def _plate(number: int) -> str:
    digits, letters = divmod(number, len(LETTERS) ** 2)
    first, second = divmod(letters, len(LETTERS))
    return f"{LETTERS[first]}{LETTERS[second]}{digits:05d}"
