"""`ostiary complaint` and `ostiary slip` say what is wrong, in words, and repeat no secret."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.town import CHICAGO, OFFICIALS_TEXT, Town
from ostiary.cli.main import main
from ostiary.model.access import Answered, entry_payload
from ostiary.model.request import Allow, Duties
from ostiary.tlog.key_text import decode_base64
from ostiary.web.counter.letters import Written, send_letter
from store.log_world import append, make_log, publish
from watch.own_log_world import FIRST, asked


def ostiary(*words: str, said: str = "") -> Result:
    return CliRunner().invoke(main, words, input=said)


@pytest.fixture
def office(town: Town) -> Path:
    """The office's key, and one letter that is sealed to it."""
    key = town.home / "office.key"
    public = json.loads(ostiary("complaint", "key", str(key), "--json").stdout)["public"]
    assert send_letter(town.dsn, decode_base64(public), Written("question", "en", "Who\x1b[2Jlooked?"), 30)
    return key


def test_a_letter_is_read_and_answered_once(town: Town, office: Path) -> None:
    """What came from anybody moves no cursor; the list says what waits; a second answer is refused."""
    home = f"--home={town.home}"
    shown = json.loads(ostiary("complaint", "show", "1", f"--key={office}", home, "--json").stdout)
    assert (shown["kind"], shown["language"], shown["late"]) == ("question", "en", False)
    assert "\x1b" not in ostiary("complaint", "show", "1", f"--key={office}", home).stdout
    assert "not answered" in ostiary("complaint", "list", home).stdout
    assert ostiary("complaint", "answer", "1", home, said="The auditor.").exit_code == 0
    listed = json.loads(ostiary("complaint", "list", home, "--json").stdout)
    assert listed["counts"] == {"open": 0, "late": 0, "in_time": 1, "too_late": 0}
    again = ostiary("complaint", "answer", "1", home, said="Again.")
    assert again.exit_code == 1
    assert "answered already" in again.output


@pytest.mark.parametrize("said", ["", " \n", "x" * 4_001])
def test_an_answer_that_cannot_be_one_is_refused(town: Town, office: Path, said: str) -> None:
    """Nothing is sent."""
    done = ostiary("complaint", "answer", "1", f"--home={town.home}", said=said)
    assert done.exit_code == 1
    assert "nothing was sent" in done.output
    assert "not answered" in ostiary("complaint", "list", f"--home={town.home}").stdout


def test_another_key_opens_nothing(town: Town, office: Path) -> None:
    """An office's other key, a key of another kind, a file that others may read."""
    other = town.home / "other.key"
    ostiary("complaint", "key", str(other))
    assert (
        "does not open" in ostiary("complaint", "show", "1", f"--key={other}", f"--home={town.home}").output
    )
    mayor = town.home / "mayor.key"
    done = ostiary("complaint", "show", "1", f"--key={mayor}", f"--home={town.home}")
    assert "no key of an oversight office" in done.output
    assert mayor.read_text().strip() not in done.output
    office.chmod(0o644)
    done = ostiary("complaint", "show", "1", f"--key={office}", f"--home={town.home}")
    assert "open to others" in done.output


def test_what_there_is_not_is_said_not_to_be(town: Town, office: Path) -> None:
    """A letter, and a key that is drawn over another."""
    assert (
        "there is no question or complaint 9"
        in ostiary("complaint", "show", "9", f"--key={office}", f"--home={town.home}").output
    )
    assert ostiary("complaint", "key", str(office)).exit_code == 1


def test_letters_and_whom_a_rule_has_told_are_due(town: Town, office: Path) -> None:
    """Under a policy with such a rule, by what was imported: the log may be gone, for no entry of it is opened."""
    home = town.home
    assert office.exists()
    shutil.rmtree(home / "policy")
    shutil.copytree(CHICAGO.parent / "new-york-green-light", home / "policy")
    (home / "policy" / "officials.toml").write_text(OFFICIALS_TEXT)
    (home / "secrets").mkdir()
    shutil.copy2(home / "control.dsn", home / "secrets" / "control.dsn")
    log = make_log(home / "log")
    question = replace(asked("a-1"), decision=Allow(("R10",), Duties(rules=("R19",))), asked_about=())
    append(log, [[entry_payload("whole", FIRST.isoformat(), question, Answered("answered", 2, (7, 8)))]])
    publish(log)
    imported = ostiary(
        "watch", "import", str(home), "--as", "ostiary", "-o", str(home / "watch"), "--unlogged"
    )
    assert imported.exit_code == 0, imported.output
    log.journal.unlink()
    told = json.loads(ostiary("watch", "due", str(home), "--json").stdout)
    said = {one["kind"]: (one["said"].partition(" under a rule")[0], one["due"]) for one in told["duties"]}
    assert said["notify"] == ("2 persons were in what was answered on 2026-03-01", "2026-03-04")
    assert said["letter"][0].startswith("letter 1 waits for an answer")
