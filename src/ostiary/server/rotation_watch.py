"""A gateway whose log has become its successor begins anew.

Knows: the key of the log in the folder, and whom to tell that it is another.
Must not know: how a log is rotated, what depends on a log.

What a gateway knows of its log (where each directive stands, what witnesses have seen of it) holds for one log. To carry it
over to another, twice a year, would be the least tried path of all; a start is the most tried one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from ostiary.door.events import Event, Events
from ostiary.errors import OstiaryError
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.tlog.note import VerifierKey

LOOK_SECONDS: Final = 1.0
"""The key is a file of a hundred bytes."""


class RotationWatch:
    """Calls ``on_rotated`` once, when another log stands in the folder than at first."""

    def __init__(self, folder: LogFolder, events: Events, on_rotated: Callable[[], None]) -> None:
        """Raises LogDamaged or ProofInvalid when the log has no key that can be read."""
        self._folder = folder
        self._events = events
        self._on_rotated = on_rotated
        self._verifier = read_verifier(folder)

    async def run(self) -> None:
        """Look until cancelled; after the call there is nothing more to look for."""
        is_told = False
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            found = self._maybe_verifier()
            if found is not None and found != self._verifier and not is_told:
                is_told = True
                self._events.tell(Event.LOG_ROTATED, why=f"the log {found.name} goes on")
                self._on_rotated()

    def _maybe_verifier(self) -> VerifierKey | None:
        try:
            return read_verifier(self._folder)
        except (OstiaryError, OSError):
            # Between two renamings there is no log at the name.
            return None
