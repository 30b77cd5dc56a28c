"""Several clients that keep many entries under way, until the writer is gone."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
from pathlib import Path

from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import ACCESS
from ostiary.model.entry_form import FIELDS, encode_entry
from ostiary.store.log.client import LogClient

CLIENTS = 4
UNDER_WAY = 8


def some_entry(dice: random.Random) -> bytes:
    """What an access may say, of either form and of any length."""
    if dice.randrange(2):
        return b"{" + dice.randbytes(dice.choice((10, 200, 1100, 5000)))
    fields = {name: dice.randbytes(dice.randrange(90)) for name in FIELDS}
    return encode_entry(fields, range(dice.randrange(30)), [b"asked"] * dice.randrange(3))


class Crowd:
    """Asks for entries and remembers what was acknowledged; kills the writer after so many answers."""

    def __init__(self, socket: Path, dice: random.Random, *, kill: int, after: int) -> None:
        """``kill`` is the writer's process."""
        self.told: dict[int, bytes] = {}
        self._socket = socket
        self._dice = dice
        self._kill = kill
        self._after = after
        self._pending = 0
        self._over = asyncio.Event()

    async def run(self) -> None:
        """Until nobody waits for an answer any more."""
        clients = [await LogClient.connect(self._socket) for _ in range(CLIENTS)]
        for client in clients:
            for _ in range(UNDER_WAY):
                self._append(client)
        await self._over.wait()

    def _append(self, client: LogClient) -> None:
        payload = some_entry(self._dice)
        ticket = client.append(ACCESS, payload)
        self._pending += 1

        def settled(answer: int | LogUnavailable) -> None:
            self._pending -= 1
            if isinstance(answer, int):
                assert self.told.setdefault(answer, payload) == payload, "one number was given twice"
                if len(self.told) == self._after:
                    os.kill(self._kill, signal.SIGKILL)
                with contextlib.suppress(LogUnavailable):
                    self._append(client)
            if not self._pending:
                self._over.set()

        client.when_durable(ticket, settled)
