"""Workers are told how far witnesses have covered directives, and when that changes.

Knows: how often to look, how long the door waits at the start, whom to tell.
Must not know: what covers means, how witnesses are asked.

INVARIANT: what cannot be read covers nothing: a fault leaves the last answer standing, which ends by itself.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final

from ostiary.door.events import Event, Events
from ostiary.door.gate import boot_clock
from ostiary.errors import OstiaryError
from ostiary.server.steps.witnessed_head import Head, WitnessedHead

LOOK_SECONDS: Final = 0.25
"""Between two looks at the cosigned checkpoint, a file of some kilobytes: what an enrolment waits beyond its witnesses."""

FIRST_SECONDS: Final = 5.0
"""How long the door waits beyond an answer of the witnesses: the log writer publishes once a second, rounds look twice."""


def both_clocks() -> tuple[float, float]:
    """The boot clock and the wall clock."""
    return boot_clock(), time.time()


class Covering:
    """Looks for as long as ``run`` runs. ``contradicted`` names the witnesses that have seen another log, ``tell`` tells."""

    def __init__(
        self,
        witnessed: WitnessedHead,
        contradicted: Callable[[], frozenset[str]],
        tell: Callable[[Head], None],
        events: Events,
    ) -> None:
        self.head = Head()
        """What workers were told last."""
        self._witnessed = witnessed
        self._contradicted = contradicted
        self._tell = tell
        self._events = events
        self._trouble = ""
        self._has_looked = asyncio.Event()

    async def look(self) -> None:
        """Look once. Raises as ``WitnessedHead.look``, and OSError."""
        head = await asyncio.to_thread(self._witnessed.look, self._contradicted())
        if head != self.head:
            self.head = head
            self._tell(head)
            self._has_looked.set()

    async def run(self) -> None:
        """Go on until cancelled; what goes wrong is told once."""
        while True:
            try:
                await self.look()
            except OstiaryError as fault:
                self._tell_trouble(fault.message)
            except OSError as fault:
                self._tell_trouble(f"`{fault.filename}`: {(fault.strerror or 'unknown reason').lower()}")
            else:
                self._trouble = ""
            await asyncio.sleep(LOOK_SECONDS)

    async def wait_covered(self, sequence: Callable[[], int], seconds: float) -> bool:
        """Wait until that step is covered by what witnesses have signed in this life; whether they have in that time.

        Away witnesses keep nobody from starting: what is served then, the gate says.
        """
        try:
            async with asyncio.timeout(seconds):
                while not (self.head.sequence >= sequence() and self._witnessed.is_renewed):
                    self._has_looked.clear()
                    await self._has_looked.wait()
        except TimeoutError:
            return False
        return True

    def _tell_trouble(self, why: str) -> None:
        if why != self._trouble:
            self._events.tell(Event.WITNESSING_TROUBLE, why=why)
        self._trouble = why
