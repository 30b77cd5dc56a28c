"""The watch on the chain of directives, started and read once to its end.

Knows: how long the first reading may take, that the time of sending counts, and that clients do not delay it.
Must not know: what is done with a step.

INVARIANT: the watch is alone in its thread and waits until the loop that serves clients has taken a step. So a lease that
it renews, however busy that loop is, is one under all steps that the database had when it was asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from typing import Final

from ostiary.door.events import Event, Events
from ostiary.door.gate import boot_clock
from ostiary.errors import ControlDown
from ostiary.server.steps.aside import on_loop, run_aside
from ostiary.store.control_watch import ControlWatch
from ostiary.store.endings import Ending

FIRST_POLL_SECONDS: Final = 10.0


async def watch_directives(
    stack: AsyncExitStack,
    dsn: str,
    on_steps: Callable[[list[bytes]], None],
    on_alive: Callable[[float], None],
    *,
    events: Events,
    watched: Callable[[str, asyncio.Task[None]], None],
    endings: Callable[[], Iterable[Ending]] = tuple,
) -> None:
    """Start the watch, and wait until the whole chain has been read once. Raises ControlDown.

    ``on_steps`` is called on this loop. ``on_alive`` gets the time of the boot clock at which the question was sent, and is
    called in the watch's thread, as ``endings`` is, which gives what to tell of sessions that ended; what either raises is trouble. ``watched`` is handed the task, which never ends by itself.
    """
    loop = asyncio.get_running_loop()
    first: asyncio.Future[None] = loop.create_future()

    def has_answered() -> None:
        if not first.done():
            first.set_result(None)

    def on_answer(sent_at: float) -> None:
        on_alive(sent_at)
        loop.call_soon_threadsafe(has_answered)

    def on_trouble(text: str) -> None:
        events.tell(Event.CONTROL_TROUBLE, why=text)
        if not first.done():
            first.set_exception(ControlDown(text))

    def tell_trouble(text: str) -> None:
        loop.call_soon_threadsafe(on_trouble, text)

    watch = ControlWatch(
        dsn, on_loop(loop, on_steps), on_answer, tell_trouble, clock=boot_clock, endings=endings
    )
    task = loop.create_task(run_aside(watch.run()))
    stack.callback(task.cancel)
    watched("the watch on the directives", task)
    try:
        await asyncio.wait_for(first, FIRST_POLL_SECONDS)
    except TimeoutError as error:
        raise ControlDown("the directives cannot be read from the control database") from error
