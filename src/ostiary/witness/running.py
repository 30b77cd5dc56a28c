"""A server of this package, run until it is told to stop or cannot go on.

Knows: the two signals, and what is told at the start and at the end.
Must not know: what is served.
"""

from __future__ import annotations

import asyncio
import signal
from typing import Any, Protocol

from ostiary.witness.notices import Notice, Notices


class Server(Protocol):
    """What listens until ``close``; ``failed`` has the reason when it cannot go on."""

    failed: asyncio.Future[None]

    async def listen(self, host: str, port: int) -> int:
        """Begin; the port that is listened at. Raises SettingsError when the address cannot be had."""

    async def close(self) -> None:
        """Stop listening and end every connection."""


async def run_until_stopped(server: Server, host: str, port: int, notices: Notices) -> None:
    """Serve until SIGTERM or SIGINT. Raises what ``listen`` raises, and what has ended the server."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
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
