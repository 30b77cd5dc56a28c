"""What real sessions asked is replayed from the log that they left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ostiary.demo.people import AGENT, DETECTIVE, TASK_FORCE
from server.gateway_world import CASE, World, wait_until

pytestmark = pytest.mark.xdist_group("server_replay")

NO_FBI = """
[[prohibit]]
id = "X-FBI"
cite = "a test"
when.agency.level = "federal"
when.purpose = "criminal-investigation"
when.record_class = "persons"
"""


def test_a_replay_of_what_sessions_asked(world: World, tmp_path: Path) -> None:
    """The same policy changes nothing; one more prohibition is told with whom it concerns; entries hold what is tested."""
    names = "SELECT surname FROM persons WHERE surname = 'Salter'"
    world.connect(DETECTIVE, case=CASE).execute(names)
    world.connect(AGENT, case=CASE).execute(names)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        world.connect(TASK_FORCE, case=CASE).execute(names)
    asked = [one for one in world.entries() if one.get("statement") == names]
    assert len(asked) == 3
    assert asked[1]["agencies"]["fbi"]["level"] == "federal"
    assert set(asked[2]["agencies"]) == {"cpd", "ice-hsi"}
    assert asked[2]["agencies"]["ice-hsi"]["above"] == ["ice", "dhs", "us"]
    size = world.size()
    wait_until(
        lambda: _replay(world, _policy(world, tmp_path / "same"))["log"]["size"] >= size, "all is published"
    )
    same = _replay(world, _policy(world, tmp_path / "same"))
    assert same["then"]["same"]["count"] == same["questions"] - same["then"]["not_by_rules"]["count"] >= 3
    other = _replay(world, _policy(world, tmp_path / "other", NO_FBI))
    refused = other["then"]["now_refused"]
    assert refused["agencies"] == {"fbi": refused["count"]}
    assert refused["rules"] == {"X-FBI": refused["count"]}
    assert "Salter" not in json.dumps(other)


def _policy(world: World, folder: Path, rules: str = "") -> Path:
    """The policy of the installation, with some more rules."""
    if not folder.exists():
        folder.mkdir()
        for path in (world.home / "policy").glob("*.toml"):
            (folder / path.name).write_bytes(path.read_bytes())
        (folder / "more.toml").write_text(rules)
    return folder


def _replay(world: World, folder: Path) -> dict[str, Any]:
    done = world.ostiary("policy", "replay", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)["replay"]
    return found
