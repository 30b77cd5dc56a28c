"""The storm of tests/soak/soak_storm.py in a small size: each kind of stroke once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ostiary.demo.place import free_port
from server.gateway_world import World
from soak.soaked_world import soaked_world
from soak.storm import WORKERS, weather

pytestmark = [pytest.mark.xdist_group("server_storm_rounds"), pytest.mark.timeout(400)]

KINDS = 10
SEED = 4


@pytest.fixture
def status_port() -> int:
    return free_port()


@pytest.fixture
def world(tmp_path: Path, status_port: int) -> Iterator[World]:
    with soaked_world(tmp_path, WORKERS, f"[metrics]\nport = {status_port}") as world:
        yield world


def test_after_each_kind_of_stroke_service_comes_back_and_no_entry_is_lost(
    world: World, tmp_path: Path, status_port: int
) -> None:
    """Whatever any client was told, a killed one too, is named by a durable entry, and the log verifies."""
    weather(world, tmp_path, status_port, KINDS, SEED, print)
