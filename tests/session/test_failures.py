"""The budget of failed questions: what it holds, what spends it, what refills it, and what it stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.pgwire.frontend import build_bind, build_describe, build_execute, build_parse, build_sync
from ostiary.session import failures, upstream
from ostiary.session.failures import REFILL, FailureBudgets
from ostiary.testing.client import FakeClient, error_of, letters
from ostiary.testing.example import NOON
from ostiary.testing.fake_database import Answer, FakeDatabase, people
from ostiary.testing.world import World

WRONG = "SELECT surname FROM persons WHERE surname = 'wrong'"
RIGHT = "SELECT surname FROM persons"


def test_each_failure_takes_one_and_time_gives_them_back() -> None:
    """Ten an hour: one in six minutes, and never more than ten."""
    budgets = FailureBudgets(10)
    assert [budgets.spend("p-1", NOON) for _ in range(3)] == [9, 8, 7]
    assert budgets.left("p-1", NOON + timedelta(minutes=6)) == 8
    assert budgets.left("p-1", NOON + timedelta(minutes=5)) == 7
    assert budgets.left("p-1", NOON + timedelta(days=1)) == 10
    assert budgets.seconds_for_one == 360


def test_a_member_does_not_spend_for_another() -> None:
    """Each has a budget of one's own."""
    budgets = FailureBudgets(1)
    assert budgets.spend("p-1", NOON) == 0
    assert (budgets.left("p-1", NOON), budgets.left("p-2", NOON)) == (0, 1)


def test_what_failed_at_once_is_owed_and_the_debt_is_bounded() -> None:
    """A thousand sessions that fail together overdraw it once over, so that it is whole again after two hours."""
    budgets = FailureBudgets(10)
    for _ in range(1_000):
        budgets.spend("p-1", NOON)
    assert budgets.left("p-1", NOON) == -10
    assert budgets.left("p-1", NOON + REFILL) == 0
    assert budgets.left("p-1", NOON + 2 * REFILL) == 10


def test_a_clock_that_is_set_back_gives_nothing() -> None:
    """Before the last failure it counts as that instant."""
    budgets = FailureBudgets(10)
    budgets.spend("p-1", NOON)
    assert budgets.left("p-1", NOON - timedelta(days=1)) == 9


def test_budgets_that_are_whole_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded by members who fail, and nobody's debt is forgotten for it."""
    monkeypatch.setattr(failures, "MAX_MEMBERS", 2)
    budgets = FailureBudgets(10)
    budgets.spend("whole", NOON)
    budgets.spend("owing", NOON + REFILL)
    budgets.spend("new", NOON + REFILL)
    assert set(budgets._spent) == {"owing", "new"}


@given(st.lists(st.integers(0, 7_200), min_size=1, max_size=60), st.integers(1, 20))
def test_no_hour_has_room_for_more_than_twice_the_budget(waits: list[int], size: int) -> None:
    """Whoever fails only when something is left: as many as were saved up, and as many as come back in that time."""
    budgets, at, failed = FailureBudgets(size), NOON, []
    for wait in waits:
        at += timedelta(seconds=wait)
        while budgets.left("p-1", at) > 0:
            budgets.spend("p-1", at)
            failed.append(at)
    for start in failed:
        assert sum(start <= one < start + REFILL for one in failed) <= 2 * size


def failing(size: int = 3, sqlstate: str = "22012") -> FakeClient:
    """A client whose question about `wrong` fails with this code, with room for so many failures an hour."""
    answers = FakeDatabase(lambda text: Answer(sqlstate=sqlstate) if "wrong" in text else people(1))
    client = FakeClient(World(database=answers, failures=FailureBudgets(size)))
    client.log_in("p-1")
    return client


def test_a_member_whose_questions_fail_too_often_is_refused_until_time_has_passed() -> None:
    """Three may fail; then nothing is answered, right or wrong, and each refusal is an entry; later one more may."""
    client = failing()
    assert [error_of(client.query(WRONG))["C"] for _ in range(4)] == ["22000"] * 3 + ["53400"]
    flights = len(client.world.database.flights)
    error = error_of(client.query(RIGHT))
    assert (error["C"], len(client.world.database.flights)) == ("53400", flights)
    assert "Every 1200 seconds" in error["H"]
    assert client.world.log.entries[-1]["outcome"] == "refused"
    client.world.at += timedelta(seconds=1_200)
    assert letters(client.query(RIGHT)) == "TDCZ"
    assert error_of(client.query(WRONG))["C"] == "22000"
    assert error_of(client.query(RIGHT))["C"] == "53400"


def test_all_sessions_of_a_member_share_one_budget() -> None:
    """What one session spent is missing in another; somebody else's is whole."""
    client = failing()
    for _ in range(3):
        client.query(WRONG)
    others = World(
        snapshot=client.world.snapshot,
        database=FakeDatabase(lambda _: people(1)),
        failures=client.world.failures,
    )
    same, other = FakeClient(others), FakeClient(World(database=others.database, failures=others.failures))
    same.log_in("p-1")
    other.log_in("p-2")
    assert error_of(same.query(RIGHT))["C"] == "53400"
    assert letters(other.query(RIGHT)) == "TDCZ"


@pytest.mark.parametrize("sqlstate", ["22012", "22P02", "XX000", "P0001", "53400"])
def test_every_error_that_can_tell_of_values_is_paid_for(sqlstate: str) -> None:
    """All that reads as 22000 does, whatever the database called it."""
    client = failing(1, sqlstate)
    client.query(WRONG)
    assert error_of(client.query(RIGHT))["C"] == "53400"


@pytest.mark.parametrize("sqlstate", ["42804", "40001", "57014", "53100"])
def test_errors_that_no_value_brings_about_cost_nothing(sqlstate: str) -> None:
    """Types, repetitions, cancels, resources: they tell of the statement or of the server."""
    client = failing(1, sqlstate)
    client.query(WRONG)
    assert letters(client.query(RIGHT)) == "TDCZ"


def test_an_answer_with_too_many_rows_is_paid_for() -> None:
    """None of them is named: that somebody matches, told by as many rows as one likes, is a bit like any other."""
    client = FakeClient(
        World(database=FakeDatabase(lambda _: people(1, 2, 3, 4)), failures=FailureBudgets(2))
    )
    client.log_in("b-1")
    assert [error_of(client.query(RIGHT))["C"] for _ in range(3)] == ["54000", "54000", "53400"]
    assert [one["subjects"] for one in client.world.log.entries] == [[], [], []]


def test_a_row_that_is_too_large_is_paid_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """That there is one to which a statement gives such a size is a bit like any other, though the session ends with it."""
    monkeypatch.setattr(upstream, "MAX_BACKEND_FRAME", 4_096)
    client = failing(1)
    client.world.database.answers = lambda _: Answer(rows=((bytes(5_000), bytes(8)),))
    assert (error_of(client.query(RIGHT))["C"], client.is_over) == ("57P03", True)
    assert client.world.failures.left("p-1", NOON) == 0


def test_a_database_that_dies_costs_nobody_anything() -> None:
    """It does so for all who ask just then."""
    client = failing(1)
    client.world.database.answers = lambda _: replace(people(1), dies_after=20)
    assert (error_of(client.query(RIGHT))["C"], client.is_over) == ("57P03", True)
    assert client.world.failures.left("p-1", NOON) == 1


def test_a_savepoint_does_not_give_back_what_was_spent() -> None:
    """A failure that is gone back from has been told all the same."""
    client = failing(1)
    for text in ("BEGIN", "SAVEPOINT s", WRONG, "ROLLBACK TO s"):
        client.query(text)
    assert error_of(client.query(RIGHT))["C"] == "53400"


@pytest.mark.parametrize("kind", ["S", "P"])
def test_a_description_can_fail_too_and_is_paid_for(kind: str) -> None:
    """Planning may already compute what stands in a statement."""
    client = failing(1)
    describe = build_describe("S" if kind == "S" else "P", "")
    said = client.send(build_parse("", WRONG) + build_bind("", "") + describe + build_sync())
    assert error_of(said)["C"] == "22000"
    assert error_of(client.query(RIGHT))["C"] == "53400"


def test_a_portion_that_fails_is_paid_for_and_the_next_is_not_sent_for() -> None:
    """Reading on is asking."""
    client = failing()
    client.world.database.answers = lambda _: Answer(rows=people(1, 2, 3).rows, later="22012")
    client.query("BEGIN")
    for number in range(3):
        client.query(f"SAVEPOINT s{number}")
        client.send(build_parse("", RIGHT) + build_bind("p", "") + build_execute("p", 1) + build_sync())
        assert error_of(client.send(build_execute("p", 1) + build_sync()))["C"] == "22000"
        client.query(f"ROLLBACK TO s{number}")
    assert error_of(client.query(RIGHT))["C"] == "53400"
