"""``ostiary demo log``: the real writer makes it, and it verifies."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from ostiary.cli.demo import demo
from ostiary.cli.log.group import log
from ostiary.demo.made_log import made_up_payloads, master_key_of
from ostiary.model.entry_form import entry_text
from ostiary.store.log.reader import read_entries
from ostiary.store.log.unlocking import log_keys


def test_a_log_is_made_and_verifies(tmp_path: Path) -> None:
    """Every entry is durable and published, and each says what was made up for it, though perhaps in another order."""
    made = CliRunner().invoke(demo, ["log", "--entries", "2000", "-o", str(tmp_path / "log"), "--json"])
    assert (made.exit_code, json.loads(made.stdout)["size"]) == (0, 2000)
    with log_keys(tmp_path / "log", master_key_of(tmp_path / "log")) as keys:
        said = sorted(entry.payload for entry in read_entries(tmp_path / "log", 0, keys))
    assert said == sorted(map(entry_text, made_up_payloads(2000)))
    verified = CliRunner().invoke(log, ["verify", str(tmp_path / "log"), "--json"])
    assert (verified.exit_code, json.loads(verified.stdout)["size"]) == (0, 2000)


def test_a_log_without_entries_is_one(tmp_path: Path) -> None:
    """Size 0 has a signed checkpoint like any other."""
    made = CliRunner().invoke(demo, ["log", "--entries", "0", "-o", str(tmp_path / "log")])
    assert (
        made.stdout == f"`{tmp_path / 'log'}` holds the log log.city.example/ostiary/made-up of 0 entries\n"
    )
    assert CliRunner().invoke(log, ["verify", str(tmp_path / "log")]).exit_code == 0


def test_nothing_is_made_over_a_log(tmp_path: Path) -> None:
    """The second call is refused and the first log is as it was; so is a place where nothing can be made."""
    for status in (0, 1):
        made = CliRunner().invoke(demo, ["log", "--entries", "5", "-o", str(tmp_path / "log")])
        assert made.exit_code == status
    assert "holds a log, or the start of one, already" in made.stderr
    (tmp_path / "file").write_text("")
    nowhere = CliRunner().invoke(demo, ["log", "--entries", "5", "-o", str(tmp_path / "file" / "log")])
    assert (nowhere.exit_code, nowhere.stdout) == (1, "")
    assert "cannot be made: file exists" in nowhere.stderr
