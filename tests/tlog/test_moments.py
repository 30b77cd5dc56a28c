"""Moments that others state."""

from __future__ import annotations

import pytest

from ostiary.tlog.moments import show_moment


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (1_800_000_000, "2027-01-15T08:00:00Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
        (253_402_300_800, "second 253402300800"),
        (2**63 - 1, "second 9223372036854775807"),
    ],
)
def test_every_number_is_shown(seconds: int, shown: str) -> None:
    """A witness or peer that means harm states one that is no date; that must not end who verifies."""
    assert show_moment(seconds) == shown
