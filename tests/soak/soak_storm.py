"""Workers are killed again and again while clients ask: every row that anybody got is named by a durable entry."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest

from server.gateway_world import PATIENCE, World, run_ostiary, running_world, wait_until
from server.storm_world import begin, compare

WORKERS = 3
SECONDS = float(os.environ.get("SOAK_SECONDS", "60"))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with running_world(tmp_path / "home", f"workers = {WORKERS}") as world:
        yield world


def _are_back(world: World, killed: int) -> bool:
    return len(world.gateway.events("worker_back")) >= killed


@pytest.mark.timeout(SECONDS + 240)
def test_a_storm_that_kills_workers_loses_no_entry(world: World) -> None:
    """Each worker that is killed comes back; once the log writer is killed too. The log verifies at the end."""
    clients, threads = begin(world, questions=10**9)
    random = Random(1)
    killed = 0
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        time.sleep(random.uniform(0.2, 2.0))
        os.kill(random.choice(world.gateway.workers()), signal.SIGKILL)
        killed += 1
        if killed == 3:
            (writer,) = world.gateway.children("ostiary.store.log.writer")
            os.kill(writer, signal.SIGKILL)
        wait_until(partial(_are_back, world, killed), "the worker is replaced")
    for client in clients:
        client.is_told_to_stop = True
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    received = compare(world, clients)
    answered = sum(len(client.answered) for client in clients)
    asked = sum(len(client.got) for client in clients)
    print(
        f"\n{killed} workers and one log writer killed in {SECONDS:.0f} s; {asked} statements, {answered} answered whole,"
        f" {received} rows received, each named by an entry; {world.size()} entries"
    )
    assert killed > 3
    assert answered > 100
    assert world.gateway.events("bug") == []
    world.close_clients()
    assert world.gateway.stop() == 0
    verified = run_ostiary("log", "verify", str(world.log_dir))
    assert verified.returncode == 0, verified.stderr
