"""``ostiary watch report``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ostiary.cli.main import main
from watch.reporting.report_world import log_at

LOG = """id,userId,searchDate,cameraCount,reason
e1,u-secret,2025-06-18 00:02:04.789,10,investigation
e2,u-secret,2025-06-18 00:09:13.397,10,ICE detainer
e3,u-other,2025-06-19 00:10:51.201,20,burglary at 5 Elm Street
"""


def run(*arguments: str | Path) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(main, ["watch", "report", *map(str, arguments)])


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small log's folder."""
    return log_at(tmp_path_factory.mktemp("log")).path


def test_a_folder_becomes_a_page_and_six_sentences(log: Path, tmp_path: Path) -> None:
    """Sentences on standard output; where files are, on standard error."""
    found = run(log, "-o", tmp_path / "r.html", "--data", tmp_path / "data", "--title", "A <title>")
    assert found.exit_code == 0
    assert len(found.stdout.splitlines()) == 6
    assert "charts in" in found.stderr
    assert "<title>A &lt;title&gt;</title>" in (tmp_path / "r.html").read_text("utf-8")
    assert (tmp_path / "data" / "report.json").exists()


def test_figures_are_printed_and_no_page_is_written_unasked(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One JSON object, whole, and nothing beside it."""
    monkeypatch.chdir(tmp_path)
    found = run(log, "--json")
    assert json.loads(found.stdout)["form"] == "ostiary/watch-report/v1"
    assert not list(tmp_path.iterdir())


def test_a_file_is_read_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    """It says of which form it is, and the report is of its rows."""
    file, page = tmp_path / "log.csv", tmp_path / "r.html"
    file.write_text(LOG, "utf-8")
    found = run(
        file,
        "--as",
        "plate-reader-org",
        "--time-zone",
        "America/Los_Angeles",
        "--owner",
        "Elm PD",
        "-o",
        page,
    )
    assert found.exit_code == 0
    assert "1 of 3 reasons names immigration enforcement" in found.stdout
    said = page.read_text("utf-8")
    assert "Searches by Elm PD" in said
    assert not [word for word in ("u-secret", "Elm Street") if word in said]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["log.csv", "r.html"]


def test_wrong_calls_say_the_way_out(log: Path, tmp_path: Path) -> None:
    """A file of no said form, a folder of a said form, a folder that is none, a place that cannot be written."""
    file = tmp_path / "log.csv"
    file.write_text(LOG, "utf-8")
    unsaid = run(file)
    assert (unsaid.exit_code, "ostiary watch formats" in unsaid.stderr) == (1, True)
    assert run(log, "--as", "plate-reader-org").exit_code == 2
    none = run(tmp_path)
    assert (none.exit_code, "is no watch folder" in none.stderr) == (1, True)
    unwritable = run(log, "-o", file / "r.html")
    assert (unwritable.exit_code, "cannot be written" in unwritable.stderr) == (1, True)
