"""Texts that are alike, among all reasons of an engine."""

from __future__ import annotations

import pytest

from ostiary.watch.detecting import comparing
from ostiary.watch.detecting.comparing import compared
from ostiary.watch.detecting.engine import kept, open_engine
from ostiary.watch.events.tables import REASONS, table_of
from ostiary.watch.reasons.shipped import shipped_words
from ostiary.watch.reasons.table import compared_table, reasons_table

TEXT = "round of the stolen cars"
TEXTS = [
    f"{TEXT}{end}{number}"
    for number in ("", " 25-10001", " 25-10002")
    for end in ("", "s", "x", " by day", " by dy")
]


@pytest.mark.parametrize("most", [comparing.MAX_LETTERS_AT_ONCE, 100])
def test_an_engine_says_what_all_texts_at_once_say(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where memory holds only those of the same figures at a time."""
    monkeypatch.setattr(comparing, "MAX_LETTERS_AT_ONCE", most)
    rows = reasons_table([*TEXTS, "burglary", "a case of its own 25-77777"], shipped_words())
    with open_engine() as engine:
        found = engine.to_pyarrow(compared(engine, kept(engine, "reasons", table_of(rows, REASONS))))
    wanted = compared_table(rows).sort_by("reason").to_pylist()
    assert found.sort_by("reason").to_pylist() == wanted
    assert sum(row["alike"] != row["normal"] for row in wanted) == 9
