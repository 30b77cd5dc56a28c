"""Prepared statements and portals as values."""

from __future__ import annotations

import pytest

from ostiary.session.prepared import result_formats
from ostiary.session.refusals import Refused


@pytest.mark.parametrize(
    ("asked", "visible", "formats"),
    [((), 2, (0, 0)), ((1,), 2, (1, 1)), ((0, 1), 2, (0, 1)), ((), 0, ()), ((1,), 0, ())],
)
def test_result_formats_are_spread_over_the_visible_columns(
    asked: tuple[int, ...], visible: int, formats: tuple[int, ...]
) -> None:
    """None means text, one counts for all, or each has its own."""
    assert result_formats(asked, visible) == formats


def test_another_number_of_result_formats_is_refused() -> None:
    """A format too many would change how the hidden key is sent."""
    with pytest.raises(Refused):
        result_formats((0, 0, 0), 2)
