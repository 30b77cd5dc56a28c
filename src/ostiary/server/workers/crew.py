"""All workers of a gateway: started together, replaced when one ends or stands still, stopped together.

Knows: how long to wait before a worker is replaced, how a cancel finds its way, what is in force at all of them.
Must not know: what workers serve.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from functools import partial, reduce
from typing import Final, assert_never

from ostiary.door.cancels import worker_of
from ostiary.door.events import Event, Events
from ostiary.errors import OstiaryError
from ostiary.server.monitoring.figures import Figures, together, with_departed
from ostiary.server.workers.child import WorkerChild
from ostiary.server.workers.wire import Cancel, Covered, Prepare, Report, Start

LOOK_SECONDS: Final = 1.0
MAX_SILENT: Final = 10
"""Looks after which a silent worker is ended: it speaks twice a second, and five leases have passed without a turn of
its loop. Looks are counted, not seconds: when the supervisor itself stood still, nobody is blamed for it."""

FIRST_BACKOFF_SECONDS: Final = 0.1
LAST_BACKOFF_SECONDS: Final = 5.0
"""The first replacement comes at once; a worker that ends again and again is tried every five seconds."""

CALM_SECONDS: Final = 30.0
"""A worker that served for so long had no trouble with its start: the next one comes at once again."""


class Crew:
    """The workers, numbered from 1.

    ``start_for`` gives what a worker of that number is told at its start, ``prepares`` the policies that are ready now, and
    how far directives are covered.
    ``on_report`` is called after each report, and when a worker is gone: ``in_force`` may have changed.
    """

    def __init__(
        self,
        count: int,
        start_for: Callable[[int], Start],
        prepares: Callable[[], Iterable[Prepare | Covered]],
        events: Events,
        on_report: Callable[[], None],
    ) -> None:
        self._count = count
        self._start_for = start_for
        self._prepares = prepares
        self._events = events
        self._on_report = on_report
        self._children: dict[int, WorkerChild] = {}
        self._departed = Figures()

    @property
    def in_force(self) -> int | None:
        """The last step of the chain that all workers have in force (-1: none); None while there are no workers."""
        return min((child.figures.directive_sequence for child in self._children.values()), default=None)

    def figures(self) -> Figures:
        """The figures of all workers together, half a second old at the most; what those did that have gone counts too."""
        children = self._children.values()
        serving = together([child.figures for child in children if child.is_serving])
        # One that has ended is among them until it is forgotten; what it did must not vanish in between.
        others = [child.figures for child in children if not child.is_serving]
        return reduce(with_departed, others, with_departed(serving, self._departed))

    async def start(self) -> None:
        """Start all of them; return when all serve. Raises what the first one said that does not."""
        starting = [await self._launch(number) for number in range(1, self._count + 1)]
        await asyncio.gather(*(child.wait_until_serving() for child in starting))

    async def keep(self) -> None:
        """Replace workers as long as this is awaited; it never returns by itself."""
        async with asyncio.TaskGroup() as group:
            for child in list(self._children.values()):
                group.create_task(self._keep(child))
            group.create_task(self._listen())

    async def stop(self, drain_seconds: float) -> None:
        """Stop all of them; each lets its sessions finish for that long."""
        await asyncio.gather(*(child.stop(drain_seconds) for child in self._children.values()))

    def prepare(self, policy: Prepare) -> None:
        """Hand a policy that may be served under to all workers there are; those to come get it with their start."""
        for child in self._children.values():
            child.send(policy)

    def cover(self, covered: Covered) -> None:
        """Tell all workers there are how far witnesses have covered directives; those to come get it with their start."""
        for child in self._children.values():
            child.send(covered)

    def hurry(self) -> None:
        """Tell workers that are stopping not to wait for their sessions."""
        for child in self._children.values():
            child.terminate()

    async def _launch(self, number: int) -> WorkerChild:
        child = await WorkerChild.launch(self._start_for(number), partial(self._received, number))
        self._children[number] = child
        # Asked when it is among those who are told of the next one: what became ready meanwhile is not missed.
        self._prepare_again(child)
        return child

    def _prepare_again(self, child: WorkerChild) -> None:
        for policy in self._prepares():
            child.send(policy)

    async def _keep(self, child: WorkerChild) -> None:
        """Replace one worker whenever it is gone; its successor has the same number."""
        loop = asyncio.get_running_loop()
        number, backoff, began = child.number, FIRST_BACKOFF_SECONDS, loop.time()
        while True:
            status = await child.wait_until_gone()
            self._forget(child)
            self._events.tell(Event.WORKER_LOST, number=number, why=f"it ended with status {status}")
            if loop.time() - began >= CALM_SECONDS:
                backoff = FIRST_BACKOFF_SECONDS
            while True:
                await asyncio.sleep(backoff)
                backoff = min(2 * backoff, LAST_BACKOFF_SECONDS)
                began = loop.time()
                replacement = await self._replacement(number)
                if replacement is not None:
                    child = replacement
                    break

    async def _replacement(self, number: int) -> WorkerChild | None:
        """A new worker that serves; None when it does not come up, and then nothing of it is left."""
        child = None
        try:
            child = await self._launch(number)
            await child.wait_until_serving()
        except OstiaryError as error:
            self._events.tell(Event.WORKER_LOST, number=number, why=error.message)
            if child is not None:
                child.kill()
                await child.wait_until_gone()
                self._forget(child)
            return None
        self._events.tell(Event.WORKER_BACK, number=number, pid=child.pid)
        return child

    def _forget(self, child: WorkerChild) -> None:
        del self._children[child.number]
        self._departed = with_departed(self._departed, child.figures)
        self._on_report()

    async def _listen(self) -> None:
        """End workers whose loop stands still. They are not asked to stop: they would not hear it."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for child in [child for child in self._children.values() if child.is_serving]:
                child.silent_for += 1
                if child.silent_for > MAX_SILENT:
                    self._events.tell(Event.WORKER_SILENT, number=child.number, pid=child.pid)
                    child.kill()

    def _received(self, number: int, message: Report | Cancel) -> None:
        match message:
            case Report(figures):
                child = self._children.get(number)
                # It may have forgotten a policy that came before the step which made room for it.
                if child is not None and not figures.has_policy:
                    self._prepare_again(child)
                self._on_report()
            case Cancel(pid):
                child = self._children.get(worker_of(pid))
                if child is not None:
                    child.send(message)
            case _ as never:
                assert_never(never)
