from __future__ import annotations

import asyncio
import contextlib
import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from ostiary.errors import WorkerLost
from ostiary.server.setting_sections import Database
from ostiary.server.settings import Settings
from ostiary.server.workers.child import WorkerChild
from ostiary.server.workers.wire import Start

START = Start(1, "/nowhere", Settings("g", Database("h", "city", "secrets/keeper.dsn")), {}, b"", ())

STARTING_TAKES = 5
"""Descriptors: two for the channel, one for the standard output, two to hear whether the program could be run."""


@contextlib.contextmanager
def room_for(descriptors: int) -> Iterator[None]:
    """This process may open so many more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = [os.dup(0) for _ in range(descriptors + 1)]
    for descriptor in taken:
        os.close(descriptor)
    resource.setrlimit(resource.RLIMIT_NOFILE, (taken[-1], hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def open_files() -> set[str]:
    return {path.name for path in Path("/proc/self/fd").iterdir()}


@pytest.mark.parametrize("descriptors", range(STARTING_TAKES))
def test_without_room_for_a_process_a_worker_is_lost_and_nothing_stays_open(descriptors: int) -> None:
    """Whichever descriptor cannot be had: the supervisor tries again later, as after any start that failed."""

    async def launch() -> None:
        before = open_files()
        with (
            room_for(descriptors),
            pytest.raises(WorkerLost, match="worker 1 cannot be started: Too many open files"),
        ):
            await WorkerChild.launch(START, lambda _message: None)
        assert open_files() == before

    asyncio.run(launch())
