"""Aurora and Oak Lawn, as a report of July 2019 has them: the same records, the same requests, opposite answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ostiary.model.bundle import Bundle
from ostiary.model.request import Allow
from ostiary.model.rules import Condition, Permit, Source
from ostiary.policy.reference import decide
from ostiary.store.bundle_files import read_bundle
from policy_worlds import ask

POLICIES = Path(__file__).parents[2] / "policies"
AURORA, OAK_LAWN = (read_bundle(POLICIES / f"{town}-2019") for town in ("aurora", "oak-lawn"))
CASE = "AU123456"


@pytest.mark.parametrize(
    ("agency", "aurora", "oak_lawn"),
    [
        ("aurora-pd", True, True),
        ("oak-lawn-pd", True, True),
        ("illinois-state-police", True, True),
        ("fbi", True, True),
        ("ice", False, True),
        ("ice-ero", False, True),
    ],
)
def test_the_towns_differ_about_ice(agency: str, *, aurora: bool, oak_lawn: bool) -> None:
    """With a case number and for the investigation of a crime; without a number neither town answers anybody."""
    for town, opens in ((AURORA, aurora), (OAK_LAWN, oak_lawn)):
        for record_class in ("persons", "incidents"):
            with_case = decide(town, ask(agency, "criminal-investigation", record_class, case=CASE))
            assert isinstance(with_case, Allow) is opens
            without = decide(town, ask(agency, "criminal-investigation", record_class))
            assert not isinstance(without, Allow)


@pytest.mark.parametrize(("town", "holds"), [(AURORA, True), (OAK_LAWN, False)], ids=["aurora", "oak-lawn"])
def test_only_a_prohibition_outlives_a_new_permit(town: Bundle, *, holds: bool) -> None:
    """Neither town opens its records for civil immigration enforcement; in one of them a single permit would."""
    asked = [
        ask(agency, purpose, "persons", case=CASE)
        for agency in ("fbi", "oak-lawn-pd")
        for purpose in ("civil-immigration-enforcement", "detainer")
    ]
    assert not any(isinstance(decide(town, one), Allow) for one in asked)
    everything = Permit(Source("X1", "somebody's idea"), Condition())
    wider = replace(town, permits=(*town.permits, everything))
    assert [isinstance(decide(wider, one), Allow) for one in asked] == [not holds] * len(asked)
    ice = ask("ice-ero", "criminal-investigation", "persons", case=CASE)
    assert isinstance(decide(wider, ice), Allow) is not holds


@pytest.mark.parametrize("file", ["agencies.toml", "catalogue.toml", "purposes.toml"])
def test_what_the_towns_share_is_the_same(file: str) -> None:
    """So that a comparison shows rules alone."""
    assert (POLICIES / "aurora-2019" / file).read_bytes() == (POLICIES / "oak-lawn-2019" / file).read_bytes()
