from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ostiary.cli.main import main
from ostiary.watch.detecting.run_file import runs
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.findings.finding import NO_VERDICT
from watch.events_world import HOUR, folder_of, ms

START = ms("2025-06-02")


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, ["watch", "run", *words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which one user's reasons say nothing."""
    path = tmp_path_factory.mktemp("cli") / "watch"
    folder_of(path, [{"user": "a", "at": START + i * HOUR, "reason": "investigation"} for i in range(40)])
    return path


@pytest.fixture(scope="module")
def said(folder: Path) -> Result:
    """What a run of two families says."""
    return _run(str(folder), "--only", "M2,M8", "--threads", "1")


def test_leads_are_findings_and_end_with_three(said: Result, folder: Path) -> None:
    """A run prints ids that `ostiary finding` knows, and ends with 3 because somebody should look."""
    assert said.exit_code == 3, said.output
    listed = CliRunner().invoke(main, ["finding", "list", "--all", "--dir", str(folder), "--json"])
    ids = [one["finding"] for one in json.loads(listed.stdout)["findings"]]
    assert len(ids) == 2
    assert all(one in said.stdout for one in ids)


def test_what_could_not_be_judged_is_said(said: Result) -> None:
    """Detectors that lacked the same stand together behind it, below those that judged, and a caution below all."""
    lines = said.stdout.splitlines()
    (line,) = [number for number, line in enumerate(lines) if line.endswith(": M8")]
    assert "events.latitude" in lines[line]
    assert max(number for number, each in enumerate(lines) if each.startswith("M2")) < line
    assert NO_VERDICT in said.stderr


def test_a_run_is_kept_with_its_limits(said: Result, folder: Path) -> None:
    """The file of a run has each detector's limits, the shipped ones beside them, the hash of its SQL, and the findings."""
    first = next(iter(runs(WatchFolder.open(folder))))
    found = {each["code"]: each for each in first["detectors"]}
    assert (first["run"], [each["source"] for each in first["sources"]]) == (1, ["world"])
    assert found["M2a"]["limits"] == found["M2a"]["shipped_limits"]
    assert len(found["M2a"]["sql_sha256"]) == 64
    assert found["M2a"]["findings"]
    assert not found["M8"]["judged"]


def test_limits_of_the_site_and_of_the_call(folder: Path, tmp_path: Path) -> None:
    """A file of limits goes before the shipped ones, the call before the file; no leads end with 0."""
    limits = tmp_path / "limits.toml"
    limits.write_text("[vague]\nreasons = 90\nshare = 0.9\n")
    said = _run(str(folder), "--only", "M2", "--limits", str(limits), "--limit", "M2a.reasons=50", "--json")
    found = {each["code"]: each for each in json.loads(said.stdout)["detectors"]}
    assert said.exit_code == 0
    assert found["M2a"]["limits"] == {**found["M2a"]["shipped_limits"], "reasons": 50, "share": 0.9}
    assert found["M2b"]["limits"]["reasons"] == 90


def test_limits_that_somebody_put_into_the_folder_are_told(said: Result, folder: Path) -> None:
    """A folder may come from somebody else, and limits can silence a detector."""
    assert "other limits" not in said.stderr
    (folder / "limits.toml").write_text("[travel]\nkm = 40000\n")
    try:
        told = _run(str(folder), "--only", "M8", "--threads", "1")
    finally:
        (folder / "limits.toml").unlink()
    assert "other limits than those shipped held for M8" in told.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--only", "M77"), "no detector `M77`"),
        (("--limit", "vague.shame=1"), "no limit `shame`"),
        (("--limit", "vague.share=much"), "is no limit"),
        (("--limit", "vague.share=-1"), "not below zero"),
        (("--memory", "lots"), "is no size"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(folder: Path, words: tuple[str, ...], says: str) -> None:
    """Nothing is run under limits that nobody has."""
    said = _run(str(folder), *words)
    assert (said.exit_code, says in said.stderr) == (1, True), said.stderr


def test_what_is_no_watch_folder_is_refused(tmp_path: Path) -> None:
    """The way out is said."""
    said = _run(str(tmp_path))
    assert said.exit_code == 1
    assert "ostiary watch import" in said.stderr


def test_what_is_drawn_at_random_is_no_lead(tmp_path: Path) -> None:
    """It becomes findings, from which the daily sample is drawn, and nobody is called for it."""
    rows = [{"user": "a", "at": START + i * HOUR, "case_no": "26-1"} for i in range(40)]
    works = [{"user": "a", "case_no": "26-1"}]
    folder_of(tmp_path / "w", rows, known={"assignments": works})
    said = _run(str(tmp_path / "w"), "--only", "M15b", "--limit", "M15b.share=1", "--threads", "1", "--json")
    (found,) = json.loads(said.stdout)["detectors"]
    assert found["leads"] > 0
    assert said.exit_code == 0
