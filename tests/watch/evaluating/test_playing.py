"""Cases played among a background."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.watch.evaluating import cases
from ostiary.watch.evaluating.background import Background
from ostiary.watch.evaluating.case import cases_in
from ostiary.watch.evaluating.city import made_up_city
from ostiary.watch.evaluating.playing import stage

PLANTED = cases_in((Path(cases.__file__).parent / "planted.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def city() -> Background:
    """A small city."""
    return made_up_city(5, users=40, days=90)


def test_the_same_seed_plays_the_same(city: Background) -> None:
    """One seed, one stage; another seed, another."""
    assert stage(city, PLANTED, 1) == stage(city, PLANTED, 1)
    assert stage(city, PLANTED, 1).rows != stage(city, PLANTED, 2).rows


def test_every_planted_row_is_some_cases(city: Background) -> None:
    """The background's rows stay as they are, and each other row has one case."""
    staged = stage(city, PLANTED, 1)
    there = {row["event_id"] for row in city.rows}
    planted = [row for row in staged.rows if row["event_id"] not in there]
    truth = [event for one in staged.played for event in one.events]
    assert len(staged.rows) == len(city.rows) + len(planted)
    assert sorted(truth) == sorted(str(row["event_id"]) for row in planted)
    assert len(set(truth)) == len(truth)
    assert all(row.keys() <= city.columns for row in planted)


def test_who_is_known_plays_with_a_history(city: Background) -> None:
    """Whoever is not new has accesses of their own, and who works by day is somebody who does."""
    staged = stage(city, PLANTED, 1)
    history = set(city.with_history())
    for one in staged.played:
        assert len(one.users & history) + len(one.case.new) >= min(1, len(one.users))
    assert set(city.of_day_shift()) <= history


def test_a_name_inside_a_case_is_one_subject(city: Background) -> None:
    """A case about one person asks for one token, and what is known of that person has the same."""
    (case,) = [one for one in PLANTED if one.id == "m10-subtle"]
    staged = stage(city, [case], 1)
    (one,) = staged.played
    (row,) = [row for row in staged.rows if row["event_id"] in one.events]
    assert {row["subject"]} == one.subjects
    assert row["subject"] in {known["subject"] for known in staged.known["relations"]}


def test_nearly_all_of_the_city_is_explained(city: Background) -> None:
    """Nine of ten accesses or more have an assignment or a dispatch behind them, as in the records of hospitals."""
    assigned = {(known["case_no"], known["user"]) for known in city.known["assignments"]}
    sent = {(known["case_no"], known["user"]) for known in city.known["dispatches"]}
    with_number = [row for row in city.rows if row["case_no"]]
    explained = [row for row in with_number if (row["case_no"], row["user"]) in assigned | sent]
    assert len(explained) > 0.9 * len(with_number)
    assert len(city.rows) > 400
