"""The Unix socket of the log writer: who may connect, and one connection's bytes.

Knows: binding a socket that only its owner can use, peer credentials, non-blocking sending and receiving.
Must not know: journals, frames, or what a payload says.
"""

from __future__ import annotations

import os
import socket
import stat
import struct
from pathlib import Path

from ostiary.errors import LogDamaged, LogUnavailable
from ostiary.store.log.wire import DURABLE_BYTES, GREETING, Append, split_appends

# One read a connection a round, so that a busy connection cannot starve the others: 100 entries of 2 kB and more.
RECEIVE_BYTES = 256 * 1024
# Workers are a few for each processor core, tools connect for a moment. A connection can hold one request in part and
# one read, 1.25 MiB: 64 of them are 80 MiB.
MAX_CONNECTIONS = 64
# A client that leaves 65,536 replies of 16 bytes unread is not going to read them.
MAX_UNSENT_BYTES = 65_536 * DURABLE_BYTES

# struct ucred of unix(7): process, user and group as C integers.
_CREDENTIALS = struct.Struct("=3i")
_SOCKET_UMASK = 0o177


def listen_privately(path: Path) -> socket.socket:
    """A listening socket with mode 0600 at ``path``, in place of one that nobody listens on.

    Raises LogUnavailable when somebody does, when another kind of file stands there, or when it cannot be made.
    """
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        _remove_stale(path)
        _bind_privately(listener, path)
        listener.listen(MAX_CONNECTIONS)
        listener.settimeout(0)
    except OSError as fault:
        listener.close()
        raise LogUnavailable(f"cannot listen at `{path}`: {fault.strerror or fault}") from fault
    except LogUnavailable:
        listener.close()
        raise
    return listener


def _bind_privately(listener: socket.socket, path: Path) -> None:
    # The mode is right from the first moment: a chmod afterwards would leave a gap in which anybody connects.
    umask = os.umask(_SOCKET_UMASK)
    try:
        listener.bind(str(path))
    finally:
        os.umask(umask)


def _remove_stale(path: Path) -> None:
    if not path.exists():
        return
    if not stat.S_ISSOCK(path.stat().st_mode):
        raise LogUnavailable(f"`{path}` is there already and is not a socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
        else:
            raise LogUnavailable(f"somebody listens at `{path}` already")


def is_trusted(connection: socket.socket) -> bool:
    """Whether the process at the other end runs as the same user as this one, or as root (SO_PEERCRED)."""
    _, user, _ = _credentials(connection)
    return user in {0, os.geteuid()}


def _credentials(connection: socket.socket) -> tuple[int, int, int]:
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    process, user, group = _CREDENTIALS.unpack(raw)
    return process, user, group


class Peer:
    """One client's connection: bytes in, bytes out, never blocking."""

    __slots__ = ("_inbox", "_is_greeted", "connection", "outbox", "pid")

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(0)
        self.connection = connection
        self.pid = _credentials(connection)[0]
        """The process that connected."""
        self.outbox = bytearray(GREETING)
        self._inbox = bytearray()
        self._is_greeted = False

    def receive(self) -> list[Append]:
        """The requests that have become whole. Raises ConnectionError when the client has gone, LogDamaged for nonsense."""
        try:
            data = self.connection.recv(RECEIVE_BYTES)
        except BlockingIOError:
            return []
        if not data:
            raise ConnectionResetError("the client has gone")
        self._inbox += data
        if not self._take_greeting():
            return []
        appends, used = split_appends(self._inbox)
        del self._inbox[:used]
        return appends

    def send(self) -> None:
        """Send what can be sent now of the outbox. Raises OSError when the client has gone or does not read."""
        try:
            sent = self.connection.send(self.outbox)
        except BlockingIOError:
            sent = 0
        del self.outbox[:sent]
        if len(self.outbox) > MAX_UNSENT_BYTES:
            raise ConnectionAbortedError("the client does not read its replies")

    def _take_greeting(self) -> bool:
        if not self._is_greeted:
            start = self._inbox[: len(GREETING)]
            if not GREETING.startswith(start):
                raise LogDamaged("the client does not speak this version of the log's wire")
            self._is_greeted = start == GREETING
            if self._is_greeted:
                del self._inbox[: len(GREETING)]
        return self._is_greeted
