"""A witness served until it is told to stop.

Knows: which parts there are, in which order they are opened, and the two signals.
Must not know: what any of them does.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from typing import Any

from ostiary.witness.durable import Disk
from ostiary.witness.folder import WitnessFolder, read_settings, read_signers, witness_lock
from ostiary.witness.http_server import WitnessServer
from ostiary.witness.notices import Notice, Notices
from ostiary.witness.state import State
from ostiary.witness.witness import Witness


def serve_witness(folder: WitnessFolder) -> None:
    """Serve until SIGTERM or SIGINT. For the main thread of a process of its own.

    Raises SettingsError, KeyFileError, LogDamaged for a state that is missing or not this witness's, LogUnavailable when
    another process serves it or the disk fails. After an error nothing more is signed.
    """
    settings, signers = read_settings(folder), read_signers(folder)
    notices = Notices(sys.stderr)
    with witness_lock(folder.root):
        state = State(folder.state, signers[0].verifier().format(), Disk())
        witness = Witness(
            signers, settings.logs, state, folder.evidence, now=lambda: int(time.time()), notices=notices
        )
        asyncio.run(_serve(witness, settings.host, settings.port, notices))


async def _serve(witness: Witness, host: str, port: int, notices: Notices) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = WitnessServer(witness.respond)
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
