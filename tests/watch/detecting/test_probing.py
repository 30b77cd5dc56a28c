"""M14 among a few refusals, and beside a model of the ladder."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.watch.detecting import probing
from watch.events_world import DAY, MINUTE, Row, ms
from watch.judged import events_of, leads, tables

START = ms("2025-06-02")
LADDER, RULES, SLIDING = probing.DETECTORS


def _try(minute: float, decision: str, reason: str, **more: object) -> Row:
    return {
        "user": "a",
        "about": "p",
        "at": START + int(minute * MINUTE),
        "decision": decision,
        "reason": reason,
        **more,
    }


def test_two_refusals_and_another_reason_are_a_ladder() -> None:
    """Refusals and what was allowed are told together."""
    rows = [_try(0, "deny", "x"), _try(2, "deny", "y"), _try(4, "allow", "z")]
    (lead,) = leads(LADDER, tables(rows))
    assert (lead.entity, lead.events, lead.detail) == ("a", 3, "2")
    assert "refused 2 times" in LADDER.sentence(lead, LADDER.limits)


def test_one_retry_is_ordinary_and_so_is_the_same_again_or_much_later() -> None:
    """Ten of fourteen refusals in a released log had one retry."""
    assert not events_of(LADDER, tables([_try(0, "deny", "x"), _try(2, "allow", "z")]))
    same = [_try(0, "deny", "x"), _try(2, "deny", "x"), _try(4, "allow", "x")]
    assert not events_of(LADDER, tables(same))
    late = [_try(0, "deny", "x"), _try(2, "deny", "y"), _try(16, "allow", "z")]
    assert not events_of(LADDER, tables(late))
    other = [_try(0, "deny", "x"), _try(2, "deny", "y"), _try(4, "allow", "z", about="q")]
    assert not events_of(LADDER, tables(other))


def test_five_rules_within_a_week_that_begins_on_monday() -> None:
    """2 June 2025 was a Monday: the same refusals around it are of two weeks."""
    rows = [_try(number, "deny", "x", rule=f"r{number}") for number in range(5)]
    assert len(events_of(RULES, tables(rows))) == 5
    shifted = [{**row, "at": row["at"] - 2 * MINUTE} for row in rows]
    assert not events_of(RULES, tables(shifted))
    assert not events_of(RULES, tables([{**row, "rule": "r"} for row in rows]))


def test_asking_a_little_less_each_time_is_sliding() -> None:
    """Three refusals by one rule, each with fewer networks or a shorter look-back."""
    rows = [_try(number, "deny", "x", rule="wide", networks=900 - number) for number in range(3)]
    assert len(events_of(SLIDING, tables(rows))) == 3
    assert not events_of(SLIDING, tables([{**row, "networks": 900} for row in rows]))
    assert not events_of(SLIDING, tables([*rows[:2], {**rows[2], "at": START + DAY}]))
    windows = [
        _try(number, "deny", "x", rule="long", window_from=START - (9 - number) * DAY, window_until=START)
        for number in range(3)
    ]
    assert len(events_of(SLIDING, tables(windows))) == 3


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.sampled_from(["allow", "deny"]),
            st.sampled_from("xy"),
            st.sampled_from("pq"),
        ),
        max_size=20,
    )
)
def test_ladders_are_what_looking_back_from_each_answer_finds(tries: list[tuple[int, str, str, str]]) -> None:
    """The model: before what was allowed, within 15 minutes, two refusals for the subject, of which one had another reason."""
    rows = [_try(minute, decision, reason, about=about) for minute, decision, reason, about in tries]
    expected = set()
    for place, (minute, decision, reason, about) in enumerate(tries, start=1):
        before = [
            (number, was)
            for number, (at, what, was, whom) in enumerate(tries, start=1)
            if what == "deny" and whom == about and 0 < minute - at <= 15
        ]
        if decision == "allow" and len(before) >= 2 and any(was != reason for _, was in before):
            expected |= {f"world-{number:05}" for number in (place, *(number for number, _ in before))}
    assert events_of(LADDER, tables(rows)) == sorted(expected)
