"""M9 among a few searches, and beside a model that counts them one by one."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.watch.detecting import fixation
from watch.events_world import DAY, HOUR, Row, ms
from watch.judged import events_of, flagged, leads, tables

START = ms("2025-06-02")
(FIXATION,) = fixation.DETECTORS
UNKNOWN = ", whether with or without a case nobody knows, for no assignments were imported"


def _visits(user: str, about: str, days: int, each: int = 2, **more: Any) -> list[Row]:
    return [
        {"user": user, "about": about, "at": START + day * DAY + number * HOUR, **more}
        for day in range(days)
        for number in range(each)
    ]


def test_eight_searches_on_five_days_are_a_fixation() -> None:
    """Each search is held against the user, and the lead counts days and what share of all searches it was."""
    rows = [*_visits("a", "p", 5), *_visits("b", "p", 1)]
    (lead,) = leads(FIXATION, tables(rows))
    assert (lead.entity, lead.period, lead.events) == ("a", "p", 10)
    assert lead.detail == "10 searches on 5 days, of 12 by anybody" + UNKNOWN
    (lead,) = leads(FIXATION, tables(rows, {"assignments": [{"case_no": "1", "user": "b"}]}))
    assert lead.detail.endswith("of 12 by anybody, without a case that is theirs")
    assert "came back to one subject" in FIXATION.sentence(lead, FIXATION.limits)


def test_a_case_whose_number_is_in_the_reason_ends_it() -> None:
    """Like one that was declared, where it is one's own."""
    rows = _visits("a", "p", 5, reason="missing person 25-10442")
    assert events_of(FIXATION, tables(rows, {"assignments": [{"case_no": "25-10442", "user": "b"}]}))
    assert not events_of(FIXATION, tables(rows, {"assignments": [{"case_no": "25-10442", "user": "a"}]}))


def test_many_searches_on_four_days_and_seven_on_seven_are_none() -> None:
    """Both limits must be reached, for one subject."""
    assert not events_of(FIXATION, tables(_visits("a", "p", 4, 5)))
    assert not events_of(FIXATION, tables(_visits("a", "p", 7, 1)))
    assert not events_of(FIXATION, tables([*_visits("a", "p", 5, 1), *_visits("a", "q", 5, 1)]))


def test_two_people_with_one_pseudonym_are_not_added_up() -> None:
    """A user is one of an agency."""
    rows = [*_visits("a", "p", 5, 1), *_visits("a", "p", 5, 1, agency="Bell PD")]
    assert not events_of(FIXATION, tables(rows))


def test_a_case_of_ones_own_or_of_a_colleague_ends_it() -> None:
    """Of the user while it was assigned, or of somebody of the same agency; a case of nobody explains nothing."""
    rows = _visits("a", "p", 5, case_no="26-1")
    assert events_of(FIXATION, tables(rows))
    mine: dict[str, list[Row]] = {"assignments": [{"case_no": "26-1", "user": "a"}]}
    assert not events_of(FIXATION, tables(rows, mine))
    ended = {"assignments": [{"case_no": "26-1", "user": "a", "until": START + HOUR}]}
    assert len(events_of(FIXATION, tables(rows, ended))) == 9
    theirs: dict[str, list[Row]] = {
        "assignments": [{"case_no": "26-1", "user": "b"}],
        "accounts": [_account("b", "Adams PD")],
    }
    assert not events_of(FIXATION, tables(rows, theirs))
    elsewhere = {**theirs, "accounts": [_account("b", "Bell PD")]}
    assert events_of(FIXATION, tables(rows, elsewhere))


def test_off_shift_and_after_the_case_it_weighs_more() -> None:
    """One for each search off shift, and one for each after the end of the case that it names, as shares."""
    rows = _visits("a", "p", 5, case_no="26-1")
    (plain, *_) = flagged(FIXATION, tables(rows))
    # Ten searches are 1.25 times the limit, and nobody else had the subject.
    assert plain["measure"] == 1.25 + 1
    on = [{"user": "a", "since": START + day * DAY, "until": START + day * DAY + HOUR} for day in range(5)]
    closed = {"cases": [{"case_no": "26-1", "closed": START - DAY}], "shifts": on}
    (worse, *_) = flagged(FIXATION, tables(rows, closed))
    assert worse["measure"] == 1.25 + 1 + 0.5 + 1


def test_what_only_an_answer_named_is_no_search_for_it() -> None:
    """A subject that the user did not name is not counted."""
    assert not events_of(FIXATION, tables(_visits("a", "p", 6, asked=False)))


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"), st.sampled_from("pq"), st.integers(0, 5), st.sampled_from(["", "1", "2"])
        ),
        max_size=60,
    )
)
def test_it_flags_what_counting_one_by_one_flags(drawn: list[tuple[str, str, int, str]]) -> None:
    """The model: searches without an assigned case, by user and subject; at least four on three days."""
    rows = [
        {"user": user, "about": about, "at": START + day * DAY + number, "case_no": case}
        for number, (user, about, day, case) in enumerate(drawn)
    ]
    known = {"assignments": [{"case_no": "1", "user": "a"}]}
    searches = defaultdict(list)
    for number, (user, about, day, case) in enumerate(drawn, start=1):
        if (case, user) != ("1", "a"):
            searches[user, about].append((day, f"world-{number:05}"))
    expected = sorted(
        event
        for found in searches.values()
        if len(found) >= 4 and len({day for day, _ in found}) >= 3
        for _, event in found
    )
    assert events_of(FIXATION, tables(rows, known), searches=4, days=3) == expected


def _account(user: str, agency: str) -> Row:
    return {"user": user, "agency": agency, "as_of": START}
