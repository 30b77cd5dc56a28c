"""A stand-in for the network between a gateway and its control database: it forwards, or it stands still."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo


class ControlProxy:
    """Listens on a Unix socket of its own. While it is paused, connections are accepted and nothing passes either way.

    ``stall`` lets nothing pass on the connections of this moment, for good; new ones are not touched.
    """

    def __init__(self, folder: Path, dsn: str) -> None:
        parts = conninfo_to_dict(dsn)
        name = f".s.PGSQL.{parts['port']}"
        self._target = str(Path(str(parts["host"])) / name)
        self.dsn = make_conninfo(dsn, host=str(folder))
        self._flows = threading.Event()
        self._flows.set()
        self._stalled = threading.Event()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / name))
        self._listener.listen(64)
        self._sockets: list[socket.socket] = []
        self.stalled = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Nothing passes for the length of the block."""
        self._flows.clear()
        try:
            yield
        finally:
            self._flows.set()

    def stall(self) -> None:
        """What is connected now never hears or says anything again, and is not told so."""
        before, self._stalled = self._stalled, threading.Event()
        before.set()

    def close(self) -> None:
        self._flows.set()
        for each in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._target)
                self._sockets += [client, server]
                for source, sink in ((client, server), (server, client)):
                    threading.Thread(
                        target=partial(self._pump, source, sink, self._stalled), daemon=True
                    ).start()

    def _pump(self, source: socket.socket, sink: socket.socket, stalled: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                self._flows.wait()
                if stalled.is_set():
                    # Both ends stay open, as with a line that was cut.
                    self.stalled += 1
                    return
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)


def put_between(home: Path, folder: Path) -> ControlProxy:
    """Have the gateway of this home reach its control database through a proxy whose socket is in ``folder``."""
    path = home / "secrets" / "control.dsn"
    proxy = ControlProxy(folder, path.read_text("utf-8").strip())
    path.write_text(f"{proxy.dsn}\n", "utf-8")
    return proxy
