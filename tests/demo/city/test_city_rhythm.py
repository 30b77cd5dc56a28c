from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.demo.city.rhythm import DESK, PATROL, ROADS, STREET, Rhythm, Span

END = date(2026, 6, 30)
SPANS = {rhythm: Span(rhythm, end=END, days=364) for rhythm in (STREET, PATROL, ROADS, DESK)}


def moments(rhythm: Rhythm) -> list[datetime]:
    """Ten thousand moments, evenly through all that happens."""
    return [SPANS[rhythm].moment(number / 10_000) for number in range(10_000)]


@given(st.sampled_from(list(SPANS)), st.floats(0, 1, exclude_max=True), st.floats(0, 1, exclude_max=True))
def test_more_share_is_later(rhythm: Rhythm, one: float, other: float) -> None:
    """Moments keep the order of the shares and lie within the span."""
    early, late = (SPANS[rhythm].moment(share) for share in sorted((one, other)))
    end = datetime.combine(END, time())
    assert end - timedelta(days=364) <= early <= late <= end


def test_every_hour_and_day_has_a_weight() -> None:
    """A rhythm has 24 hours and 7 days."""
    assert {(len(rhythm.hours), len(rhythm.days)) for rhythm in SPANS} == {(24, 7)}


def test_the_street_is_loud_in_the_evening_and_on_fridays() -> None:
    """Least happens before dawn; more on Fridays than on Tuesdays, and in July than in January."""
    seen = moments(STREET)
    hours = Counter(moment.hour for moment in seen)
    days = Counter(moment.weekday() for moment in seen)
    months = Counter(moment.month for moment in seen)
    assert hours[18] > 3 * hours[5]
    assert days[4] > days[1]
    assert months[7] > 1.2 * months[1]


def test_roads_have_two_rush_hours_on_working_days() -> None:
    """Mornings and evenings are above noon, and Sunday is the quietest day."""
    seen = moments(ROADS)
    hours = Counter(moment.hour for moment in seen)
    assert hours[8] > hours[11] < hours[17]
    assert Counter(moment.weekday() for moment in seen).most_common()[-1][0] == 6


def test_courts_issue_on_working_days() -> None:
    """Hardly anything at the weekend, nothing at night."""
    seen = moments(DESK)
    assert sum(moment.weekday() > 4 for moment in seen) < 0.03 * len(seen)
    assert not any(moment.hour < 6 for moment in seen)


def test_a_span_may_be_a_day() -> None:
    """The least span is one day, and its moments lie in it."""
    day = Span(STREET, end=END, days=1)
    assert day.moment(0).date() == day.moment(1 - 2**-32).date() == date(2026, 6, 29)


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_hours_without_weight_are_skipped(share: float) -> None:
    """Nothing happens in an hour of weight zero."""
    rhythm = Rhythm((0,) * 23 + (1,), (1,) * 7, 0.0)
    assert Span(rhythm, end=END, days=2).moment(share).hour == 23
