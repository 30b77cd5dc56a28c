"""The peer's server: connections, frames, and a peer that runs until it is told to stop.

Knows: sockets, limits, which parts there are, the two signals.
Must not know: what is stated or answered.

Answers are made one after the other in the loop, the durable write included: comparing and appending is one step.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections import Counter
from typing import Any, Final

from ostiary.errors import LogDamaged, LogUnavailable, ProofInvalid, SettingsError
from ostiary.tlog.peering import MAX_REQUEST_BYTES, encode_frame, take_frames
from ostiary.witness.durable import Disk
from ostiary.witness.folder import witness_lock
from ostiary.witness.marks import Marks
from ostiary.witness.notices import Notice, Notices
from ostiary.witness.peer import Peer
from ostiary.witness.peer_folder import PeerFolder, keep_evidence, read_peer_settings, read_peer_signer

MAX_CONNECTIONS: Final = 64
"""Each holds one request in part and one read, 68 kB: all of them 4 MB."""

MAX_CONNECTIONS_OF_ONE: Final = 8
"""Of one address: who opens connections and says little must have many addresses to keep a log out."""

SILENT_SECONDS: Final = 30.0
"""A log writer says something every second; who is silent for so long has gone, or is nobody."""

_READ_BYTES: Final = 65_536


class PeerServer:
    """Listens until ``close``. ``failed`` is set when the peer cannot go on."""

    def __init__(self, peer: Peer) -> None:
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._peer = peer
        self._open: Counter[str] = Counter()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def listen(self, host: str, port: int) -> int:
        """Begin; the port that is listened at. Raises SettingsError when the address cannot be had."""
        try:
            self._server = await asyncio.start_server(self._serve, host, port)
        except OSError as fault:
            why = (fault.strerror or "unknown reason").lower()
            raise SettingsError(f"cannot listen at {host}, port {port}: {why}") from fault
        bound: int = self._server.sockets[0].getsockname()[1]
        return bound

    async def close(self) -> None:
        """Stop listening and end every connection."""
        if self._server is not None:
            self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        peer = writer.get_extra_info("peername")
        address = str(peer[0]) if isinstance(peer, tuple) else ""
        if task is None or not self._has_room(address) or self.failed.done():
            writer.transport.abort()
            return
        self._tasks.add(task)
        self._open[address] += 1
        try:
            await self._converse(reader, writer)
        except (OSError, TimeoutError, ProofInvalid):
            # They have gone, say nothing, or do not speak this: the next connection is as good.
            pass
        except (LogUnavailable, LogDamaged) as fault:
            if not self.failed.done():
                self.failed.set_exception(fault)
        finally:
            self._open[address] -= 1
            self._open += Counter()
            self._tasks.discard(task)
            writer.transport.abort()

    def _has_room(self, address: str) -> bool:
        return len(self._tasks) < MAX_CONNECTIONS and self._open[address] < MAX_CONNECTIONS_OF_ONE

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inbox = bytearray()
        while True:
            async with asyncio.timeout(SILENT_SECONDS):
                data = await reader.read(_READ_BYTES)
                if not data:
                    return
                inbox += data
                answers = self._peer.answer(take_frames(inbox, MAX_REQUEST_BYTES))
                writer.write(b"".join(map(encode_frame, answers)))
                await writer.drain()


def serve_peer(folder: PeerFolder) -> None:
    """Serve until SIGTERM or SIGINT. For the main thread of a process of its own.

    Raises SettingsError, KeyFileError, LogDamaged for marks that are missing or not whole, LogUnavailable when another
    process serves them or the disk fails. After an error nothing more is acknowledged.
    """
    settings, signer = read_peer_settings(folder), read_peer_signer(folder)
    notices = Notices(sys.stderr)
    with witness_lock(folder.root):
        marks = {origin: Marks(folder.marks(origin), origin, Disk()) for origin in settings.logs}
        peer = Peer(
            signer,
            settings.logs,
            marks,
            keep=lambda origin, size, note: keep_evidence(folder, origin, size, note),
            now=lambda: int(time.time()),
            notices=notices,
        )
        asyncio.run(_serve(peer, settings.host, settings.port, notices))


async def _serve(peer: Peer, host: str, port: int, notices: Notices) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = PeerServer(peer)
    bound = await server.listen(host, port)
    notices.tell(Notice.STARTED, host=host, port=bound)
    stopped = loop.create_task(stop.wait())
    try:
        ends: set[asyncio.Future[Any]] = {stopped, server.failed}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        if server.failed.done():
            server.failed.result()
    finally:
        stopped.cancel()
        server.failed.cancel()
        await server.close()
    notices.tell(Notice.STOPPED)
