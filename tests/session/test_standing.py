"""What keeps a session out, and when it ends by itself: urgent cut-offs, suspensions, approvals of time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from ostiary.directives import acts
from ostiary.directives.envelope import sign_step
from ostiary.directives.instants import write_instant
from ostiary.model.directive import CutOff, Lift, StatusChange, UrgentCutOff
from ostiary.session.standing import cut_off_now
from ostiary.session.world import Snapshot
from ostiary.testing.client import FakeClient, error_of, letters
from ostiary.testing.example import KEYS, NOON, example_snapshot, with_act
from ostiary.testing.world import World

HOURS = 2
LAPSE = NOON + timedelta(hours=HOURS)
WELCOME = "RRRRSSSSKZ"
SUSPENDED = StatusChange("removal", "suspended", "audit")


def urgent(until: str | None = None) -> Snapshot:
    """The mayor alone has cut the agency off, at noon."""
    snapshot = example_snapshot()
    act = UrgentCutOff("removal", "danger of delay.", until, HOURS)
    step = acts.order(snapshot.register, act, "mayor", write_instant(NOON))
    return replace(snapshot, register=snapshot.register.apply(sign_step(step, KEYS["mayor"])))


def test_an_urgent_cut_off_refuses_on_one_signature() -> None:
    """With its reason, and until when it holds; the entry is made as for any cut-off."""
    world = World(urgent())
    error = error_of(FakeClient(world).log_in("r-1"))
    assert (error["C"], error["M"]) == ("28000", "access of `removal-east` was cut off by directive D-1")
    lapse = "Until 2026-05-01 14:00:00 UTC, unless it is confirmed by then."
    assert error["D"] == f"Reason: danger of delay. {lapse} Access log entry 0."


@given(st.integers(-(10**10), 10**10).map(lambda microseconds: LAPSE + timedelta(microseconds=microseconds)))
@example(LAPSE)
@example(LAPSE - timedelta(microseconds=1))
def test_it_lapses_without_a_further_step(at: datetime) -> None:
    """Under the same snapshot, to the microsecond: members are let in from the instant of the lapse on."""
    heard = letters(FakeClient(World(urgent(), at)).log_in("r-1"))
    assert (heard == WELCOME) == (at >= LAPSE)


def test_a_session_under_way_is_found_again_when_the_clock_is_set_back() -> None:
    """What was found to stand after the lapse does not stand before it."""
    world = World(urgent(), LAPSE)
    client = FakeClient(world)
    client.log_in("r-1", {"ostiary.purpose": "robbery", "ostiary.case": "JK123456"})
    assert "Z" in letters(client.query("SELECT code FROM codes"))
    world.at = LAPSE - timedelta(seconds=1)
    assert error_of(client.query("SELECT code FROM codes"))["C"] == "57P01"


def test_a_suspension_is_refused_like_a_cut_off() -> None:
    """At the log-in with 28000, for the whole subtree; its siblings are let in."""
    snapshot = with_act(example_snapshot(), SUSPENDED)
    error = error_of(FakeClient(World(snapshot)).log_in("r-1"))
    assert (error["S"], error["C"]) == ("FATAL", "28000")
    assert error["M"] == "access of `removal-east` was suspended by directive S-1"
    assert error["D"] == "Reason: audit. Until a directive sets it active again. Access log entry 0."
    employed = error_of(FakeClient(World(snapshot)).log_in("p-2"))
    assert employed["M"] == "`removal`, which employs you, was suspended by directive S-1"
    assert letters(FakeClient(World(snapshot)).log_in("b-1")) == WELCOME


def test_whoever_asks_for_a_suspended_agency_is_refused() -> None:
    """At the log-in, and when it is declared later."""
    world = World(with_act(example_snapshot(), SUSPENDED))
    tried = error_of(FakeClient(world).log_in("p-1", {"ostiary.beneficiary": "removal-east"}))
    assert (tried["C"], "suspended by directive S-1" in tried["M"]) == ("28000", True)
    client = FakeClient(world)
    client.log_in("p-1")
    later = error_of(client.query("SET ostiary.beneficiary = 'removal'"))
    assert (later["S"], later["C"]) == ("ERROR", "28000")


def test_a_live_session_is_told_of_a_suspension() -> None:
    """57P01, with the reason and how it may end."""
    snapshot = with_act(example_snapshot(), SUSPENDED)
    client = FakeClient(World())
    client.log_in("r-1")
    error = error_of(client.throw(cut_off_now(snapshot.register.find("S-1"), snapshot)))
    assert (error["C"], error["M"]) == ("57P01", "access was suspended by directive S-1")
    assert error["D"].startswith("Reason: audit. Until a directive sets it active again.")


def test_a_reinstated_agency_is_served_again() -> None:
    """Its members log in as before."""
    snapshot = with_act(with_act(example_snapshot(), SUSPENDED), StatusChange("removal", "active", "done"))
    assert letters(FakeClient(World(snapshot)).log_in("r-1")) == WELCOME


def test_after_a_lift_the_agency_is_served_again() -> None:
    """And not while there is another cut-off."""
    cut = with_act(example_snapshot(), CutOff("removal", "a", "2026-06-01"))
    assert letters(FakeClient(World(with_act(cut, Lift("D-1", "b")))).log_in("r-1")) == WELCOME
    twice = with_act(with_act(cut, CutOff("removal", "c", "2026-06-01")), Lift("D-1", "b"))
    assert "D-2" in error_of(FakeClient(World(twice)).log_in("r-1"))["M"]
