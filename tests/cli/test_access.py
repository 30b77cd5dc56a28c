"""``ostiary access``: entries listed, shown and explained, safely for a terminal."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.conftest import steps
from ostiary.cli.access.group import access
from ostiary.evidence.commitment import DIRECTIVE
from ostiary.office.step_words import seen
from ostiary.store.log.folder import LogFolder, create_log, read_verifier
from ostiary.store.log.opening import LogOptions
from ostiary.store.log.reader import Entry
from ostiary.store.log.rotation import order_rotation, prepare_successor, rotate_if_ordered


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(access, [*arguments, "--home", str(home)])


def test_tail_gives_one_line_an_entry(home: Path) -> None:
    """Who, why, what and the outcome with its rules; a directive with its step."""
    lines = run(home, "tail").stdout.splitlines()
    assert lines[0].startswith(
        "#0  2026-11-22 06:27:33  m-1 (cpd), homicide, case JK123456:  SELECT surname  -> "
    )
    assert lines[0].endswith("2 rows about 2 people under R30, R40")
    assert lines[1].endswith("refused under R01")
    assert lines[2:] == [
        "#2  2019-07-10 12:00:00  E-1, enrolment of 1 member, ordered by mayor",
        "#3  2019-07-10 12:01:00  D-1, cut-off of ice, ordered by mayor",
        "#4  2019-07-10 12:02:00  D-1, cut-off of ice, confirmed by superintendent",
    ]


def test_tail_gives_the_last_ones(home: Path) -> None:
    """`-n 1` is the last entry only, and a confirmation there still says what it confirms; below 0 is a wrong call."""
    assert run(home, "tail", "-n", "1").stdout.startswith("#4  2019-07-10 12:02:00  D-1, cut-off of ice")
    assert run(home, "tail", "-n", "0").stdout == ""
    assert run(home, "tail", "-n", "-1").exit_code == 2


def test_a_closed_log_is_read_by_its_name(home: Path) -> None:
    """Numbers are of one log; a name that is none, and following what takes no entry, are refused."""
    create_log(home / "other", "log.example/unused", bytes(32))
    closed = read_verifier(LogFolder(home / "log")).name
    before = run(home, "show", "0").stdout
    prepare_successor(home / "log", "log.example/next")
    order_rotation(home / "log")
    rotate_if_ordered(home / "log", LogOptions(), lambda _: None, quorum_seconds=0.0)
    assert run(home, "show", "0").stdout != before
    assert run(home, "show", "0", "--log", closed).stdout == before
    assert run(home, "tail").stderr == f"before these: 6 entries of the closed log, `--log {closed}`\n"
    assert "-> 2 rows about 2 people" in run(home, "tail", "--log", closed).stdout
    unknown = run(home, "explain", "0", "--log", "log.example/unused")
    assert (unknown.exit_code, "no log that the running one goes on from" in unknown.output) == (1, True)
    assert run(home, "tail", "-f", "--log", closed).exit_code == 2


def test_tail_as_json_is_one_object_a_line(home: Path) -> None:
    """Every field of the entry, with its index and kind."""
    objects = [json.loads(line) for line in run(home, "tail", "--json").stdout.splitlines()]
    assert [(each["index"], each["kind"]) for each in objects] == [
        (0, "access"),
        (1, "access"),
        *((index, "directive") for index in (2, 3, 4)),
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


def test_show_gives_a_directive_as_a_sentence(home: Path) -> None:
    """What it does, why, and who took which step, as `ostiary directive show` says it."""
    said = run(home, "show", "#4").stdout.splitlines()
    assert said[0] == "log entry #4  2019-07-10 12:02:00  D-1, cut-off of ice, confirmed by superintendent"
    assert said[1].startswith("D-1  in force  ends all access of Immigration and Customs Enforcement (`ice`)")
    assert said[2] == "    reason: announced on 10 July 2019"


def test_a_step_that_is_logged_twice_counts_once() -> None:
    """After a restart a gateway may log a step again; the sentence stays the same."""
    raws = steps()
    entries = [Entry(index, DIRECTIVE, raw) for index, raw in enumerate([*raws, *raws[1:]])]
    once, twice = seen(entries[: len(raws)]).find("D-1"), seen(entries).find("D-1")
    assert once == twice
    assert twice is not None
    assert twice.confirmed_by == "superintendent"


def test_a_step_of_another_form_is_said_not_to_be_understood() -> None:
    """A later release may log what this one does not know; the list goes on."""
    strange = Entry(7, DIRECTIVE, b"ostiary/directive/v9\n{}\n\n-- signature\n")
    assert seen([strange]).line(strange).startswith("#7  directive that is not understood: ")


@pytest.mark.parametrize("arguments", [("show", "2"), ("show", "2", "--json"), ("tail", "--json")])
def test_a_verifier_is_never_shown(home: Path, arguments: tuple[str, ...]) -> None:
    """Passwords can be guessed from it; the journal alone holds it."""
    said = run(home, *arguments)
    assert said.exit_code == 0
    assert "SCRAM" not in said.output
    assert ("(withheld)" in said.output) == ("--json" in arguments)


def test_explain_gives_what_an_overseer_asks_first(home: Path) -> None:
    """When, what was asked, under which policy, and for whom else the member works."""
    said = run(home, "explain", "#0").stdout
    for words in (
        "2026-11-22 06:27:33 UTC",
        "m-1 works for ice-hsi",
        "asked: SELECT surname",
        "version 000000000000",
    ):
        assert words in said


def test_following_ends_in_words(home: Path) -> None:
    """Ctrl-C in `tail -f` is no fault: one line, and the status that shells give it."""
    command = [sys.executable, "-m", "ostiary.cli.main", "access", "tail", "-f", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as following:
        assert following.stdout is not None
        assert [following.stdout.readline()[:2] for _ in range(5)] == ["#0", "#1", "#2", "#3", "#4"]
        following.send_signal(signal.SIGINT)
        _, said = following.communicate(timeout=20)
    assert (following.returncode, said.strip()) == (130, "stopped; nothing is left running")


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
    assert "hint: `ostiary directive show E-1`" in result.stderr


def test_a_home_that_is_none_is_said_so(tmp_path: Path) -> None:
    """A folder without ostiary.toml: exit 1 and the way out."""
    result = run(tmp_path, "tail")
    assert result.exit_code == 1
    assert "ostiary.toml" in result.stderr
