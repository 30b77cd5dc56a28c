"""What a folder covers, and what nobody can say; and the counts of real rosters and logs."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from ostiary.cli.main import main
from ostiary.watch.detecting.registry import DETECTORS, chosen
from ostiary.watch.detecting.running import judging
from ostiary.watch.events.folder import WatchFolder
from ostiary.watch.joining.coverage import UNSAID, coverage_of, unsaid
from watch.events_world import DAY, folder_of, ms

REAL = Path(__file__).resolve().parents[4] / "shared" / "data"
START = ms("2025-06-02")


def test_agencies_days_and_what_is_missing_are_said(tmp_path: Path) -> None:
    """Of all sources together, and beyond that of each by itself."""
    rows = [{"user": "a", "at": START + day * DAY, "reason": "x"} for day in (0, 1, 9)]
    folder_of(tmp_path / "w", rows)
    folder = folder_of(tmp_path / "w", [{"agency": "Bell PD", "at": START, "reason": "x"}], source="bell")
    with judging(folder, None, threads=1) as judge:
        covered = coverage_of(judge.engine, judge.tables, judge.sources, DETECTORS)
    first, second = covered.stretches
    assert (first.source, first.agency, first.events, first.days, first.of_days) == (
        "world",
        "Adams PD",
        3,
        3,
        10,
    )
    assert (second.source, second.agency) == ("bell", "Bell PD")
    assert (covered.agencies, covered.events) == (2, 4)
    assert UNSAID["subjects"] in covered.unsaid
    assert covered.unsaid_of == {"bell": (UNSAID["events.user"],)}
    assert covered.silent["M9"] == ("subjects", "subjects.user")
    assert "M2a" not in covered.silent


def test_each_thing_that_is_missing_can_be_found() -> None:
    """Names of columns and tables are those of the schema: with all of them there is nothing left to say."""
    assert list(unsaid(frozenset(UNSAID))) == []
    assert list(unsaid(frozenset())) == list(UNSAID.values())
    needs = frozenset().union(*(each.needs for each in DETECTORS))
    assert {name for name in UNSAID if "." in name or name == "subjects"} <= needs | {
        "events.networks",
        "events.reason",
    }


def test_the_command_says_it_in_words_and_in_json(tmp_path: Path) -> None:
    """What comes from others is printed without control characters."""
    folder_of(tmp_path / "w", [{"user": "a", "agency": "Evil\x1b[2J PD", "at": START}])
    said = CliRunner().invoke(main, ["watch", "coverage", str(tmp_path / "w")])
    assert said.exit_code == 0, said.output
    assert "1 event of 1 agency" in said.stdout
    assert "\x1b" not in said.stdout
    assert "M9 cannot judge: no subjects" in said.stdout
    told = json.loads(CliRunner().invoke(main, ["watch", "coverage", str(tmp_path / "w"), "--json"]).stdout)
    assert told["stretches"][0]["events"] == 1


@pytest.fixture(scope="module")
def real() -> Iterator[Path]:
    """A folder with a city's roster and a county's log, in memory where there is such a place."""
    for name in ("eugene_or_roster_deidentified.csv", "okaloosa_fl_org_audit.csv"):
        if not (REAL / name).exists():
            pytest.skip(f"../shared/data/{name} is not here")
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as name:
        folder = str(Path(name) / "w")
        for given in (
            ["eugene_or_roster_deidentified.csv", "--as", "roster", "--as-of", "2025-10-02"],
            ["okaloosa_fl_org_audit.csv", "--as", "plate-reader-org"],
        ):
            done = CliRunner().invoke(
                main, ["watch", "import", str(REAL / given[0]), *given[1:], "-o", folder]
            )
            assert done.exit_code == 0, done.output
        yield Path(folder)


def test_a_citys_roster_and_a_countys_log_give_the_counts_that_were_published(real: Path) -> None:
    """23 of 186 accounts unused for more than 90 days, 39 for more than 60, 4 outside; 463 of 7,273 searches look back too far."""
    with judging(WatchFolder.open(real), None, threads=1) as judge:
        found = {each.code: judge.judge(each) for each in chosen(["C3a", "C3c", "C4"])}
        (sleeps,) = chosen(["C3a"])
        (lead,) = judge.leads(next(iter(chosen(["C4"]))))
        assert judge.judge(sleeps, {"days": 60}).leads == 39
        enabled = judge.tables.known["accounts"].filter(judge.tables.known["accounts"]["enabled"]).count()
        assert judge.engine.to_pyarrow(enabled).as_py() == 186
    assert (found["C3a"].leads, found["C3c"].leads) == (23, 4)
    assert (found["C4"].events, lead.detail) == (463, "524")
