"""The table of reasons."""

from __future__ import annotations

from ostiary.watch.events.arrow import arrow_schema
from ostiary.watch.events.tables import REASONS
from ostiary.watch.reasons.shipped import shipped_words
from ostiary.watch.reasons.table import reasons_table


def test_each_distinct_reason_has_one_row() -> None:
    """A reason that stands a thousand times is classified once, and its row has every column."""
    table = reasons_table(["HSI", "HSI", "hsi", "inv 25-01234", "...", "HSI"], shipped_words())
    assert table.schema == arrow_schema(REASONS)
    assert table.column("reason").to_pylist() == ["HSI", "hsi", "inv 25-01234", "..."]
    assert table.column("normal").to_pylist() == ["hsi", "hsi", "inv 25 01234", ""]
    assert table.column("strength").to_pylist() == ["ambiguous", "ambiguous", "none", "none"]
    assert table.column("pack").to_pylist() == ["immigration", "immigration", None, None]
    assert table.column("placeholder").to_pylist() == [False, False, False, True]
    assert table.column("case_like").to_pylist() == [None, None, "25-01234", None]


def test_no_reason_is_an_empty_table() -> None:
    """A log without reasons still joins."""
    assert reasons_table([], shipped_words()).num_rows == 0
