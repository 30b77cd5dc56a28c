"""Backends by profile: lent to one session, scrubbed, lent again.

Knows: which backends are free, how many may be.
Must not know: sessions, statements.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final, TypeAlias

from ostiary.door.backend import Backend, Reader
from ostiary.door.connecting import Address
from ostiary.errors import UpstreamDown

MAX_FREE: Final = 8
"""Free backends kept a profile: PostgreSQL's default of 100 connections leaves room for a dozen profiles."""

WhenLent: TypeAlias = Callable[[Backend | UpstreamDown], None]


class Pool:
    """All backends of one gateway; used from one event loop.

    ``lent`` counts those that sessions hold now, ``opened`` and ``refused`` all log-ins so far by how they ended.
    """

    def __init__(self, address: Address, readers: Mapping[str, Reader]) -> None:
        self._address = address
        self._readers = readers
        self._free: defaultdict[str, list[Backend]] = defaultdict(list)
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closed = False
        self.lent = 0
        self.opened = 0
        self.refused = 0

    @property
    def free(self) -> int:
        """How many backends wait to be lent."""
        return sum(map(len, self._free.values()))

    def lend(self, profile_id: str, callback: WhenLent) -> None:
        """Call back with a backend of that profile: at once when one is free, otherwise when one has been opened."""
        free = self._free[profile_id]
        while free:
            backend = free.pop()
            if backend.is_idle:
                self.lent += 1
                callback(backend)
                return
            self._spawn(self._end(backend))
        self._spawn(self._open(profile_id, callback))

    def give_back(self, backend: Backend) -> None:
        """Take a backend back. One that is not idle is cancelled on the server and closed."""
        backend.receiver = None
        self.lent -= 1
        self._spawn(self._take_back(backend))

    def drop(self, backend: Backend) -> None:
        """End a backend and what it is doing on the server: after a cut-off or a cancel it is never lent again."""
        backend.receiver = None
        self.lent -= 1
        self._spawn(self._end(backend))

    def cancel(self, backend: Backend) -> None:
        """Cancel what a lent backend is doing; it is not lent again, because a late cancel could hit the next one."""
        backend.is_spent = True
        self._spawn(backend.cancel())

    def replace_readers(self, readers: Mapping[str, Reader]) -> None:
        """From now on log in as these; free backends of readers that are not among them are closed."""
        self._readers = readers
        for profile_id, free in self._free.items():
            stale = [backend for backend in free if backend.reader != readers.get(profile_id)]
            self._free[profile_id] = [backend for backend in free if backend not in stale]
            for backend in stale:
                backend.close()

    async def close(self) -> None:
        """End all free backends and wait for what is under way."""
        self._is_closed = True
        for free in self._free.values():
            for backend in free:
                backend.close()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)

    async def _open(self, profile_id: str, callback: WhenLent) -> None:
        reader = self._readers.get(profile_id)
        if reader is None:
            callback(UpstreamDown("there is no reader for this profile"))
            return
        try:
            backend = await Backend.open(reader, self._address)
        except UpstreamDown as error:
            self.refused += 1
            callback(error)
            return
        self.opened += 1
        self.lent += 1
        callback(backend)

    async def _take_back(self, backend: Backend) -> None:
        if not backend.is_idle:
            await self._end(backend)
        # While it was scrubbed, readers may have been replaced, or all been closed.
        elif self._may_stay(backend) and await backend.scrub() and self._may_stay(backend):
            self._free[backend.profile_id].append(backend)
        else:
            backend.close()

    def _may_stay(self, backend: Backend) -> bool:
        is_current = backend.reader == self._readers.get(backend.profile_id)
        has_room = len(self._free[backend.profile_id]) < MAX_FREE
        return is_current and has_room and not (self._is_closed or backend.is_spent)

    @staticmethod
    async def _end(backend: Backend) -> None:
        if not backend.is_idle:
            await backend.cancel()
        backend.close()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
