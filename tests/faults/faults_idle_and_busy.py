"""The soak of tests/soak/soak_idle_and_busy.py in a small size: the same story, some seconds long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.gateway_world import World
from soak.idle_and_busy import WORKERS, Size, have_descriptors, soak
from soak.soaked_world import soaked_world

pytestmark = pytest.mark.xdist_group("server_idle_and_busy")

SIZE = Size(idle=30, busy=10, seconds=5.0, pause=0.02)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    have_descriptors(SIZE.idle + SIZE.busy)
    with soaked_world(tmp_path, WORKERS) as world:
        yield world


def test_no_entry_is_lost_and_a_cut_off_ends_half_of_them(world: World, tmp_path: Path) -> None:
    """Every question has its entry, with everybody whom its answer named; whoever is cut off has ended, others go on."""
    soak(world, SIZE, tmp_path, print)
