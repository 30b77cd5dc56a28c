"""``ostiary policy diff``, ``compare`` and ``replay``: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ostiary.cli.main import main
from ostiary.evidence.commitment import ACCESS
from ostiary.policy.load import load_bundle
from ostiary.promises.difference.proof import Question
from policy_worlds import ask, small_files
from promises.replay_world import entry_of
from promises.test_difference import BAN, OPEN
from store.log_world import append, entry, make_log, publish

ASKED = ask("bureau", "robbery", "persons", "ssn")


def policy(*words: str) -> Result:
    return CliRunner().invoke(main, ["policy", *words])


@pytest.fixture
def folders(tmp_path: Path) -> tuple[str, str]:
    """A policy, and the same with a ban."""
    for name, rules in (("old", OPEN), ("new", OPEN + BAN)):
        (tmp_path / name).mkdir()
        for file, text in small_files(rules).items():
            (tmp_path / name / file).write_text(text, encoding="utf-8")
    return str(tmp_path / "old"), str(tmp_path / "new")


@pytest.fixture
def log(tmp_path: Path) -> str:
    """A log with three questions under the old policy, in May and in June."""
    folder = make_log(tmp_path / "log")
    bundle = load_bundle(small_files(OPEN))
    june = entry_of(bundle, ASKED).replace(b"2026-05-01", b"2026-06-01")
    append(folder, [[entry_of(bundle, ASKED), entry_of(bundle, ASKED), june]])
    publish(folder)
    return str(folder.root)


def test_a_difference_is_printed_and_settled(folders: tuple[str, str]) -> None:
    """Exit 0, whatever changes."""
    result = policy("diff", *folders)
    assert result.exit_code == 0, result.output
    assert "Newly refused: 2 regions" in result.stdout
    assert "It is proved that nothing else changes" in result.stdout
    assert json.loads(policy("diff", *folders, "--json").stdout)["ok"] is True


def test_a_difference_that_is_not_settled_ends_with_1(
    folders: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The replay beside it as well."""
    monkeypatch.setattr(Question, "differs_outside", lambda _question, _boxes: "unknown")
    assert policy("diff", *folders).exit_code == 1
    assert policy("compare", *folders).exit_code == 1


def test_days_before_one_do_not_count(folders: tuple[str, str], tmp_path: Path) -> None:
    """A ban that is over by then is no difference."""
    rules = tmp_path / "new" / "rules.toml"
    rules.write_text(rules.read_text() + "expires = 2026-01-01\n")
    assert "Newly refused: 2 regions" in policy("diff", *folders).stdout
    assert "Newly refused: nothing" in policy("diff", *folders, "--from", "2026-01-01").stdout


def test_two_policies_are_laid_side_by_side(folders: tuple[str, str]) -> None:
    """As a table and as one object."""
    result = policy("compare", *folders)
    assert result.exit_code == 0, result.output
    assert "Federal police:\n" in result.stdout
    assert result.stdout.startswith("What `")
    values = json.loads(policy("compare", *folders, "--json").stdout)
    assert values["table"]
    assert len(values["promises"]) == len(folders)


def test_a_replay_has_the_difference_before_it(folders: tuple[str, str], log: str) -> None:
    """Both policies, what changes, what is proved; then the counts, an example, the hash."""
    old, new = folders
    result = policy("replay", new, "--old", old, "--log", log)
    assert result.exit_code == 0, result.output
    difference, counts = result.stdout.split("\n\n", 1)
    assert "Newly refused: 2 regions\n" in difference
    assert "It is proved that nothing else changes" in difference
    assert counts.startswith("3 questions, in a log of 3 entries with root ")
    assert "by agency   bureau 3" in counts
    assert "e.g. #0 (2026-05-01) officer of bureau, robbery, asked for persons.ssn: X" in counts
    values = json.loads(policy("replay", new, "--old", old, "--log", log, "--json").stdout)
    assert values["difference"]["ok"] is True
    assert f"result {values['replay']['hash']}" in counts


@pytest.mark.parametrize(("words", "count"), [(("--since", "2026-06-01"), 1), (("--until", "2026-06-01"), 2)])
def test_only_some_days_are_replayed(
    folders: tuple[str, str], log: str, words: tuple[str, ...], count: int
) -> None:
    """From a day on, or before one."""
    result = policy("replay", folders[1], "--old", folders[0], "--log", log, "--json", *words)
    assert json.loads(result.stdout)["replay"]["questions"] == count


def test_the_day_whose_rules_count_can_be_named(folders: tuple[str, str], log: str, tmp_path: Path) -> None:
    """A ban from 2030 on refuses nothing on its own day and everything as if."""
    rules = tmp_path / "new" / "rules.toml"
    rules.write_text(rules.read_text() + "effective = 2030-01-01\n")
    words = ("replay", folders[1], "--old", folders[0], "--log", log, "--as-of", "2030-01-01")
    replayed = json.loads(policy(*words, "--json").stdout)["replay"]
    assert (replayed["then"]["now_refused"]["count"], replayed["as_if"]["now_refused"]["count"]) == (0, 3)
    assert "as if the rules of 2030-01-01 had been in force" in policy(*words).stdout


def test_an_entry_that_is_none_is_told_and_ends_with_5(folders: tuple[str, str], tmp_path: Path) -> None:
    """Everything else is counted all the same."""
    folder = make_log(tmp_path / "foreign")
    append(folder, [[entry_of(load_bundle(small_files(OPEN)), ASKED), b"not of our making"]])
    publish(folder)
    result = policy("replay", folders[1], "--old", folders[0], "--log", str(folder.root))
    assert result.exit_code == 5
    assert "1 entry cannot be read and are not counted, first #1." in result.stdout
    assert entry(b"", ACCESS).kind == ACCESS


def test_a_damaged_log_has_no_result(folders: tuple[str, str], log: str) -> None:
    """Exit 5, and what is wrong."""
    journal = Path(log) / "private" / "journal"
    journal.write_bytes(journal.read_bytes()[:-1])
    result = policy("replay", folders[1], "--old", folders[0], "--log", log)
    assert result.exit_code == 5
    assert "3 entries were signed and only 0 are in the journal" in result.stderr


def test_without_a_policy_to_compare_with_there_is_no_replay(
    folders: tuple[str, str], log: str, tmp_path: Path
) -> None:
    """The way out is named."""
    result = policy("replay", folders[1], "--log", log, "--home", str(tmp_path / "nowhere"))
    assert result.exit_code == 1
    assert "--old FOLDER with --log FOLDER" in result.stderr
