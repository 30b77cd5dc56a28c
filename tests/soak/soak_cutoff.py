"""A cut-off with 1,000 live sessions over three workers: every one of them ends, and it is measured how soon."""

from __future__ import annotations

import contextlib
import resource
import selectors
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from ostiary.demo.people import AGENT, OFFICER
from server.gateway_world import World, running_world, wait_until
from server.worker_world import RawClient, worker_at
from soak.cut_off import TARGET_MILLISECONDS, confirm_now, order

WORKERS = 3
SESSIONS = 1_000
BUSY = 24
"""So many sessions ask, and ask again as soon as they are answered, until they are ended."""
SIBLINGS = 30
PUBLIC = "SELECT iucr, primary_type FROM offence_codes"
"""What a cut-off alone keeps from the agency: 62 rows about nobody."""
READY = b"Z\0\0\0\5I"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with running_world(tmp_path / "home", f"workers = {WORKERS}") as world:
        yield world


class Watch(threading.Thread):
    """Reads all connections until each has ended, and notes when bytes came and when ends came."""

    def __init__(self, clients: list[RawClient]) -> None:
        super().__init__(daemon=True)
        self.left = set(clients)
        self.answers = 0
        self.last_byte = self.last_row = self.last_end = 0.0
        self._selector = selectors.DefaultSelector()
        for client in clients:
            self._selector.register(client.socket, selectors.EVENT_READ, client)

    def run(self) -> None:
        while self.left:
            for key, _ in self._selector.select():
                self._read(key.data)

    def _read(self, client: RawClient) -> None:
        data = b""
        with contextlib.suppress(ConnectionResetError):
            data = client.socket.recv(262_144)
        now = time.perf_counter()
        if data:
            self.last_byte = now
            # The refusal that ends a session is one message of kind E; everything else here is of answers.
            if data[:1] != b"E":
                self.last_row = now
            if data.endswith(READY):
                self._ask_again(client)
        else:
            self.last_end = now
            self.left.discard(client)
            self._selector.unregister(client.socket)

    def _ask_again(self, client: RawClient) -> None:
        self.answers += 1
        # It may have been ended between its answer and its next question.
        with contextlib.suppress(OSError):
            client.ask(PUBLIC)


def test_a_thousand_sessions_end(world: World) -> None:
    """All sessions of the agency end, at every worker; the sibling agency's go on; the last byte is measured."""
    with ThreadPoolExecutor(8) as pool:
        connections = list(pool.map(lambda _: psycopg.connect(world.conninfo(OFFICER)), range(SESSIONS)))
    siblings = [world.connect(AGENT) for _ in range(SIBLINGS)]
    clients = [RawClient(connection) for connection in connections]
    watch = Watch(clients)
    for client in clients[:BUSY]:
        client.ask(PUBLIC)
    watch.start()
    wait_until(lambda: watch.answers > 10 * BUSY, "the busy sessions are answered")
    directive = order(world)
    assert len(watch.left) == SESSIONS
    before = watch.answers
    wait_until(lambda: watch.answers > before, "they are asking still")
    committed = confirm_now(world, directive)
    watch.join(60)
    spread = sorted(Counter(map(worker_at, connections)).items())
    answers = watch.answers
    print(
        f"\n{SESSIONS} sessions ({BUSY} of them asking all the time, {answers} answers) at workers {spread}; after the commit of the second"
    )
    for what, at in (
        ("last row", watch.last_row),
        ("last byte", watch.last_byte),
        ("last end", watch.last_end),
    ):
        print(f"  {what:>9}: {(at - committed) * 1e3:7.1f} ms (target {TARGET_MILLISECONDS} ms)")
    assert not watch.left
    for sibling in siblings:
        assert sibling.execute("SELECT iucr FROM offence_codes LIMIT 1").fetchall()
    assert world.gateway.events("bug") == []
    assert world.gateway.events("worker_lost") == []
    for client in clients:
        client.close()
    for connection in connections:
        connection.close()
