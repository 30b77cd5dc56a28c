"""``ostiary watch due`` and ``done`` on a folder by itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ostiary.cli.main import main
from ostiary.cli.who_runs import who_runs
from ostiary.watch.duties.done import done_in
from ostiary.watch.events.folder import WatchFolder
from watch.events_world import folder_of

LATE: Any = {"agency": "cpd", "user": "ann\x1b[2J", "last_use": "2020-01-01", "as_of": "2020-01-01"}


@pytest.fixture
def folder(tmp_path: Path) -> WatchFolder:
    """A folder with an account that nobody uses, whose name came from a stranger's file."""
    return folder_of(tmp_path / "w", [], known={"accounts": [LATE]})


def run(folder: WatchFolder, *arguments: str) -> Result:
    """One command on the folder."""
    return CliRunner().invoke(main, ["watch", *arguments, str(folder.path)])


def test_something_overdue_exits_with_3_until_it_is_done(folder: WatchFolder, tmp_path: Path) -> None:
    """The act stands under the account's name, with the hash of the file that shows it."""
    told = run(folder, "due", "--json")
    assert told.exit_code == 3
    values = json.loads(told.stdout)
    (duty,) = values["duties"]
    assert (values["overdue"], duty["kind"], duty["done_here"]) == (1, "dormant", True)
    words = run(folder, "due")
    assert words.exit_code == 3
    assert "days overdue" in words.output
    assert "\x1b" not in words.output
    paper = tmp_path / "paper.txt"
    paper.write_text("departed")
    done = run(folder, "done", duty["duty"], "--evidence", "departed by E-4", "--file", str(paper))
    assert done.exit_code == 0, done.output
    act = done_in(folder)[duty["duty"]]
    assert (act.by, act.text("note"), act.text("file")) == (who_runs(), "departed by E-4", "paper.txt")
    assert len(act.text("sha256")) == 64
    assert run(folder, "due").exit_code == 0
    again = run(folder, "done", duty["duty"], "--evidence", "again")
    assert again.exit_code == 1
    assert "has done" in again.output


def test_there_is_no_duty_but_those_that_are_listed(folder: WatchFolder) -> None:
    """And it is said where they are."""
    result = run(folder, "done", "d-none", "--evidence", "x")
    assert result.exit_code == 1
    assert "there is no duty `d-none`" in result.output
    assert "ostiary watch due" in result.output
