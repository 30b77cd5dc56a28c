from __future__ import annotations

from typing import Any

from ostiary.watch.detecting import travel
from watch.events_world import HOUR, MINUTE, ms
from watch.judged import events_of, flagged, leads, tables

START = ms("2025-06-02")
(TRAVEL,) = travel.DETECTORS
CHICAGO, DENVER, JOLIET = (41.88, -87.63), (39.74, -104.99), (41.53, -88.08)


def _trip(user: str, *stops: tuple[int, tuple[float, float]], **more: Any) -> list[dict[str, Any]]:
    return [{"user": user, "at": START + at, "latitude": y, "longitude": x, **more} for at, (y, x) in stops]


def test_two_cities_within_half_an_hour_are_flagged() -> None:
    """Chicago and Denver lie some 1,480 km apart: half an hour is too short, two hours are a flight; a suburb is near."""
    rows = [
        *_trip("a", (0, CHICAGO), (30 * MINUTE, DENVER)),
        *_trip("b", (0, CHICAGO), (2 * HOUR, DENVER)),
        *_trip("c", (0, CHICAGO), (0, JOLIET)),
    ]
    (lead,) = leads(TRAVEL, tables(rows))
    assert (lead.entity, lead.events) == ("a", 2)
    assert 1_470 < lead.measure < 1_490
    assert f"{lead.detail} km" in TRAVEL.sentence(lead, TRAVEL.limits)


def test_two_places_at_one_instant_are_flagged() -> None:
    """There is no speed, and it is impossible all the same."""
    assert len(events_of(TRAVEL, tables(_trip("a", (0, CHICAGO), (0, DENVER))))) == 2


def test_shared_addresses_and_events_without_a_place_are_no_stops() -> None:
    """A private network's way out says nothing of where the user was."""
    rows = [
        *_trip("a", (0, CHICAGO), address="10.0.0.1"),
        *_trip("a", (MINUTE, DENVER), address="10.9.9.9"),
        *_trip("a", (2 * MINUTE, CHICAGO), address="10.0.0.1"),
        {"user": "a", "at": START + MINUTE},
    ]
    assert len(events_of(TRAVEL, tables(rows))) == 3
    assert flagged(TRAVEL, tables(rows, {"egress": [{"address": "10.9.9.9"}]})) == []


def test_two_accounts_of_one_name_are_two_travellers() -> None:
    """A pseudonym that two agencies gave is not one person."""
    rows = [*_trip("a", (0, CHICAGO)), *_trip("a", (MINUTE, DENVER), agency="Brook PD")]
    assert flagged(TRAVEL, tables(rows)) == []
