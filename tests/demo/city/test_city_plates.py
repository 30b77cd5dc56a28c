from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import pytest

from ostiary.demo.city.people import People
from ostiary.demo.city.plates import CAMERAS, PLATES, Traffic
from ostiary.demo.city.rows import Person, PlateRead, Vehicle
from ostiary.demo.city.sizes import SMALL


@pytest.fixture(scope="module")
def cars(traffic: Traffic) -> Sequence[Vehicle]:
    """All vehicles."""
    return tuple(map(traffic.vehicle, range(1, SMALL.vehicles + 1)))


@pytest.fixture(scope="module")
def reads(traffic: Traffic) -> Sequence[PlateRead]:
    """All plate reads."""
    return tuple(map(traffic.read, range(1, SMALL.plate_reads + 1)))


def test_traffic_follows_from_the_seed(
    cars: Sequence[Vehicle], reads: Sequence[PlateRead], people: People, today: date
) -> None:
    """The same seed gives the same vehicles and reads."""
    again = Traffic(7, people, today=today, vehicles=SMALL.vehicles, reads=SMALL.plate_reads)
    assert all(again.vehicle(number) == cars[number - 1] for number in range(900, 1, -1))
    assert all(again.read(number) == reads[number - 1] for number in range(900, 1, -1))


def test_vehicles_have_different_plates_and_adult_owners(
    cars: Sequence[Vehicle], persons: Sequence[Person]
) -> None:
    """A plate is two letters and five digits, each once; no owner is a juvenile; some are not known."""
    assert len({car.plate for car in cars}) == len(cars)
    assert all(re.fullmatch(r"[A-Z]{2}\d{5}", car.plate) for car in cars)
    assert not any(persons[car.owner_id - 1].juvenile for car in cars if car.owner_id is not None)
    assert any(car.owner_id is None for car in cars)


def test_there_are_plates_for_every_size(traffic: Traffic) -> None:
    """The last plate has the form of all."""
    assert re.fullmatch(r"[A-Z]{2}\d{5}", traffic.plate(PLATES - 1))


def test_reads_lie_within_sixty_days(reads: Sequence[PlateRead], today: date) -> None:
    """Reads come in order of time from the 60 days before today."""
    moments = [read.read_at for read in reads]
    end = datetime.combine(today, time())
    assert moments == sorted(moments)
    assert end - timedelta(days=60) <= moments[0] <= moments[-1] <= end


def test_a_read_knows_the_registered_owner(reads: Sequence[PlateRead], cars: Sequence[Vehicle]) -> None:
    """The owner of a registered plate is that of its vehicle; a stranger's is not known."""
    owners = {car.plate: car.owner_id for car in cars}
    assert all(read.owner_id == owners.get(read.plate) for read in reads)
    assert any(read.plate not in owners for read in reads)


def test_cameras_stand_still_and_some_cars_pass_often(reads: Sequence[PlateRead]) -> None:
    """Each camera has one place, and some plate is read many times."""
    assert len({(read.camera, read.latitude, read.longitude) for read in reads}) == CAMERAS
    assert Counter(read.plate for read in reads).most_common(1)[0][1] >= 10
