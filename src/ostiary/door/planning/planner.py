"""Statements to plans, through the parser's process and a cache.

Knows: how to start that process, feed it one statement at a time, and do without it when it dies.
Must not know: what a plan means.

A statement that ends two processes, or takes them too long, is refused, and remembered as refused. One time is not held
against it: the machine may have ended the process for reasons of its own, or have stood still.
"""

from __future__ import annotations

import asyncio
import sys
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from ostiary.door.planning.child import PlanChild
from ostiary.door.planning.wire import Hello, Question, decode_plan, encode
from ostiary.errors import OstiaryError, UpstreamDown
from ostiary.model.catalogue import Catalogue
from ostiary.model.profile import Profile
from ostiary.sql.limits import MAX_STATEMENT_BYTES
from ostiary.sql.plan import Plan, Unsupported

WhenPlanned: TypeAlias = Callable[[Plan], None]
Key: TypeAlias = tuple[str, ...]
"""Text, profile and policy version: a catalogue belongs to its version, and the same profile may stand on two."""

MAX_VERSIONS: Final = 5
"""Policy versions known at a time. A process keeps the catalogue of each, some 100 kB; what was in force before the last
four is asked for by nobody: a session learns of a change with the next bytes that come to it."""

PLAN_SECONDS: Final = 2.0
"""The slowest statement that was found took 0.3 s; after 2 s its process is replaced."""

TURN_SECONDS: Final = 0.1
"""Between the end of that time and the replacement. The loop may have stood still all the while, and its timers come before
what it reads: one turn later it has read what was answered in time."""

START_SECONDS: Final = 20.0
"""A new process imports and builds its tables in 0.3 s; a machine that needs 20 s for it serves nobody."""

RETRY_SECONDS: Final = 1.0
"""Between two attempts to start a process that does not come up."""

PLAN_PROCESS: Final = (sys.executable, "-m", "ostiary.door.planning.process")

CACHE_BYTES: Final = 16 * 2**20
"""Texts in the cache, with their plans as the parser's process sent them: some 16,000 common statements.

In memory they take up to four times as much (measured: 2.3 times for look-ups, 3.9 for a list of 500 constants): 64 MB.
"""

ENTRY_BYTES: Final = 100
"""What an entry of the cache costs besides; the smallest plan takes 360 bytes in memory and 42 on the wire."""

DIED: Final = Unsupported("the statement could not be understood", hint="Write it in a simpler way.")


@dataclass(slots=True)
class _Waiting:
    """A statement that has no plan yet, and everybody who waits for it."""

    text: str
    profile: Profile
    policy: str
    callbacks: list[WhenPlanned] = field(default_factory=list)
    deaths: int = 0

    @property
    def key(self) -> Key:
        return self.text, self.profile.id, self.policy


class PlanCache:
    """Plans by text, profile and policy version, the least recently used forgotten first."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        # Each with its size.
        self._plans: OrderedDict[Key, tuple[Plan, int]] = OrderedDict()
        self._size = 0
        self._limit = limit

    def get(self, key: Key) -> Plan | None:
        """The plan, if it is known."""
        found = self._plans.get(key)
        if found is None:
            return None
        self._plans.move_to_end(key)
        return found[0]

    def put(self, key: Key, plan: Plan, sent: int) -> None:
        """Remember a plan that was sent in so many bytes."""
        size = len(key[0]) + sent + ENTRY_BYTES
        _, before = self._plans.pop(key, (plan, 0))
        self._size += size - before
        self._plans[key] = (plan, size)
        while self._size > self._limit:
            _, (_, forgotten) = self._plans.popitem(last=False)
            self._size -= forgotten


class Planner:
    """One parser's process at a time, and who waits for it; used from one event loop.

    ``hits`` and ``misses`` count statements by whether their plan was known, ``replaced`` processes that were given up.
    """

    def __init__(
        self, catalogue: Catalogue, major: int, command: Sequence[str] = PLAN_PROCESS, policy: str = ""
    ) -> None:
        self._command = command
        self._major = major
        self._hellos = OrderedDict({policy: encode(Hello(catalogue, major, policy))})
        self._cache = PlanCache()
        self._waiting: OrderedDict[Key, _Waiting] = OrderedDict()
        self._asked: _Waiting | None = None
        self._number = 0
        self._process: PlanChild | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._replacing: asyncio.Task[None] | None = None
        self._is_closed = False
        self.hits = 0
        self.misses = 0
        self.replaced = 0

    async def start(self) -> None:
        """Start a process; it takes questions when this returns. Raises UpstreamDown when it does not come up."""
        process = PlanChild(self._replied, self._exited)
        try:
            async with asyncio.timeout(START_SECONDS):
                await asyncio.get_running_loop().subprocess_exec(
                    lambda: process, *self._command, stderr=asyncio.subprocess.DEVNULL
                )
                for hello in self._hellos.values():
                    process.send(hello)
                await process.ready
        except BaseException as error:
            process.end()
            if isinstance(error, OSError | TimeoutError):
                raise UpstreamDown("the parser's process does not come up") from error
            raise
        self._process = process
        self._ask_next()

    async def close(self) -> None:
        """End the process, and wait until it is gone."""
        self._is_closed = True
        if self._replacing is not None:
            self._replacing.cancel()
        if self._timer is not None:
            self._timer.cancel()
        process, self._process = self._process, None
        if process is not None:
            process.end()
            await process.gone

    def know(self, policy: str, catalogue: Catalogue, needed: Collection[str] = ()) -> None:
        """From now on statements can be understood under this policy version too.

        The oldest of many is forgotten, but none that is ``needed``: what is only ordered, and by one official alone, must not
        take the place of what is in force.
        """
        self._hellos.pop(policy, None)
        others = [one for one in self._hellos if one not in needed]
        surplus = max(0, len(self._hellos) + 1 - MAX_VERSIONS)
        forgotten = tuple(others[:surplus])
        for version in forgotten:
            del self._hellos[version]
        self._hellos[policy] = encode(Hello(catalogue, self._major, policy))
        if self._process is not None:
            self._process.send(encode(Hello(catalogue, self._major, policy, forgotten)))

    def plan(self, text: str, profile: Profile, callback: WhenPlanned, policy: str = "") -> None:
        """Call back with the plan: at once when it is known, otherwise when the process has answered.

        Raises UpstreamDown for a policy version that is not known.
        """
        if policy not in self._hellos:
            raise UpstreamDown("statements are not understood under that policy version any more")
        if len(text.encode()) > MAX_STATEMENT_BYTES:
            callback(Unsupported(f"a statement has at most {MAX_STATEMENT_BYTES} bytes", syntax=True))
            return
        key = (text, profile.id, policy)
        known = self._cache.get(key)
        if known is not None:
            self.hits += 1
            callback(known)
            return
        self.misses += 1
        if self._asked is not None and self._asked.key == key:
            self._asked.callbacks.append(callback)
            return
        self._waiting.setdefault(key, _Waiting(text, profile, policy)).callbacks.append(callback)
        self._ask_next()

    def _ask_next(self) -> None:
        if self._asked is not None or not self._waiting or self._process is None:
            return
        _, asked = self._waiting.popitem(last=False)
        self._asked = asked
        self._number += 1
        self._process.send(encode(Question(asked.text, asked.profile, self._number, asked.policy)))
        self._timer = asyncio.get_running_loop().call_later(PLAN_SECONDS, self._look_once_more)

    def _look_once_more(self) -> None:
        """The time is over by the loop's clock; only whoever has not answered when the loop has turned took it."""
        self._timer = asyncio.get_running_loop().call_later(TURN_SECONDS, self._give_up)

    def _settle(self, plan: Plan, sent: int = 0) -> None:
        """The statement that was asked has its plan, which was sent in so many bytes."""
        asked = self._take_asked()
        if asked is not None:
            self._cache.put(asked.key, plan, sent)
            for callback in asked.callbacks:
                callback(plan)
        self._ask_next()

    def _take_asked(self) -> _Waiting | None:
        asked, self._asked = self._asked, None
        if self._timer is not None:
            self._timer.cancel()
        return asked

    def _replied(self, process: PlanChild, frame: bytes) -> None:
        if process is not self._process:
            return
        try:
            plan = decode_plan(frame, self._number)
        except OstiaryError:
            process.end()
            return
        # A process that answers twice has nothing to say any more: its second answer finds no question.
        self._settle(plan, len(frame))

    def _exited(self, process: PlanChild) -> None:
        if process is self._process and not self._is_closed:
            self._give_up()

    def _give_up(self) -> None:
        """The statement that the process had is asked once more of the next one, and refused if that brings no plan either."""
        self._replace()
        asked = self._asked
        if asked is None:
            return
        asked.deaths += 1
        if asked.deaths > 1:
            self._settle(DIED)
            return
        self._take_asked()
        self._waiting[asked.key] = asked
        self._waiting.move_to_end(asked.key, last=False)

    def _replace(self) -> None:
        self.replaced += 1
        process, self._process = self._process, None
        if process is not None:
            process.end()
        self._replacing = asyncio.get_running_loop().create_task(self._start_again())

    async def _start_again(self) -> None:
        """Start a process until one comes up; meanwhile whoever waits is refused, which is not remembered."""
        while True:
            try:
                await self.start()
            except UpstreamDown:
                waiting, self._waiting = self._waiting, OrderedDict()
                for each in waiting.values():
                    for callback in each.callbacks:
                        callback(DIED)
                await asyncio.sleep(RETRY_SECONDS)
            else:
                return
