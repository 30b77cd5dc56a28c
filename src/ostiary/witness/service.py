"""A witness served until it is told to stop.

Knows: which parts there are, and in which order they are opened.
Must not know: what any of them does.
"""

from __future__ import annotations

import asyncio
import sys
import time

from ostiary.witness.durable import Disk
from ostiary.witness.folder import WitnessFolder, read_settings, read_signers, witness_lock
from ostiary.witness.http_server import WitnessServer
from ostiary.witness.notices import Notices
from ostiary.witness.running import run_until_stopped
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
    # The server belongs to the loop that runs, so that it is made within.
    await run_until_stopped(WitnessServer(witness.respond), host, port, notices)
