"""``ostiary access``: entries listed, shown and explained, safely for a terminal."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from ostiary.cli.access import access


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(access, [*arguments, "--home", str(home)])


def test_tail_gives_one_line_an_entry(home: Path) -> None:
    """Who, why, what and the outcome with its rules; a directive with its step."""
    lines = run(home, "tail").stdout.splitlines()
    assert lines[0].startswith("#0  06:27:33.03  m-1 (cpd), homicide, case JK123456:  SELECT surname  -> ")
    assert lines[0].endswith("2 rows about 2 people under R30, R40")
    assert lines[1].endswith("refused under R01")
    assert lines[2] == "#2  directive D-1 ordered by mayor"


def test_tail_gives_the_last_ones(home: Path) -> None:
    """`-n 1` is the last entry only."""
    assert run(home, "tail", "-n", "1").stdout.startswith("#2 ")


def test_tail_as_json_is_one_object_a_line(home: Path) -> None:
    """Every field of the entry, with its index and kind."""
    objects = [json.loads(line) for line in run(home, "tail", "--json").stdout.splitlines()]
    assert [(each["index"], each["kind"]) for each in objects] == [
        (0, "access"),
        (1, "access"),
        (2, "directive"),
    ]
    assert objects[0]["subjects"] == [5, 6]


def test_what_a_member_typed_cannot_steer_the_readers_terminal(home: Path) -> None:
    """Control characters of a statement are shown as codes, in the list and in full."""
    for arguments in (("tail",), ("show", "1"), ("explain", "1")):
        said = run(home, *arguments)
        assert said.exit_code == 0
        assert "\x1b" not in said.stdout
        assert "\x07" not in said.stdout
    assert "\\x1b[2J\\x07" in run(home, "show", "1").stdout


def test_show_gives_every_part_of_the_question(home: Path) -> None:
    """Parameters, what was asked about, what was read, the subjects."""
    said = run(home, "show", "0").stdout
    for words in ("m-1, detective of cpd", "7, NULL", "persons.surname = Salter", "subjects      5, 6"):
        assert words in said


def test_explain_says_when_the_policy_is_another_one_now(home: Path) -> None:
    """Rules are then only named, because their text may have changed."""
    said = run(home, "explain", "0").stdout
    assert "not under the one in force now" in said
    assert "  R30\n" in said


def test_explain_never_calls_a_declared_purpose_true(home: Path) -> None:
    """The caveat stands under every explanation."""
    assert "What was declared is not thereby true" in run(home, "explain", "1").stdout


def test_an_entry_that_is_not_there_is_said_so(home: Path) -> None:
    """Exit 1, and where to look."""
    result = run(home, "show", "99")
    assert result.exit_code == 1
    assert "the log has no entry 99" in result.stderr


def test_a_directive_is_not_explained_as_an_access(home: Path) -> None:
    """`explain` of another kind of entry is refused with its kind."""
    result = run(home, "explain", "2")
    assert result.exit_code == 1
    assert "entry 2 is a directive, not an access" in result.stderr


def test_a_home_that_is_none_is_said_so(tmp_path: Path) -> None:
    """A folder without ostiary.toml: exit 1 and the way out."""
    result = run(tmp_path, "tail")
    assert result.exit_code == 1
    assert "ostiary.toml" in result.stderr
