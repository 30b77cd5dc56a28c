"""Leads and findings of an evaluation, told apart by what they are about."""

from __future__ import annotations

from pathlib import Path

import pytest

from ostiary.watch.detecting.registry import chosen
from ostiary.watch.evaluating.trying import tried
from ostiary.watch.findings import taking
from watch.events_world import DAY, folder_of, ms

START = ms("2025-06-02")


def test_a_finding_is_scored_as_its_own_lead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a detector has more leads than become findings; and what chance drew is scored as nothing."""
    monkeypatch.setattr(taking, "MOST", 2)
    monkeypatch.setattr(taking, "AT_RANDOM", 1)
    rows = [
        {"user": "a", "agency": f"{n} PD", "at": START + n * DAY, "case_no": "1", "about": "p"}
        for n in range(4)
    ]
    known = {
        "assignments": [{"case_no": "1", "user": "a"}],
        "agreements": [{"agency": f"{n} PD", "kind": "287(g)"} for n in range(4)],
        "grants": [{"owner": "O", "agency": "X"}],
    }
    folder = folder_of(tmp_path / "w", [*rows, {**rows[0], "owner": "O"}], known=known)
    found = tried(folder, chosen(["M15", "C2", "C1"]), (20,))
    assert sorted(one.type for one in found.leads) == ["C1", "C2", "C2", "C2", "C2"]
    assert {one.type: one.entity for one in found.queues[20]}["C1"] == "0 PD"
