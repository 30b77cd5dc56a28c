"""From an agency's clock to UTC and back."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.errors import ImportRefused
from ostiary.watch.importing.clocks import AgencyClock, zone_of
from ostiary.watch.importing.times import Instant

CHICAGO = ZoneInfo("America/Chicago")
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a clock's own count


def written(text: str) -> Instant:
    """A time without a zone, as a clock shows it."""
    return Instant(round((datetime.fromisoformat(text) - EPOCH).total_seconds() * 1000), None, is_day=False)


def iso(ms: int) -> str:
    """An instant, in UTC."""
    return datetime.fromtimestamp(ms / 1000, ZoneInfo("UTC")).isoformat()


def test_an_hour_that_comes_twice_is_the_earlier_and_counted() -> None:
    """In the night of 2 November 2025 Chicago has 01:30 twice."""
    clock = AgencyClock("local", CHICAGO)
    assert iso(clock.utc(written("2025-11-02T01:30"))) == "2025-11-02T06:30:00+00:00"
    assert iso(clock.utc(written("2025-11-02T02:30"))) == "2025-11-02T08:30:00+00:00"
    assert (clock.twice, clock.never) == (1, 0)


def test_an_hour_that_never_comes_is_read_as_before_and_counted() -> None:
    """In the night of 9 March 2025 Chicago has no 02:30: what says it is a clock that was not put forward yet."""
    clock = AgencyClock("local", CHICAGO)
    assert iso(clock.utc(written("2025-03-09T02:30"))) == "2025-03-09T08:30:00+00:00"
    assert (clock.twice, clock.never) == (0, 1)


def test_a_zone_in_the_cell_holds_against_the_clock() -> None:
    """Whatever the file is said to be in."""
    clock = AgencyClock("local", CHICAGO)
    assert iso(clock.utc(Instant(0, 0, is_day=False))) == "1970-01-01T00:00:00+00:00"


def test_an_unknown_clock_is_utc_without_days_of_its_own() -> None:
    """Until somebody says the zone; UTC stays UTC then, and only the own day is added."""
    assert AgencyClock("unknown", None).utc(written("2025-07-01T12:00")) == written("2025-07-01T12:00").ms
    assert AgencyClock("unknown", None).local(0) == (None, None)
    assert (
        iso(AgencyClock("unknown", CHICAGO).utc(written("2025-07-01T12:00"))) == "2025-07-01T17:00:00+00:00"
    )
    assert AgencyClock("utc", CHICAGO).utc(written("2025-07-01T12:00")) == written("2025-07-01T12:00").ms


def test_the_own_day_begins_at_the_own_midnight() -> None:
    """An evening in Los Angeles is the next day in UTC."""
    at = written("2025-06-18T00:02").ms
    day, minute = AgencyClock("utc", ZoneInfo("America/Los_Angeles")).local(at)
    assert (day, minute) == (at // 86_400_000 - 1, 17 * 60 + 2)


def test_the_last_moment_of_a_day_ends_what_ends_on_it() -> None:
    """An account that ends on a day may search on that day."""
    clock = AgencyClock("utc", None)
    assert clock.utc(Instant(0, None, is_day=True), ends=True) == 86_399_999
    assert clock.utc(Instant(0, None, is_day=False), ends=True) == 0


@given(
    st.datetimes(min_value=EPOCH.replace(year=1971), max_value=EPOCH.replace(year=2099)),
    st.sampled_from(["America/Chicago", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_local_and_back_is_the_same_but_where_it_never_was(when: datetime, name: str) -> None:
    """Of every zone the calendar knows, also those of half an hour and of quarters."""
    clock = AgencyClock("local", ZoneInfo(name))
    whole = when.replace(second=0, microsecond=0)
    day, minute = clock.local(clock.utc(written(whole.isoformat())))
    assert day is not None
    assert minute is not None
    back = (day * 1440 + minute) * 60_000
    assert clock.never or back == written(whole.isoformat()).ms


def test_a_zone_that_there_is_not_is_refused() -> None:
    """A path is no zone either."""
    for name in ("Illinois", "../../etc/passwd", "/etc/passwd", "America/"):
        with pytest.raises(ImportRefused, match="no time zone"):
            zone_of(name)
