"""The demonstration that snippets run against: as the tour leaves it, on a free port."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from copied_postgres import copied_installation
from ostiary.demo.gateway_process import GatewayProcess
from ostiary.demo.place import MARK


@pytest.fixture(scope="session")
def open_door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """The environment of a reader beside whom the tour's door is open: ICE is cut off, everybody else may connect.

    The documents name the tour's own home and port and say by which variables another is meant.
    """
    home = tmp_path_factory.mktemp("tour") / "home"
    home.mkdir()
    (home / MARK).touch()
    with (
        copied_installation(home) as installation,
        GatewayProcess(home),
    ):
        _cut_off(home, ["order", "ice", "--permanent", "--reason", "announcement of July 2019"], "mayor")
        _cut_off(home, ["confirm", "D-1"], "superintendent")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "OSTIARY"))}
        yield {
            **kept,
            "OSTIARY_HOME": str(home),
            "OSTIARY_PORT": str(installation.port),
            # The psql of the demonstration serves where none is installed; the README says so.
            "PATH": f"{kept['PATH']}:{installation.postgres.bin}",
            "LC_ALL": "C.UTF-8",
        }


def _cut_off(home: Path, arguments: list[str], official: str) -> None:
    command = [sys.executable, "-m", "ostiary.cli.main", "cutoff", *arguments]
    key = str(home / "keys" / f"{official}.key")
    subprocess.run([*command, "--key", key, "--home", str(home)], check=True, capture_output=True, timeout=30)
