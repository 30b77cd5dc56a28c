from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from psycopg.conninfo import make_conninfo

from cli.town import OFFICIALS_TEXT, Town
from control_world import append_all
from directives.directive_world import OFFICIALS, START, Chain, enrolment
from ostiary.cli.cutoff import cutoff
from ostiary.directives.life_cycle import Directive
from ostiary.model.directive import CutOff
from ostiary.office.directive_words import standing

ORDER_ICE = ["order", "ice", "--permanent", "--reason", "announced on 10 July 2019"]


def test_two_officials_cut_ice_off(town: Town) -> None:
    """One official orders and sees the next line to type; another types it, and the cut-off is in force."""
    ordered = town.cutoff(*ORDER_ICE, town.key("mayor"))
    assert ordered.exit_code == 0
    assert ordered.stdout.splitlines() == [
        "D-1 ordered by A. Mayor, Office of the Mayor; it takes effect when another official confirms it:",
        f"    ostiary cutoff confirm D-1 --key FILE --home {town.home}",
    ]
    assert "Immigration and Customs Enforcement (`ice`) and of all under it:" in ordered.stderr
    assert "ICE Enforcement and Removal Operations (`ice-ero`)" in ordered.stderr
    assert "for good" in ordered.stderr
    assert [one["in_force"] for one in town.listed()] == [False]

    confirmed = town.cutoff("confirm", "D-1", town.key("superintendent"))
    assert confirmed.exit_code == 0
    assert confirmed.stdout.startswith(
        "D-1 is confirmed and takes effect now:\nD-1  in force  ends all access of"
    )
    assert "reason: announced on 10 July 2019" in confirmed.stdout
    (found,) = town.listed()
    assert found["in_force"] is True
    assert (found["ordered_by"], found["settled_by"]) == ("mayor", "superintendent")
    assert found["act"]["covers"] == ["ice", "ice-ero", "ice-hsi"]

    assert "warning" not in ordered.stderr
    again = town.cutoff("order", "ice-ero", "--permanent", "--reason", "again", town.key("mayor"))
    assert again.exit_code == 0
    assert again.stderr.startswith("warning: `ice-ero` is cut off already, by D-1\n")


def test_one_official_cannot_do_both(town: Town) -> None:
    """Confirming with the key that ordered ends with 1 and says why, and nothing is in force."""
    town.cutoff(*ORDER_ICE, town.key("mayor"))
    refused = town.cutoff("confirm", "D-1", town.key("mayor"))
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert refused.stderr.splitlines() == [
        "error: `mayor` ordered `D-1` and cannot confirm it: that takes two people",
        "hint: another official must confirm it, with a key of their own",
    ]
    assert [one["status"] for one in town.listed()] == ["ordered"]


def test_json_gives_one_object_a_command(town: Town) -> None:
    """With --json each command prints one object and nothing else on standard output."""
    ordered = json.loads(town.cutoff(*ORDER_ICE, town.key("mayor"), "--json").stdout)
    assert ordered["id"] == "D-1"
    assert ordered["next"].startswith("ostiary cutoff confirm D-1 --key FILE")
    confirmed = json.loads(town.cutoff("confirm", "D-1", town.key("inspector"), "--json").stdout)
    assert (confirmed["status"], confirmed["settled_by"]) == ("confirmed", "inspector")
    listed = json.loads(town.cutoff("list", "--json").stdout)
    assert listed["head"]["sequence"] == 1
    assert listed["directives"] == [confirmed]
    assert json.loads(town.directive("show", "D-1", "--json").stdout) == confirmed


def test_a_refused_cut_off_is_told_with_its_reason(town: Town) -> None:
    """An official refuses with a reason, which is shown, and the cut-off cannot be confirmed afterwards."""
    town.cutoff(*ORDER_ICE, town.key("mayor"))
    refused = town.cutoff("refuse", "D-1", "--reason", "too wide", town.key("mayor"))
    assert refused.exit_code == 0
    assert "refused by A. Mayor, Office of the Mayor" in refused.stdout
    assert ": too wide" in refused.stdout
    late = town.cutoff("confirm", "D-1", town.key("inspector"))
    assert (late.exit_code, late.stderr) == (1, "error: `D-1` is already refused and cannot be confirmed\n")


def test_nothing_is_listed_before_the_first(town: Town) -> None:
    """An empty list says so on standard error and ends with 0."""
    for result in (town.cutoff("list"), town.directive("list")):
        assert (result.exit_code, result.stdout) == (0, "")
        assert "was ever ordered" in result.stderr


def test_lists_say_how_each_stands(town: Town) -> None:
    """A list has one line for each cut-off with its standing; other directives are in the list of all."""
    append_all(town.dsn, Chain().order(enrolment("p-1")).order(CutOff("ice", "why")).raws)
    assert town.cutoff("list").stdout.startswith("D-1  waits for a second official  ends all access of")
    lines = town.directive("list").stdout.splitlines()
    assert lines[0] == "E-1  waits for a second official  makes members of p-1"
    assert len(lines) == 2


def test_an_enrolment_is_settled_as_a_directive(town: Town) -> None:
    """An enrolment is no cut-off; as a directive it is confirmed or refused, and no verifier is shown."""
    append_all(town.dsn, Chain().order(enrolment("p-1")).order(enrolment("p-2")).raws)
    wrong = town.cutoff("confirm", "E-1", town.key("inspector"))
    assert wrong.exit_code == 1
    assert "`E-1` is not of this kind" in wrong.stderr
    confirmed = town.directive("confirm", "E-1", town.key("inspector"))
    assert confirmed.stdout.startswith("E-1 is confirmed")
    refused = town.directive("refuse", "E-2", "--reason", "unknown", town.key("inspector"))
    assert refused.stdout.startswith("E-2 is refused")
    shown = town.directive("show", "E-1").stdout + town.directive("show", "E-1", "--json").stdout
    assert "in force" in shown
    assert "SCRAM" not in shown


@pytest.mark.parametrize(
    ("words", "exit_code", "why"),
    [
        (["order", "ice", "--reason", "why"], 2, "either --permanent or --until"),
        (["order", "ice", "--permanent", "--until", "2099-01-01", "--reason", "why"], 2, "either --permanent or"),
        (["order", "ice", "--until", "01/02/2099", "--reason", "why"], 2, "is not a day"),
        (["order", "ice", "--permanent"], 2, "--reason"),
        (["order", "ice", "--until", "2019-07-11", "--reason", "why"], 1, "would never hold"),
        (["order", "ice", "--until", "2019-07-11", "--reason", "why", "--confirm", "no"], 1, "would never hold"),
        (["order", "ice", "--permanent", "--reason", ""], 1, "the reason is empty"),
        (["order", "ICE", "--permanent", "--reason", "why"], 1, "did you mean `ice`?"),
        (["order", "zzz", "--permanent", "--reason", "why"], 1, "the agencies are "),
        ([*ORDER_ICE, "--confirm", "fbi"], 1, "`fbi` is not `ice`: nothing was ordered"),
        ([*ORDER_ICE, "--confirm", ""], 1, "nothing was ordered"),
        (["confirm", "D-7"], 1, "there is no directive `D-7`"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(town: Town, words: list[str], exit_code: int, why: str) -> None:
    """A wrong call ends with 2, an order that cannot be with 1; each says why, and no step is taken."""
    result = town.cutoff(*words, town.key("mayor"))
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert why in result.stderr
    assert town.listed() == []


def test_a_script_types_the_name(town: Town) -> None:
    """With --confirm and the right code nothing is asked."""
    assert town.cutoff(*ORDER_ICE, "--confirm=ice", town.key("mayor")).exit_code == 0


@pytest.mark.parametrize(("typed", "exit_code"), [("ice", 0), ("fbi", 1), ("", 1)])
def test_a_person_at_a_terminal_types_the_name(town: Town, typed: str, exit_code: int) -> None:
    """At a terminal the agency's code is asked for, and anything else than that code orders nothing."""
    words = [*ORDER_ICE, town.key("mayor"), f"--home={town.home}"]
    program = "import sys; from ostiary.cli.cutoff import cutoff; cutoff(sys.argv[1:])"
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "wb", buffering=0) as terminal, os.fdopen(theirs, "rb") as stdin:
        terminal.write(f"{typed}\n".encode())
        run = subprocess.run(
            [sys.executable, "-c", program, *words],
            stdin=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert run.returncode == exit_code
    assert "type `ice` to order this" in run.stderr
    assert len(town.listed()) == (1 if exit_code == 0 else 0)


def test_a_file_that_is_no_key_signs_nothing(town: Town) -> None:
    """A file that holds no key is refused before anything is read from the control database."""
    (town.home / "mayor.key").write_text("PRIVATE+KEY+x\n")
    result = town.cutoff(*ORDER_ICE, town.key("mayor"))
    assert result.exit_code == 1
    assert "is not a key file" in result.stderr


def test_a_key_of_another_city_is_no_officials(town: Town) -> None:
    """A well-formed key that the policy does not list is refused, with the line that would list it."""
    policy = town.home / "policy" / "officials.toml"
    policy.write_text(OFFICIALS_TEXT.split("[[official]]")[1].join(["[[official]]", ""]))
    result = town.cutoff(*ORDER_ICE, town.key("inspector"))
    assert result.exit_code == 1
    assert "is no official's of the policy `chicago-2019`" in result.stderr
    assert f'vkey = "{OFFICIALS["inspector"].vkey}"' in result.stderr


def test_an_open_key_file_is_refused(town: Town) -> None:
    """A key that others may read is refused with the line that mends it."""
    (town.home / "mayor.key").chmod(0o644)
    result = town.cutoff(*ORDER_ICE, town.key("mayor"))
    assert result.exit_code == 1
    assert f"hint: chmod 600 {town.home / 'mayor.key'}" in result.stderr


def test_a_control_database_that_is_away_is_worth_another_try(town: Town) -> None:
    """A control database that cannot be reached ends with 75, and says no secret."""
    (town.home / "control.dsn").write_text(make_conninfo(town.dsn, dbname="absent"))
    result = town.cutoff(*ORDER_ICE, town.key("mayor"))
    assert result.exit_code == 75
    assert "the control database does not do its part" in result.stderr


def test_a_forged_chain_is_not_shown(town: Town) -> None:
    """A chain with a step that nobody known signed ends with 5 instead of a list."""
    append_all(town.dsn, [b"ostiary/directive/v1\n{}\n\n\xe2\x80\x94 mayor.example.gov AAAAAAAA\n"])
    result = town.directive("list")
    assert (result.exit_code, result.stdout) == (5, "")


def test_all_problems_of_a_policy_are_told(town: Town) -> None:
    """A policy bundle that is wrong is refused with each of its problems."""
    (town.home / "policy" / "officials.toml").write_text("[[official]]\ncolour = 1\n")
    result = town.directive("list")
    assert result.exit_code == 1
    assert "officials.toml:2" in result.stderr


def test_a_home_must_be_named(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --home the environment names it, else the demonstration's folder below the working folder, else nobody."""
    runner = CliRunner()
    assert runner.invoke(cutoff, ["list"], env={"OSTIARY_HOME": str(town.home)}).exit_code == 0
    monkeypatch.chdir(tmp_path)
    nowhere = runner.invoke(cutoff, ["list"])
    assert nowhere.exit_code == 1
    assert "hint: give --home FOLDER" in nowhere.stderr
    (tmp_path / ".ostiary-demo").symlink_to(town.home)
    assert runner.invoke(cutoff, ["list"]).exit_code == 0


def test_an_ended_cut_off_is_said_to_have_ended() -> None:
    """A cut-off whose day has come is said to have ended; an agency that the policy lost is said by its code."""
    one = Directive("D-1", CutOff("ice", "why", "2019-08-01"), "confirmed", "mayor", "", "inspector")
    instants = [START, START.replace(month=8, day=1, hour=0)]
    assert [standing(one, at) for at in instants] == ["in force", "ended"]
