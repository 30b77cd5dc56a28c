"""A gateway's eye on the control database.

Knows: how to hear of new steps at once, how to notice silence, and how to come back after a loss.
Must not know: what a step says, what a lease is worth, or what a gateway does about trouble.

New steps are told by NOTIFY; a poll twice a second proves besides that the database still answers, and finds what a
lost notice hid. Silence and doubt are never alive: ``on_alive`` is called only after everything that a poll brought has
been taken, and it is given the moment of *sending*, so that a slow answer does not lengthen anybody's lease. That
moment is read from the caller's clock: the loop's stands still while the machine sleeps, and an answer that has slept
with it would look new.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import psycopg
from psycopg import sql

from ostiary.errors import ControlDown, OstiaryError
from ostiary.store.answered import answered
from ostiary.store.control import CHANNEL, first_line
from ostiary.store.endings import WRITE, Ending, written

POLL_SECONDS: Final = 0.5

# A lease lasts 2 s: a poll that has no answer after half of that is worth more as a new connection.
ANSWER_SECONDS: Final = 1.0
# The first repeat comes at once to the human eye; a database that is down for long is asked once a second.
FIRST_BACKOFF_SECONDS: Final = 0.1
LAST_BACKOFF_SECONDS: Final = 1.0

# The last step that is known already is read again: a database that was set back does not have it, or has another.
_POLL: Final = "SELECT envelope FROM ostiary.directive_step WHERE sequence >= %s ORDER BY sequence"


class ControlWatch:
    """Watches from the first step on, for one running event loop. ``run`` is its one task.

    ``on_steps`` gets each step once, in order, as raw envelopes; when it raises, the same steps come again later.
    ``on_alive`` gets the time of ``clock`` at which the poll was sent whose answer has been taken. ``on_trouble`` gets
    one line for people whenever the watch has to begin again; it must not raise. ``endings`` gives what is to be told of sessions
    that ended, each once.
    """

    def __init__(
        self,
        dsn: str,
        on_steps: Callable[[list[bytes]], None],
        on_alive: Callable[[float], None],
        on_trouble: Callable[[str], None],
        *,
        clock: Callable[[], float],
        answer_seconds: float = ANSWER_SECONDS,
        endings: Callable[[], Iterable[Ending]] = tuple,
    ) -> None:
        self._dsn = dsn
        self._on_steps = on_steps
        self._on_alive = on_alive
        self._on_trouble = on_trouble
        self._clock = clock
        self._answer_seconds = answer_seconds
        self._endings = endings
        self._seen = 0
        self._last = b""
        self._backoff = FIRST_BACKOFF_SECONDS

    async def run(self) -> None:
        """Watch until cancelled; whatever goes wrong is told to ``on_trouble`` and tried again."""
        while True:
            try:
                await self._watch()
            except Exception as fault:  # noqa: BLE001 - a watch that has died looks like peace.
                self._on_trouble(_said(fault))
            await asyncio.sleep(self._backoff)
            self._backoff = min(2 * self._backoff, LAST_BACKOFF_SECONDS)

    async def _watch(self) -> None:
        connection = await answered(
            psycopg.AsyncConnection.connect(self._dsn, autocommit=True), self._answer_seconds
        )
        try:
            listen = sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL))
            await answered(connection.execute(listen), self._answer_seconds)
            while True:
                began = asyncio.get_running_loop().time()
                await self._poll(connection)
                await _wait_for_notice(connection, began + POLL_SECONDS)
        finally:
            # Closing sends one message and waits for nothing, also when the other side is gone.
            await connection.close()

    async def _poll(self, connection: psycopg.AsyncConnection) -> None:
        """Take what is new."""
        sent_at = self._clock()
        poll = connection.execute(_POLL, [max(self._seen - 1, 0)])
        cursor = await answered(poll, self._answer_seconds)
        self._take([bytes(envelope) for (envelope,) in await cursor.fetchall()])
        self._on_alive(sent_at)
        self._backoff = FIRST_BACKOFF_SECONDS
        for ending in self._endings():
            await self._write(connection, ending)

    async def _write(self, connection: psycopg.AsyncConnection, ending: Ending) -> None:
        try:
            await answered(connection.execute(WRITE, written(ending)), self._answer_seconds)
        except psycopg.Error as fault:
            # It is told for people's sake: a database that does not take it still brings directives.
            self._on_trouble(f"how many sessions ended cannot be told: {first_line(fault)}")

    def _take(self, steps: Sequence[bytes]) -> None:
        if self._seen and (not steps or steps[0] != self._last):
            raise ControlDown(
                f"the control database no longer has step {self._seen - 1} as it was shown before"
            )
        new = list(steps[1:] if self._seen else steps)
        if new:
            self._on_steps(new)
            self._seen += len(new)
            self._last = new[-1]


async def _wait_for_notice(connection: psycopg.AsyncConnection, until: float) -> None:
    """Return when a step is told of, or at that time of the loop."""
    left = max(0.0, until - asyncio.get_running_loop().time())
    async for _ in connection.notifies(timeout=left, stop_after=1):
        pass


def _said(fault: Exception) -> str:
    match fault:
        case OstiaryError():
            return fault.message
        case TimeoutError():
            return "the control database does not answer in time"
        case psycopg.Error():
            return f"the control database does not do its part: {first_line(fault)}"
        case _:
            return f"the watch on the control database failed: {type(fault).__name__}: {first_line(fault)}"
