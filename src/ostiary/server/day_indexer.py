"""The gateway has each day indexed by subject when it is due.

Knows: how often it is looked, which program does it, what is told of it.
Must not know: what an index is, sessions.

Nothing waits for it, and it is made up for after any time of standing still: days are indexed in order.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from ostiary.door.events import Event, Events
from ostiary.server.settings import Home

FIRST_SECONDS: Final = 300.0
"""A gateway that has just started has other things to do."""
PACE_SECONDS: Final = 3_600.0
"""A day is due at midnight (UTC) and indexed within the hour after it."""


class DayIndexer:
    """Runs the index job of one installation, one at a time."""

    def __init__(
        self, home: Home, events: Events, *, first: float = FIRST_SECONDS, pace: float = PACE_SECONDS
    ) -> None:
        # The gateway closes no day that is still going on, whatever a demonstration sets.
        delay = max(1, home.settings.disclosures.delay_days)
        self._command: tuple[str, ...] = (
            *(sys.executable, "-m", "ostiary.store.log.index_job", str(home.log_dir)),
            *("--socket", str(home.log_socket), "--delay-days", str(delay)),
        )
        if home.master_key_file is not None:
            self._command += ("--master-key", str(home.master_key_file))
        self._events = events
        self._first = first
        self._pace = pace

    async def run(self) -> None:
        """Go on until it is cancelled; the job that runs then is stopped."""
        await asyncio.sleep(self._first)
        while True:
            await self._once(self._command)
            await asyncio.sleep(self._pace)

    async def _once(self, command: Sequence[str]) -> None:
        job = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        try:
            out, said = await job.communicate()
        finally:
            if job.returncode is None:
                with suppress(ProcessLookupError):
                    job.kill()
        if days := len(out.split()):
            self._events.tell(Event.INDEXED, number=days)
        if job.returncode:
            lines = said.decode(errors="replace").strip().splitlines() or ["it said nothing"]
            self._events.tell(Event.INDEX_TROUBLE, why=lines[-1])
