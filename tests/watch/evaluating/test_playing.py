"""Cases played among a background."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.watch.evaluating import cases
from ostiary.watch.evaluating.background import Background
from ostiary.watch.evaluating.case import cases_in
from ostiary.watch.evaluating.city import made_up_city
from ostiary.watch.evaluating.played_files import played_files
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


MINE = """
[[case]]
id = "mine"
types = ["C5"]
variant = "plain"
story = "s"
cast = { b = "new" }
agencies = { b = "Elsewhere SO" }
gap = [4, 5]
assigned = ["25-999999"]
known = [{ table = "accounts", user = "b", agency = "@b", as_of = 9999, since = 0.5 }]
act = [
  { days = "0-3", at = "+1:30", subject = "new", reason = ["a", "b"], in_copy = { reason = "x" } },
  { days = "0", at = "+2:30", times = 2, subject = "new", case_no = "borrowed" },
  { user = "b", days = "1", at = "10:00", subject = "new", innocent = true },
]
"""


def test_who_plays_at_home_keeps_agency_hours_and_numbers(city: Background) -> None:
    """An act on shift is in one, a borrowed number is a colleague's, a new account has a case of its own, and a story's beginning is no misuse."""
    staged = stage(city, cases_in(MINE), 1, in_own_agency=True)
    (one,) = staged.played
    user = next(iter(one.users & {str(row["user"]) for row in city.rows}))
    own = [row for row in staged.rows if row["event_id"] in one.events]
    assert [row["user"] for row in own] == [user] * 6
    assert {row["agency"] for row in own} == {row["agency"] for row in city.rows if row["user"] == user}
    shifts = [row for row in city.known["shifts"] if row["user"] == user]
    assert all(
        any(int(s["since"] or 0) < int(row["at"] or 0) < int(s["until"] or 0) for s in shifts) for row in own
    )
    borrowed = {row["case_no"] for row in own[1:3]}
    assert len(borrowed) == 1
    assert borrowed <= {row["case_no"] for row in city.rows if row["user"] != user}
    (new,) = [row for row in staged.rows if row["agency"] == "Elsewhere SO"]
    assert new["event_id"] not in one.events
    assert new["case_no"] in {
        row["case_no"] for row in staged.known["assignments"] if row["user"] == new["user"]
    }
    assert staged.known["accounts"][-1]["as_of"] == city.known["accounts"][0]["as_of"]


def test_days_are_taken_out_and_another_log_says_otherwise(city: Background) -> None:
    """A gap leaves nothing of the background in its days; the copy has the same searches with another text."""
    staged = stage(city, cases_in(MINE), 1, in_own_agency=True)
    whole = {row["event_id"] for row in city.rows}
    left = {row["event_id"] for row in staged.rows}
    gone = sorted(int(row["at"] or 0) for row in city.rows if row["event_id"] in whole - left)
    assert gone
    assert gone[-1] - gone[0] < 2 * 86_400_000
    copies = staged.copies["mine"]
    assert {row["reason"] for row in copies} == {"x"}
    assert {row["event_id"] for row in copies} <= staged.played[0].events
    assert [file.name for file in played_files(city, staged)][:2] == ["log.csv", "copy-mine.csv"]
