"""M11 among a few accesses, and beside a model of accounts and cut-offs."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.watch.detecting import stale_account
from watch.events_world import DAY, HOUR, Row, ms
from watch.judged import events_of, flagged, leads, tables

START = ms("2025-06-02")
DEPARTED, CUT_OFF, AWAKENED, UNTRAINED, INACTIVE = stale_account.DETECTORS


def _asks(*days: float, user: str = "a", **more: object) -> list[Row]:
    return [{"user": user, "at": START + int(day * DAY), **more} for day in days]


def test_use_after_departure_is_told_with_its_days() -> None:
    """What was refused is no use, and a day's grace stands between the clocks of roster and log."""
    known = {"accounts": [{"user": "a", "until": START, "as_of": START + DAY}]}
    rows = [*_asks(0.5, 1.5, 9), *_asks(10, decision="deny")]
    (lead,) = leads(DEPARTED, tables(rows, known))
    assert (lead.entity, lead.events, lead.detail) == ("a", 2, "9 days after")
    assert "after the account had ended" in DEPARTED.sentence(lead, DEPARTED.limits)


def test_a_later_roster_that_knows_no_end_takes_it_back() -> None:
    """Somebody hired again is not a leaver, and another agency's account of that name is another's."""
    ended: Row = {"user": "a", "agency": "Adams PD", "until": START, "as_of": START + DAY}
    again: Row = {"user": "a", "agency": "Adams PD", "as_of": START + 2 * DAY}
    assert events_of(DEPARTED, tables(_asks(3), {"accounts": [ended]}))
    assert not events_of(DEPARTED, tables(_asks(3), {"accounts": [ended, again]}))
    assert not events_of(DEPARTED, tables(_asks(3, agency="Bell PD"), {"accounts": [ended]}))
    namesake: Row = {"user": "a", "agency": "Bell PD", "as_of": START + DAY}
    assert not events_of(DEPARTED, tables(_asks(3), {"accounts": [ended, again, namesake]}))


def test_a_log_that_does_not_name_its_agency_is_matched_by_the_user_where_rosters_are_of_one() -> None:
    """And the sentence says so; where rosters are of two agencies, or the log hides the agency, nobody is held against anybody."""
    ended: Row = {"user": "a", "agency": "Adams PD", "until": START, "as_of": START + DAY}
    other: Row = {"user": "b", "agency": "Bell PD", "as_of": START + DAY}
    rows = _asks(3, agency="absent")
    (lead,) = leads(DEPARTED, tables(rows, {"accounts": [ended]}))
    assert lead.detail == "3 days after" + stale_account.ALONE
    assert "by the user alone" in DEPARTED.sentence(lead, DEPARTED.limits)
    assert not events_of(DEPARTED, tables(rows, {"accounts": [ended, other]}))
    assert not events_of(DEPARTED, tables(_asks(3, agency="redacted"), {"accounts": [ended]}))
    slept: Row = {"user": "a", "agency": "Adams PD", "last_use": START - 100 * DAY, "as_of": START}
    rows = _asks(*(1 + number / 10 for number in range(5)), agency="absent")
    found = flagged(AWAKENED, tables(rows, {"accounts": [slept]}))
    assert [row["detail"] for row in found] == ["100 days asleep" + stale_account.ALONE] * 5


def test_an_alert_is_no_use() -> None:
    """It comes by itself, long after whoever asked for it has left."""
    known = {"accounts": [{"user": "a", "until": START, "as_of": START + DAY}]}
    assert not events_of(DEPARTED, tables(_asks(3, action="alert"), known))


def test_lapsed_training_is_another_detector() -> None:
    """It reads its own column."""
    known = {"accounts": [{"user": "a", "trained_until": START, "as_of": START}]}
    assert events_of(UNTRAINED, tables(_asks(3), known))
    assert not events_of(DEPARTED, tables(_asks(3), known))


def test_a_gap_of_more_than_ninety_days_and_five_searches_are_an_awakening() -> None:
    """Four searches are none, nor five with the same gap spread over months."""
    rows = [*_asks(0), *_asks(*(91 + number / 10 for number in range(5)))]
    (lead,) = leads(AWAKENED, tables(rows))
    assert (lead.events, lead.detail) == (5, "91 days asleep")
    assert not events_of(AWAKENED, tables(rows[:-1]))
    assert not events_of(AWAKENED, tables([*_asks(0), *_asks(91, 95, 99, 103, 107)]))


def test_a_roster_says_that_an_account_slept_before_the_log_begins() -> None:
    """Its last use lay more than ninety days before the roster's day; the searches came after that day."""
    known = {"accounts": [{"user": "a", "last_use": START - 100 * DAY, "as_of": START}]}
    rows = _asks(*(1 + number / 10 for number in range(5)))
    assert [row["detail"] for row in flagged(AWAKENED, tables(rows, known))] == ["100 days asleep"] * 5
    fresh = {"accounts": [{"user": "a", "last_use": START - 80 * DAY, "as_of": START}]}
    assert not events_of(AWAKENED, tables(rows, fresh))


def test_a_name_that_says_inactive_must_not_search() -> None:
    """Whether the user or the agency is called so."""
    rows = [*_asks(0, agency="[Federal] US Border Patrol [Inactive]"), *_asks(1)]
    assert events_of(INACTIVE, tables(rows)) == ["world-00001"]


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("AB"), st.integers(0, 40), st.sampled_from(["allow", "deny"])), max_size=30
    ),
    st.lists(
        st.tuples(st.sampled_from("AB"), st.integers(0, 40), st.none() | st.integers(1, 20)), max_size=3
    ),
)
def test_use_while_cut_off_is_what_intervals_say(
    asks: list[tuple[str, int, str]], cuts: list[tuple[str, int, int | None]]
) -> None:
    """The model: not refused, and within one of the agency's cut-offs, whose end does not belong to it."""
    rows = [
        {"user": "a", "agency": agency, "at": START + hour * HOUR, "decision": decision}
        for agency, hour, decision in asks
    ]
    known = {
        "cutoffs": [
            {
                "agency": agency,
                "since": START + hour * HOUR,
                "until": length and START + (hour + length) * HOUR,
            }
            for agency, hour, length in cuts
        ]
    }
    expected = sorted(
        f"world-{number:05}"
        for number, (agency, hour, decision) in enumerate(asks, start=1)
        if decision == "allow"
        and any(
            cut == agency and since <= hour and (length is None or hour < since + length)
            for cut, since, length in cuts
        )
    )
    assert events_of(CUT_OFF, tables(rows, known)) == expected


def test_what_is_called_inactive_is_named() -> None:
    """The user, where it is the user's name that says so, and not the agency."""
    assert {row["entity"] for row in flagged(INACTIVE, tables(_asks(1, user="a [inactive]")))} == {
        "a [inactive]"
    }
    assert {row["entity"] for row in flagged(INACTIVE, tables(_asks(1, agency="B [Inactive]")))} == {
        "B [Inactive]"
    }
