"""Synthetic accesses: what the seed makes, their distributions, and the cases planted in them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from ostiary.cli.main import main
from ostiary.demo.at_scale.making import TRUTH, Made, make_events, read_truth
from ostiary.demo.at_scale.planted import OF_USERS
from ostiary.watch.events.folder import WatchFolder

EVENTS = 20_000


def _make(path: Path, seed: int, events: int = EVENTS) -> tuple[WatchFolder, Made]:
    folder = WatchFolder.open_or_make(path)
    return folder, make_events(folder, events, seed=seed, days=90, progress=lambda _done, _all: None)


def _read(folder: WatchFolder, table: str) -> pa.Table:
    return pa.concat_tables([pq.ParquetFile(part).read() for part in sorted(folder.parts(table))])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[WatchFolder, Made]:
    """Twenty thousand accesses of seed 7."""
    return _make(tmp_path_factory.mktemp("made") / "watch", 7)


def test_the_same_seed_makes_the_same_accesses_and_another_seed_others(
    made: tuple[WatchFolder, Made], tmp_path: Path
) -> None:
    """Every row of every table, and the truth; only the names of parts differ."""
    folder, _ = made
    again, _ = _make(tmp_path / "again", 7)
    other, _ = _make(tmp_path / "other", 8)
    for table in ("events", "subjects", "accounts", "grants", "cases", "assignments", "dispatches"):
        rows = [
            _read(each, table).sort_by([(_read(folder, table).column_names[0], "ascending")])
            for each in (folder, again)
        ]
        assert rows[0].equals(rows[1]), table
    assert (folder.path / TRUTH).read_bytes() == (again.path / TRUTH).read_bytes()
    assert set(_read(folder, "events")["event_id"].to_pylist()).isdisjoint(
        _read(other, "events")["event_id"].to_pylist()
    )


def test_its_manifest_says_that_nobody_made_these_accesses(made: tuple[WatchFolder, Made]) -> None:
    """The kind of the source is `synthetic`, and every row that was drawn was taken."""
    folder, result = made
    (manifest,) = folder.manifests()
    assert manifest == result.manifest
    assert (manifest.kind, manifest.counts.taken) == ("synthetic", EVENTS)
    assert manifest.made_from["synthetic"] == "nobody made these accesses"


def test_ids_are_unique_and_each_access_has_its_subject(made: tuple[WatchFolder, Made]) -> None:
    """Rows are numbered from 1 in the order of time, and events and subjects have the same ids."""
    folder, _ = made
    events, subjects = _read(folder, "events"), _read(folder, "subjects")
    assert len(set(events["event_id"].to_pylist())) == EVENTS
    assert set(events["event_id"].to_pylist()) == set(subjects["event_id"].to_pylist())
    ordered = events.sort_by("row")
    assert ordered["row"].to_pylist() == list(range(1, EVENTS + 1))
    assert ordered["at"].to_pylist() == sorted(events["at"].to_pylist())


def test_shares_are_those_of_released_logs(made: tuple[WatchFolder, Made]) -> None:
    """Blank and vague reasons, searches of one network, of a case, and of a user, each near what real logs show."""
    events = _read(made[0], "events")
    reasons, networks = events["reason"].to_pylist(), events["networks"].to_pylist()
    assert 0.15 < reasons.count(None) / EVENTS < 0.22
    assert 0.19 < networks.count(1) / EVENTS < 0.27
    cases = sorted(Counter(case for case in events["case_no"].to_pylist() if case).values())
    assert cases[len(cases) // 2] == 1
    assert 10 < cases[int(len(cases) * 0.99)] < 35
    users = sorted(Counter(events["user"].to_pylist()).values())
    assert 5 < users[len(users) // 2] < 14


def test_the_truth_names_every_planted_case_and_its_accesses(made: tuple[WatchFolder, Made]) -> None:
    """Each kind has as many cases as were counted; each id stands in the events, and is of one case only."""
    folder, result = made
    truth = list(read_truth(folder.path / TRUTH))
    assert Counter(each["kind"] for each in truth) == result.planted
    assert set(result.planted) == {*OF_USERS, "M13"}
    ids = [event for each in truth for event in each["events"]]  # type: ignore[attr-defined]  # JSON
    assert len(ids) == len(set(ids))
    assert set(ids) <= set(_read(folder, "events")["event_id"].to_pylist())


def test_planted_misuse_is_as_its_kind_says(made: tuple[WatchFolder, Made]) -> None:
    """One that looks twelve times for one subject does so, and one who has departed searches after that."""
    folder, _ = made
    truth = {each["kind"]: each for each in read_truth(folder.path / TRUTH)}
    subjects = {row["event_id"]: row for row in _read(folder, "subjects").to_pylist()}
    fixed = [subjects[event] for event in truth["M9"]["events"]]  # type: ignore[attr-defined]  # JSON
    assert len(fixed) == 12
    assert len({(row["user"], row["subject"]) for row in fixed}) == 1
    until = {row["user"]: row["until"] for row in _read(folder, "accounts").to_pylist()}
    gone = [subjects[event] for event in truth["M11"]["events"]]  # type: ignore[attr-defined]  # JSON
    assert all(row["at"] > until[row["user"]] for row in gone)


def test_the_command_writes_them_and_says_what_is_planted(tmp_path: Path) -> None:
    """With --json it says how many cases of each kind, and that all of it is synthetic."""
    done = CliRunner().invoke(
        main, ["demo", "traffic", "--events", "10000", "-o", str(tmp_path / "w"), "--json"]
    )
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert (said["events"], said["synthetic"], said["planted"]["M9"]) == (10_000, True, 1)
    assert Path(said["truth"]).is_file()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["--events", "20000"], "belong together"),
        (["-o", "somewhere"], "belong together"),
        (["--events", "5", "-o", "somewhere"], "from 10000 to"),
        (["--events", "20000", "-o", "somewhere", "--days", "3"], "from 60 to"),
    ],
)
def test_sizes_that_make_no_sense_are_refused_with_the_way_out(given: list[str], says: str) -> None:
    """Nothing is written."""
    done = CliRunner().invoke(main, ["demo", "traffic", *given])
    assert done.exit_code == 2
    assert says in done.stderr
    assert not Path("somewhere").exists()
