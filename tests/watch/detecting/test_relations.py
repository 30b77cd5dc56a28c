"""M10 among a few accesses: one's own circle, and a crowd."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.watch.detecting import relations
from watch.events_world import HOUR, Row, ms
from watch.judged import events_of, flagged, leads, tables

START = ms("2025-06-02")
RELATED, CROWD = relations.DETECTORS


def _looks(*looks: tuple[str, float], about: str = "p") -> list[Row]:
    return [{"user": user, "about": about, "at": START + int(hours * HOUR)} for user, hours in looks]


def test_a_record_of_ones_own_circle_is_told_by_its_link() -> None:
    """The link is told, never whom it leads to; another's relation says nothing."""
    known = {"relations": [{"user": "a", "subject": "p", "kind": "kin"}]}
    (lead,) = leads(RELATED, tables(_looks(("a", 0), ("b", 1)), known))
    assert (lead.entity, lead.detail, lead.measure) == ("a", "kin", 3)
    assert "p" not in RELATED.sentence(lead, RELATED.limits).split()


def test_a_person_of_public_interest_is_everybodys() -> None:
    """A relation without a user holds for all."""
    known = {"relations": [{"subject": "p", "kind": "vip"}]}
    assert [row["entity"] for row in flagged(RELATED, tables(_looks(("a", 0), ("b", 1)), known))] == [
        "a",
        "b",
    ]


def test_five_users_within_two_days_are_a_crowd_and_four_are_none() -> None:
    """Users are counted, not searches, and only those without the case."""
    five = _looks(*((user, number * 11.9) for number, user in enumerate("abcde")))
    assert len(events_of(CROWD, tables(five))) == 5
    assert not events_of(CROWD, tables(_looks(*((user, number * 12) for number, user in enumerate("abcde")))))
    assert not events_of(CROWD, tables(_looks(*(("abcd"[number % 4], number) for number in range(20)))))
    mine = [{**row, "case_no": "1"} if row["user"] == "a" else row for row in five]
    assert not events_of(CROWD, tables(mine, {"assignments": [{"case_no": "1", "user": "a"}]}))


def test_a_crowd_is_of_all_agencies_and_none_answers_for_it() -> None:
    """The lead is about the subject and says how many there were at once."""
    rows = [{**row, "agency": f"{row['user']} PD"} for row in _looks(*((user, 0) for user in "aaaaa"))]
    assert not events_of(CROWD, tables(rows[:1] * 5))
    rows = [{**row, "agency": f"{number} PD"} for number, row in enumerate(rows)]
    (lead,) = leads(CROWD, tables(rows))
    assert (lead.entity, lead.agency, lead.detail[:8]) == ("p", "", "5 users,")
    assert "nobody knows" in lead.detail
    assert "5 users" in CROWD.sentence(lead, CROWD.limits)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 200)), max_size=30))
def test_it_flags_what_looking_at_every_moment_flags(looks: list[tuple[str, int]]) -> None:
    """The model: at each search, the users of the 48 hours that end with it; a search is of a crowd when it is among them."""
    expected = set()
    for _, end in looks:
        inside = [place for place, (_, at) in enumerate(looks) if end - 48 < at <= end]
        if len({looks[place][0] for place in inside}) >= 3:
            expected |= {f"world-{place + 1:05}" for place in inside}
    found = events_of(CROWD, tables(_looks(*looks)), users=3)
    assert found == sorted(expected)
