"""A day's traffic of nearly a hundred members, in a minute, and the log of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ostiary.demo.gateway_process import GatewayProcess
from ostiary.demo.installation import set_up
from ostiary.demo.place import MARK, free_port
from ostiary.demo.traffic.stories import STORIES
from ostiary.demo.traffic.truth import FILE
from ostiary.evidence.commitment import ACCESS
from ostiary.server.entries import entries_of


def ostiary(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ostiary.cli.main", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )


@pytest.mark.timeout(300)
def test_a_day_of_traffic_is_in_the_log_and_every_story_with_it(tmp_path: Path) -> None:
    """Nothing is in trouble, the log is whole, and each planted access that was decided has its entry."""
    home = tmp_path / "home"
    home.mkdir()
    (home / MARK).touch()
    with (
        set_up(home, port=free_port(), incidents_file=None, progress=lambda _: None),
        GatewayProcess(home),
    ):
        done = ostiary(
            "demo", "traffic", "--home", str(home), "--rate", "25", "--seconds", "60", "--day", "55", "--json"
        )
        assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["failed"] == 0
    assert told["planted"].keys() == {story.name for story in STORIES}
    assert ostiary("log", "verify", str(home / "log")).returncode == 0
    logged = [json.loads(one.payload) for one in entries_of(home) if one.kind == ACCESS]
    sought = {_place(entry) for entry in logged if "statement" in entry}
    planted = [
        line for line in map(json.loads, (home / FILE).read_text().splitlines()) if line["kind"] == "access"
    ]
    assert [
        line for line in planted if line["sqlstate"] in {"", "42501"} and _place(line) not in sought
    ] == []


def _place(line: dict[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    return line["member"], line["statement"], tuple(line["parameters"])
