"""A small evaluation through the real path: files, import, detectors, findings, queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ostiary.watch.detecting.registry import DETECTORS
from ostiary.watch.evaluating import cases
from ostiary.watch.evaluating import frozen as module
from ostiary.watch.evaluating.case import cases_in
from ostiary.watch.evaluating.city import made_up_city
from ostiary.watch.evaluating.frozen import frozen
from ostiary.watch.evaluating.measuring import Measured, measured
from ostiary.watch.evaluating.released import EUGENE, OKALOOSA
from ostiary.watch.evaluating.table import planted_table, public_table
from ostiary.watch.events.tables import Table, Tables

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
CHOSEN = ("m1-typical", "m8-blatant")


@pytest.fixture(scope="module")
def small() -> Measured:
    """Two cases in a city of forty officers and three weeks, and the detectors that should see them."""
    text = (Path(cases.__file__).parent / "planted.toml").read_text("utf-8")
    chosen = [one for one in cases_in(text) if one.id in CHOSEN]
    return measured(made_up_city(9, users=40, days=24), chosen, 9, codes=("M1a", "M8"))


def test_planted_misuse_is_found_by_its_detector(small: Measured) -> None:
    """Each of the two is named by the detector that should see it, and stands in the queue."""
    assert {one.case: one.found for one in small.seen} == dict.fromkeys(CHOSEN, True)
    assert all(one.rank is not None for one in small.seen)
    assert small.recall[400] == 1.0


def test_what_needs_words_is_not_found_without_them(small: Measured) -> None:
    """Where nobody reads a reason the side door is not seen, and two places at once still are."""
    assert "m8-blatant" in small.without_text
    assert "m1-typical" not in small.without_text


def test_the_table_says_what_is_synthetic(small: Measured) -> None:
    """No figure of made-up cases stands without that word."""
    text = "\n".join(planted_table(small))
    assert "none of it is real precision" in text
    assert "made up background" in text
    assert "m8-blatant" in "\n".join(public_table(small))


def test_words_and_thresholds_have_digests(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is frozen before a run is named, and is another when a detector asks something else under the same version."""

    def other(tables: Tables, limits: Mapping[str, float]) -> Table:
        return night.flag(tables, {**limits, "events": 3})

    before = frozen()
    assert {len(digest) for digest in before.values()} == {64}
    (night,) = [each for each in DETECTORS if each.code == "M6"]
    monkeypatch.setattr(module, "DETECTORS", (replace(night, flag=other),))
    asked = frozen()
    monkeypatch.setattr(module, "DETECTORS", (night,))
    assert asked["detectors"] != frozen()["detectors"]


@pytest.mark.parametrize("form", [EUGENE, OKALOOSA], ids=lambda form: form.name)
def test_a_released_log_is_written_as_it_was_read(form: object) -> None:
    """A real background goes through our hands unchanged, but for its order."""
    assert form in (EUGENE, OKALOOSA)
    audit = EUGENE if form is EUGENE else OKALOOSA
    if not (DATA / audit.file).exists():
        pytest.skip(f"../shared/data/{audit.file} is not here")
    with (DATA / audit.file).open(encoding="utf-8-sig", newline="") as file:
        lines = file.readlines()
    background = audit.background(lines)
    written = audit.written(background.rows)
    assert len(written) == len(background.rows) + 1
    assert sorted(map(tuple, audit.written(audit.background(_text(written)).rows))) == sorted(
        map(tuple, written)
    )


def _text(rows: list[list[str]]) -> list[str]:
    return [",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows]
