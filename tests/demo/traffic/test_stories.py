from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from random import Random

import pytest

from ostiary.demo.traffic.cast import Player
from ostiary.demo.traffic.days import Days
from ostiary.demo.traffic.intentions import DESK, Intention
from ostiary.demo.traffic.sights import Sights
from ostiary.demo.traffic.stories import PORTION, STORIES, Scene, Story

DAYS = Days(86_400.0)
BY_NAME = {story.name: story for story in STORIES}


@pytest.fixture
def played(cast: Sequence[Player], sights: Sights) -> dict[str, list[Intention]]:
    """Eight days of each story."""
    scenes = {story.name: Scene(Random(story.name), cast, sights, DAYS) for story in STORIES}
    return {
        story.name: [meant for day in range(8) for meant in story.play(scenes[story.name], day)]
        for story in STORIES
    }


@pytest.mark.parametrize("story", STORIES, ids=BY_NAME)
def test_a_story_goes_forward_and_says_what_it_is(story: Story, played: dict[str, list[Intention]]) -> None:
    """In order of time, by members of the cast, with the kinds of detector that it is for."""
    found = played[story.name]
    assert all(before.at <= after.at for before, after in pairwise(found))
    assert found[-1].at < 8 * DAYS.seconds
    assert story.kinds
    assert len(story.says) > 30


def test_the_neighbour_is_one_person_under_one_case(played: dict[str, list[Intention]]) -> None:
    """Every third night, by the same officer."""
    found = played["neighbour"]
    assert len({(meant.member, meant.stated, meant.question.parameters) for meant in found}) == 1
    assert {int(DAYS.hour(meant.at)) for meant in found} == {2}


def test_for_ice_is_never_declared_but_once(played: dict[str, list[Intention]]) -> None:
    """The first access names the beneficiary, and none after it; some reasons tell."""
    first, *others = played["for-ice"]
    assert first.stated.beneficiary == "ice-ero"
    assert {meant.stated.beneficiary for meant in others} == {""}
    assert any("ICE" in meant.question.statement for meant in others)


def test_one_case_has_many_subjects(played: dict[str, list[Intention]]) -> None:
    """One number, far more than twenty-five different questions."""
    found = played["one-case"]
    assert len({meant.stated.case for meant in found}) == 1
    assert len({meant.question for meant in found}) > 50


def test_the_celebrity_is_looked_up_by_many(played: dict[str, list[Intention]]) -> None:
    """At least five members of several agencies, within two hours."""
    found = [meant for meant in played["celebrity"] if meant.at < DAYS.seconds]
    assert len({meant.member for meant in found}) >= 5
    assert len({meant.member.rsplit("-", 1)[0] for meant in found}) >= 3
    assert found[-1].at - found[0].at < 2 * 3_600


def test_a_shared_account_has_two_places(played: dict[str, list[Intention]]) -> None:
    """All planted ones come from elsewhere; the owner asks from the desk."""
    assert {meant.place for meant in played["two-places"]} == {"elsewhere"}
    assert {meant.place for meant in played["one-case"]} == {DESK}


def test_the_harvest_leaves_no_gap_and_stays_below_the_limit(played: dict[str, list[Intention]]) -> None:
    """Each portion begins where the one before ended, until the city is through and it begins again."""
    begins = [meant.question.parameters[0] for meant in played["harvest"]]
    assert begins[:14] == [str(number * PORTION % 5_000) for number in range(14)]
    assert f"LIMIT {PORTION}" in played["harvest"][0].question.statement
    assert PORTION < 500


def test_the_relay_asks_the_same_after_the_refusal(played: dict[str, list[Intention]]) -> None:
    """Two members of two agencies, the same question, minutes apart."""
    agent, local = played["relay"][:2]
    assert agent.question == local.question
    assert (agent.member.rsplit("-", 1)[0], local.member.rsplit("-", 1)[0]) == ("fbi", "cpd")
    assert 0 < local.at - agent.at < 600


def test_plates_are_stepped_through(played: dict[str, list[Intention]]) -> None:
    """Ten neighbouring beginnings a night, others the next."""
    beginnings = [str(meant.question.parameters[0]) for meant in played["plate-steps"]]
    assert beginnings[:3] == ["AA0%", "AA1%", "AA2%"]
    assert beginnings == sorted(set(beginnings))


def test_made_up_cases_follow_a_refusal_and_count_up(played: dict[str, list[Intention]]) -> None:
    """First without a case, then AA000000 and on."""
    cases = [meant.stated.case for meant in played["made-up-cases"]]
    assert cases[:4] == ["", "AA000000", "AA000001", "AA000002"]
    assert len(set(cases)) == 1 + 6 * 8


def test_the_eve_is_an_evening(played: dict[str, list[Intention]]) -> None:
    """Cameras at eight in the evening, for plates and owners alike."""
    found = played["eve-of-event"]
    assert {int(DAYS.hour(meant.at)) for meant in found} == {20}
    assert all("p.address" in meant.question.statement for meant in found)
