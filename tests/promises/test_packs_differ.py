"""From pack to pack of one city access has only been narrowed, and it is proved that nothing else changed."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from ostiary.model.bundle import Bundle
from ostiary.promises.difference.difference import Difference
from ostiary.promises.difference.finding import differ
from ostiary.promises.difference.settling import settle_rest
from ostiary.store.bundle_files import read_bundle

POLICIES = Path(__file__).parents[2] / "policies"
STEPS = [("2012", "2019"), ("2019", "2021"), ("2012", "2021")]


@cache
def pack(name: str) -> Bundle:
    """A pack as it is delivered."""
    return read_bundle(POLICIES / name)


@cache
def step(old: str, new: str) -> Difference:
    """What changes between two packs of Chicago, from the later one's first day on."""
    before, after = pack(f"chicago-{old}"), pack(f"chicago-{new}")
    return differ(before, after, after.effective or date.min)


@pytest.mark.parametrize(("old", "new"), STEPS)
def test_no_step_allows_anything_new(old: str, new: str) -> None:
    """To no agency, registered or not yet, on no day; something is refused that was allowed before."""
    found = step(old, new)
    assert found.newly_allowed.is_settled
    assert found.newly_allowed.regions == ()
    assert found.newly_refused.regions
    assert settle_rest(found).is_proved


def test_the_step_of_2021_rests_on_five_rules() -> None:
    """R03 lost its exceptions and R07 went; R13, R14 and R50 came. No other rule changes an answer."""
    assert settle_rest(step("2019", "2021")).rules == ("R03", "R07", "R13", "R14", "R50")


def test_the_way_back_would_allow_what_was_refused() -> None:
    """The test above can fail: seen from the later pack, the earlier one opens something."""
    found = differ(pack("chicago-2021"), pack("chicago-2019"), date(2021, 2, 23))
    assert found.newly_allowed.regions
    assert found.newly_refused.regions == ()


def test_what_oak_lawn_answers_and_aurora_does_not_is_ice() -> None:
    """Nothing is answered the other way round; every region is about ICE, or about somebody who works for it."""
    found = differ(pack("aurora-2019"), pack("oak-lawn-2019"), known_to_both=True)
    assert found.newly_refused.regions == ()
    examples = [one.request.context for region in found.newly_allowed.regions for one in region.examples]
    assert examples
    assert all("ice" in one.principals for one in examples)
    assert settle_rest(found).is_proved
