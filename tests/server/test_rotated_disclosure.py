"""A whole gateway is rotated between two questions; the day is indexed, and a resident and an auditor are told of both logs."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from ostiary.cli.main import main
from ostiary.demo.people import DETECTIVE, MAYOR, SUPERINTENDENT
from ostiary.store.log.folder import LogFolder, read_verifier
from server.gateway_world import CASE, World

NEXT = "log.city.example/ostiary/2027h1"
ROTATED = 75
"""How a gateway ends whose log has become its successor."""


def said(*words: str, status: int = 0) -> str:
    """What a command says that ends so; in this process, since what is tried is not how it is started."""
    found = CliRunner().invoke(main, words)
    assert found.exit_code == status, found.output
    return found.stdout


def at_home(world: World, *words: str) -> str:
    """The same of a command on this home."""
    return said(*words, "--home", str(world.home))


def stderr_at_home(world: World, *words: str) -> str:
    """What it says beside."""
    return CliRunner().invoke(main, [*words, "--home", str(world.home)]).stderr


def look(world: World) -> int:
    """A detective asks about the first person; who it is."""
    with psycopg.connect(world.conninfo(DETECTIVE), autocommit=True) as client:
        row = client.execute("SELECT person_id FROM persons ORDER BY person_id LIMIT 1").fetchone()
    assert row is not None
    return int(row[0])


def rotate(world: World) -> str:
    """Close the log, and start again; the name of the closed one."""
    closed = read_verifier(LogFolder(world.log_dir)).name
    at_home(world, "log", "rotate", "--prepare", "--origin", NEXT)
    at_home(world, "log", "rotate", "--confirm", NEXT)
    assert world.gateway.wait() == ROTATED
    world.gateway.start()
    return closed


@pytest.mark.timeout(180)
def test_people_and_auditors_are_told_over_a_rotation(world: World, tmp_path: Path) -> None:
    """What was asked before it and after it is told with proofs of both logs, counted in copies of both; a log that is left out is missed."""
    person = str(look(world))
    mayor, key = (str(world.installation.key_file(one.code)) for one in (MAYOR, SUPERINTENDENT))
    until = (datetime.now(UTC).date() + timedelta(days=300)).isoformat()
    order = ("directive", "order", "hold", CASE, "--order", "22 MC 117", "--until", until)
    at_home(world, *order, "--key", mayor)
    closed = rotate(world)
    assert str(look(world)) == person
    assert "SELECT person_id FROM persons" in at_home(world, "access", "tail", "--log", closed)
    assert f"--log {closed}" in stderr_at_home(world, "access", "tail", "-n", "1000")
    assert f"of the closed log {closed}" in at_home(world, "log", "index")
    built = at_home(world, "log", "index", "--check")
    assert f"1 day of the log {closed} is indexed" in built
    assert f"1 day of the log {NEXT} is indexed" in built

    made = json.loads(
        at_home(world, "disclose", "person", person, "-o", str(tmp_path / "told"), "--key", key, "--json")
    )
    assert ([one["origin"] for one in made["logs"]], made["given"], made["left_out"]) == (
        [closed, NEXT],
        2,
        "",
    )
    audited = at_home(world, "disclose", "auditor", "-o", str(tmp_path / "audit"), "--key", key)
    assert f"of the logs {NEXT} and {closed}" in audited

    # One step of the hold was taken before the rotation: the successor has the officials' chain from its first step on.
    at_home(world, "directive", "confirm", "H-1", "--key", key)
    held = at_home(world, "disclose", "person", person, "-o", str(tmp_path / "held"), "--key", key, "--json")
    assert (json.loads(held)["held"], json.loads(held)["given"]) == (2, 0)

    shutil.copy(world.log_dir / "trust.policy", tmp_path / "trust.policy")
    trust = ("--trust", str(tmp_path / "trust.policy"), "--log", str(world.log_dir))
    for folder in ("told", "audit", "held"):
        assert "the disclosure holds" in said("log", "verify", str(tmp_path / folder), *trust)
    for folder, name in (("told", "receipts-1"), ("audit", "entries-1.jsonl")):
        (tmp_path / folder / name).rename(tmp_path / name)
        said("log", "verify", str(tmp_path / folder), *trust, status=5)
