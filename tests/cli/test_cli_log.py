"""``ostiary log verify``: the sentence, the object, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ostiary.cli.log.group import log
from ostiary.store.log.folder import create_log


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty log."""
    create_log(tmp_path / "log", "log.example/gw1", bytes(32))
    return tmp_path / "log"


def test_a_whole_log_is_0_and_a_sentence(folder: Path) -> None:
    """Exit status 0, and one sentence on standard output."""
    result = CliRunner().invoke(log, ["verify", str(folder)])
    assert result.exit_code == 0
    assert result.stdout.startswith("the log is whole: 0 entries, root 47DEQpj8")
    assert result.stdout.count("\n") == 1


def test_a_whole_log_is_an_object(folder: Path) -> None:
    """With --json the same as one object."""
    result = CliRunner().invoke(log, ["verify", str(folder), "--json"])
    found = json.loads(result.stdout)
    assert (found["whole"], found["size"], found["origin"]) == (True, 0, "log.example/gw1")
    assert (found["signed_by"], found["unpublished"], found["strays"]) == (["log.example/gw1"], 0, [])


def test_a_damaged_log_is_5_and_names_the_file(folder: Path) -> None:
    """Exit status 5, the file on standard error, nothing on standard output."""
    (folder / "public" / "checkpoint").write_text("rubbish")
    result = CliRunner().invoke(log, ["verify", str(folder)])
    assert (result.exit_code, result.stdout) == (5, "")
    assert result.stderr.startswith("the log is not whole: `public/checkpoint`: ")


def test_a_damaged_log_is_an_object_too(folder: Path) -> None:
    """With --json a failure is an object with its code, and the status is the same; the hint is there."""
    with (folder / "private" / "journal").open("ab") as journal:
        journal.write(b"torn")
    result = CliRunner().invoke(log, ["verify", str(folder), "--json"])
    found = json.loads(result.stdout)
    assert (result.exit_code, found["whole"], found["code"]) == (5, False, "E02")
    assert "hint: if the writer was killed" in CliRunner().invoke(log, ["verify", str(folder)]).stderr
    assert "if the writer was killed" in found["hint"]


@pytest.mark.parametrize("arguments", [[], ["none"], ["--what"]])
def test_a_wrong_call_is_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    """No target, one that is not there, and an unknown option are mistakes of the caller."""
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(log, ["verify", *arguments]).exit_code == 2


def test_a_folder_that_is_no_log_is_a_wrong_call(folder: Path) -> None:
    """Exit status 2, and the log's folder where it is the one inside; one without its verifier key is damaged."""
    outer = CliRunner().invoke(log, ["verify", str(folder.parent)])
    assert (outer.exit_code, outer.stderr.splitlines()) == (
        2,
        [f"error: `{folder.parent}` is no log folder", f"hint: did you mean `{folder}`?"],
    )
    (folder / "log.vkey").unlink()
    damaged = CliRunner().invoke(log, ["verify", str(folder)])
    assert damaged.exit_code == 5
    assert "`log.vkey` is missing" in damaged.stderr


def test_a_file_that_cannot_be_read_is_5(folder: Path) -> None:
    """What cannot be read is not verified; the file is named and no traceback shown."""
    (folder / "public" / "checkpoint").unlink()
    (folder / "public" / "checkpoint").mkdir()
    result = CliRunner().invoke(log, ["verify", str(folder)])
    assert result.exit_code == 5
    assert "`public/checkpoint` is not a regular file" in result.stderr


def test_a_new_log_has_a_private_key_and_says_its_public_one(tmp_path: Path) -> None:
    """What is printed is the line in log.vkey; the log verifies from its first moment."""
    result = CliRunner().invoke(log, ["create", str(tmp_path / "log"), "--origin", "log.example/new"])
    assert result.exit_code == 0
    assert result.stdout == (tmp_path / "log" / "log.vkey").read_text()
    assert (tmp_path / "log" / "private" / "log.key").stat().st_mode & 0o077 == 0
    assert CliRunner().invoke(log, ["verify", str(tmp_path / "log")]).exit_code == 0


def test_two_new_logs_have_two_keys(tmp_path: Path) -> None:
    """The key is drawn, not derived."""
    for name in ("one", "two"):
        CliRunner().invoke(log, ["create", str(tmp_path / name), "--origin", "log.example/new"])
    assert (tmp_path / "one/log.vkey").read_text() != (tmp_path / "two/log.vkey").read_text()


@pytest.mark.parametrize("origin", ["", "two words", "a+b"])
def test_a_name_that_no_log_can_have_is_refused(tmp_path: Path, origin: str) -> None:
    """And nothing is left behind."""
    result = CliRunner().invoke(log, ["create", str(tmp_path / "log"), "--origin", origin])
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert not (tmp_path / "log").exists()


def test_no_log_is_made_over_one(folder: Path) -> None:
    """The log that is there is as it was."""
    before = (folder / "log.vkey").read_text()
    result = CliRunner().invoke(log, ["create", str(folder), "--origin", "log.example/new"])
    assert result.exit_code == 1
    assert "holds a log, or the start of one, already" in result.stderr
    assert (folder / "log.vkey").read_text() == before
