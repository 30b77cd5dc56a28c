"""Many clients, crashes in between: each row that anybody got is named by a durable entry."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence

import pytest

from server.gateway_world import PATIENCE, World, run_ostiary, wait_until
from server.storm_world import Client, begin, compare

pytestmark = pytest.mark.xdist_group("server_storm")

# More than the test waits for: the clients ask until they are told to stop, so no pause of the log uses them up.
QUESTIONS = 100_000
ANSWERED_AFTERWARDS = 100


def test_each_row_that_a_client_received_is_named_by_a_durable_entry(world: World) -> None:
    """Eight clients ask while the log writer and backends are killed; then the journal is compared with what they got.

    A stream's batches count too, and so do the rows of an answer that broke off.
    """
    clients, threads = begin(world, QUESTIONS)
    start = world.size()
    wait_until(lambda: world.size() > start + 40, "the storm has begun")
    (writer,) = world.gateway.children("ostiary.store.log.writer")
    os.kill(writer, signal.SIGKILL)
    wait_until(lambda: writer not in world.gateway.children("ostiary.store.log.writer"), "the writer is gone")
    wait_until(world.serves, "the log is back")
    world.admin().execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'ostiary\\_reader\\_%'"
    )
    before = _answered(clients)
    wait_until(
        lambda: _answered(clients) > before + ANSWERED_AFTERWARDS, "enough is answered whole after the faults"
    )
    for client in clients:
        client.is_told_to_stop = True
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()

    assert compare(world, clients) > 10_000
    assert world.gateway.events("bug") == []
    world.close_clients()
    assert world.gateway.stop() == 0
    verified = run_ostiary("log", "verify", str(world.log_dir))
    assert verified.returncode == 0, verified.stderr


def _answered(clients: Sequence[Client]) -> int:
    return sum(len(client.answered) for client in clients)
