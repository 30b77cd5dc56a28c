"""``ostiary policy check`` says in one sentence whether a bundle is sound, or lists what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from ostiary.cli.policy import policy
from ostiary.store.bundle_files import read_bundle
from policy_worlds import CHICAGO, small_files


def write(folder: Path, rules: str) -> str:
    """Writes the small bundle with these rules and gives the folder's name."""
    for name, text in small_files(rules).items():
        (folder / name).write_text(text, encoding="utf-8")
    return str(folder)


def test_a_sound_bundle_is_summed_up() -> None:
    """Exit 0, one line, counts and version."""
    result = CliRunner().invoke(policy, ["check", str(CHICAGO)])
    assert result.exit_code == 0
    assert result.stdout == (
        "`chicago-2019` is sound: 9 permits, 4 prohibitions, 10 duties, 5 promises, 20 agencies, 9 agreements,"
        f" 0 officials, 19 purposes and 9 record classes; version {read_bundle(CHICAGO).version}.\n"
    )


def test_one_of_a_kind_is_in_the_singular(tmp_path: Path) -> None:
    """One duty is not one duties."""
    result = CliRunner().invoke(
        policy, ["check", write(tmp_path, '[[duty]]\nid = "D"\ncite = "c"\nrow_limit = 1\n')]
    )
    assert "0 permits, 0 prohibitions, 1 duty, 0 promises, 3 agencies" in result.stdout


def test_problems_are_listed_and_exit_is_1(tmp_path: Path) -> None:
    """One line a problem."""
    result = CliRunner().invoke(policy, ["check", write(tmp_path, '[[permit]]\nid = "P"\n')])
    assert result.exit_code == 1
    assert result.stdout == "rules.toml:1: `cite` is missing\nrules.toml:1: `when` is missing\n"


def test_json_is_one_object(tmp_path: Path) -> None:
    """Sound or not, the same keys tell."""
    sound = CliRunner().invoke(policy, ["check", "--json", str(CHICAGO)])
    assert json.loads(sound.stdout)["counts"]["prohibitions"] == 4
    missing = CliRunner().invoke(policy, ["check", "--json", str(tmp_path / "missing")])
    assert missing.exit_code == 1
    assert json.loads(missing.stdout) == {"ok": False, "problems": [f"`{tmp_path / 'missing'}` is no folder"]}
