"""A thousand sessions that wait and a hundred that ask, for five minutes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.gateway_world import World
from soak.idle_and_busy import WORKERS, Size, have_descriptors, soak
from soak.soaked_world import soaked_world

SIZE = Size.of_environment()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    have_descriptors(SIZE.idle + SIZE.busy)
    with soaked_world(tmp_path, WORKERS) as world:
        yield world


@pytest.mark.timeout(SIZE.seconds + 600)
def test_memory_does_not_grow_no_entry_is_lost_and_a_cut_off_ends_half_of_them(
    world: World, tmp_path: Path
) -> None:
    """Every question has its entry, with everybody whom its answer named; whoever is cut off has ended, others go on.

    How soon is measured, and printed.
    """
    soak(world, SIZE, tmp_path, lambda words: print(words, flush=True))
