"""What strict mode costs: durable entries a second beside the default mode, with a peer near and a millisecond away.

Knows: two logs on one disk, one peer, a relay that holds every byte for a while.
Must not know: what an entry says, what a peer keeps.

The relay stands for a line between two houses: it works on every machine, where a delay in the kernel takes root.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import uvloop

from bench.appends import WRITERS
from bench.disk import sync_latency
from bench.plan import Plan
from bench.series import Ledger
from bench.world import short_base
from bench.writer_process import running_writer, wait_for_entries
from ostiary.demo.installation import ORIGIN
from ostiary.store.log.folder import LogFolder, create_log, read_verifier
from ostiary.tlog.note import SignerKey
from ostiary.witness.folder import settings_text
from ostiary.witness.peer_folder import PeerFolder, create_peer

DELAY_SECONDS: Final = 0.001
"""Of each answer: a round trip to the other end of a city."""

HOST: Final = "127.0.0.1"


def measure(_: object, plan: Plan, ledger: Ledger, say: Callable[[str], None]) -> None:
    """Default mode, a peer on this machine, and one behind the relay: one after the other in every round."""
    with tempfile.TemporaryDirectory(prefix="bench-strict-", dir=short_base()) as name, ExitStack() as stack:
        folder = Path(name)
        sockets = {
            kind: stack.enter_context(_log(folder / kind, kind)) for kind in ("default", "near", "far")
        }
        for number in range(plan.rounds):
            say(f"strict, round {number + 1} of {plan.rounds}")
            ledger.note("strict/fdatasync", "ms", sync_latency(folder) * 1e3)
            for writers in WRITERS:
                for kind, socket in sockets.items():
                    rate = uvloop.run(wait_for_entries(socket, writers, plan.append_seconds)).rate
                    ledger.note(f"strict/{kind}/{writers}", "/s", rate)


@contextmanager
def _log(folder: Path, kind: str) -> Iterator[Path]:
    """The socket of a log's writer, whose peer is as far away as the kind says."""
    folder.mkdir()
    create_log(folder / "log", ORIGIN, secrets.token_bytes(32))
    with ExitStack() as stack:
        if kind != "default":
            stack.enter_context(
                _peer(folder, LogFolder(folder / "log"), DELAY_SECONDS if kind == "far" else 0.0)
            )
        yield stack.enter_context(running_writer(folder / "log"))


@contextmanager
def _peer(folder: Path, log: LogFolder, delay: float) -> Iterator[None]:
    key = SignerKey.generate("peer.example/p1", secrets.token_bytes(32))
    vkey = create_peer(
        PeerFolder(folder / "peer"), key, settings_text(HOST, 0, [read_verifier(log).format()])
    )
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell
        [sys.executable, "-m", "ostiary.cli.main", "peer", "serve", str(folder / "peer")],
        stderr=subprocess.PIPE,
    )
    try:
        if process.stderr is None:
            raise RuntimeError("the peer did not start")
        port = int(json.loads(process.stderr.readline())["port"])
        with _relay(port, delay) as where:
            log.peers.write_text(f"peer p1 {vkey} {HOST}:{where}\nquorum 1\n", "utf-8")
            yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _relay(port: int, delay: float) -> Iterator[int]:
    """The port of a relay in a thread of its own, which gives answers on after the delay; without one, the port itself."""
    if not delay:
        yield port
        return
    loop = asyncio.new_event_loop()
    started = threading.Event()
    ports: list[int] = []

    async def serve() -> None:
        server = await loop.create_server(lambda: _Near(port, delay), HOST, 0)
        ports.append(server.sockets[0].getsockname()[1])
        started.set()

    serving = loop.create_task(serve())
    threading.Thread(target=loop.run_forever, name="relay", daemon=True).start()
    started.wait()
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(serving.cancel)
        loop.call_soon_threadsafe(loop.stop)


class _Near(asyncio.Protocol):
    """The writer's end of a relayed line."""

    def __init__(self, port: int, delay: float) -> None:
        self._port = port
        self._delay = delay
        self._far: asyncio.Transport | None = None
        self._early: list[bytes] = []
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Connect to the peer."""
        loop = asyncio.get_running_loop()
        give = transport.write  # type: ignore[attr-defined]  # asyncio calls a Transport a BaseTransport here.
        self._task = loop.create_task(self._connect(lambda data: loop.call_later(self._delay, give, data)))

    def data_received(self, data: bytes) -> None:
        """Pass it on at once."""
        if self._far is None:
            self._early.append(data)
        else:
            self._far.write(data)

    async def _connect(self, answer: Callable[[bytes], object]) -> None:
        far, _ = await asyncio.get_running_loop().create_connection(lambda: _Far(answer), HOST, self._port)
        far.write(b"".join(self._early))
        self._far = far


class _Far(asyncio.Protocol):
    """The peer's end."""

    def __init__(self, answer: Callable[[bytes], object]) -> None:
        self._answer = answer

    def data_received(self, data: bytes) -> None:
        """Give it back, later."""
        self._answer(data)
