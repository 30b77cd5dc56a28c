"""Statements to plans, through the parser's process and a cache.

Knows: how to start that process, feed it one statement at a time, and do without it when it dies.
Must not know: what a plan means.

A statement during which the process dies, or takes too long, is refused, and remembered as refused.
"""

from __future__ import annotations

import asyncio
import sys
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, cast

from ostiary.door.plan_wire import LENGTH, MAX_FRAME, Hello, Question, decode_plan, encode
from ostiary.errors import OstiaryError, UpstreamDown
from ostiary.model.catalogue import Catalogue
from ostiary.model.profile import Profile
from ostiary.sql.limits import MAX_STATEMENT_BYTES
from ostiary.sql.plan import Plan, Unsupported

WhenPlanned: TypeAlias = Callable[[Plan], None]

PLAN_SECONDS = 2.0
"""The slowest statement of 64 kB took 0.1 s; one that takes 2 s is refused, and its process replaced."""

CACHE_BYTES = 16 * 2**20
"""Texts in the cache; with their plans some four times as much: 64 MB."""

DIED = Unsupported("the statement could not be understood", hint="Write it in a simpler way.")


@dataclass(frozen=True, slots=True)
class _Waiting:
    text: str
    profile: Profile
    callbacks: list[WhenPlanned]

    @property
    def key(self) -> tuple[str, str]:
        return self.text, self.profile.id


class PlanCache:
    """Plans by text and profile, the least recently used forgotten first."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._plans: OrderedDict[tuple[str, str], Plan] = OrderedDict()
        self._size = 0
        self._limit = limit

    def get(self, key: tuple[str, str]) -> Plan | None:
        """The plan, if it is known."""
        plan = self._plans.get(key)
        if plan is not None:
            self._plans.move_to_end(key)
        return plan

    def put(self, key: tuple[str, str], plan: Plan) -> None:
        """Remember a plan."""
        if self._plans.pop(key, None) is None:
            self._size += len(key[0])
        self._plans[key] = plan
        while self._size > self._limit:
            (text, _), _ = self._plans.popitem(last=False)
            self._size -= len(text)


class Planner(asyncio.SubprocessProtocol):
    """One parser's process and its queue; used from one event loop."""

    def __init__(self, catalogue: Catalogue, major: int) -> None:
        self._hello = encode(Hello(catalogue, major))
        self._cache = PlanCache()
        self._queue: deque[_Waiting] = deque()
        self._asked: _Waiting | None = None
        self._transport: asyncio.SubprocessTransport | None = None
        self._inbox = bytearray()
        self._timer: asyncio.TimerHandle | None = None
        self._starting: asyncio.Task[None] | None = None
        self._is_closed = False

    async def start(self) -> None:
        """Start the process; it is ready when this returns, as far as starting goes."""
        loop = asyncio.get_running_loop()
        transport, _ = await loop.subprocess_exec(
            lambda: self, sys.executable, "-m", "ostiary.door.plan_process", stderr=asyncio.subprocess.DEVNULL
        )
        self._transport = transport
        self._input.write(self._hello)
        self._ask_next()

    def close(self) -> None:
        """End the process."""
        self._is_closed = True
        if self._transport is not None:
            self._transport.close()

    def plan(self, text: str, profile: Profile, callback: WhenPlanned) -> None:
        """Call back with the plan: at once when it is known, otherwise when the process has answered."""
        if len(text.encode()) > MAX_STATEMENT_BYTES:
            callback(Unsupported(f"a statement has at most {MAX_STATEMENT_BYTES} bytes", syntax=True))
            return
        known = self._cache.get((text, profile.id))
        if known is not None:
            callback(known)
            return
        self._queue.append(_Waiting(text, profile, [callback]))
        self._ask_next()

    @property
    def _input(self) -> asyncio.WriteTransport:
        transport = self._transport.get_pipe_transport(0) if self._transport is not None else None
        if transport is None:
            raise UpstreamDown("the parser's process is not running")
        return cast("asyncio.WriteTransport", transport)

    def _ask_next(self) -> None:
        if self._asked is not None or not self._queue or self._transport is None:
            return
        self._asked = asked = self._queue.popleft()
        known = self._cache.get(asked.key)
        if known is not None:
            # Somebody else has asked the same in the meantime.
            self._answer(known)
            return
        self._input.write(encode(Question(asked.text, asked.profile)))
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(PLAN_SECONDS, self._transport.kill)

    def _answer(self, plan: Plan) -> None:
        asked, self._asked = self._asked, None
        if self._timer is not None:
            self._timer.cancel()
        if asked is not None:
            self._cache.put(asked.key, plan)
            for callback in asked.callbacks:
                callback(plan)
        self._ask_next()

    # What asyncio calls.

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002 - there is one output
        """Take in replies."""
        self._inbox += data
        while len(self._inbox) >= LENGTH.size:
            (length,) = LENGTH.unpack_from(self._inbox)
            if length > MAX_FRAME:
                self._kill()
                return
            if len(self._inbox) < LENGTH.size + length:
                return
            frame = bytes(self._inbox[LENGTH.size : LENGTH.size + length])
            del self._inbox[: LENGTH.size + length]
            self._take(frame)

    def process_exited(self) -> None:
        """The process died: the statement that it had is refused, and a new one is started for the others."""
        self._transport = None
        self._inbox.clear()
        if self._asked is not None:
            self._answer(DIED)
        if not self._is_closed:
            self._starting = asyncio.get_running_loop().create_task(self.start())

    def _take(self, frame: bytes) -> None:
        try:
            plan = decode_plan(frame)
        except OstiaryError:
            self._kill()
            return
        self._answer(plan)

    def _kill(self) -> None:
        if self._transport is not None:
            self._transport.kill()
