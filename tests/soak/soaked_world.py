"""The installation that a soak or a storm is run against, long or small."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.gateway_world import World, running_world


@contextmanager
def soaked_world(folder: Path, workers: int, more: str = "") -> Iterator[World]:
    """A door with so many workers; ``more`` are sections of its settings besides.

    Refusals for the row limit are paid for, and the clients of a soak ask for too much on purpose: they have a budget for it.
    """
    with running_world(
        folder / "home", f"workers = {workers}", f"max_member_failures = 60_000\n{more}"
    ) as world:
        yield world
