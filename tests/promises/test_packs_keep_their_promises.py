"""What the packs promise is proved, rests on the rules that it names, and is lost with them: the proofs are not empty."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ostiary.model.bundle import Bundle
from ostiary.model.rules import Condition, Permit, Source
from ostiary.policy.compiled_form import with_version
from ostiary.promises.findings import find
from ostiary.promises.proofs import Proof, Proofs
from ostiary.promises.proving import prove
from ostiary.store.bundle_files import read_bundle

POLICIES = Path(__file__).parents[2] / "policies"
PACKS = sorted(one.name for one in POLICIES.iterdir() if one.is_dir())

RESTS_ON = {
    "aurora-2019": {"P01": "R01", "P02": "R03"},
    "chicago-2012": {"P02": "R03", "P03": "R06"},
    "chicago-2019": {"P01": "R01", "P02": "R03", "P03": "R06", "P04": "R26", "P05": ""},
    "chicago-2021": {"P01": "R01", "P02": "R03", "P03": "R06", "P04": "R26", "P05": "", "P06": "R50"},
    "criminal-history": {"P12.INTERPOL": "R12.INTERPOL", "P12.R": "R12.R", "P12.V": "R12.V"},
    "eu-led": {"E11": "E01"},
    "illinois-alpr-2024": {"P03": "R03", "P08": "R08", "P09": "R09"},
    "new-york-green-light": {"P05": "R05"},
    "oak-lawn-2019": {"P02": ""},
    "washington-2019": {"P03": "R03", "P09": "R09", "P26": "R26", "P30": ""},
}
"""The prohibition that each promise of each pack rests on; none: it is kept because nobody is permitted otherwise."""
CARRIED = [
    (name, promise, rule) for name, found in RESTS_ON.items() for promise, rule in found.items() if rule
]
UNCARRIED = [
    (name, promise) for name, found in RESTS_ON.items() for promise, rule in found.items() if not rule
]


@cache
def pack(name: str) -> Bundle:
    """A pack as it is delivered."""
    return read_bundle(POLICIES / name)


@cache
def proved(name: str) -> Proofs:
    """What is proved of a pack."""
    return prove(pack(name))


def proof_of(bundle: Bundle, promise: str) -> Proof:
    """What is proved of one promise of a bundle that was changed."""
    alone = tuple(one for one in bundle.promises if one.source.id == promise)
    (found,) = prove(with_version(replace(bundle, promises=alone))).proofs
    return found


@pytest.mark.parametrize("name", PACKS)
def test_every_promise_is_kept_in_the_strength_promised(name: str) -> None:
    """By all rules, in both engines, and resting on the rule that says the same."""
    found = proved(name)
    assert found.are_kept_as_promised
    assert found.encoded == found.rules
    assert {
        one.promise.source.id: " ".join(cited.rule for cited in one.rests_on) for one in found.proofs
    } == RESTS_ON[name]


@pytest.mark.parametrize(("name", "promise", "rule"), CARRIED)
def test_a_promise_is_lost_with_its_carrier(name: str, promise: str, rule: str) -> None:
    """Without the prohibition that it rests on, prohibitions alone do not keep it any more, and a request shows why."""
    left = tuple(one for one in pack(name).prohibitions if one.source.id != rule)
    found = proof_of(replace(pack(name), prohibitions=left), promise)
    assert found.verdict in {"BROKEN", "KEPT TODAY"}
    assert found.case is not None
    assert not found.is_kept_as_promised


@pytest.mark.parametrize(("name", "promise"), UNCARRIED)
def test_what_is_kept_today_is_broken_by_a_permit(name: str, promise: str) -> None:
    """Nothing prohibits it, so a permit for everything opens it."""
    everything = Permit(Source("X1", "somebody's idea"), Condition())
    found = proof_of(replace(pack(name), permits=(*pack(name).permits, everything)), promise)
    assert found.verdict == "BROKEN"
    assert found.case is not None
    assert [one.rule for one in found.case.permits] == ["X1"]


@pytest.mark.parametrize("name", [one for one in PACKS if one != "oak-lawn-2019"])
def test_what_is_permanent_outlives_every_permit(name: str) -> None:
    """A permit for everything breaks no permanent promise of any pack."""
    everything = Permit(Source("X1", "somebody's idea"), Condition())
    wider = with_version(replace(pack(name), permits=(*pack(name).permits, everything)))
    assert {one.verdict for one in prove(wider).proofs if one.promise.is_permanent} == {"KEPT"}


def test_the_promise_of_2021_was_not_kept_by_the_ordinance_of_2019() -> None:
    """Under the four exceptions, civil immigration enforcement without exception would have been a broken promise."""
    promises = tuple(one for one in pack("chicago-2021").promises if one.source.id == "P02")
    found = proof_of(replace(pack("chicago-2019"), promises=promises), "P02")
    assert found.verdict == "BROKEN"
    assert found.case is not None
    assert [one.rule for one in found.case.released] == ["R03"]
    assert [one.rule for one in found.case.permits] == ["R07"]


def test_ice_was_not_cut_off_in_2012() -> None:
    """The promise of July 2019, held against the rules before it, is broken by the access that the Inspector General found."""
    promises = tuple(one for one in pack("chicago-2019").promises if one.source.id == "P01")
    found = proof_of(replace(pack("chicago-2012"), promises=promises), "P01")
    assert found.verdict == "BROKEN"


@pytest.mark.parametrize("name", PACKS)
def test_every_rule_of_a_pack_changes_something(name: str) -> None:
    """None is dead, none is covered by others: what a pack says, it says once."""
    assert find(pack(name), proved(name)) == ()
