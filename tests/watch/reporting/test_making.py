"""A report of a small log: its figures, its page, and what must never stand on it."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ostiary.errors import RunRefused, WatchFolderDamaged
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.reporting.behind_it import lacking
from ostiary.watch.reporting.making import Report, Wishes, make_report, write_report
from watch.events_world import folder_of
from watch.reporting.report_world import HOSTILE, PLATE, log_at

NOW = datetime(2026, 4, 1, tzinfo=UTC)


def made(folder: WatchFolder, **wishes: Any) -> Report:
    """Its report, with every step counted."""
    steps: list[tuple[int, int]] = []
    report = make_report(folder, Wishes(**wishes), NOW, lambda done, of: steps.append((done, of)))
    assert steps == [(at, len(steps)) for at in range(1, len(steps) + 1)]
    return report


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> WatchFolder:
    """The small log."""
    return log_at(tmp_path_factory.mktemp("log"))


@pytest.fixture(scope="module")
def report(log: WatchFolder) -> Report:
    """What anybody may make."""
    return made(log)


@pytest.fixture(scope="module")
def auditors(log: WatchFolder) -> Report:
    """What an auditor may."""
    return made(log, with_free_text=True, retention_days=14, title="Audit")


def rows(report: Report, key: str) -> list[dict[str, Any]]:
    """One chart's rows, as programs read them."""
    return next(
        json.loads(report.json)["charts"][at]["rows"]
        for at, one in enumerate(report.charts)
        if one.key == key
    )


def test_every_search_is_in_every_whole(report: Report) -> None:
    """By agency and hidden, by day, by hour, by decision, by month, by state: each time all 244, or what is said to be left out."""
    assert sum(row["searches"] for row in rows(report, "agencies")) == 242
    assert sum(row["searches"] for row in rows(report, "days")) == 244
    assert (
        sum(count for row in rows(report, "hours") for name, count in row.items() if name != "weekday") == 244
    )
    assert sum(row["searches"] for row in rows(report, "decisions")) == 244
    assert sum(row["searches"] for row in rows(report, "case-given")) == 244
    assert sum(row["made"] for row in rows(report, "users")) == 242


def test_the_five_states_of_a_reason_stay_apart(report: Report) -> None:
    """Hidden reasons are in no share of vague ones, and a blank is."""
    months = rows(report, "vague-months")
    totals = {
        name: sum(row[name] for row in months) for name in ("blank", "redacted", "vendor_mask", "placeholder")
    }
    assert totals == {"blank": 30, "redacted": 30, "vendor_mask": 30, "placeholder": 30}
    assert sum(row["of"] for row in months) == 244 - 60
    assert all(row["uncheckable"] == row["vague"] + row["placeholder"] + row["blank"] for row in months)


def test_a_denial_that_was_asked_again_is_counted(report: Report) -> None:
    """Once; the six others were not asked again by the same user within ten minutes."""
    denied = next(one for one in report.charts if one.key == "decisions")
    assert "were denied or warned; none of 7 were followed" in denied.headline


def test_words_about_immigration_are_counted(report: Report) -> None:
    """Both texts of one agency."""
    assert [(row["pack"], row["searches"]) for row in rows(report, "meanings")] == [
        ("immigration", 2),
        ("ethnicity", 0),
        ("protest-religion", 0),
        ("reproductive", 0),
    ]
    assert "protest or religion" in report.page
    assert report.summary[1].startswith("2 of 154 reasons name immigration enforcement")


def test_what_detectors_could_not_judge_is_said(report: Report) -> None:
    """And that a lead is no verdict."""
    assert rows(report, "leads")[1]["unjudged"] == "no place"
    assert "It is no verdict" in report.page


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        ((), ""),
        (("events.device", "events.user"), "no device, no user"),
        (("subjects", "subjects.user"), "no word of whom a search was about"),
        (("events.case_no", "events.case_no_state"), "no case number"),
        (("events.latitude", "events.longitude"), "no place"),
        (("accounts.enabled", "accounts.last_use"), "no roster of accounts that says: enabled, last use"),
    ],
)
def test_what_is_lacking_is_named_once(needs: tuple[str, ...], words: str) -> None:
    """A table that is not there speaks for its columns."""
    assert lacking(needs) == words


def test_nobody_is_named_without_the_flag(report: Report) -> None:
    """No user, no plate, no text that one person typed: neither on the page nor in what is linked from it."""
    everything = report.page + report.json.decode() + "".join(linked(report.page))
    for secret in ("u-00", PLATE, "x.example", "burglary", "26-0000"):
        assert secret not in everything


def test_an_auditor_sees_texts_but_no_plate_and_no_user(auditors: Report) -> None:
    """And the page says which kind it is."""
    everything = auditors.page + auditors.json.decode() + "".join(linked(auditors.page))
    assert "burglary at the north mall" in everything
    assert "plate [plate-like] seen" in everything
    assert PLATE not in everything
    assert "u-00" not in everything
    assert "Made with free text" in auditors.page


def test_what_many_share_is_shown_also_where_the_log_names_no_agency(tmp_path: Path) -> None:
    """Ten users over three months; nine users are too few, and a digit is too much."""
    shared = [
        {"at": f"2026-0{1 + number % 3}-05 12:00", "user": f"u{number}", "agency": "", "reason": reason}
        for number in range(10)
        for reason in ("Stolen vehicle!", "case 12") + (("welfare check",) if number else ())
    ]
    report = made(folder_of(tmp_path / "shared", shared))
    assert [(row["reason"], row["searches"], row["users"]) for row in rows(report, "reasons")] == [
        ("stolen vehicle", 10, 10)
    ]


def test_hostile_text_is_text(auditors: Report) -> None:
    """On the page no element, in a file no formula, nowhere an escape sequence."""
    assert "<script" not in auditors.page
    assert "&lt;script&gt;" in auditors.page
    assert "\x1b" not in auditors.page
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f]", "".join(linked(auditors.page)))
    cells = [cell for text in linked(auditors.page) for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    assert any(HOSTILE[:20] in cell for cell in cells)


def test_the_page_is_one_file_under_a_policy(report: Report) -> None:
    """Its sheet has the hash that the policy names, and there is no script, no style beside it and no address elsewhere."""
    sheet = re.search(r"<style>(.*?)</style>", report.page, re.DOTALL)
    assert sheet
    digest = base64.b64encode(hashlib.sha256(sheet[1].encode()).digest()).decode()
    assert f"style-src &#39;sha256-{digest}&#39;" in report.page
    assert not re.search(r"<script|style=|<link|<img|<iframe|(src|href)=\"(?!data:|#)", report.page)


def test_each_chart_has_its_question_sentence_and_file(report: Report) -> None:
    """And its key is its own."""
    assert len({chart.key for chart in report.charts}) == len(report.charts)
    for chart in report.charts:
        assert chart.question.endswith("?")
        assert not chart.headline.endswith(".")
        assert (f'download="{chart.key}.csv"' in report.page) == bool(chart.table.rows)


def test_a_stated_retention_is_what_windows_are_held_against(report: Report, auditors: Report) -> None:
    """Else thirty days are a mark, and the page says that none was stated."""
    assert "more than 30 days" in _headline(report, "windows")
    assert "the stated retention of 14 days" in _headline(auditors, "windows")
    assert "not told how long records are kept" in report.page


def test_clocks_are_named(report: Report, tmp_path: Path) -> None:
    """Local where agencies' clocks are known, else UTC."""
    assert "local time" in _headline(report, "hours")
    elsewhere = made(
        folder_of(tmp_path / "utc", [{"at": "2026-01-05 23:30", "reason": "x"}], offset_minutes=None)
    )
    assert "23:00 to 00:00 UTC" in _headline(elsewhere, "hours")
    assert rows(elsewhere, "hours")[0]["hour_23"] == 1


def test_an_empty_log_has_a_report(tmp_path: Path) -> None:
    """Which says that there is nothing."""
    report = made(folder_of(tmp_path / "empty", []))
    assert "There is no search in this folder" in report.page
    assert all("None" not in sentence for sentence in report.summary)


def test_the_files_are_those_of_the_page(report: Report, tmp_path: Path) -> None:
    """Each table, and all figures; readable by whoever made them alone."""
    write_report(report, tmp_path / "r.html", tmp_path / "data")
    assert sorted(linked(report.page)) == sorted(
        file.read_bytes().decode() for file in (tmp_path / "data").iterdir()
    )
    assert {file.stat().st_mode & 0o777 for file in tmp_path.rglob("*") if file.is_file()} == {0o600}


def test_what_cannot_be_read_is_named(log: WatchFolder, tmp_path: Path) -> None:
    """A run that is damaged, and a size that is none."""
    damaged = log_at(tmp_path / "damaged")
    (damaged.path / "runs" / "0002.json").write_text("{", "utf-8")
    with pytest.raises(WatchFolderDamaged, match=r"0002\.json"):
        made(damaged)
    with pytest.raises(RunRefused, match="is no size"):
        made(log, memory="plenty")


def linked(page: str) -> list[str]:
    """The files that stand in the page as links."""
    return [base64.b64decode(data).decode() for data in re.findall(r'href="data:[^"]*;base64,([^"]*)"', page)]


def _headline(report: Report, key: str) -> str:
    return next(chart.headline for chart in report.charts if chart.key == key)
