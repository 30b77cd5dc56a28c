"""The rounds of whichever log stands in the log's folder: a log that was rotated is followed by its successor.

Knows: the key of the log in the folder, and when it has become another.
Must not know: how witnesses are asked, how a log is rotated.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from ostiary.door.events import Event, Events
from ostiary.errors import OstiaryError
from ostiary.server.settings import Witnesses
from ostiary.server.witnesses.rounds import WitnessCounts
from ostiary.server.witnesses.watchers import watchers
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.tlog.note import VerifierKey

LOOK_SECONDS: Final = 1.0
"""A log is rotated twice a year; its key is a file of a hundred bytes."""


class FollowedLog:
    """Asks the witnesses of the log in a folder for as long as ``run`` runs, whichever log it is."""

    def __init__(self, folder: LogFolder, settings: Witnesses, events: Events) -> None:
        """Raises SettingsError, LogDamaged or ProofInvalid when the first log's trust file cannot be used."""
        self._folder = folder
        self._settings = settings
        self._events = events
        self._verifier = read_verifier(folder)
        self._rounds = watchers(folder, settings, events)
        self._task: asyncio.Task[None] | None = None

    @property
    def counts(self) -> WitnessCounts | None:
        """What happened so far; None while the log has no witnesses."""
        return None if self._rounds is None else self._rounds.counts

    async def run(self) -> None:
        """Go on until cancelled."""
        try:
            self._begin()
            while True:
                await asyncio.sleep(LOOK_SECONDS)
                verifier = self._maybe_verifier()
                if verifier is not None and verifier != self._verifier:
                    await self._follow(verifier)
        finally:
            await self._end()

    def _maybe_verifier(self) -> VerifierKey | None:
        try:
            return read_verifier(self._folder)
        except (OstiaryError, OSError):
            # Between two renamings there is no log at the name.
            return None

    async def _follow(self, verifier: VerifierKey) -> None:
        await self._end()
        try:
            self._rounds = watchers(self._folder, self._settings, self._events)
        except (OstiaryError, OSError) as fault:
            # The old log is asked about no more, and the new one with the next look.
            self._events.tell(Event.WITNESSING_TROUBLE, why=str(fault))
            return
        self._verifier = verifier
        self._begin()

    def _begin(self) -> None:
        if self._rounds is not None:
            self._task = asyncio.get_running_loop().create_task(self._rounds.run())

    async def _end(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
