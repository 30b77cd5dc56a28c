"""Cases that nobody who wrote a detector has seen, as data."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ostiary.watch.evaluating import held_out
from ostiary.watch.evaluating.case import Case, cases_in
from ostiary.watch.events.schema import EVENTS, KNOWN, names

FOLDER = Path(held_out.__file__).parent


@pytest.fixture(scope="module")
def every() -> tuple[Case, ...]:
    """All of them."""
    return tuple(one for file in sorted(FOLDER.glob("*.toml")) for one in cases_in(file.read_text("utf-8")))


def test_misuse_of_every_type_and_what_only_looks_like_it(every: tuple[Case, ...]) -> None:
    """Each type has a case, at least 150 are misuse and 40 are in order; each says whether it should be seen."""
    kinds = Counter(one.variant for one in every)
    assert set(kinds) == {"plain", "careful", "evasive", "benign"}
    assert kinds["benign"] >= 40
    assert kinds.total() - kinds["benign"] >= 150
    types = {f"M{number}" for number in range(1, 16)} | {f"C{number}" for number in range(1, 8)}
    assert {one.types[0] for one in every if not one.is_benign} == types
    assert all(bool(one.types) != one.is_benign and bool(one.lookalike) == one.is_benign for one in every)


def test_nothing_in_them_is_misspelt(every: tuple[Case, ...]) -> None:
    """Names are unique, each field is a column, each table and column one that can be known, each user is of the cast."""
    assert len({one.id for one in every}) == len(every)
    assert {name for one in every for act in one.acts for name in (*act.fields, *act.copied)} <= set(
        names(EVENTS)
    )
    for one in every:
        assert one.new | set(one.agencies) | one.day_shift <= set(one.cast)
        for said in one.known:
            assert set(said) - {"table"} <= set(names(KNOWN[str(said["table"])]))
            assert said.get("user", one.cast[0]) in one.cast
