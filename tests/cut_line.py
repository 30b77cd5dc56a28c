"""A network of this test alone whose only line can be cut: packets vanish, and nobody is told."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

CLONE_NEWNET = 0x4000_0000


@dataclass
class Line:
    """The line to a machine of its own, where ``relay`` stands for a server; ``cut`` is for good."""

    name: str
    near: str
    far: str
    here: str
    there: str

    def cut(self) -> None:
        _run("ip", "-n", self.name, "link", "set", self.far, "down")

    def relay(self, target: Path) -> int:
        """The port at which whoever connects to ``there`` reaches the server of that Unix socket."""
        listening: list[socket.socket] = []
        thread = threading.Thread(target=self._listen, args=(listening,))
        thread.start()
        thread.join()
        (listener,) = listening
        threading.Thread(target=_accept, args=(listener, target), daemon=True).start()
        return int(listener.getsockname()[1])

    def _listen(self, listening: list[socket.socket]) -> None:
        """A socket belongs to the network in which its thread is when it is made; this thread is there for that only."""
        with Path(f"/run/netns/{self.name}").open("rb") as namespace:
            if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns")
        listening.append(socket.create_server((self.there, 0)))


@contextlib.contextmanager
def line() -> Iterator[Line]:
    """A line for the length of the block. The test is skipped where networks cannot be made."""
    number = os.getpid() % 16_384
    name, high, low = f"ostiary{number}", 64 + number // 256, number % 256
    found = Line(name, f"ost{number}n", f"ost{number}f", f"10.{high}.{low}.1", f"10.{high}.{low}.2")
    if shutil.which("ip") is None or subprocess.run(["ip", "netns", "add", name], check=False).returncode:
        pytest.skip("a network of one's own takes root, and the program ip")
    try:
        _run("ip", "link", "add", found.near, "type", "veth", "peer", "name", found.far, "netns", name)
        _run("ip", "address", "add", f"{found.here}/30", "dev", found.near)
        _run("ip", "-n", name, "address", "add", f"{found.there}/30", "dev", found.far)
        _run("ip", "link", "set", found.near, "up")
        _run("ip", "-n", name, "link", "set", found.far, "up")
        yield found
    finally:
        _run("ip", "netns", "delete", name)
        subprocess.run(["ip", "link", "delete", found.near], check=False, capture_output=True)


def _run(*words: str) -> None:
    subprocess.run(words, check=True)


def _accept(listener: socket.socket, target: Path) -> None:
    while True:
        client, _ = listener.accept()
        server = socket.socket(socket.AF_UNIX)
        server.connect(str(target))
        for source, sink in ((client, server), (server, client)):
            threading.Thread(target=partial(_pump, source, sink), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
