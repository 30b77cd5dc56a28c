from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from ostiary.demo.traffic.cast import Player
from ostiary.demo.traffic.days import Days
from ostiary.demo.traffic.intentions import Intention, Stated
from ostiary.demo.traffic.script import SLIP_SHARE
from ostiary.demo.traffic.slips import SLIPS
from ostiary.demo.traffic.stories import STORIES
from ostiary.model.bundle import Bundle
from ostiary.store.bundle_files import read_bundle
from policy_worlds import CHICAGO

ScriptOf = Callable[..., Sequence[Intention]]

DAY = 90.0


@pytest.fixture(name="chicago", scope="module")
def chicago_bundle() -> Bundle:
    """The pack whose agencies and purposes the cast belongs to."""
    return read_bundle(CHICAGO)


@pytest.fixture(scope="module")
def long(script_of: ScriptOf) -> Sequence[Intention]:
    """Some two days of ninety seconds."""
    return script_of(20_000)


def test_the_same_seed_gives_the_same_script(script_of: ScriptOf, long: Sequence[Intention]) -> None:
    """Another seed gives another one."""
    assert script_of(3_000) == long[:3_000]
    assert script_of(100, seed=8) != long[:100]


def test_a_script_goes_forward(long: Sequence[Intention]) -> None:
    """Intentions come in order of time, ordinary and planted ones together."""
    assert all(before.at <= after.at for before, after in pairwise(long))


def test_arrivals_have_the_asked_rate_and_no_memory(long: Sequence[Intention]) -> None:
    """About so many a second; the times between are spread as those of a Poisson process."""
    ordinary = [meant.at for meant in long if not meant.story]
    gaps = [after - before for before, after in pairwise(ordinary)]
    mean = sum(gaps) / len(gaps)
    assert mean == pytest.approx(1 / 100, rel=0.05)
    # Of an exponential distribution: the deviation is the mean, and 63 of 100 are shorter than it.
    assert (sum((gap - mean) ** 2 for gap in gaps) / len(gaps)) ** 0.5 == pytest.approx(mean, rel=0.05)
    assert sum(gap < mean for gap in gaps) / len(gaps) == pytest.approx(0.632, abs=0.02)


def test_a_day_has_its_hours(script_of: ScriptOf, cast: Sequence[Player]) -> None:
    """With days, little is asked before dawn, mostly by those on the night watch; the rate is kept on average."""
    days = Days(DAY, steady=False)
    played = [meant for meant in script_of(18_000, days=days) if not meant.story and meant.at < 2 * DAY]
    assert len(played) == pytest.approx(2 * DAY * 100, rel=0.05)
    hours = Counter(int(days.hour(meant.at)) for meant in played)
    assert hours[15] > 4 * hours[4]
    by_code = {player.member.code: player for player in cast}
    at_night = [by_code[meant.member] for meant in played if int(days.hour(meant.at)) in {1, 2, 3}]
    assert sum(player.shift.covers(2) for player in at_night) > 0.8 * len(at_night)


def test_a_few_members_ask_most(long: Sequence[Intention], cast: Sequence[Player]) -> None:
    """Nearly everybody asks; a tenth of the members has more than a third of all questions."""
    asked = Counter(meant.member for meant in long if not meant.story)
    assert len(asked) > 0.9 * len(cast)
    first = asked.most_common(len(cast) // 10)
    assert sum(count for _, count in first) > asked.total() / 3


def test_everything_declared_is_known_or_a_slip(long: Sequence[Intention], chicago: Bundle) -> None:
    """Purposes and beneficiaries are the pack's, but for the few that are meant to be wrong."""
    stated = [meant.stated for meant in long]
    strange = [one for one in stated if one.purpose not in chicago.purposes]
    assert 0 < len(strange) < 0.01 * len(stated)
    assert {one.purpose for one in strange} == {"homicyde"}
    assert {one.beneficiary for one in stated} <= {"", *chicago.agencies}


def test_everybody_belongs_to_an_agency_of_the_pack(cast: Sequence[Player], chicago: Bundle) -> None:
    """Sixty to a hundred members; each agency that has members in the pack's story, and its affiliations, exist."""
    assert 60 <= len(cast) <= 100
    assert len({player.member.code for player in cast}) == len(cast)
    for player in cast:
        assert {player.member.agency, *player.member.affiliations} <= set(chicago.agencies)


def test_case_numbers_are_mostly_right(long: Sequence[Intention]) -> None:
    """Of local members most are of the city, some are unknown, some missing; a case is worked on for long."""
    local = [meant for meant in long if meant.member.startswith("cpd-30") and meant.stated.purpose != "audit"]
    cases = Counter(
        meant.stated.case[:2] for meant in local if meant.stated.purpose not in {"audit", "statistics"}
    )
    assert cases["QA"] > 0.85 * cases.total()
    assert 0 < cases[""] < 0.06 * cases.total()
    assert len(cases) > 4


def test_reasons_are_written_as_people_write_them(long: Sequence[Intention]) -> None:
    """Half of the questions bear one; some are vague, and some members always write the same."""
    reasons = [
        meant.question.statement.partition("/*reason='")[2]
        for meant in long
        if "SELECT" in meant.question.statement
    ]
    given = Counter(reason.removesuffix("'*/") for reason in reasons if reason)
    assert 0.15 < given.total() / len(reasons) < 0.7
    assert given["investigation"] + given["inv"] > 0
    assert len(given) > 20


def test_things_go_wrong_in_every_way(script_of: ScriptOf) -> None:
    """Each slip comes, and all together have about their share."""
    long = [meant for meant in script_of(60_000) if not meant.story]
    plain = Intention(0, "cpd-3001", Stated("homicide", "QA100000"), long[0].question)
    slipped = [slip(plain) for slip in SLIPS.values()]
    statements = {one.question.statement for one in slipped} - {plain.question.statement}
    seen = Counter(meant.question.statement for meant in long)
    assert all(seen[statement] for statement in statements)
    assert any(meant.stated.case == "2026-1" for meant in long)
    assert any(meant.stated.beneficiary == "ice-ero" for meant in long)
    share = sum(seen[statement] for statement in statements) / len(long)
    assert 0.3 * SLIP_SHARE < share < SLIP_SHARE


def test_many_ask_at_once_when_something_grave_happens(script_of: ScriptOf) -> None:
    """Of ten or more members' questions within a few seconds of a day, about one case, none is planted."""
    days = Days(86_400.0)
    long = script_of(20_000, rate=0.1, days=days)
    together = [
        Counter(meant.stated.case for meant in long[at : at + 14]).most_common(1)[0]
        for at in range(len(long) - 14)
    ]
    assert sum(count >= 9 for _, count in together) >= 1


def test_every_story_is_planted_and_misuse_is_rare(long: Sequence[Intention]) -> None:
    """In two days each of them begins; all together are about one in a hundred accesses."""
    planted = Counter(meant.story for meant in long if meant.story)
    assert planted.keys() == {story.name for story in STORIES}
    assert 0.003 < planted.total() / len(long) < 0.02


def test_a_script_has_no_end_and_keeps_nothing(script_of: ScriptOf) -> None:
    """A hundred days come as the first did; the rate is what it was."""
    far = script_of(30_000, rate=10.0, days=Days(30.0))
    assert far[-1].at > 60 * 30.0
