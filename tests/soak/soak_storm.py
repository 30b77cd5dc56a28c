"""Two hundred rounds in which something is killed, stopped or cut while clients ask."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ostiary.demo.place import free_port
from server.gateway_world import World
from soak.soaked_world import soaked_world
from soak.storm import WORKERS, weather

ROUNDS = int(os.environ.get("SOAK_ROUNDS", "200"))
SEED = int(os.environ.get("SOAK_SEED") or time.time_ns() // 1_000_000 % 1_000_000)


@pytest.fixture
def status_port() -> int:
    return free_port()


@pytest.fixture
def world(tmp_path: Path, status_port: int) -> Iterator[World]:
    with soaked_world(tmp_path, WORKERS, f"[metrics]\nport = {status_port}") as world:
        yield world


@pytest.mark.timeout(ROUNDS * 20 + 600)
def test_a_storm_loses_no_entry(world: World, tmp_path: Path, status_port: int) -> None:
    """Service comes back after each round; at the end whatever any client was told is named by a durable entry.

    A client that was killed counts too, with what it had received. The log verifies.
    """
    weather(world, tmp_path, status_port, ROUNDS, SEED, lambda words: print(words, flush=True))
