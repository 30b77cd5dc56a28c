"""The demonstration's accounts are found by name, and their codes are those that the console takes."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner

from ostiary.cli.main import main
from ostiary.demo.console_people import FILE, ConsoleAccount, account_named
from ostiary.demo.place import MARK
from ostiary.errors import SettingsError
from ostiary.web.guard.one_time_code import maybe_step, step_at

ACCOUNT = ConsoleAccount("mayor", "official", "the mayor", "a-b-c-d", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / FILE).write_text(json.dumps([asdict(ACCOUNT)]))
    return tmp_path


def test_the_code_is_the_consoles_own() -> None:
    """RFC 6238's secret and its first instant; valid for the rest of its step."""
    digits, seconds = ACCOUNT.code(59)
    assert (digits, seconds) == ("287082", 1)
    assert maybe_step(b"12345678901234567890", digits, at=59, last_step=-1) == step_at(59)


def test_who_has_no_account_is_told_who_has(home: Path) -> None:
    """And a folder without accounts says when they come."""
    assert account_named(home, "mayor") == ACCOUNT
    with pytest.raises(SettingsError, match="no account `major`") as refused:
        account_named(home, "major")
    assert refused.value.hint == "there are mayor"
    with pytest.raises(SettingsError, match="has no accounts"):
        account_named(home / "none", "mayor")


def test_a_code_is_said_of_a_demonstration_alone(home: Path) -> None:
    """A city's codes are nobody else's."""
    words = ["demo", "--home", str(home), "code", "mayor", "--json"]
    assert CliRunner().invoke(main, words).exit_code == 1
    (home / MARK).touch()
    said = json.loads(CliRunner().invoke(main, words).stdout)
    assert (said["name"], len(said["code"])) == ("mayor", 6)
