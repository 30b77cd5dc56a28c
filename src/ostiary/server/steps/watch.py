"""The watch on the chain of directives, started and read once to its end.

Knows: how long the first reading may take, and that the time of sending counts.
Must not know: what is done with a step.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Final

from ostiary.door.events import Event, Events
from ostiary.door.gate import boot_clock
from ostiary.errors import ControlDown
from ostiary.store.control_watch import ControlWatch

FIRST_POLL_SECONDS: Final = 10.0


async def watch_directives(
    stack: AsyncExitStack,
    dsn: str,
    on_steps: Callable[[list[bytes]], None],
    on_alive: Callable[[float], None],
    *,
    events: Events,
    watched: Callable[[str, asyncio.Task[None]], None],
) -> None:
    """Start the watch, and wait until the whole chain has been read once. Raises ControlDown.

    ``on_alive`` gets the time of the boot clock at which the question was sent; what it raises is trouble. ``watched`` is
    handed the task, which never ends by itself.
    """
    loop = asyncio.get_running_loop()
    first: asyncio.Future[None] = loop.create_future()

    def on_answer(sent_at: float) -> None:
        on_alive(sent_at)
        if not first.done():
            first.set_result(None)

    def on_trouble(text: str) -> None:
        events.tell(Event.CONTROL_TROUBLE, why=text)
        if not first.done():
            first.set_exception(ControlDown(text))

    watch = ControlWatch(dsn, on_steps, on_answer, on_trouble, clock=boot_clock)
    task = loop.create_task(watch.run())
    stack.callback(task.cancel)
    watched("the watch on the directives", task)
    try:
        await asyncio.wait_for(first, FIRST_POLL_SECONDS)
    except TimeoutError as error:
        raise ControlDown("the directives cannot be read from the control database") from error
