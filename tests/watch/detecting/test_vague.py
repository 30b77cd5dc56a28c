from __future__ import annotations

from typing import Any

from ostiary.watch.detecting import vague
from watch.events_world import HOUR, ms
from watch.judged import flagged, leads, tables

USER, AGENCY = vague.DETECTORS


def _month(user: str, month: str, empty: int, said: int, **more: Any) -> list[dict[str, Any]]:
    """So many reasons in one month, of which so many say nothing."""
    start = ms(f"{month}-02")
    words = ["investigation"] * empty + ["burglary at the mill"] * (said - empty)
    return [{"user": user, "at": start + i * HOUR, "reason": word, **more} for i, word in enumerate(words)]


def test_four_fifths_of_thirty_are_too_many() -> None:
    """24 of 30 are flagged, 23 of 30 and 29 of 29 are not; only the vague ones are evidence."""
    rows = [*_month("a", "2025-06", 24, 30), *_month("b", "2025-06", 23, 30), *_month("c", "2025-06", 29, 29)]
    (lead,) = leads(USER, tables(rows))
    assert (lead.entity, lead.period, lead.events, lead.detail) == ("a", "2025-06", 24, "80 %")
    assert "80 %" in USER.sentence(lead, USER.limits)


def test_a_rise_beyond_chance_is_flagged() -> None:
    """From a tenth to six tenths is a rise; a rise that chance may bring, and one without a past, are not."""
    past = [row for month in ("2025-03", "2025-04") for row in _month("a", month, 4, 40)]
    chance = [row for month in ("2025-03", "2025-04") for row in _month("b", month, 12, 40)]
    rows = [
        *past,
        *_month("a", "2025-05", 24, 40),
        *chance,
        *_month("b", "2025-05", 17, 30),
        *_month("c", "2025-05", 24, 40),
    ]
    assert {(row["entity"], row["period"]) for row in flagged(USER, tables(rows))} == {("a", "2025-05")}


def test_a_past_of_more_than_three_months_ago_is_none() -> None:
    """The three calendar months before are the past, over the turn of a year too."""
    near = [*_month("a", "2024-11", 4, 40), *_month("a", "2025-02", 30, 40)]
    far = [*_month("b", "2024-10", 4, 40), *_month("b", "2025-02", 30, 40)]
    assert {row["entity"] for row in flagged(USER, tables([*near, *far]))} == {"a"}


def test_blank_is_vague_and_hidden_is_nothing() -> None:
    """Whoever wrote nothing said nothing; what the vendor or the agency hid counts neither way."""
    blank = _month("a", "2025-06", 0, 30)
    hidden = _month("b", "2025-06", 24, 30)
    rows = [{**row, "reason": ""} for row in blank]
    rows += [{**row, "reason": "vendor-mask"} if i < 10 else row for i, row in enumerate(hidden)]
    assert {row["entity"] for row in flagged(USER, tables(rows))} == {"a"}


def test_two_accounts_of_one_name_are_two() -> None:
    """A pseudonym that two agencies gave is not one person."""
    rows = [*_month("a", "2025-06", 20, 20), *_month("a", "2025-06", 20, 20, agency="Brook PD")]
    assert flagged(USER, tables(rows)) == []


def test_an_agency_answers_for_all_its_users() -> None:
    """Users too few to judge one by one make an agency's month."""
    rows = [row for i in range(5) for row in _month(f"u{i}", "2025-06", 10, 10)]
    (lead,) = leads(AGENCY, tables(rows))
    assert (lead.entity, lead.entity_kind, lead.events) == ("Adams PD", "agency", 50)
    assert flagged(USER, tables(rows)) == []
