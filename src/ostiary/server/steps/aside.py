"""A loop beside the loop: what must not wait behind clients runs in a thread of its own.

Knows: how the thread is started, ended with its task, and how a call gets back to the caller's loop.
Must not know: what runs there.

The interpreter lets another thread in every five milliseconds, however much the first has to do; so what runs here waits
for some turns of the interpreter, and not for all clients that are ready.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


async def run_aside(work: Coroutine[Any, Any, None]) -> None:
    """Run it on a loop of its own until it ends; when this is cancelled, so is it, to its end. Raises what it raises."""
    loop = asyncio.get_running_loop()
    aside = asyncio.new_event_loop()
    task = aside.create_task(work)
    ended: asyncio.Future[None] = loop.create_future()

    def run() -> None:
        with suppress(asyncio.CancelledError, Exception):
            aside.run_until_complete(task)
        aside.close()
        # A loop that is closed has nobody who waits.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, ended, task)

    # A daemon: a process that ends does not wait for a database.
    threading.Thread(target=run, name="aside", daemon=True).start()
    try:
        await asyncio.shield(ended)
    except asyncio.CancelledError:
        # It may have ended in this very moment, and closed its loop.
        with suppress(RuntimeError):
            aside.call_soon_threadsafe(task.cancel)
        await asyncio.wait({ended})
        raise


def on_loop(loop: asyncio.AbstractEventLoop, call: Callable[P, R]) -> Callable[P, R]:
    """The same call, made on that loop: for another thread, which waits for the answer. Raises what it raises."""

    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        answer: Future[R] = Future()
        loop.call_soon_threadsafe(lambda: _make(answer, lambda: call(*args, **kwargs)))
        return answer.result()

    return made


def _make(answer: Future[R], call: Callable[[], R]) -> None:
    try:
        answer.set_result(call())
    except Exception as error:  # noqa: BLE001 - it is raised where the call was asked for
        answer.set_exception(error)


def _settle(ended: asyncio.Future[None], task: asyncio.Task[None]) -> None:
    if ended.done():
        return
    if task.cancelled():
        ended.cancel()
        return
    error = task.exception()
    if error is None:
        ended.set_result(None)
    else:
        ended.set_exception(error)
