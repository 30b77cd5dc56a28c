"""Attempts to sign in are counted by account, by address and altogether, in bounded memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.web.guard.throttle import (
    OF_ACCOUNT,
    OF_ADDRESS,
    OF_EVERYBODY,
    Counters,
    Limit,
    Paid,
    Throttle,
    TooOften,
)

SMALL = Limit(burst=3, every_ms=1_000)
HOUR = 3_600_000


def _attempts(throttle: Throttle, count: int, *, account: str, now_ms: int = 0) -> list[bool]:
    """Attempts on one account, each from an address of its own, each long enough after the one before for everybody's limit."""
    return [
        isinstance(throttle.attempt(account, f"192.0.2.{number}", now_ms), Paid) for number in range(count)
    ]


def test_an_account_is_guessed_a_few_times_from_however_many_addresses() -> None:
    """The limit of an account is not got round with more addresses."""
    assert _attempts(Throttle(), OF_ACCOUNT.burst + 3, account="a") == [True] * OF_ACCOUNT.burst + [False] * 3


def test_another_account_is_not_kept_waiting() -> None:
    """Who uses up one account's attempts does not use up another's."""
    throttle = Throttle()
    _attempts(throttle, OF_ACCOUNT.burst + 1, account="a")
    assert isinstance(throttle.attempt("b", "198.51.100.1", 0), Paid)


def test_an_address_tries_a_few_accounts() -> None:
    """One common password is not tried on everybody."""
    throttle = Throttle()
    paid = [isinstance(throttle.attempt(f"a{n}", "192.0.2.1", 0), Paid) for n in range(OF_ADDRESS.burst + 1)]
    assert paid == [True] * OF_ADDRESS.burst + [False]


def test_all_together_cost_no_more_than_a_bounded_part_of_a_core() -> None:
    """However many accounts and addresses there are."""
    throttle = Throttle()
    paid = [
        isinstance(throttle.attempt(f"a{n}", f"2001:db8::{n:x}", 0), Paid)
        for n in range(OF_EVERYBODY.burst + 1)
    ]
    assert paid == [True] * OF_EVERYBODY.burst + [False]


def test_who_waits_as_long_as_was_said_is_let_through() -> None:
    """Neither a millisecond longer, nor one less."""
    throttle = Throttle()
    _attempts(throttle, OF_ACCOUNT.burst, account="a")
    told = throttle.attempt("a", "198.51.100.1", 0)
    assert told == TooOften(OF_ACCOUNT.every_ms)
    assert throttle.attempt("a", "198.51.100.1", OF_ACCOUNT.every_ms - 1) == TooOften(1)
    assert isinstance(throttle.attempt("a", "198.51.100.1", OF_ACCOUNT.every_ms), Paid)


def test_what_was_right_costs_nothing() -> None:
    """An office of a hundred behind one address signs in one after the other."""
    throttle = Throttle()
    for number in range(100):
        paid = throttle.attempt(f"a{number}", "192.0.2.1", 0)
        assert isinstance(paid, Paid)
        throttle.succeeded(paid)


def test_a_success_does_not_wash_away_failures() -> None:
    """Whoever has an account of their own cannot go on with another's for that."""
    throttle = Throttle()
    for _ in range(OF_ADDRESS.burst // 3):
        for name in ("x", "y"):
            throttle.attempt(name, "192.0.2.1", 0)
        mine = throttle.attempt("mine", "192.0.2.1", 0)
        if isinstance(mine, Paid):
            throttle.succeeded(mine)
    assert isinstance(throttle.attempt("x", "192.0.2.1", 0), TooOften)


def test_counters_are_bounded_and_the_rest_share_one() -> None:
    """A flood of names cannot fill the memory, and those beyond the bound are counted together."""
    counters = Counters(SMALL, max_counters=2)
    for key in ("a", "b", "c", "d", "e"):
        counters.pay(key, 0)
    assert len(counters) == 3
    assert counters.wait_ms("f", 0) > 0
    assert counters.wait_ms("a", 0) == 0


def test_unused_counters_make_room() -> None:
    """After a flood everybody has a counter again."""
    counters = Counters(SMALL, max_counters=2)
    for key in ("a", "b", "c", "d", "e"):
        counters.pay(key, 0)
    assert counters.pay("f", HOUR) == "f"
    assert len(counters) == 1


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    """What was used stays used."""
    counters = Counters(SMALL)
    for _ in range(SMALL.burst):
        counters.pay("a", HOUR)
    assert counters.wait_ms("a", 0) > 0


def test_giving_back_what_is_forgotten_does_nothing() -> None:
    """Nobody else's count shrinks for it."""
    counters = Counters(SMALL)
    counters.pay("a", 0)
    counters.give_back("b")
    assert len(counters) == 1


@given(st.lists(st.integers(0, 3_000), max_size=40), st.sampled_from([SMALL, Limit(1, 700), Limit(5, 90)]))
def test_no_window_of_time_lets_more_through_than_the_limit(gaps: list[int], limit: Limit) -> None:
    """In any span at most the burst, and one more for each interval that the span holds."""
    counters, now, taken = Counters(limit), 0, list[int]()
    for gap in gaps:
        now += gap
        if counters.wait_ms("a", now) == 0:
            counters.pay("a", now)
            taken.append(now)
    for first in range(len(taken)):
        for last in range(first, len(taken)):
            assert last - first + 1 <= limit.burst + (taken[last] - taken[first]) // limit.every_ms + 1


@pytest.mark.parametrize("limit", [OF_ACCOUNT, OF_ADDRESS, OF_EVERYBODY])
def test_what_is_refused_costs_nothing(limit: Limit) -> None:
    """Hammering does not make the wait longer."""
    counters = Counters(limit)
    for _ in range(limit.burst):
        counters.pay("a", 0)
    before = counters.wait_ms("a", 0)
    assert [counters.wait_ms("a", 0) for _ in range(5)] == [before] * 5
