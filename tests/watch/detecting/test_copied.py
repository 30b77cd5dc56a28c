from __future__ import annotations

from typing import Any

from ostiary.watch.detecting import copied
from watch.events_world import DAY, HOUR, ms
from watch.judged import flagged, leads, tables

START = ms("2025-06-02")
ONE, SHARED = copied.DETECTORS
TEXT = "robbery on mill road"


def _rows(user: str, count: int, **more: Any) -> list[dict[str, Any]]:
    return [
        {"user": user, "at": START + i * HOUR, "reason": TEXT, "about": f"{user}{i}", **more}
        for i in range(count)
    ]


def test_one_text_on_twenty_subjects_is_flagged() -> None:
    """Twenty subjects are, nineteen are not, nor twenty accesses of one subject."""
    same = [{**row, "about": "one"} for row in _rows("c", 25)]
    (lead,) = leads(ONE, tables([*_rows("a", 20), *_rows("b", 19), *same]))
    assert (lead.entity, lead.measure, lead.events, lead.detail) == ("a", 20, 20, "20 subjects, 100 %")


def test_case_and_blanks_make_no_other_text() -> None:
    """The same words written otherwise are the same."""
    rows = [
        {**row, "reason": TEXT.upper() if i % 2 else f"  {TEXT}  "} for i, row in enumerate(_rows("a", 20))
    ]
    assert {row["entity"] for row in flagged(ONE, tables(rows))} == {"a"}


def test_a_letter_makes_no_other_text_and_a_number_does() -> None:
    """A reviewer is told that the texts differ, and in how many spellings; of other numbers nothing is said."""
    text = "suspicious circumstances near park"
    rows = [
        {**row, "reason": text[: 10 + i % 4] + "x" * (i % 4 > 0) + text[10 + i % 4 :]}
        for i, row in enumerate(_rows("a", 20))
    ]
    (lead,) = leads(ONE, tables(rows))
    assert (lead.events, lead.detail) == (20, "20 subjects, 100 %; 4 spellings")
    assert "the same text but for small differences (4 spellings)" in ONE.sentence(lead, ONE.limits)
    numbered = [{**row, "reason": f"{text} 25-{10_000 + i % 4}"} for i, row in enumerate(_rows("a", 20))]
    assert flagged(ONE, tables(numbered)) == []


def test_a_text_among_others_is_no_copy() -> None:
    """A round of one check beside much other work is below nine tenths of what the user wrote."""
    other = [{"user": "a", "at": START + i * HOUR, "reason": f"burglary {i}"} for i in range(10)]
    assert flagged(ONE, tables([*_rows("a", 40), *other])) == []


def test_an_operation_over_months_is_no_copy() -> None:
    """Twenty subjects over a hundred days are not twenty in thirty."""
    slow = [{**row, "at": START + i * 5 * DAY} for i, row in enumerate(_rows("a", 20))]
    assert flagged(ONE, tables(slow)) == []


def test_fifteen_days_stand_whole_in_a_block() -> None:
    """Wherever twenty subjects in fifteen days fall, they are found."""
    for shift in range(0, 30, 7):
        rows = [
            {**row, "at": START + shift * DAY + i * 14 * DAY // 19} for i, row in enumerate(_rows("a", 20))
        ]
        assert len(flagged(ONE, tables(rows))) == 20


def test_where_the_log_names_no_subject_searches_are_counted() -> None:
    """A released log hides what was searched for: twenty searches may have been for one, and the sentence says what was counted."""
    rows = [{name: value for name, value in row.items() if name != "about"} for row in _rows("a", 20)]
    (lead,) = leads(ONE, tables(rows))
    assert lead.events == 20
    assert "up to 20 searches of which the log does not say" in ONE.sentence(lead, ONE.limits)
    (mixed,) = leads(ONE, tables([*_rows("a", 15), *rows[:5]]))
    assert mixed.detail.startswith("15 subjects and 5 searches of which")


def test_a_search_for_many_counts_them_all() -> None:
    """Two accesses with ten subjects each are about twenty."""
    rows = [
        {"user": "a", "at": START + i, "reason": TEXT, "about": [f"{i}-{j}" for j in range(10)]}
        for i in range(2)
    ]
    assert len(flagged(ONE, tables(rows))) == 2


def _shared(users: int, days: int = 1, text: str = "special detail of the county") -> list[dict[str, Any]]:
    """A network's log of twenty-five agencies, and one text by several users of two of them."""
    rows: list[dict[str, Any]] = [
        {"user": "x", "agency": f"Town {i} PD", "at": START, "reason": f"burglary number {i}"}
        for i in range(25)
    ]
    rows += [
        {"user": f"u{i}", "agency": f"Town {i % 2} PD", "at": START + i * days * DAY, "reason": text}
        for i in range(users)
    ]
    return rows


def test_a_rare_text_of_three_users_is_flagged() -> None:
    """Three users within a week are, two are not, nor three in three weeks."""
    (lead,) = leads(SHARED, tables(_shared(3)))
    assert (lead.entity_kind, lead.measure, lead.events) == ("reason", 3, 3)
    assert "county" not in SHARED.sentence(lead, SHARED.limits)
    assert flagged(SHARED, tables(_shared(2))) == []
    assert flagged(SHARED, tables(_shared(3, days=8))) == []


def test_a_rare_text_with_a_typing_error_is_the_same_and_a_stock_phrase_with_one_is_common() -> None:
    """Three users of whom one mistypes; and three who mistype what everybody writes."""
    rows = _shared(3)
    rows[-1]["reason"] = "special detial of the county"
    (lead,) = leads(SHARED, tables(rows))
    assert "3 users wrote the same text but for small differences (2 spellings)" in SHARED.sentence(
        lead, SHARED.limits
    )
    stock = [
        *_shared(3, text="ongoing investigtion of a suspect"),
        {**rows[0], "reason": "ongoing investigation of a suspect"},
    ]
    assert flagged(SHARED, tables(stock)) == []


def test_common_vague_and_numbered_texts_are_not_rare() -> None:
    """What says nothing, and what names its case, is shared for other reasons."""
    assert flagged(SHARED, tables(_shared(5, text="investigation"))) == []
    assert flagged(SHARED, tables(_shared(5, text="homicide 25-104417"))) == []


def test_in_the_log_of_one_agency_nothing_is_rare() -> None:
    """Whether a text is rare only a log of many agencies can say."""
    rows = [{**row, "agency": "Adams PD"} for row in _shared(5)]
    assert flagged(SHARED, tables(rows)) == []
