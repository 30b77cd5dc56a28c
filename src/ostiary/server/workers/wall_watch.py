"""The watch on the second wall: compared again and again, and served only while it is known to stand.

Knows: how often walls are compared, how long a comparison may take, what an answer that does not come means.
Must not know: SQL, what makes a wall stand, sessions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from ostiary.door.events import Event, Events
from ostiary.door.gate import Gate
from ostiary.errors import OstiaryError, UpstreamDown

WALL_SECONDS: Final = 10
"""A comparison asks ten catalogue queries for each profile: one that takes so long is stuck."""

WALL_RETRY_SECONDS: Final = 1.0
"""When the walls cannot be compared, nobody is served; so it is tried again soon."""


class WallWatch:
    """Keeps the gate's walls. ``compare`` says which stand and may block: it runs in a thread, one at a time.

    ``on_standing`` is called with them before they are served. Both raise OstiaryError when no wall can be trusted.
    """

    def __init__(
        self,
        compare: Callable[[], frozenset[str]],
        on_standing: Callable[[frozenset[str]], None],
        gate: Gate,
        events: Events,
        seconds: float,
    ) -> None:
        """``seconds`` lie between two comparisons."""
        self._compare = compare
        self._on_standing = on_standing
        self._gate = gate
        self._events = events
        self._seconds = seconds

    async def run(self) -> None:
        """Compare for ever; a profile whose wall differs is served no more until it stands again."""
        pause = self._seconds
        while True:
            await asyncio.sleep(pause)
            try:
                walls, pause = await self._compared(), self._seconds
                self._on_standing(walls)
            except OstiaryError as error:
                # A wall that cannot be seen is not known to stand.
                self._events.tell(Event.WALL_DIFFERS, why=error.message)
                walls, pause = frozenset(), min(self._seconds, WALL_RETRY_SECONDS)
            self._gate.keep_walls(walls)

    async def _compared(self) -> frozenset[str]:
        comparison = asyncio.ensure_future(asyncio.to_thread(self._compare))
        try:
            await asyncio.wait({comparison}, timeout=WALL_SECONDS)
            if comparison.done():
                return comparison.result()
            self._events.tell(
                Event.WALL_DIFFERS, why=f"the walls could not be compared within {WALL_SECONDS} seconds"
            )
            self._gate.keep_walls(frozenset())
            # A thread cannot be stopped, and a second one would wait for the same database.
            await comparison
        finally:
            comparison.cancel()
        # What was looked at first is as old as the silence was long.
        raise UpstreamDown("the comparison of the walls was answered too late, and is made again")
