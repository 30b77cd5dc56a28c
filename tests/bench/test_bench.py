"""The parts of `make bench` that can be wrong without anybody noticing: sums, verdicts, the picture."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

import pytest

from bench import decisions, report
from bench.checkouts import ROOT, commit_of, hot_path, own_words, told_by
from bench.decisions import SEED, Contest
from bench.draw import draw, main
from bench.plan import QUICK
from bench.report import Result, machine_facts, read_result, write_result
from bench.series import Ledger, Series
from bench.statements import kilobyte
from bench.targets import TARGETS, verdicts
from ostiary.testing.random_policy import random_bundle
from ostiary.testing.random_world import large

MACHINE = {
    "cores": "2", "processor": "a <made up> & small one", "memory": "1 GiB", "disk": "ext4", "shared": "Shared",
    "fsync": "fdatasync", "pgbouncer": "1.18", "direct": "Direct",
}  # fmt: skip


def result_of(**values: float) -> Result:
    series = {name: Series(name, "x", (value, value)) for name, value in values.items()}
    return Result("2026-01-01T00:00:00", "abc", "quick", MACHINE, series)


def words_of(picture: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(picture).iter() if element.tag.endswith("text")]


def test_a_spread_has_the_five_numbers() -> None:
    """Least, quartiles and most are those of the values, in whatever order they came."""
    spread = Series("a", "ms", (5.0, 1.0, 3.0, 2.0, 4.0)).spread
    assert (spread.least, spread.first, spread.median, spread.third, spread.most) == (1, 2, 3, 4, 5)


def test_one_value_is_its_own_spread() -> None:
    """A single round has a spread of no width."""
    spread = Series("a", "ms", (7.0,)).spread
    assert spread.least == spread.median == spread.most == 7.0


def test_ratios_are_taken_round_by_round() -> None:
    """The ratio of two series has a value a round, not one of medians."""
    ledger = Ledger()
    for one, other in ((10.0, 5.0), (30.0, 10.0)):
        ledger.note("a", "/s", one)
        ledger.note("b", "/s", other)
    ledger.note_ratio("a:b", "a", "b")
    ledger.note_difference("a-b", "/s", "a", "b")
    assert ledger.values("a:b") == [2.0, 3.0]
    assert ledger.values("a-b") == [5.0, 20.0]


def test_a_series_that_was_not_measured_has_no_ratio() -> None:
    """Without PgBouncer there is no ratio to it."""
    ledger = Ledger()
    ledger.note("a", "/s", 1.0)
    ledger.note_ratio("a:b", "a", "b")
    assert [series.name for series in ledger.series] == ["a"]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.series)
def test_a_target_is_met_at_its_bound_and_missed_beyond_it(target: object) -> None:
    """Each bound belongs to its target; a little worse is missed."""
    known = next(one for one in TARGETS if one is target)
    worse = 0.99 if known.way == "at least" else 1.01
    (at_bound,) = verdicts(result_of(**{known.series: known.bound}))
    (beyond,) = verdicts(result_of(**{known.series: known.bound * worse}))
    assert at_bound.is_met
    assert not beyond.is_met
    assert beyond.score < 1 <= at_bound.score


def test_a_target_that_was_not_measured_is_not_met() -> None:
    """Nothing measured, nothing claimed."""
    assert not list(verdicts(result_of()))


def test_the_picture_shows_a_miss_as_a_miss() -> None:
    """A missed target is called missed in the picture, a met one met."""
    missed = words_of(draw(result_of(**{"statements/cached": 50.0})))
    met = words_of(draw(result_of(**{"statements/cached": 0.5})))
    assert ("missed" in missed, "met" in missed) == (True, False)
    assert ("missed" in met, "met" in met) == (False, True)


def test_the_picture_shows_whatever_was_measured() -> None:
    """Bars for each place, with the door of before where one was measured; and facts with characters that XML reserves."""
    found = {f"lookups/prepared/8/{kind}/rate": 100.0 for kind in ("direct", "pgbouncer", "gateway")}
    words = words_of(draw(result_of(**found, **{"streams/reader/before": 5.0, "appends/32": 9.0})))
    assert {"Look-ups a second, 8 clients", "Rows a second, one long answer", "through the door, before"} <= {
        *words
    }
    assert any("a <made up> & small one" in text for text in words)


def test_a_result_reads_back_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file holds values, spread, mode, commit and machine, and can be drawn again by itself."""
    monkeypatch.setattr(report, "RESULTS", tmp_path / "results")
    path = write_result([Series("statements/cached", "us", (0.5, 0.7))], QUICK, ["statements"])
    result = read_result(path)
    assert result.mode == "quick"
    assert result.series["statements/cached"].values == (0.5, 0.7)
    assert json.loads(path.read_text())["series"]["statements/cached"]["spread"]["median"] == 0.6
    assert main([str(path), str(tmp_path / "out.svg")]) == 0
    assert "met" in words_of((tmp_path / "out.svg").read_text())


def test_a_result_says_what_code_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the hot path is compiled, and the commit and hot path of what is measured beside it."""
    monkeypatch.delenv("BENCH_BEFORE", raising=False)
    alone = machine_facts()
    assert alone["hot path"] == hot_path()
    assert alone["before"] == "not measured"
    monkeypatch.setenv("BENCH_BEFORE", sys.executable)
    assert machine_facts()["before"] == own_words()


def test_the_other_checkout_speaks_for_itself() -> None:
    """An interpreter tells the commit of the `ostiary` that it imports, not of the folder in which it is asked."""
    assert told_by(sys.executable) == f"{commit_of(ROOT)}, hot path {hot_path()}"


def test_an_interpreter_that_says_nothing_is_unknown() -> None:
    """What was measured is still written."""
    assert told_by("/bin/false") == "unknown"


def test_a_folder_outside_any_checkout_has_no_commit(tmp_path: Path) -> None:
    """Nothing is claimed of code whose history is not there."""
    assert commit_of(tmp_path) == "unknown"


def test_drawing_takes_a_result() -> None:
    """Without one there is nothing to draw."""
    assert main([]) == 2


def test_the_measured_statement_has_a_kilobyte() -> None:
    """What is called a statement of 1 kB is one."""
    assert {len(kilobyte(number)) for number in range(3)} == {1_000}


@pytest.mark.parametrize("rules", [20, 200, 2_000])
def test_a_policy_of_so_many_rules_has_so_many(rules: int) -> None:
    """The rules that are counted are there, each with an id of its own; the same seed gives the same policy."""
    bundle = random_bundle(Random(SEED), large(rules))
    sources = [
        *(one.source for one in bundle.permits),
        *(one.source for one in bundle.prohibitions),
        *(one.source for one in bundle.duties),
    ]
    assert len(sources) == len({source.id for source in sources}) == rules
    assert random_bundle(Random(SEED), large(rules)).version == bundle.version


def test_all_engines_answer_the_same_before_they_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under 20 rules; and an engine that answers wrongly is found."""
    monkeypatch.setattr(decisions, "QUESTIONS", 20)
    contest = Contest(20)
    contest.verify()
    ledger = Ledger()
    contest.note(ledger)
    assert {series.name.split("/")[1] for series in ledger.series} >= {
        "index",
        "reference",
        "cedar",
        "casbin",
    }
    monkeypatch.setattr(contest.others["casbin"], "allows", lambda _: True)
    with pytest.raises(RuntimeError, match="casbin differs"):
        contest.verify()
