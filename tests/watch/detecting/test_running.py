from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ostiary.errors import RunRefused
from ostiary.watch.detecting import stale_account, travel, vague
from ostiary.watch.detecting.detector import MAX_EVIDENCE
from ostiary.watch.detecting.engine import open_engine
from ostiary.watch.detecting.presence import WHOSE
from ostiary.watch.detecting.registry import DETECTORS, chosen
from ostiary.watch.detecting.running import Judged, Judging, judging
from ostiary.watch.events.folder import WatchFolder
from watch.events_world import DAY, HOUR, folder_of, ms
from watch.judged import read

START = ms("2025-06-02")
VAGUE, ALONE = (*vague.DETECTORS,)
(TRAVEL,) = travel.DETECTORS


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judging]:
    """A folder with two sources, of which one has no users, opened for the module."""
    path = tmp_path_factory.mktemp("run") / "watch"
    folder_of(path, [{"user": "a", "at": START + i * HOUR, "reason": "investigation"} for i in range(60)])
    folder = folder_of(
        path,
        [{"user": "redacted", "at": START + i, "reason": "burglary at the mill"} for i in range(3)],
        source="hidden",
    )
    with judging(folder, read, threads=1) as found:
        yield found


@pytest.fixture(scope="module")
def judged(opened: Judging) -> Judged:
    return opened.judge(VAGUE)


def test_leads_carry_counts_and_the_earliest_evidence(opened: Judging, judged: Judged) -> None:
    """A lead counts all its events and names the first fifty."""
    (lead,) = opened.leads(VAGUE)
    assert (judged.leads, judged.events) == (1, 60)
    assert (lead.entity, lead.agency, lead.period, lead.events) == ("a", "Adams PD", "2025-06", 60)
    assert lead.evidence == tuple(f"world-{number:05}" for number in range(1, MAX_EVIDENCE + 1))
    assert (lead.since, lead.until) == (START, START + 59 * HOUR)


def test_a_detector_without_its_columns_is_silent_and_says_which(opened: Judging) -> None:
    """Nothing is judged where no source has a place, and the columns that are missing are named."""
    found = opened.judge(TRAVEL)
    assert not found.could_judge
    assert found.missing == ("events.latitude", "events.longitude")


def test_a_source_that_cannot_be_judged_is_named(judged: Judged) -> None:
    """A log whose users are hidden is named beside the one that was judged."""
    assert judged.could_judge
    assert judged.silent == {"hidden": ("events.user",)}


def test_without_a_reader_of_reasons_those_that_need_one_cannot_judge(tmp_path: Path) -> None:
    """The table of reasons is one of the needs."""
    folder = folder_of(tmp_path / "watch", [{"at": START, "user": "a", "reason": "x"}])
    with judging(folder, None, threads=1) as found:
        assert found.judge(VAGUE).missing == ("reasons",)


def test_a_log_without_agencies_cannot_be_held_against_rosters_of_two(tmp_path: Path) -> None:
    """Whoever left may be the other agency's; beside the roster of one, the log is judged."""
    rows = [{"at": START, "user": "a", "agency": "absent"}]
    ended = [{"user": "a", "agency": name, "until": START - 9 * DAY, "as_of": START} for name in ("A", "B")]
    (departed, *_) = stale_account.DETECTORS
    for known in (ended, ended[:1], [{**ended[0], "agency": None}]):
        folder = folder_of(tmp_path / f"{len(known)}{known[0]['agency']}", rows, known={"accounts": known})
        with judging(folder, None, threads=1) as found:
            said = found.judge(departed)
            assert (said.missing, said.leads) == (((WHOSE,), 0) if len(known) > 1 else ((), 1))


def test_an_empty_folder_is_judged_by_nobody(tmp_path: Path) -> None:
    """No detector says anything of no events."""
    with judging(folder_of(tmp_path / "watch", []), read, threads=1) as found:
        assert not any(found.judge(detector).could_judge for detector in DETECTORS)


def test_limits_may_be_others(opened: Judging) -> None:
    """A detector runs under the limits that it is given, and says which."""
    found = opened.judge(ALONE, {**ALONE.limits, "reasons": 1000})
    assert (found.leads, found.limits["reasons"]) == (0, 1000)


def test_codes_choose_rules_and_families() -> None:
    """`M2` is both its rules, `m2b` one, nothing is all."""
    assert [each.code for each in chosen(["M2"])] == ["M2a", "M2b"]
    assert [each.code for each in chosen(["m2b"])] == ["M2b"]
    assert chosen([]) == DETECTORS
    with pytest.raises(RunRefused, match="M99"):
        chosen(["M99"])


def test_detectors_have_a_code_each() -> None:
    """No two detectors share a code, each has a question and says what else it may be."""
    assert len({each.code for each in DETECTORS}) == len(DETECTORS)
    assert all(each.innocent and each.question.endswith("?") and each.next_step for each in DETECTORS)


def test_a_memory_that_is_no_size_is_refused() -> None:
    """Only sizes in MB and GB reach the engine."""
    with pytest.raises(RunRefused, match="is no size"), open_engine("2GB'; DROP"):
        pass


def test_parts_of_before_a_column_are_read_as_saying_nothing_of_it(tmp_path: Path) -> None:
    """A folder of an older version is judged by what it has, and two parts of different columns are one table."""
    folder_of(tmp_path / "watch", [{"at": START, "user": "a", "device": "d"}], source="old")
    folder = folder_of(tmp_path / "watch", [{"at": START, "user": "a", "device": "d"}], source="today")
    (part,) = (tmp_path / "watch" / "events").glob("*/old.parquet")
    pq.write_table(pq.read_table(part, partitioning=None).drop_columns(["access", "device"]), part)
    with judging(folder, read, threads=1) as found:
        assert "events.device" in found.sources["today"]
        assert "events.device" not in found.sources["old"]
        assert found.engine.to_pyarrow(found.tables.events.count()).as_py() == 2


def test_no_name_of_a_folder_is_a_pattern(tmp_path: Path) -> None:
    """A folder whose name an engine could take for a pattern is read alone, without its neighbours."""
    for name in ("w*", "w1", "w[1]", "w?"):
        folder_of(tmp_path / name, [{"at": START, "user": name}])
    for name in ("w*", "w[1]", "w?"):
        with judging(WatchFolder.open(tmp_path / name), None, threads=1) as found:
            assert found.engine.to_pyarrow(found.tables.events["user"]).to_pylist() == [name]
