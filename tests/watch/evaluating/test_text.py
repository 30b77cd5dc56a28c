"""Words against labels."""

from __future__ import annotations

import pytest

from ostiary.watch.evaluating.text import (
    Labelled,
    alarms,
    expected_precision,
    is_held_out,
    of_classes,
    recall_of,
    rules,
)
from ostiary.watch.reasons.shipped import shipped_words

LABELLED = [Labelled("ICE hold", "explicit"), Labelled("imigration", "explicit"), Labelled("HSI", "hsi_only"), Labelled("service", "none")]  # fmt: skip


def test_precision_and_recall_of_each_class() -> None:
    """Counted by hand: the substring names `service` too and misses the typing error."""
    found = {one.class_: one for one in of_classes(LABELLED, rules(shipped_words())["contains `ice`"])}
    assert (found["explicit"].precision.hits, found["explicit"].precision.of) == (1, 2)
    assert (found["explicit"].recall.hits, found["explicit"].recall.of) == (1, 2)
    assert found["hsi_only"].precision.value is None


def test_a_rule_without_alarms_is_not_without_doubt() -> None:
    """None of 1,000 rows leaves three in a thousand believable, and the precision says so."""
    found = alarms("none", lambda _: "none", "log", {"robbery": 1000}, 1.0)
    assert found.alarms == 0
    assert found.at_most == pytest.approx(0.003, rel=0.01)
    assert found.expected_precision == pytest.approx(0.25, rel=0.01)


def test_precision_falls_with_prevalence() -> None:
    """At one in a thousand, one false alarm in a thousand leaves every second one right."""
    assert expected_precision(1.0, 0.001) == pytest.approx(0.5, abs=0.001)
    assert expected_precision(0.0, 0.0) == 0.0


def test_the_held_out_half_is_chosen_by_the_text_alone() -> None:
    """Neither order nor chance decides, so that nobody can move a string."""
    assert [is_held_out(text) for text in ("ICE", "ICE")] in ([True, True], [False, False])
    assert {is_held_out(f"reason {number}") for number in range(20)} == {True, False}


def test_recall_of_what_is_not_there_is_none() -> None:
    """Without such a label there is nothing to find."""
    assert recall_of([], rules(shipped_words())["ostiary"]) == 0.0
    assert recall_of(LABELLED, rules(shipped_words())["ostiary"]) == 1.0
