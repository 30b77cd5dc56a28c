"""The threads that pages run in: few, with a short queue in front of them.

Knows: how many pages may run and wait.
Must not know: what they do.

Pages read files and ask databases, so they block. A queue that grows would only answer people who have gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from ostiary.web.frame.refusals import BUSY, Refused

T = TypeVar("T")

THREADS: Final = 8
"""Two verifications of a password run at once (64 MiB each). Others wait in threads of their own: forty attempts in a burst, which
the throttle lets through, hold up everybody for some four seconds; after that it lets one a second through."""
MAX_WAITING: Final = 64
"""At some 50 ms a page and eight threads the last of them waits for 0.4 s."""


class Pool:
    """Runs blocking calls for one event loop."""

    def __init__(self, threads: int = THREADS, max_waiting: int = MAX_WAITING) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self._room = threads + max_waiting

    async def run(self, call: Callable[[], T]) -> T:
        """What ``call`` gives. Raises what it raises, and Refused when too many wait already.

        A browser that goes away does not end a call: its thread is counted until it is done.
        """
        if self._room <= 0:
            raise Refused(BUSY)
        self._room -= 1
        running = asyncio.get_running_loop().run_in_executor(self._executor, call)
        running.add_done_callback(self._leave)
        return await asyncio.shield(running)

    def close(self) -> None:
        """Wait for what runs, and take nothing more."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _leave(self, done: asyncio.Future[T]) -> None:
        self._room += 1
        if not done.cancelled():
            # Nobody may be left to be told; an exception that is not looked at is reported as one that was forgotten.
            done.exception()
