"""An erasure, from the order of one official to a backup that cannot bring back what was erased."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from ostiary.cli.access.group import access
from ostiary.cli.directive import directive as directives
from ostiary.cli.log.group import log
from ostiary.demo.people import DETECTIVE
from ostiary.evidence.commitment import ACCESS, ERASURE
from ostiary.evidence.key_slots import Kept
from ostiary.server.entries import entries_of
from ostiary.server.settings import load_home
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.unlocking import log_keys
from server.gateway_world import World, running_world, wait_until

pytestmark = pytest.mark.xdist_group("server_erasure_live")

SECRET = "EARNEST"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running_world(tmp_path_factory.mktemp("erasure") / "home") as world:
        yield world


def official(world: World, by: str, *words: str) -> str:
    group: click.Group = {"log": log, "directive": directives}[words[0]]
    done = run(group, *words[1:], "--key", str(world.installation.key_file(by)), "--home", str(world.home))
    assert done.exit_code == 0, done.stderr
    return done.stdout


def ask(world: World) -> int:
    """Somebody asks about a person; the number of the entry."""
    before = world.size()
    with world.connect(DETECTIVE) as detective:
        detective.execute("SELECT person_id FROM persons WHERE surname = %s", [SECRET]).fetchall()
    found = [one for one in entries_of(world.home, before) if SECRET.encode() in one.payload]
    assert [one.kind for one in found] == [ACCESS]
    return found[0].index


def has_key(world: World, index: int) -> bool:
    with log_keys(world.log_dir, load_home(world.home).master_key_file) as keys:
        assert keys is not None
        return isinstance(keys.slot(index), Kept)


def erased(world: World) -> list[tuple[int, bytes]]:
    return [(one.index, one.payload) for one in entries_of(world.home) if one.kind == ERASURE]


def order(world: World, index: int) -> str:
    said = official(
        world,
        "mayor",
        "log",
        "erase",
        f"#{index}",
        "--order",
        "2026 CH 4711",
        "--law",
        "20 ILCS 2630/5.2",
        "--json",
    )
    return str(json.loads(said)["id"])


def verified(world: World) -> str:
    master = load_home(world.home).master_key_file
    return run(log, "verify", str(world.log_dir), "--master-key", str(master)).stdout


def run(group: click.Group, *words: str) -> Result:
    """A command in this process: reading takes no gateway, and no second of imports each time."""
    return CliRunner().invoke(group, words)


def shown(world: World, *words: str) -> Result:
    return run(access, *words, "--home", str(world.home))


def test_an_erasure_takes_two_officials_and_is_for_good(world: World) -> None:
    """Ordered by one, nothing happens; confirmed by another, the words are gone from everywhere, and a backup is no way back."""
    index = ask(world)
    backup = world.home / "backup.keys"
    shutil.copy(LogFolder(world.log_dir).keys, backup)
    directive = order(world, index)
    alone = world.ostiary(
        "directive", "confirm", directive, "--key", str(world.installation.key_file("mayor"))
    )
    assert "takes two" in alone.stderr
    assert has_key(world, index)
    official(world, "superintendent", "directive", "confirm", directive)
    wait_until(lambda: world.gateway.events("erased"), "the writer erases it")
    assert not has_key(world, index)
    (number, payload), *more = erased(world)
    assert more == []
    assert json.loads(payload)["order"] == f"{directive}: 2026 CH 4711"
    assert world.gateway.events("erased")[0]["number"] == number

    # It is shown as erased, and no listing ends at it.
    listed = shown(world, "tail", "-n", "1000").stdout
    assert f"#{index}  access, erased by `{directive}: 2026 CH 4711` (entry {number})" in listed
    assert f"#{number}  erasure of #{index} by `{directive}: 2026 CH 4711`" in listed
    assert SECRET not in listed
    one = json.loads(shown(world, "show", str(index), "--json").stdout)
    assert one["erased_by"] == {"index": number, "order": f"{directive}: 2026 CH 4711"}
    assert "was erased" in shown(world, "explain", str(index)).stderr
    assert f"1 erased by orders that stand in the log: #{index}" in verified(world)

    # Everybody can see that something was erased, on whose order; nobody sees what.
    register = (world.home / "register" / "directives.json").read_text()
    told = next(one for one in json.loads(register)["directives"] if one["id"] == directive)
    assert told["act"] == {
        "kind": "erasure", "log": "log.city.example/ostiary/demonstration", "entries": 1,
        "order": "2026 CH 4711", "law": "20 ILCS 2630/5.2",
    }  # fmt: skip
    assert SECRET not in register

    # The gateway goes on. A key file from before is put back: the key is destroyed again before a client is served, and
    # nothing is asked for twice.
    assert ask(world) > number
    assert world.gateway.stop() == 0
    _put_back(backup, LogFolder(world.log_dir).keys)
    assert has_key(world, index)
    world.gateway.start()
    world.assert_serves()
    assert not has_key(world, index)
    assert len(erased(world)) == 1
    assert f"1 erased by orders that stand in the log: #{index}" in verified(world)


def test_one_subject_goes_and_the_rest_of_the_entry_stays(world: World) -> None:
    """Found by the master key, ordered by its place, destroyed by the writer; nobody reads who it was, and the rest is read."""
    before = world.size()
    with world.connect(DETECTIVE) as detective:
        detective.execute("SELECT person_id, surname FROM persons ORDER BY person_id LIMIT 3").fetchall()
    entries = [
        (one.index, json.loads(one.payload)) for one in entries_of(world.home, before) if one.kind == ACCESS
    ]
    index, facts = next((number, each) for number, each in entries if each["subjects"])
    gone, *others = facts["subjects"]
    said = official(
        world, "mayor", "log", "erase", str(index), "--subject", str(gone),
        "--order", "2026 CH 4712", "--law", "20 ILCS 2630/5.2", "--json",
    )  # fmt: skip
    directive = json.loads(said)["id"]
    told = len(world.gateway.events("erased"))
    official(world, "superintendent", "directive", "confirm", directive)
    try:
        wait_until(lambda: len(world.gateway.events("erased")) > told, "the writer erases it")
    except AssertionError:
        print(world.gateway.stderr.read_text())
        raise
    assert not has_key(world, index)
    left = next(json.loads(one.payload) for one in entries_of(world.home, index))
    assert (left["statement"], sorted(left["subjects"])) == (facts["statement"], sorted(others))
    register = json.loads((world.home / "register" / "directives.json").read_text())
    (public,) = [one["act"] for one in register["directives"] if one["id"] == directive]
    assert (public["kind"], public["names"]) == ("name-erasure", 1)
    assert "the log is whole" in verified(world)


def test_what_others_rest_upon_is_refused_before_anybody_signs(world: World) -> None:
    """A directive's entry, and one that is not there: the official is told, and no directive is ordered."""
    for index, why in ((0, "never erased"), (10**6, "has no entry")):
        told = world.ostiary(
            "log", "erase", str(index), "--order", "x", "--law", "y", "--key", str(world.installation.key_file("mayor"))
        )  # fmt: skip
        assert (told.returncode, told.stdout) == (1, "")
        assert why in told.stderr
    assert all("K-2" not in line for line in world.ostiary("directive", "list").stdout.splitlines())


def _put_back(backup: Path, keys: Path) -> None:
    """The newer slots are kept, as in a restored file that is as long as the journal needs it."""
    old, new = backup.read_bytes(), bytearray(keys.read_bytes())
    new[: len(old)] = old
    keys.write_bytes(new)
