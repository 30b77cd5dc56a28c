"""What the tests of several workers share: sessions at a certain worker, and clients that read bytes themselves."""

from __future__ import annotations

import array
import fcntl
import os
import socket
import struct
import termios
import threading
from pathlib import Path
from typing import Any

import psycopg

from ostiary.demo.people import AGENT, Person
from ostiary.door.cancels import worker_of
from ostiary.pgwire.frontend import build_query
from server.gateway_world import World, wait_until

ENDLESS = "SELECT p.surname, a.iucr, b.iucr FROM persons p, offence_codes a, offence_codes b"
"""Some twenty million rows, each about somebody: no test reads them all."""

MAX_TRIES = 500
"""With 4 workers, one that is not met in 500 connections is met once in 10 to the power of 62."""


def worker_at(connection: psycopg.Connection[Any]) -> int:
    """The number of the worker that serves a session."""
    return worker_of(connection.info.backend_pid)


def one_at_each(world: World, workers: int, person: Person = AGENT) -> list[psycopg.Connection[Any]]:
    """A session at each worker, in their order."""
    found: dict[int, psycopg.Connection[Any]] = {}
    for _ in range(MAX_TRIES):
        connection = world.connect(person)
        if found.setdefault(worker_at(connection), connection) is not connection:
            connection.close()
        if len(found) == workers:
            return [found[number] for number in sorted(found)]
    raise AssertionError(f"only workers {sorted(found)} were met")


def unread(connection: socket.socket) -> int:
    """Bytes that this machine's kernel has received for a client and that the client has not read."""
    count = array.array("i", [0])
    fcntl.ioctl(connection.fileno(), termios.FIONREAD, count)
    return count[0]


def unsent_to(connection: socket.socket) -> int:
    """Bytes that the gateway's kernel holds for a client, by /proc/net/tcp."""
    wanted = [_hexadecimal(connection.getpeername()), _hexadecimal(connection.getsockname())]
    for line in Path("/proc/net/tcp").read_text().splitlines():
        words = line.split()
        if words[1:3] == wanted:
            return int(words[4].split(":")[0], 16)
    return 0


def is_let_go(connection: socket.socket) -> bool:
    """Whether the gateway's kernel holds nothing more for a client: all was sent, or the connection was reset."""
    try:
        return unsent_to(connection) == 0
    except OSError:
        return True


def _hexadecimal(address: tuple[str, int]) -> str:
    (number,) = struct.unpack("=I", socket.inet_aton(address[0]))
    return f"{number:08X}:{address[1]:04X}"


class RawClient:
    """A session that libpq has logged in and whose bytes a test reads itself."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.worker = worker_at(connection)
        self.socket = socket.socket(fileno=os.dup(connection.fileno()))
        self.received = bytearray()
        self.is_over = False
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(self, query: str) -> None:
        """Send a query; nothing is read."""
        self.socket.sendall(build_query(query))

    def ask_and_not_read(self, query: str) -> None:
        """Send a query and read nothing of its answer; returns when the gateway cannot send any more."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        self.socket.settimeout(None)
        self.ask(query)
        wait_until(lambda: unsent_to(self.socket) > 150_000, "the gateway's kernel has no room left")

    def read_on(self) -> None:
        """Read whatever comes from now on, in a thread."""
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def mark(self) -> int:
        """How many bytes this machine has received for the client so far, read or not."""
        with self._lock:
            return len(self.received) + (0 if self.is_over else unread(self.socket))

    def on_its_way(self) -> int:
        """How many bytes the gateway's kernel has for the client that this machine's has not confirmed."""
        try:
            return unsent_to(self.socket)
        except OSError:
            # It was reset: nothing is on its way any more.
            return 0

    def rest(self, mark: int) -> bytes:
        """What came after that mark, when all is over."""
        if self._thread is None:
            self.read_on()
        wait_until(lambda: self.is_over, "the session is over")
        return bytes(self.received[mark:])

    def close(self) -> None:
        self.socket.close()

    def _read(self) -> None:
        while not self.is_over:
            with self._lock:
                try:
                    # The lock is held while nothing is there to be read, too; so a mark is never between two states.
                    data = self.socket.recv(65_536, socket.MSG_DONTWAIT)
                    self.received += data
                    self.is_over = not data
                except BlockingIOError:
                    pass
                except OSError:
                    self.is_over = True
            if not self.is_over:
                threading.Event().wait(0.001)
