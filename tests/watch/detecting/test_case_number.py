from __future__ import annotations

from typing import Any

import pytest

from ostiary.watch.detecting import case_number
from watch.events_world import DAY, HOUR, Row, ms
from watch.judged import events_of, flagged, leads, tables

START = ms("2025-06-02")
MISSING, MALFORMED, FILLER, UNKNOWN, STRETCHED = case_number.DETECTORS


def _rows(user: str, numbers: list[str], **more: Any) -> list[dict[str, Any]]:
    return [
        {"user": user, "at": START + i * HOUR, "case_no": number, **more} for i, number in enumerate(numbers)
    ]


def _usual(count: int) -> list[dict[str, Any]]:
    """Accesses of an agency as it writes its numbers."""
    return _rows("z", [f"25-1{i:05}" for i in range(count)])


def test_a_user_who_leaves_the_number_out_is_flagged() -> None:
    """Five accesses without one are a lead where the agency has one nearly always; four are not, nor five among many."""
    rows = [
        *_usual(60),
        *_rows("a", [""] * 5),
        *_rows("b", [""] * 4),
        *_rows("c", [""] * 5 + ["25-104417"] * 20),
    ]
    (lead,) = leads(MISSING, tables(rows))
    assert (lead.entity, lead.period, lead.events) == ("a", "2025-06", 5)


def test_where_nobody_gives_numbers_none_is_missing() -> None:
    """An agency whose policy asks for none, and a column that the log lacks or masks, make no lead."""
    assert flagged(MISSING, tables([*_usual(6), *_rows("a", [""] * 8)])) == []
    assert flagged(MISSING, tables([*_usual(60), *_rows("a", ["redacted"] * 8)])) == []


def test_a_number_in_the_reason_is_not_missing() -> None:
    """Where it was typed among the words, it is there."""
    assert flagged(MISSING, tables([*_usual(60), *_rows("a", [""] * 5, reason="25-104417 burglary")])) == []


def test_a_shape_that_the_agency_hardly_uses_is_flagged() -> None:
    """Three numbers of a strange shape are a lead, two may be typing errors."""
    rows = [*_usual(700), *_rows("a", ["ABC-1", "XYZ-2", "QRS-3"]), *_rows("b", ["77/1", "77/2"])]
    (lead,) = leads(MALFORMED, tables(rows))
    assert (lead.entity, lead.events, lead.detail) == ("a", 3, "AAA-9")


def test_a_log_with_few_numbers_has_no_grammar() -> None:
    """Below two hundred numbers no shape is rare."""
    assert flagged(MALFORMED, tables([*_usual(150), *_rows("a", ["ABC-1", "XYZ-2", "QRS-3"])])) == []


def test_filler_is_flagged_and_numbers_are_not() -> None:
    """Zeros, rows of keys, one digit and words for none are filler; numbers with few different digits are numbers."""
    filler = ["000000", "123456", "1", "n/a", "none", "99-99", "9876", "0000-123"[:4]]
    assert len(events_of(FILLER, tables(_rows("a", filler)))) == len(filler)
    numbers = ["25-104417", "2025-1234", "100000", "24-0001", "112233", "12-3457"]
    assert flagged(FILLER, tables(_rows("b", numbers))) == []


CASES = [
    {"case_no": "25-100001", "agency": "Adams PD", "opened": "2025-01-01"},
    {"case_no": "25-100002", "agency": "Brook PD", "opened": "2025-01-01"},
    {"case_no": "25-100003", "agency": "Adams PD", "opened": "2024-01-01", "closed": "2025-02-01"},
    {"case_no": "25-100004", "agency": "Adams PD", "opened": "2024-01-01", "closed": "2025-05-01"},
    {"case_no": "25-100005", "opened": "2025-01-01"},
]


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("25-100001", None),
        ("25-100002", "another agency's"),
        ("25-100003", "closed for long"),
        ("25-100004", None),
        ("25-100005", None),
        ("25-199999", "not in the registry"),
    ],
)
def test_the_registry_confirms_a_number_or_says_why_not(number: str, why: str | None) -> None:
    """Known, open or closed within ninety days, and of one's own agency or of none that is named."""
    found = flagged(UNKNOWN, tables(_rows("a", [f" {number.lower()} "]), {"cases": CASES}))
    assert [row["detail"] for row in found] == ([] if why is None else [why])


def test_an_alert_names_no_case() -> None:
    """It comes by itself, with the number of whoever asked for it."""
    rows = _rows("a", ["25-199999", "25-199999"])
    rows[1]["action"] = "alert"
    assert events_of(UNKNOWN, tables(rows, {"cases": CASES})) == ["world-00001"]


def test_a_task_force_may_use_the_numbers_of_whom_it_works_for() -> None:
    """The employer's cases and those of the agency on whose behalf it asks are its own."""
    rows = [
        *_rows("a", ["25-100002"], employer="Brook PD"),
        *_rows("b", ["25-100002"], beneficiary="Brook PD"),
    ]
    assert flagged(UNKNOWN, tables(rows, {"cases": CASES})) == []


def test_a_case_that_was_assigned_to_the_user_is_theirs_whichever_agency_opened_it() -> None:
    """While it is: before and after, and once the case is closed for long, it is another agency's or closed."""
    given: Row = {"case_no": "25-100002", "user": "a", "since": "2025-01-01", "until": "2025-12-01"}
    closed: Row = {
        "case_no": "25-100006",
        "agency": "Brook PD",
        "opened": "2024-01-01",
        "closed": "2025-02-01",
    }
    known = {"cases": [*CASES, closed], "assignments": [given, {**given, "case_no": "25-100006"}]}
    assert flagged(UNKNOWN, tables(_rows("a", ["25-100002"]), known)) == []
    (late,) = flagged(UNKNOWN, tables(_rows("a", ["25-100006"]), known))
    assert late["detail"] == "closed for long"
    known["assignments"] = [{**given, "until": "2025-01-02"}]
    (past,) = flagged(UNKNOWN, tables(_rows("a", ["25-100002"]), known))
    assert past["detail"] == "another agency's"


def test_a_number_that_two_agencies_use_is_each_ones_own() -> None:
    """The best of all rows of the registry decides."""
    cases = [*CASES, {"case_no": "25-100002", "agency": "Adams PD", "opened": "2025-01-01"}]
    assert flagged(UNKNOWN, tables(_rows("a", ["25-100002"]), {"cases": cases})) == []


def test_one_number_for_too_many_subjects_is_flagged() -> None:
    """Twenty-six subjects are a lead, twenty-five are not."""
    rows = [{**row, "about": f"s{i}"} for i, row in enumerate(_rows("a", ["25-104417"] * 26))]
    rows += [{**row, "about": f"s{i}"} for i, row in enumerate(_rows("a", ["25-104418"] * 25))]
    (lead,) = leads(STRETCHED, tables(rows))
    assert (lead.entity, lead.entity_kind, lead.detail) == ("25-104417", "case", "26 subjects, within 2 days")
    (bare,) = leads(STRETCHED, tables(_rows("a", ["25-104417"] * 26)))
    assert bare.detail == "26 searches of which the log does not say whom they were about, within 2 days"


def test_a_number_that_never_ends_is_flagged() -> None:
    """Ten days of use over more than a month are a lead; two days far apart, or many days of one month, are not."""
    long = _rows("a", ["25-104417"] * 10)
    again = _rows("a", ["25-104418"] * 2)
    month = _rows("a", ["25-104419"] * 20)
    rows = [{**row, "at": START + i * 4 * DAY} for i, row in enumerate(long)]
    rows += [{**row, "at": START + i * 200 * DAY} for i, row in enumerate(again)]
    rows += [{**row, "at": START + i * DAY} for i, row in enumerate(month)]
    assert {row["entity"] for row in flagged(STRETCHED, tables(rows))} == {"25-104417"}


def test_a_number_is_read_in_the_reason_too() -> None:
    """The field and the words are parsed both."""
    rows = [{"user": "a", "at": START + i, "reason": "theft 25-104417"} for i in range(20)]
    rows += _rows("a", ["25-104417"] * 6)
    assert len(flagged(STRETCHED, tables(rows))) == 26


def test_a_number_is_nobody_elses_where_the_asking_agency_is_not_known_or_the_user_is_lent() -> None:
    """A log that names no agency cannot show that a number is another's; nor is it for somebody who is assigned there."""
    cases = [{"case_no": "25-100002", "agency": "Brook PD", "opened": "2025-01-01"}]
    row = {**_rows("a", ["25-100002"])[0], "agency": ""}
    assert flagged(UNKNOWN, tables([{**row, "agency": "Adams PD"}], {"cases": cases}))
    assert not flagged(UNKNOWN, tables([row], {"cases": cases}))
    lent = {**row, "agency": "Adams PD", "affiliations": "Brook PD,Cole PD"}
    assert not flagged(UNKNOWN, tables([lent], {"cases": cases}))


def test_agencies_that_nobody_names_have_no_habit() -> None:
    """Logs of two agencies without a name are not judged as if they were one."""
    habit = [{**row, "agency": ""} for row in _rows("b", [f"25-{number:06}" for number in range(250)])]
    odd = [{**row, "agency": ""} for row in _rows("a", ["AAA-1"] * 3)]
    none = [{**row, "agency": "", "case_no": ""} for row in _rows("c", ["1"] * 6)]
    world = tables([*habit, *odd, *none])
    for code in ("M4a", "M4b"):
        (detector,) = [each for each in case_number.DETECTORS if each.code == code]
        assert not flagged(detector, world)
