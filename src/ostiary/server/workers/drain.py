"""How a gateway lets its sessions go.

Knows: who may finish, for how long, and who is told.
Must not know: sockets, sessions from inside, why the gateway stops.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from ostiary.door.events import Event, Events
from ostiary.door.registry import Registry
from ostiary.session.commands import Draining


async def drain(registry: Registry, events: Events, seconds: float, hurry: asyncio.Event) -> None:
    """End all sessions: idle ones now, the others when they have answered, and what is left after ``seconds`` by force.

    ``hurry`` may be set at any time, and then nothing is waited for. When this returns, every session has made its last
    entry, which may still be on its way to the disk.
    """
    why = Draining("the door is closing")
    # Whoever was accepted before the door was closed is a session after one round of the loop.
    await asyncio.sleep(0)
    idle, running = registry.finish_all(why)
    events.tell(Event.DRAINING, idle=idle, running=running)
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await _empty_or(registry, hurry)
    cancelled = registry.end_all(why)
    events.tell(Event.DRAINED, finished=max(0, running - cancelled), cancelled=cancelled)


async def _empty_or(registry: Registry, hurry: asyncio.Event) -> None:
    over = asyncio.Event()
    registry.when_empty(over.set)
    waits = [asyncio.ensure_future(event.wait()) for event in (over, hurry)]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
