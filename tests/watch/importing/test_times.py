"""A column of times has one form, which all its cells decide."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ostiary.errors import ImportRefused
from ostiary.watch.importing.mapping import Order
from ostiary.watch.importing.times import TimeForm, TimesSeen, decided, instant, joined, window_parts


def form_of(*cells: str, order: Order = "undecided", needs_time: bool = False) -> TimeForm | None:
    """The form of a column with these cells."""
    seen = TimesSeen()
    for row, cell in enumerate(cells, 1):
        seen.add(row, cell)
    return decided(seen, order, "When", needs_time=needs_time)


def moment(cell: str, order: Order = "month-first") -> datetime | None:
    """The instant in one cell, in UTC where it says a zone and as if in UTC where not."""
    form = form_of(cell, order=order)
    found = None if form is None else instant(cell, form)
    return None if found is None else datetime.fromtimestamp((found.ms - (found.offset or 0)) / 1000, UTC)


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("2025-06-18 00:02:04.789", "2025-06-18T00:02:04.789+00:00"),
        ("2025-06-18T00:02:04Z", "2025-06-18T00:02:04+00:00"),
        ("2025-06-18T00:02:04-07:00", "2025-06-18T07:02:04+00:00"),
        ("2025-06-18T00:02:04+0530", "2025-06-17T18:32:04+00:00"),
        ("11/14/2025, 09:53:36 AM UTC", "2025-11-14T09:53:36+00:00"),
        ("11/14/2025, 12:53:36 AM UTC", "2025-11-14T00:53:36+00:00"),
        ("11/14/2025, 12:00:00 PM", "2025-11-14T12:00:00+00:00"),
        ("1/2/2025, 3:04:05\u202fp.m. PST", "2025-01-02T23:04:05+00:00"),
        ("06/09/2026", "2026-06-09T00:00:00+00:00"),
        ("2025/06/18 23:59", "2025-06-18T23:59:00+00:00"),
        ("12/31/2025 11:59:60 PM", "2026-01-01T00:00:00+00:00"),
    ],
)
def test_times_as_programs_write_them_are_read(cell: str, iso: str) -> None:
    """Of the vendor, of JavaScript, of Python, of spreadsheets."""
    assert moment(cell) == datetime.fromisoformat(iso)


@pytest.mark.parametrize(
    "cell",
    [
        "", "soon", "13/45/2025", "02/30/2025", "1/2/25", "2025-06-18 24:00:00", "2025-06-18 10:60", "0/1/2025", "12/31/1969",
        "2101-01-01", "11/14/2025, 13:00:00 PM", "11/14/2025, 00:10:00 AM", "2025-06/18", "٢٠٢٥-٠٦-١٨", "2025-06-18" + " " * 99,
        "1/2/2025, 3:04:05 PM XYZ", "2025-06-18 10:00:00 UTC+1",
    ],
)  # fmt: skip
def test_what_no_clock_and_no_calendar_has_is_refused(cell: str) -> None:
    """Years of two digits too, which nobody should guess."""
    assert moment(cell) is None


def test_a_day_over_twelve_decides_for_the_whole_column() -> None:
    """Against what the format expects, as well."""
    form = form_of("03/04/2025", "13/04/2025", order="month-first")
    assert form is not None
    assert not form.month_first
    assert str(form) == "day/month/year"
    found = instant("03/04/2025", form)
    assert found is not None
    assert datetime.fromtimestamp(found.ms / 1000, UTC).month == 4


def test_nothing_that_decides_is_asked_for() -> None:
    """Or taken from the format, which knows its vendor."""
    with pytest.raises(ImportRefused, match="whether the day or the month"):
        form_of("03/04/2025", "05/06/2025")
    assert form_of("03/04/2025", order="month-first") != form_of("03/04/2025", order="day-first")


def test_days_first_and_months_first_in_one_column_refuse_the_file() -> None:
    """No row of it can be trusted."""
    with pytest.raises(ImportRefused, match="day first in row 1 and the month first in row 2"):
        form_of("13/04/2025", "04/13/2025", "13/45/2025")


def test_two_forms_in_one_column_refuse_the_file() -> None:
    """And the rows to compare are named."""
    with pytest.raises(ImportRefused, match="row 1, row 3"):
        form_of("2025-01-01 10:00", "2025-01-01 11:00", "01/02/2025 10:00")


def test_one_odd_row_in_a_hundred_is_refused_alone() -> None:
    """A total below the table does not cost the table."""
    form = form_of(*["2025-01-01 10:00:00"] * 200, "1/2/2025")
    assert form is not None
    assert instant("1/2/2025", form) is None


def test_days_alone_are_no_times_of_searches() -> None:
    """Detectors would find that everybody searched at midnight."""
    with pytest.raises(ImportRefused, match="without a time of day"):
        form_of("2025-01-01", needs_time=True)


def test_a_window_has_its_times_on_two_lines_or_beside_each_other() -> None:
    """As two vendors' exports have them; a hyphen within a date is none between."""
    for cell in (
        "2025-01-01 10:00\n2025-01-02 10:00",
        "2025-01-01 10:00 to 2025-01-02 10:00",
        " 2025-01-01 10:00 - 2025-01-02 10:00",
    ):
        assert window_parts(cell) == ["2025-01-01 10:00", "2025-01-02 10:00"]


def test_a_time_that_is_none_is_not_joined_with_its_day() -> None:
    """What stands in a column of times and is no time must not become one by the day before it."""
    assert joined("2025-01-01", "bolo") == "bolo"
    assert joined("2025-01-01", "10:11:12") == "2025-01-01 10:11:12"


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2100, 12, 31)))  # noqa: DTZ001 - as written, without a zone
def test_what_was_written_is_read(when: datetime) -> None:
    """Every instant comes back to the second, in each of three forms."""
    second = when.replace(microsecond=0, tzinfo=UTC)
    for form in ("%Y-%m-%d %H:%M:%S", "%m/%d/%Y, %I:%M:%S %p UTC", "%Y-%m-%dT%H:%M:%SZ"):
        assert moment(second.strftime(form).replace(" 0", " ")) == second


@settings(max_examples=50)
@given(st.text(max_size=80))
def test_any_cell_is_a_time_or_none(cell: str) -> None:
    """Nothing else comes of it."""
    seen = TimesSeen()
    assert seen.add(1, cell) is bool(seen.counted)
