"""Erasures that two officials have signed: carried out by the log's writer, each once.

Knows: which directives order an erasure, and how one is asked for and tried again.
Must not know: keys, journals, what an entry says.

An erasure is begun when the steps that order and confirm it are in the log, so that nothing is destroyed before everybody
can see who had it destroyed. What was carried out stands in the log too; a gateway that starts again asks for nothing twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from ostiary.directives.register import Register
from ostiary.door.events import Event, Events
from ostiary.errors import LogUnavailable, OstiaryError
from ostiary.evidence.commitment import ERASURE
from ostiary.evidence.erase_request import EraseRequest, write_request
from ostiary.evidence.name_erasure import AnyErasure
from ostiary.model.directive import AnyErasureOrder, ErasureOrder, NameErasureOrder
from ostiary.server.log_keeper import LogKeeper
from ostiary.store.log.erasure_orders import erasure_of
from ostiary.store.log.erasure_plan import plan_erasure

RETRY_SECONDS: Final = 1.0
MAX_TRIES: Final = 30
"""A writer that starts again has read its journal by then; whatever still stands in the way, a person has to look at."""


class Erasures:
    """Carries out what a register orders, for one log. ``on_logged`` is to be called whenever its steps are in the log."""

    def __init__(self, log_dir: Path, master_key: Path | None, log: LogKeeper, events: Events) -> None:
        self._log_dir = log_dir
        self._master_key = master_key
        self._log = log
        self._events = events
        self._taken: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        # One at a time: each reads the journal.
        self._turn = asyncio.Lock()

    def on_logged(self, register: Register) -> None:
        """Begin what is ordered, confirmed, and was not begun yet."""
        for directive, act in _ordered(register):
            if directive not in self._taken:
                self._taken.add(directive)
                task = asyncio.get_running_loop().create_task(self._carry_out(directive, act))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        """Begin nothing more. What the writer was asked for, it finishes."""
        for task in self._tasks:
            task.cancel()

    async def _carry_out(self, directive: str, act: AnyErasureOrder) -> None:
        erasure = erasure_of(directive, act)
        why = ""
        async with self._turn:
            for _ in range(MAX_TRIES):
                try:
                    await self._try(directive, erasure, act.log)
                except (LogUnavailable, OSError) as fault:
                    why = str(fault)
                    await asyncio.sleep(RETRY_SECONDS)
                except OstiaryError as fault:
                    why = fault.message
                    break
                else:
                    return
        self._events.tell(Event.ERASURE_TROUBLE, directive=directive, why=why)

    async def _try(self, directive: str, erasure: AnyErasure, log: str) -> None:
        """Raises what ``plan_erasure`` raises, and LogUnavailable when the writer is gone or has refused."""
        plan = partial(plan_erasure, self._log_dir, self._master_key, log, erasure)
        request = await asyncio.to_thread(plan)
        if request is not None:
            index = await self._ask(request)
            self._events.tell(Event.ERASED, directive=directive, number=index)

    async def _ask(self, request: EraseRequest) -> int:
        client = self._log.client()
        answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        client.when_durable(client.append(ERASURE, write_request(request)), _settling(answered))
        return await answered


def _ordered(register: Register) -> Iterator[tuple[str, AnyErasureOrder]]:
    for one in register.directives.values():
        if isinstance(one.act, ErasureOrder | NameErasureOrder) and one.status == "confirmed":
            yield one.id, one.act


def _settling(answered: asyncio.Future[int]) -> Callable[[int | LogUnavailable], None]:
    def settle(answer: int | LogUnavailable) -> None:
        if answered.done():
            return
        if isinstance(answer, LogUnavailable):
            answered.set_exception(answer)
        else:
            answered.set_result(answer)

    return settle
