"""Attempts are counted by network without anybody's network being kept."""

from __future__ import annotations

from ostiary.web.counter.attempts import LETTERS_OF_NETWORK, OF_ALL, OF_NETWORK, Attempts, minutes
from ostiary.web.guard.throttle import Paid, TooOften


def test_a_network_has_its_burst_and_another_has_its_own() -> None:
    """Whoever uses up one network's attempts keeps nobody else from trying."""
    attempts = Attempts()
    found = [attempts.attempt("192.0.2.1", 0) for _ in range(OF_NETWORK.burst + 1)]
    assert [isinstance(one, Paid) for one in found] == [True] * OF_NETWORK.burst + [False]
    assert isinstance(attempts.attempt("192.0.2.2", 0), Paid)
    assert isinstance(attempts.attempt("192.0.2.1", OF_NETWORK.every_ms), Paid)


def test_all_networks_together_have_a_burst_too() -> None:
    """Codes cost memory and time, whoever sends them."""
    attempts = Attempts()
    found = [attempts.attempt(f"192.0.2.{one}", 0) for one in range(OF_ALL.burst + 1)]
    assert isinstance(found[-2], Paid)
    assert isinstance(found[-1], TooOften)


def test_a_right_code_costs_nothing() -> None:
    """A library's one address is not used up by people whose slips are good."""
    attempts = Attempts()
    for _ in range(3 * OF_NETWORK.burst):
        paid = attempts.attempt("192.0.2.1", 0)
        assert isinstance(paid, Paid)
        attempts.succeeded(paid)


def test_nobody_finds_a_network_in_what_is_kept() -> None:
    """Its key is another one in each process."""
    first, second = Attempts().attempt("192.0.2.1", 0), Attempts().attempt("192.0.2.1", 0)
    assert isinstance(first, Paid)
    assert isinstance(second, Paid)
    assert "192.0.2.1" not in first.keys
    assert first.keys[0] != second.keys[0]


def test_waiting_is_said_in_minutes_that_have_begun() -> None:
    """One second is a minute; nobody is sent away for none."""
    assert [minutes(TooOften(ms)) for ms in (1_000, 60_000, 60_001)] == [1, 1, 2]
    assert LETTERS_OF_NETWORK.burst < OF_NETWORK.burst
