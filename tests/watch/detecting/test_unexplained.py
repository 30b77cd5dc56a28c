"""M15 among a few accesses, and beside a model that tries every explanation on every access."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.watch.detecting import unexplained
from ostiary.watch.events.tables import Draw
from watch.events_world import DAY, HOUR, Row, ms
from watch.judged import events_of, leads, tables

START = ms("2025-06-02")
UNEXPLAINED, SAMPLE = unexplained.DETECTORS
ALL = {"score": 0.0}


def _access(hours: float = 0, user: str = "a", about: str = "p", **more: Any) -> Row:
    return {"user": user, "about": about, "at": START + int(hours * HOUR), "case_no": "", **more}


def _left(rows: list[Row], **known: Sequence[Row]) -> list[str]:
    return events_of(UNEXPLAINED, tables(rows, known), **ALL)


def test_each_explanation_holds_by_itself() -> None:
    """A case of one's own or of a colleague, a dispatch six hours away, a hit of the last day, an approval."""
    named = [_access(case_no="1")]
    assert _left(named)
    assert not _left(named, assignments=[{"case_no": "1", "user": "a"}])
    assert _left(named, assignments=[{"case_no": "1", "user": "b"}])
    colleague: Row = {"user": "b", "agency": "Adams PD", "as_of": START}
    assert not _left(named, assignments=[{"case_no": "1", "user": "b"}], accounts=[colleague])
    sent: Row = {"user": "a", "since": START + 6 * HOUR, "until": START + 7 * HOUR}
    assert not _left([_access()], dispatches=[sent])
    assert _left([_access(-0.1)], dispatches=[sent])
    assert not _left([_access(24)], hits=[{"subject": "p", "at": START}])
    assert _left([_access(-1)], hits=[{"subject": "p", "at": START}])
    assert _left([_access(24)], hits=[{"subject": "q", "at": START}])
    may: Row = {"user": "a", "since": START, "until": START + DAY}
    assert not _left([_access()], approvals=[may])
    assert not _left([_access()], approvals=[{**may, "subject": "p"}])
    assert _left([_access()], approvals=[{**may, "subject": "q"}])
    assert _left([_access()], approvals=[{**may, "case_no": "1"}])


def test_a_number_in_the_reason_is_a_case_like_a_declared_one() -> None:
    """Where the form has none: one's own case explains; that of others, and a number that no registry knows, do not, and each is told."""
    typed = [_access(reason="burglary P25-01234", case_no="")]
    own: Row = {"case_no": "p25-01234 ", "user": "a"}
    assert not _left(typed, assignments=[own])
    assert _left([{**typed[0], "case_no": "25-1"}], assignments=[own])
    others = {**own, "user": "b"}
    told = {
        "the case whose number is in its reason is not theirs": [{"case_no": "P25-01234"}],
        "the number of a case in its reason is not in the registry of cases": [{"case_no": "25-99999"}],
    }
    for words, cases in told.items():
        (lead,) = leads(UNEXPLAINED, tables(typed, {"assignments": [others], "cases": cases}), **ALL)
        assert lead.detail.startswith(words)
    assert not _left([_access(action="alert")])


def test_an_explained_contact_explains_those_that_come_after_it() -> None:
    """Not those before, not another user's, and not an unexplained one."""
    rows = [_access(0), _access(10, case_no="1"), _access(20), _access(20, user="b"), _access(20, about="q")]
    found = _left(rows, assignments=[{"case_no": "1", "user": "a"}])
    assert found == ["world-00001", "world-00004", "world-00005"]


def test_surprise_and_what_is_wider_than_the_need_rank_it() -> None:
    """An agency that asks one owner alone surprises nobody there; national, long ago and for something else, each adds up."""
    usual = [_access(number, owner="O", user=f"u{number}") for number in range(20)]
    wide = _access(
        1, owner="O", networks=5_000, window_from=START - 90 * DAY, reason="ICE detainer", purpose="theft"
    )
    far = _access(2, owner="Far", user="f")
    found = {lead.entity: lead for lead in leads(UNEXPLAINED, tables([*usual, wide, far]))}
    assert set(found) == {"a", "f"}
    assert found["a"].measure > 4.5
    assert 3.0 < found["f"].measure < 3.1


def test_what_was_tried_without_success_is_listed() -> None:
    """Only what something is known for; and the nearest to an explanation that there is."""
    world = tables([_access(case_no="1")], {"assignments": [{"case_no": "2", "user": "a"}]})
    (lead,) = leads(UNEXPLAINED, world, **ALL)
    assert (
        lead.detail
        == "the declared case is not theirs; tried without success: case assignment, prior contact"
    )
    assert lead.detail in UNEXPLAINED.sentence(lead, UNEXPLAINED.limits)


def test_a_month_that_is_mostly_unexplained_is_a_lead_where_nothing_else_surprises() -> None:
    """Our own log names one owner and no breadth: ten unexplained accesses that are half of a user's month are enough."""
    known: dict[str, list[Row]] = {"assignments": [{"case_no": "1", "user": "a"}]}
    mine = [_access(number, about=f"m{number}", case_no="1") for number in range(10)]
    odd = [_access(number, about=f"o{number}", owner="O") for number in range(10)]
    (lead,) = leads(UNEXPLAINED, tables([*mine, *odd], known))
    assert (lead.entity, lead.events, lead.measure) == ("a", 10, 0)
    assert not events_of(UNEXPLAINED, tables([*mine, *odd[:9]], known))
    assert not events_of(UNEXPLAINED, tables([*mine, *mine, *odd], known))
    hidden = [{**row, "case_no": "redacted"} for row in odd]
    (lead,) = leads(UNEXPLAINED, tables([*mine, *hidden], known))
    assert lead.detail.startswith("whether a case was declared the log does not show")


def test_a_share_of_the_explained_is_drawn_the_same_each_time() -> None:
    """About as many as the share says, other rows on other days, and never an unexplained one."""
    known: dict[str, list[Row]] = {"assignments": [{"case_no": "1", "user": "a"}]}
    rows = [_access(day * 24, case_no="1") for day in (0, 1) for _ in range(1_000)]
    world = tables([*rows, *(_access() for _ in range(500))], known)
    drawn = events_of(SAMPLE, world, share=0.1)
    assert drawn == events_of(SAMPLE, world, share=0.1)
    assert 150 < len(drawn) < 250
    numbers = [int(event.removeprefix("world-")) for event in drawn]
    assert max(numbers) <= 2_000
    first = {number for number in numbers if number <= 1_000}
    other = events_of(SAMPLE, replace(world, draw=Draw.of(b"another secret of 16 bytes")), share=0.1)
    assert other != drawn
    assert 150 < len(other) < 250
    assert first != {number - 1_000 for number in numbers if number > 1_000}


@settings(max_examples=4, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"), st.sampled_from("pq"), st.integers(0, 30), st.sampled_from(["", "1"])
        ),
        max_size=20,
        unique_by=lambda access: access[2],
    ),
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 20), st.integers(1, 10)), max_size=2),
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 20)), max_size=2),
)
def test_what_is_left_is_what_trying_one_by_one_leaves(
    accesses: list[tuple[str, str, int, str]], given_: list[tuple[str, int, int]], sent: list[tuple[str, int]]
) -> None:
    """The model: the case was assigned then, a dispatch was near, or the same pair had an explained access before."""
    rows = [_access(hour, user, about, case_no=case) for user, about, hour, case in accesses]
    assigned = [
        {"case_no": "1", "user": user, "since": START + hour * HOUR, "until": START + (hour + length) * HOUR}
        for user, hour, length in given_
    ]
    dispatches = [
        {"user": user, "since": START + hour * HOUR, "until": START + hour * HOUR} for user, hour in sent
    ]
    plain = [
        any(case == "1" and user == to and hour <= at < hour + length for to, hour, length in given_)
        or any(user == to and abs(at - hour) <= 6 for to, hour in sent)
        for user, _, at, case in accesses
    ]
    expected = [
        f"world-{number:05}"
        for number, (user, about, at, _) in enumerate(accesses, start=1)
        if not plain[number - 1]
        and not any(
            explained and (who, whom) == (user, about) and when < at
            for explained, (who, whom, when, _) in zip(plain, accesses, strict=True)
        )
    ]
    assert _left(rows, assignments=assigned, dispatches=dispatches) == expected
