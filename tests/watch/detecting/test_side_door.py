from __future__ import annotations

from ostiary.watch.detecting import side_door
from watch.events_world import DAY, ms
from watch.judged import events_of, flagged, leads, tables

START = ms("2025-06-02 09:00")
USERS, HIDDEN = side_door.DETECTORS


def test_strong_words_are_flagged_in_every_field() -> None:
    """A reason, a purpose and a case field are read alike, and one access is enough."""
    found = tables(
        [
            {"user": "a", "at": START, "reason": "ICE detainer"},
            {"user": "b", "at": START, "purpose": "deportation"},
            {"user": "c", "at": START, "case_no": "immigration", "reason": "stolen car"},
            {"user": "d", "at": START, "reason": "stolen car"},
        ]
    )
    assert events_of(USERS, found) == ["world-00001", "world-00002", "world-00003"]
    assert {row["period"] for row in flagged(USERS, found)} == {"immigration"}


def test_words_of_two_packs_count_for_both() -> None:
    """Each with its own strength: what is ambiguous in one is not made strong by the other."""
    found = tables([{"user": "a", "at": START, "reason": "ICE, at the protest"}])
    assert [(row["period"], row["detail"]) for row in flagged(USERS, found)] == [
        ("immigration", "strong, ice"),
        ("protest-religion", "strong, protest"),
    ]
    beside = [{"user": "a", "at": START, "reason": "abortion, HSI", "case_no": "25-104417"}]
    assert {row["period"] for row in flagged(USERS, tables(beside))} == {"reproductive"}


def test_look_alikes_are_left_alone() -> None:
    """Service, justice, police, a town and a drug hold the same letters and say nothing."""
    words = (
        "special services investigation",
        "criminal justice",
        "Niceville traffic stop",
        "heroin",
        "stolen license",
    )
    found = tables([{"user": "a", "at": START + i, "reason": word} for i, word in enumerate(words)])
    assert events_of(USERS, found) == []


def test_ambiguous_words_need_a_ground() -> None:
    """Twice in a week with a case over few networks is nothing; three times, no case, or many networks is a lead."""
    case = {"case_no": "25-104417", "networks": 12, "reason": "HSI"}
    seldom = [{**case, "user": "a", "at": START + i * 5 * DAY} for i in range(4)]
    often = [{**case, "user": "b", "at": START + i * 3 * DAY} for i in range(3)]
    caseless = [
        {**case, "user": "c", "at": START, "case_no": ""},
        {**case, "user": "d", "at": START, "case_no": "000000"},
    ]
    wide = [{**case, "user": "e", "at": START, "networks": 4000}]
    found = tables([*seldom, *often, *caseless, *wide])
    assert {row["entity"] for row in flagged(USERS, found)} == {"b", "c", "d", "e"}
    assert len(events_of(USERS, found)) == 6


def test_a_case_in_the_reason_is_a_case() -> None:
    """An empty field is no missing case where the number was typed beside the word; an absent field says nothing at all."""
    found = tables(
        [
            {"user": "a", "at": START, "case_no": "", "reason": "HSI 25-104417"},
            {"user": "b", "at": START, "reason": "HSI"},
        ]
    )
    assert events_of(USERS, found) == []


def test_a_context_that_explains_is_not_held_against_anybody() -> None:
    """Narcotics work with that agency is most of what names it."""
    found = tables(
        [{"user": "a", "at": START + i, "case_no": "", "reason": "HSI narcotics"} for i in range(5)]
    )
    assert events_of(USERS, found) == []


def test_where_users_are_hidden_the_agency_answers() -> None:
    """A masked user is nobody's absence: the agency is the lead, and ambiguous words need ten in a week."""
    rows = [{"user": "vendor-mask", "at": START, "reason": "deportation", "agency": "Brook PD"}]
    rows += [{"user": "vendor-mask", "at": START + i, "reason": "HSI", "agency": "Cole PD"} for i in range(9)]
    (lead,) = leads(HIDDEN, tables(rows))
    assert (lead.entity, lead.events, lead.agency) == ("Brook PD", 1, "Brook PD")
    assert "strong" in HIDDEN.sentence(lead, HIDDEN.limits)
    assert events_of(USERS, tables(rows)) == []


def test_words_in_two_fields_of_one_access_are_one_access() -> None:
    """Two accesses that say HSI as reason and DHS as purpose are two, and not four within a week."""
    row = {"user": "a", "reason": "HSI", "purpose": "DHS", "case_no": "25-104417", "networks": 12}
    assert not flagged(USERS, tables([{**row, "at": START + i} for i in range(2)]))
    assert len(events_of(USERS, tables([{**row, "at": START + i} for i in range(3)]))) == 3
