"""A worker's eye on the second wall.

Knows: when to glance, when to compare, what a wall that cannot be seen is worth.
Must not know: what a wall is, who is served.

Compared is soon after a change, every so often without one (a glance is not proof), and at once after a failure. Whoever cannot
look serves nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ostiary.door.events import Event, Events
from ostiary.errors import OstiaryError, UpstreamDown
from ostiary.server.workers.policies import Standing
from ostiary.store.wall_glance import WallGlance

GLANCE_SECONDS: Final = 1.0
"""Between two glances. Each costs the database 3 ms, and 10 ms with 2,000 tables (docs/adr/0030)."""

COMPARE_SECONDS: Final = 10
"""A comparison asks some ten catalogue queries for each profile: one that takes so long is stuck."""

RETRY_SECONDS: Final = 1.0
"""When the walls cannot be compared, nobody is served; so it is tried again soon."""


@dataclass(frozen=True, slots=True)
class Walls:
    """What a watch is about. ``compare`` gives the profiles whose walls stand, and may block; ``take`` has them in force.

    Both may raise OstiaryError. ``stamp`` is another value when readers have new passwords or another policy is in force.
    """

    dsn: Callable[[], str]
    stamp: Callable[[], object]
    compare: Callable[[], Standing]
    take: Callable[[Standing], None]
    doubt: Callable[[], None]
    """Has no profile in force."""


class WallWatch:
    """Watches for one running event loop. ``run`` is its one task; ``seconds`` lie between two comparisons at most."""

    def __init__(
        self, walls: Walls, seconds: float, events: Events, glance: WallGlance | None = None
    ) -> None:
        self._walls = walls
        self._seconds = seconds
        self._events = events
        self._glance = glance or WallGlance()
        self._stamp = walls.stamp()

    async def run(self) -> None:
        """Until it is cancelled."""
        clock = asyncio.get_running_loop().time
        due = clock() + self._seconds
        try:
            while True:
                await asyncio.sleep(max(0.0, min(GLANCE_SECONDS, due - clock())))
                # Readers' passwords are written after their wall has changed, and may come after the glance at it.
                stamp = self._walls.stamp()
                replaced, self._stamp = stamp != self._stamp, stamp
                if await self._is_called_for() or replaced or clock() >= due:
                    due = clock() + (
                        self._seconds if await self._compare() else min(self._seconds, RETRY_SECONDS)
                    )
        finally:
            await self._glance.close()

    async def _is_called_for(self) -> bool:
        """A glance that fails calls for a comparison, which will fail in its own words."""
        try:
            return await self._glance.has_changed(self._walls.dsn())
        except TimeoutError:
            # Who does not answer a glance may not answer a comparison for long: nobody is served meanwhile.
            self._doubt(UpstreamDown("the walls cannot be glanced at: no answer in time"))
            return True
        except OstiaryError:
            return True

    async def _compare(self) -> bool:
        try:
            self._walls.take(await self._compared())
        except OstiaryError as error:
            # A wall that cannot be seen is not known to stand.
            self._doubt(error)
            return False
        return True

    async def _compared(self) -> Standing:
        """The walls that stand. An answer that comes too late is none: what it saw may be long ago."""
        comparison = asyncio.ensure_future(asyncio.to_thread(self._walls.compare))
        done, _ = await asyncio.wait({comparison}, timeout=COMPARE_SECONDS)
        if done:
            return comparison.result()
        self._doubt(UpstreamDown(f"the walls could not be compared within {COMPARE_SECONDS} seconds"))
        # One thread at a time.
        await asyncio.wait({comparison})
        comparison.exception()
        raise UpstreamDown("the comparison of the walls came too late")

    def _doubt(self, error: OstiaryError) -> None:
        self._events.tell(Event.WALL_DIFFERS, why=error.message)
        self._walls.doubt()
