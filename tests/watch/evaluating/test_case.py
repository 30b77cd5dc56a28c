"""Cases as data."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ostiary.watch.evaluating import cases
from ostiary.watch.evaluating.case import cases_in
from ostiary.watch.events.schema import EVENTS, KNOWN, names

PLANTED, PUBLIC = (
    cases_in((Path(cases.__file__).parent / name).read_text("utf-8"))
    for name in ("planted.toml", "public.toml")
)


def test_each_type_is_planted_subtle_typical_and_blatant() -> None:
    """Fifteen types, three variants each, each with a name of its own."""
    found = Counter((one.types, one.variant) for one in PLANTED)
    assert set(found.values()) == {1}
    assert {kind for (kind,), _ in found} == {f"M{number}" for number in range(1, 16)}
    assert {variant for _, variant in found} == {"subtle", "typical", "blatant"}


def test_at_least_fifteen_documented_stories_have_their_source() -> None:
    """A replayed story says where it was told."""
    assert len(PUBLIC) >= 15
    assert all(one.source != "made up" and one.story for one in PUBLIC)


def test_cases_have_names_of_their_own_and_known_columns() -> None:
    """Nothing in a case is misspelt: each field is a column, each table one that can be known."""
    every = (*PLANTED, *PUBLIC)
    assert len({one.id for one in every}) == len(every)
    assert {name for one in every for act in one.acts for name in act.fields} <= set(names(EVENTS))
    for said in (row for one in every for row in one.known):
        assert set(said) - {"table"} <= set(names(KNOWN[str(said["table"])]))


def test_days_are_written_short() -> None:
    """Single days, spans, and every other day of a span."""
    text = '[[case]]\nid = "x"\ntypes = ["M1"]\nvariant = "typical"\nstory = "s"\nact = [{ days = "0,3-5,10-14/2", at = "01:30", subject = "new" }]\n'
    (one,) = cases_in(text)
    assert one.acts[0].days == (0, 3, 4, 5, 10, 12, 14)
    assert one.acts[0].minute == 90
    assert one.length == 15
    with pytest.raises(ValueError, match="no days"):
        cases_in(text.replace("0,3-5", "soon"))
