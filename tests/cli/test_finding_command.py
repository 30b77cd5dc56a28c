"""``ostiary finding``: a reviewer's day at a terminal."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ostiary.cli.main import main
from ostiary.cli.who_runs import who_runs
from ostiary.store.key_files import read_key, write_new_key
from ostiary.tlog.note import sign_note
from ostiary.watch.events.looking_up import look_up
from ostiary.watch.findings.store import FindingStore
from watch.events_world import folder_of
from watch.finding_world import LEAD, some_leads, world


@pytest.fixture
def store(tmp_path: Path) -> FindingStore:
    """A folder with one finding, whose agency's name came from a stranger's file."""
    return world(tmp_path / "w", replace(LEAD, agency="city\x1b[2Jpd"))


def run(store: FindingStore, *arguments: str) -> Result:
    """One command on the folder."""
    command, *rest = arguments
    return CliRunner().invoke(main, ["finding", command, "--dir", str(store.folder.path), *rest])


def told(store: FindingStore, *arguments: str) -> Any:
    """What it prints as JSON."""
    result = run(store, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_finding_goes_through_a_reviewers_hands(store: FindingStore) -> None:
    """Taken, opened, explained: the name shows from the opening on, and each act stands under the account's name."""
    (item,) = told(store, "list")["items"]
    name = item["finding"]
    assert "sam.oakes" not in json.dumps([item, told(store, "show", name)])
    assert told(store, "take", name)["state"] == "looking"
    assert "sam.oakes" not in run(store, "show", name).output
    assert told(store, "open", name, "--reason", "26-104") == (shown := told(store, "show", name))
    assert "ostiary access show NUMBER" in run(store, "show", name).output
    assert shown["evidence"] == ["log/1", "log/2", "log/3"]
    assert told(store, "explain", name, "--reason", "a hot list")["state"] == "explained"
    assert [(act["act"], act["by"]) for act in told(store, "show", name)["history"][1:]] == [
        ("taken", who_runs()),
        ("opened", who_runs()),
        ("explained", who_runs()),
    ]
    assert told(store, "list")["items"] == []
    assert told(store, "reopen", name, "--reason", "the list was another")["state"] == "new"


def test_what_a_finding_says_is_erased_by_an_order(store: FindingStore) -> None:
    """Who, by whose order and why stay; the name is in nothing that is printed any more."""
    name = told(store, "list")["items"][0]["finding"]
    told(store, "take", name)
    told(store, "open", name, "--reason", "sam.oakes again")
    done = told(store, "erase", name, "--order", "26-CV-17", "--reason", "sealed by the court")
    assert done == {"finding": name, "state": "erased", "order": "26-CV-17"}
    shown = run(store, "show", name)
    assert "what this finding said was erased" in shown.output
    assert f"erased by {who_runs()}, order 26-CV-17: sealed by the court" in shown.output
    for result in (shown, run(store, "list", "--all"), run(store, "show", name, "--json")):
        assert "oakes" not in result.output
    assert run(store, "erase", name, "--order", "x", "--reason", "y").exit_code == 1


def test_what_rests_on_an_event_is_erased_by_its_id(tmp_path: Path) -> None:
    """While it still stands there: its time and user tell for findings that do not name all of theirs."""
    folder = folder_of(tmp_path / "w", [{"at": "2025-06-15 10:00", "user": "sam.oakes"}])
    (one,) = look_up(folder, ["world-00001", "x"])
    many = replace(LEAD, since=one.at - 1, until=one.at + 1, events=60)
    leads = (
        replace(many, period="a"),
        replace(many, entity="kim"),
        replace(LEAD, evidence=("log/9",), events=1),
    )
    store = world(tmp_path / "w", *leads, replace(LEAD, evidence=(one.event,), events=1, entity="lee"))
    erase = ("erase", "--order", "26-CV-17", "--reason", "sealed")
    assert "there is no event `x`" in run(store, *erase, "--event", one.event, "--event", "x").output
    assert run(store, *erase).exit_code == run(store, *erase, "f-1", "--event", "x").exit_code == 2
    assert told(store, *erase, "--event", one.event)["findings_erased"] == 2
    assert {found.entity for found in store.read().findings.values()} == {"", "kim", "sam.oakes"}


def test_a_head_that_was_kept_shows_what_is_gone(store: FindingStore, tmp_path: Path) -> None:
    """As a hash, and as a note that a reviewer signed; without one, acts that are gone from the end do not show, and that is said."""
    key, note = tmp_path / "key", tmp_path / "head.note"
    vkey = write_new_key(key, "riley.example/reviewer")
    name = told(store, "list")["items"][0]["finding"]
    head = told(store, "take", name)["head"]
    assert head == told(store, "head")["head"] == told(store, "list")["head"]
    note.write_text(run(store, "head", "--key", str(key)).stdout)
    kept = ["--head", head, "--head", str(note), "--vkey", vkey]
    assert told(store, "verify", *kept) == {
        "holds": True, "fault": "", "acts": 3, "erased": 0, "head": head, "kept_heads": 2,
    }  # fmt: skip
    told(store, "open", name, "--reason", "26-104")
    assert run(store, "verify", *kept).exit_code == 0
    lines = store.file.path.read_bytes().splitlines(keepends=True)
    store.file.path.write_bytes(b"".join(lines[:2]))
    store.file.path.with_suffix(".head").unlink()
    assert "no head that was kept elsewhere" in run(store, "verify").stdout
    for one in ("--head", head), ("--head", str(note), "--vkey", vkey):
        said = run(store, "verify", *one)
        assert said.exit_code == 5
        assert "lacks acts that were there" in said.output


def test_a_note_by_somebody_else_or_of_something_else_is_no_head(store: FindingStore, tmp_path: Path) -> None:
    """Nor is one that was changed, nor a file that is not there."""
    key, note = tmp_path / "key", tmp_path / "head.note"
    vkey, other = write_new_key(key, "riley.example/reviewer"), write_new_key(tmp_path / "other", "kim")
    note.write_text(signed := run(store, "head", "--key", str(key)).stdout)
    assert run(store, "verify", "--head", str(note)).exit_code == 2
    assert run(store, "verify", "--head", str(note), "--vkey", other).exit_code == 5
    note.write_text(signed.replace("\n2\n", "\n3\n"))
    assert run(store, "verify", "--head", str(note), "--vkey", vkey).exit_code == 5
    note.write_bytes(sign_note("a letter\n", [read_key(key)]))
    assert "none of a head" in run(store, "verify", "--head", str(note), "--vkey", vkey).output
    assert run(store, "verify", "--head", str(tmp_path / "no"), "--vkey", vkey).exit_code == 5


def test_whatever_is_shown_says_that_it_is_no_verdict(store: FindingStore) -> None:
    """In words and in JSON, in the list and in one finding; and no terminal obeys what a file said."""
    name = told(store, "list")["items"][0]["finding"]
    for result in (run(store, "list"), run(store, "show", name)):
        assert "a lead for a person to look at" in result.output
        assert "\x1b" not in result.output
    assert "lead" in told(store, "list")["caution"]
    assert "lead" in told(store, "show", name)["caution"]


def test_a_notice_is_a_draft_and_no_accusation(store: FindingStore) -> None:
    """It names what was seen, explanations, what is asked, by when, whom to ask; it needs the finding to be opened."""
    name = told(store, "list")["items"][0]["finding"]
    refused = run(store, "notice", name, "--to", "Officer Oakes")
    assert refused.exit_code == 1
    assert "was not opened" in refused.output
    told(store, "take", name)
    told(store, "open", name, "--reason", "26-104")
    letter = told(store, "notice", name, "--to", "Officer Oakes", "--answer-by", "2030-01-02")["letter"]
    words = " ".join(letter.split())
    for part in (
        "DRAFT",
        "counsel",
        "not an accusation",
        "sam.oakes searched 40",
        "A hot list",
        "2030-01-02",
        "Whom to ask",
    ):
        assert part in words
    assert max(map(len, letter.splitlines())) <= 78
    assert "Entries named as evidence: 3, " in words
    spoken = told(store, "notice", name, "--to", "Officer Oakes", "--language", "es")
    assert (spoken["language"], spoken["reviewed"]) == ("es", False)
    assert spoken["letter"].startswith("BORRADOR.")
    assert "ningún traductor" in " ".join(spoken["letter"].split())
    shown = run(store, "notice", name, "--to", "Officer Oakes", "--office", "Our\x1b[2J", "--language", "ar")
    assert shown.exit_code == 0
    assert "\x1b" not in shown.output
    assert run(store, "notice", name, "--to", "x", "--language", "xx").exit_code == 2
    assert told(store, "show", name)["history"][-1]["act"] == "noticed"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("explain", "--reason", "x"), "take it first"),
        (("reopen", "--reason", "x"), "cannot be reopened"),
        (("suppress", "--reason", "x", "--until", "2020-01-01"), "ends on a day to come"),
        (("suppress", "--reason", "x", "--until", "2099-01-01"), "within 366 days"),
        (("suppress", "--reason", " ", "--until", "2099-01-01"), "366|reason in words"),
    ],
)
def test_what_may_not_be_done_says_what_to_do(
    store: FindingStore, arguments: tuple[str, ...], said: str
) -> None:
    """With exit code 1, and nothing is added."""
    before = store.file.path.read_bytes()
    name = next(iter(store.read().findings))
    result = run(store, arguments[0], name, *arguments[1:])
    assert result.exit_code == 1
    assert any(part in result.output for part in said.split("|"))
    assert store.file.path.read_bytes() == before


def test_effort_points_at_a_rubber_stamp(tmp_path: Path) -> None:
    """Five findings in as many moments, unopened, in the same words."""
    store = world(tmp_path / "w", *some_leads(5))
    for name in store.read().findings:
        told(store, "take", name)
        told(store, "close", name, "--outcome", "not-confirmed", "--reason", "fine")
    (one,) = told(store, "effort")["reviewers"]
    assert (one["decided"], one["unopened"], one["same_words"]) == (5, 1.0, 1.0)
    assert "looks like a rubber stamp" in run(store, "effort").output


def test_a_folder_that_is_none_says_how_to_make_one(tmp_path: Path) -> None:
    """And exits with 1."""
    result = CliRunner().invoke(main, ["finding", "list", "--dir", str(tmp_path)])
    assert result.exit_code == 1
    assert "is no watch folder" in result.output
