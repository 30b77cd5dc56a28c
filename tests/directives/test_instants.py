from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.directives.instants import read_day, read_instant, write_instant
from ostiary.errors import DirectiveRefused


@given(st.datetimes(timezones=st.timezones()).filter(lambda when: 1 < when.year < 9999))
def test_an_instant_survives_writing(when: datetime) -> None:
    """What was written is read as the same instant, whatever the zone."""
    assert read_instant(write_instant(when)) == when.astimezone(UTC)


def test_instants_are_written_in_utc() -> None:
    """An instant of another zone is written as UTC."""
    there = timezone(timedelta(hours=-5))
    assert write_instant(datetime(2019, 7, 10, 7, tzinfo=there)) == "2019-07-10T12:00:00.000000Z"
    assert read_instant("2019-07-10T12:00:00Z") == datetime(2019, 7, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "2019-07-10", "2019-07-10T12:00:00", "2019-07-10T12:00:00+00:00", "2019-07-10 12:00:00Z", "2019-13-10T12:00:00Z",
     "2019-07-10T12:00:00.Z", "2019-07-10T12:00:00.1234567Z", "2019-07-10T12:00:00Z\n", "\u0662019-07-10T12:00:00Z"],
)  # fmt: skip
def test_other_spellings_of_instants_are_refused(text: str) -> None:
    """An instant has one spelling of the date, the time and the zone."""
    with pytest.raises(DirectiveRefused, match="not an instant"):
        read_instant(text)


@pytest.mark.parametrize("text", ["", "20190710", "2019-W28-3", "2019-02-30", "2019-7-1", "2019-07-10\n"])
def test_other_spellings_of_days_are_refused(text: str) -> None:
    """A day is four, two and two digits, and must exist."""
    with pytest.raises(DirectiveRefused, match="not a day"):
        read_day(text)


def test_a_day_is_read() -> None:
    """A day in its one spelling is read."""
    assert read_day("2020-02-29") == date(2020, 2, 29)
