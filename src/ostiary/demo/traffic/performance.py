"""A script performed: each access at its second, each member's accesses one after the other.

Knows: how intentions are handed to clients in real time, when to give up, and how it ends.
Must not know: the script; what outcomes are used for.

Members do not wait for each other: an access comes when it is due, as from people who do not know how busy the door is.
A member who still waits for an answer lets a few more questions pile up; what comes then is missed, and counted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from psycopg.conninfo import make_conninfo

from ostiary.demo.traffic.cast import Player
from ostiary.demo.traffic.clients import Client
from ostiary.demo.traffic.intentions import Intention
from ostiary.demo.traffic.tally import LOST, Outcome, Tally
from ostiary.errors import UpstreamDown

MOST_WAITING: Final = 16
"""Questions that a member lets pile up."""
MOST_LOST: Final = 50
"""After so many lost connections in a row without any answer, the door is taken to be gone."""
SHORT: Final = 0.001
"""Nothing is waited for that is due within a millisecond: the loop's clock is not finer."""

Listener: TypeAlias = Callable[[Outcome], None]


@dataclass(slots=True)
class _Seat:
    """A member at a place: the client, what waits for it, and the task that works it off."""

    client: Client
    waiting: asyncio.Queue[Intention | None]
    task: asyncio.Task[None]


@dataclass(slots=True)
class Performance:
    """One performance at the door that ``conninfo`` names; ``tally`` can be read while it goes on."""

    conninfo: str
    cast: Sequence[Player]
    passwords: Mapping[str, str]
    listener: Listener
    tally: Tally = field(default_factory=Tally)
    _seats: dict[tuple[str, str], _Seat] = field(default_factory=dict)
    _agencies: dict[str, str] = field(default_factory=dict)
    _lost: int = 0

    async def play(self, script: Iterable[Intention], seconds: float | None, stop: asyncio.Event) -> None:
        """Play until ``seconds`` are over, the script ends or ``stop`` is set; then every session is closed.

        Raises UpstreamDown when the door does not answer any more.
        """
        self._agencies = {one.member.code: one.member.agency for one in self.cast}
        try:
            await self._hand_out(script, seconds, stop)
        finally:
            await self._end()
        self._verify_there()

    async def _hand_out(
        self, script: Iterable[Intention], seconds: float | None, stop: asyncio.Event
    ) -> None:
        clock = asyncio.get_running_loop().time
        began = clock()
        for meant in script:
            if seconds is not None and meant.at > seconds:
                await _wait(stop, began + seconds - clock())
                return
            await _wait(stop, began + meant.at - clock())
            if stop.is_set() or self._lost >= MOST_LOST:
                return
            self._hand(meant)

    def _hand(self, meant: Intention) -> None:
        seat = self._seats.get((meant.member, meant.place)) or self._seated(meant)
        try:
            seat.waiting.put_nowait(meant)
        except asyncio.QueueFull:
            self.tally.missed += 1

    def _seated(self, meant: Intention) -> _Seat:
        waiting: asyncio.Queue[Intention | None] = asyncio.Queue(MOST_WAITING)
        conninfo = make_conninfo(self.conninfo, user=meant.member, password=self.passwords[meant.member])
        client = Client(self._agencies[meant.member], conninfo)
        seat = _Seat(client, waiting, asyncio.create_task(self._work(client, waiting)))
        self._seats[meant.member, meant.place] = seat
        return seat

    async def _work(self, client: Client, waiting: asyncio.Queue[Intention | None]) -> None:
        while (meant := await waiting.get()) is not None:
            outcome = await client.perform(meant)
            self._lost = self._lost + 1 if outcome.sqlstate == LOST else 0
            self.tally.logins += client.logins
            client.logins = 0
            self.tally.add(outcome)
            self.listener(outcome)

    async def _end(self) -> None:
        """Let everybody finish what runs, not what waits, and log out."""
        for seat in self._seats.values():
            with suppress(asyncio.QueueEmpty):
                while True:
                    seat.waiting.get_nowait()
            seat.waiting.put_nowait(None)
        await asyncio.gather(*(seat.task for seat in self._seats.values()))
        await asyncio.gather(*(seat.client.close() for seat in self._seats.values()))

    def _verify_there(self) -> None:
        if self._lost >= MOST_LOST or (self._lost and not self.tally.kinds["answered"]):
            raise UpstreamDown("the door does not answer any more", hint="is `ostiary demo` still running?")


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    """Wait that long, or until ``stop`` is set; others get their turn in any case."""
    if seconds <= SHORT:
        await asyncio.sleep(0)
        return
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
