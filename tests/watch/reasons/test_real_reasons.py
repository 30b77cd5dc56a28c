"""Every real reason that is at hand: two audits and the phrases that several agencies use."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from ostiary.watch.reasons.classify import classify
from ostiary.watch.reasons.shipped import shipped_words

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
# File, column of the reason, and the false alarms that are known in it: none.
LOGS = (
    ("eugene_or_search_audit.csv", "reason"),
    ("okaloosa_fl_org_audit.csv", "Reason"),
    ("common_reasons.csv", "r"),
)
KNOWN_ALARMS: dict[str, int] = {}


@pytest.mark.parametrize(("name", "column"), LOGS)
def test_real_reasons_raise_no_alarm(name: str, column: str) -> None:
    """No agency of these logs named a purpose of any pack, and no reading says that one did."""
    if not (DATA / name).exists():
        pytest.skip(f"../shared/data/{name} is not here")
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        reasons = Counter(row[column] or "" for row in csv.DictReader(file))
    readings = [classify(reason, shipped_words()) for reason in reasons]
    alarms = {each.normal: reasons[each.reason] for each in readings if each.class_ != "none"}
    print(f"{name}: {reasons.total()} rows, {len(reasons)} distinct, {sum(alarms.values())} alarms")
    assert len(reasons) > 100
    assert alarms == KNOWN_ALARMS


def test_published_strings_have_their_published_class() -> None:
    """Each of the labelled strings of published audits gets its label; one that looks like another is none."""
    if not (DATA / "reason_strings.csv").exists():
        pytest.skip("../shared/data/reason_strings.csv is not here")
    with (DATA / "reason_strings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = {"negative_trap": "none"}
    wrong = {
        row["reason"]: classify(row["reason"], shipped_words()).class_
        for row in rows
        if classify(row["reason"], shipped_words()).class_ != labels.get(row["class"], row["class"])
    }
    assert len(rows) == 44
    assert wrong == {}
