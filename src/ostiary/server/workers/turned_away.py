"""The entry about log-ins that were turned away: one a minute and worker, when there were any.

Knows: what has been counted, what of it stands in the log already.
Must not know: who was turned away.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from ostiary.directives.instants import write_instant
from ostiary.door.tally import Tally
from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import TURNED_AWAY
from ostiary.model.turned_away import TurnedAway, turned_away_payload
from ostiary.store.log.client import LogClient

NOTE_SECONDS: Final = 60.0
"""One entry of some 200 bytes a minute and worker, however many strangers come: 300 kB a day at the most."""


class TurnedAwayCount:
    """Notes the counts of a worker. ``run`` is its one task; ``note`` is called once more when the worker stops."""

    def __init__(
        self,
        tally: Tally,
        log: Callable[[], LogClient],
        now: Callable[[], datetime],
        *,
        gateway: str,
        worker: int,
    ) -> None:
        self._tally = tally
        self._log = log
        self._now = now
        self._gateway = gateway
        self._worker = worker
        self._noted: Counter[str] = Counter()
        self._since = write_instant(now())

    async def run(self) -> None:
        """Note again and again."""
        while True:
            await asyncio.sleep(NOTE_SECONDS)
            self.note()

    def note(self) -> None:
        """Hand to the log what has been counted since; what it cannot take now comes with the next entry."""
        until = write_instant(self._now())
        fresh = Counter(self._tally.turned_away) - self._noted
        if fresh:
            counted = TurnedAway(self._gateway, self._worker, self._since, until, fresh)
            try:
                client = self._log()
                ticket = client.append(TURNED_AWAY, turned_away_payload(counted))
            except LogUnavailable:
                return
            self._noted += fresh
            client.when_durable(ticket, partial(self._settled, fresh, self._since))
        self._since = until

    def _settled(self, fresh: Counter[str], since: str, index: int | LogUnavailable) -> None:
        if isinstance(index, LogUnavailable):
            # Whether it is durable cannot be known; counted twice is better than never.
            self._noted -= fresh
            # Instants are of one length and in UTC: the lesser text is the earlier one.
            self._since = min(self._since, since)
