"""``ostiary log create|encrypt|rewrap`` and what ``verify`` says of keys: new logs are sealed, old ones become so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ostiary.cli.log.group import log
from ostiary.cli.log.key_words import NOT_OPENED, keys_line
from ostiary.demo.made_log import made_up_payloads
from ostiary.evidence.commitment import ACCESS
from ostiary.model.entry_form import entry_text
from ostiary.store.log.client import append_once
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.key_check import KeyReport
from ostiary.store.log.opening import LogOptions
from ostiary.store.log.reader import read_entries
from ostiary.store.log.rotation import order_rotation, prepare_successor, rotate_if_ordered
from ostiary.store.log.unlocking import log_keys
from store.log_world import log_of, writer

ORIGIN = "log.example/gw1"


def run(*words: object) -> Result:
    return CliRunner().invoke(log, [str(word) for word in words])


def test_a_new_log_is_sealed_under_a_new_master_key(tmp_path: Path) -> None:
    """One command draws the key and makes the log; its writer seals, and the key opens everything."""
    folder, key = LogFolder(tmp_path / "log"), tmp_path / "elsewhere.key"
    made = run("create", folder.root, "--origin", ORIGIN, "--new-master-key", key)
    assert (made.exit_code, made.stderr) == (0, "")
    assert key.stat().st_mode & 0o777 == 0o600
    (payload,) = made_up_payloads(1)
    with writer(folder, after=("--master-key", str(key))) as running:
        append_once(running.socket, ACCESS, payload)
        assert running.stop() == 0
    assert b"SELECT" not in folder.journal.read_bytes()
    with log_keys(folder.root, key) as keys:
        assert [one.payload for one in read_entries(folder.root, 0, keys)] == [entry_text(payload)]
    verified = run("verify", folder.root, "--master-key", key)
    assert verified.stdout.splitlines()[1] == "1 sealed entries open, none was erased"
    found = json.loads(run("verify", folder.root, "--master-key", key, "--json").stdout)
    assert found["keys"] == {"opened": 1, "in_the_clear": 0, "erased": []}
    without = run("verify", folder.root)
    assert (without.exit_code, without.stdout.splitlines()[1]) == (0, NOT_OPENED)


def test_a_log_in_the_clear_says_so_loudly(tmp_path: Path) -> None:
    """It is made all the same, and what it lacks is said on standard error, with the way out."""
    made = run("create", tmp_path / "log", "--origin", ORIGIN)
    assert made.exit_code == 0
    assert made.stdout.startswith(f"{ORIGIN}+")
    assert "IN THE CLEAR" in made.stderr
    assert "--new-master-key" in made.stderr


def test_a_master_key_is_not_drawn_in_vain(tmp_path: Path) -> None:
    """Not within the log's folder, not over a file, not beside one that is there, and not for a log that cannot be made."""
    key = tmp_path / "a.key"
    inside = run("create", tmp_path / "log", "--origin", ORIGIN, "--new-master-key", tmp_path / "log" / "key")
    assert (inside.exit_code, "within the log's folder" in inside.stderr) == (1, True)
    assert run("create", tmp_path / "log", "--origin", ORIGIN, "--new-master-key", key).exit_code == 0
    again = run("create", tmp_path / "log", "--origin", ORIGIN, "--new-master-key", tmp_path / "b.key")
    assert (again.exit_code, (tmp_path / "b.key").exists()) == (1, False)
    over = run("create", tmp_path / "other", "--origin", ORIGIN, "--new-master-key", key)
    assert (over.exit_code, "never overwritten" in over.stderr) == (1, True)
    both = run("create", tmp_path / "other", "--origin", ORIGIN, "--new-master-key", key, "--master-key", key)
    assert both.exit_code == 2


def test_an_old_log_becomes_sealed_and_gets_another_master_key(tmp_path: Path) -> None:
    """Encrypted, verified with the key; rewrapped, the old key opens nothing and the new one everything."""
    folder, first, second = log_of(tmp_path / "log", 30), tmp_path / "1.key", tmp_path / "2.key"
    root = json.loads(run("verify", folder.root, "--json").stdout)["root"]
    assert run("encrypt", folder.root).exit_code == 2
    done = run("encrypt", folder.root, "--new-master-key", first, "--json")
    assert json.loads(done.stdout) == {"entries": 30, "sealed": 30, "master_key_file": str(first)}
    assert "0 entries were sealed" in run("encrypt", folder.root, "--master-key", first).stdout
    assert run("rewrap", folder.root, "--new-master-key", second).exit_code == 2
    assert run("rewrap", folder.root, "--master-key", first).exit_code == 2
    same = run("rewrap", folder.root, "--master-key", first, "--to", first)
    assert (same.exit_code, "both master keys are called" in same.stderr) == (1, True)
    wrapped = run("rewrap", folder.root, "--master-key", first, "--new-master-key", second)
    assert (wrapped.exit_code, "destroy every copy of the master key" in wrapped.stdout) == (0, True)
    refused = run("verify", folder.root, "--master-key", first)
    assert (refused.exit_code, "does not open this key file" in refused.stderr) == (1, True)
    found = json.loads(run("verify", folder.root, "--master-key", second, "--json").stdout)
    assert (found["root"], found["keys"]["opened"]) == (root, 30)


def test_closed_logs_are_wrapped_anew_before_a_master_key_is_destroyed(tmp_path: Path) -> None:
    """Whoever rewraps the running log is told which logs beside it the old master key still opens, until none is left."""
    folder, first, second = tmp_path / "log", tmp_path / "1.key", tmp_path / "2.key"
    assert run("create", folder, "--origin", "log.example/2026h1", "--new-master-key", first).exit_code == 0
    prepare_successor(folder, "log.example/2026h2")
    order_rotation(folder)
    rotate_if_ordered(folder, LogOptions(first), lambda _: None, quorum_seconds=0.0)
    told = run("rewrap", folder, "--master-key", first, "--new-master-key", second)
    closed = tmp_path / "log.2026h1"
    words = f"ostiary log rewrap {closed} --master-key {first} --to {second}"
    assert (told.exit_code, words in told.stdout) == (0, True)
    assert told.stdout.index(words) < told.stdout.index("destroy every copy")
    also = run("rewrap", closed, "--master-key", first, "--to", second, "--json")
    assert json.loads(also.stdout)["still_under_old"] == []
    assert run("verify", closed, "--master-key", second).exit_code == 0


@pytest.mark.parametrize("command", ["encrypt", "rewrap"])
def test_nothing_is_done_while_somebody_writes(tmp_path: Path, command: str) -> None:
    """The log's lock is held by its writer: try again later, and no key is drawn."""
    folder, key = log_of(tmp_path / "log", 3), tmp_path / "new.key"
    old = tmp_path / "old.key"
    if command == "rewrap":
        assert run("encrypt", folder.root, "--new-master-key", old).exit_code == 0
    options = ("--master-key", str(old)) if command == "rewrap" else ()
    with writer(folder, after=options) as running:
        told = run(command, folder.root, *options, "--new-master-key", key)
        assert running.stop() == 0
    assert (told.exit_code, "stop the gateway" in told.stderr) == (75, True)
    assert not key.exists()


def test_what_was_erased_is_counted_and_named(tmp_path: Path) -> None:
    """A few by their numbers, many by how many more there are; a log without keys has no such line."""
    assert keys_line(tmp_path, KeyReport(2, 3, (4,))) == (
        "3 sealed entries open, 2 stand in the clear, 1 erased by orders that stand in the log: #4"
    )
    assert keys_line(tmp_path, KeyReport(0, 3, tuple(range(20)))).endswith("#11 and 8 more")
    assert not keys_line(tmp_path, None)
