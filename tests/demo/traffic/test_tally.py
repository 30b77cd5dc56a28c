from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostiary.cli.traffic_screen import in_words, summary
from ostiary.demo.traffic.intentions import Intention, Question, Stated
from ostiary.demo.traffic.stories import STORIES
from ostiary.demo.traffic.tally import Outcome, Tally, Times
from ostiary.demo.traffic.truth import FILE, Truth

MEANT = Intention(1.0, "cpd-3001", Stated("homicide", "QA100000"), Question("SELECT $1", ("7",)))
OUTCOME = Outcome(MEANT, "cpd", sent=1_782_864_000.0, took=0.002, rows=3)


@pytest.mark.parametrize(
    ("sqlstate", "kind"),
    [
        ("", "answered"), ("42501", "refused"), ("28000", "refused"), ("25006", "refused"), ("54000", "refused"),
        ("42601", "mistaken"), ("22023", "mistaken"), ("0A000", "mistaken"), ("57P03", "failed"), ("08006", "failed"),
        ("58030", "failed"), ("XX000", "failed"),
    ],
)  # fmt: skip
def test_an_outcome_is_of_one_kind(sqlstate: str, kind: str) -> None:
    """The policy refuses, whoever asks is mistaken, something is in trouble."""
    assert replace(OUTCOME, sqlstate=sqlstate).kind == kind


@given(st.lists(st.floats(1e-5, 100), min_size=1), st.floats(0.01, 1))
def test_a_quantile_is_within_five_per_cent(seconds: Sequence[float], share: float) -> None:
    """Of the exact one, whatever was counted."""
    times = Times()
    for one in seconds:
        times.add(one)
    ordered = sorted(seconds)
    found = times.quantile(share)
    assert any(abs(found - one) <= 0.05 * one for one in ordered)
    assert ordered[0] * 0.95 <= found <= ordered[-1] * 1.05


def test_no_times_have_no_quantile() -> None:
    """Zero, not an error."""
    assert Times().quantile(0.5) == 0.0


def test_a_tally_adds_up(tmp_path: Path) -> None:
    """By agency, kind, SQLSTATE and story; the summary says all of it, as an object and in words."""
    tally = Tally()
    for outcome in (
        OUTCOME,
        replace(OUTCOME, sqlstate="42501", rows=0),
        replace(OUTCOME, meant=replace(MEANT, story="harvest")),
    ):
        tally.add(outcome)
    told = summary(tally, 2.0, seed=1, rate=2.0, truth=tmp_path)
    assert (tally.asked, told["rate"], told["rows"]) == (3, 1.5, 6)
    assert told["agencies"] == {"cpd": {"answered": 2, "refused": 1}}
    assert (told["sqlstates"], told["planted"]) == ({"42501": 1}, {"harvest": 1})
    assert json.loads(json.dumps(told)) == told
    words = in_words(told)
    assert "3 accesses in 2.0 s (1.5 a second): 2 answered, 1 refused" in words
    assert str(tmp_path) in words


def test_the_truth_holds_what_was_planted_and_nothing_else(tmp_path: Path) -> None:
    """A run, every story, each planted access as it was sent; runs are added one after the other; mode 0600."""
    planted = replace(OUTCOME, meant=replace(MEANT, story="harvest"))
    for seed in (1, 2):
        with Truth(tmp_path, {"seed": seed}) as truth:
            truth.add(OUTCOME)
            truth.add(planted)
    path = tmp_path / FILE
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert path.stat().st_mode & 0o777 == 0o600
    assert [line["seed"] for line in lines if line["kind"] == "run"] == [1, 2]
    assert sum(line["kind"] == "story" for line in lines) == 2 * len(STORIES)
    found = [line for line in lines if line["kind"] == "access"]
    assert len(found) == 2
    assert found[0] == {
        "kind": "access", "story": "harvest", "member": "cpd-3001", "place": "desk", "at": "2026-07-01T00:00:00+00:00",
        "purpose": "homicide", "case": "QA100000", "beneficiary": "", "statement": "SELECT $1", "parameters": ["7"],
        "sqlstate": "", "rows": 3,
    }  # fmt: skip
