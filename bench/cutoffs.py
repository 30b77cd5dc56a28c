"""How long a cut-off takes: from the commit of the second signature to the last byte that any of its sessions gets.

Knows: connections of one agency's member, some of them asking all the time.
Must not know: how a cut-off is carried out.
"""

from __future__ import annotations

import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

from bench.plan import Plan
from bench.series import Ledger
from bench.wire import connect
from bench.world import AGENCIES, BenchWorld
from ostiary.pgwire.frontend import build_query

SESSIONS: Final = (10, 100, 1_000)
BUSY: Final = 8
"""So many sessions ask, and ask again as soon as they are answered, until they are ended."""
QUESTION: Final = build_query("SELECT iucr, primary_type FROM offence_codes WHERE iucr = '0110'")
PATIENCE: Final = 30.0


def measure(world: BenchWorld, plan: Plan, ledger: Ledger, say: Callable[[str], None]) -> None:
    """Each number of sessions in turn, each time another agency: nothing lifts a cut-off here."""
    agencies: Iterator[str] = iter(AGENCIES)
    for number in range(plan.cutoff_rounds):
        for sessions in SESSIONS:
            if sessions > plan.sessions:
                continue
            say(f"cut-off of {sessions} sessions, round {number + 1} of {plan.cutoff_rounds}")
            ledger.note(f"cutoffs/{sessions}", "ms", _timed(world, next(agencies), sessions) * 1e3)


def _timed(world: BenchWorld, agency: str, sessions: int) -> float:
    place = world.member(f"bench-{agency}", world.gateway, purpose="criminal-investigation", case="JK123456")
    reader = _Reader([connect(place) for _ in range(sessions)])
    reader.start()
    if not reader.is_asking.wait(PATIENCE):
        raise RuntimeError(f"sessions of {agency} are not answered, so nothing would be cut off")
    world.cut_off(agency)
    committed = time.perf_counter()
    reader.join(PATIENCE)
    if reader.is_alive():
        raise RuntimeError(f"sessions of {agency} outlived its cut-off by {PATIENCE} seconds")
    # A session that ends before we hear of our own commit has not waited at all.
    return max(0.0, reader.last_byte - committed)


class _Reader(threading.Thread):
    """Reads every connection until each has ended; the busy ones ask again and again."""

    def __init__(self, connections: list[socket.socket]) -> None:
        super().__init__(daemon=True)
        self.last_byte = 0.0
        self.is_asking = threading.Event()
        self._open = len(connections)
        self._answers = 0
        self._selector = selectors.DefaultSelector()
        for number, connection in enumerate(connections):
            self._selector.register(connection, selectors.EVENT_READ, number < BUSY)
            if number < BUSY:
                connection.sendall(QUESTION)

    def run(self) -> None:
        """Until the last connection has ended."""
        while self._open:
            for key, _ in self._selector.select():
                if isinstance(key.fileobj, socket.socket):
                    self._read(key.fileobj, is_busy=bool(key.data))
        self._selector.close()

    def _read(self, connection: socket.socket, *, is_busy: bool) -> None:
        try:
            data = connection.recv(65_536)
        except ConnectionResetError:
            data = b""
        if data:
            self.last_byte = time.perf_counter()
        else:
            self._selector.unregister(connection)
            connection.close()
            self._open -= 1
            return
        # An answer of the query ends like this; the refusal that ends a session does not.
        if is_busy and data.endswith(b"Z\0\0\0\5I"):
            self._ask_again(connection)

    def _ask_again(self, connection: socket.socket) -> None:
        self._answers += 1
        if self._answers > 10 * BUSY:
            self.is_asking.set()
        try:
            connection.sendall(QUESTION)
        except OSError:
            # The session was ended between its answer and its next question.
            return
