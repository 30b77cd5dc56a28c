"""Cancels: a request comes to any worker, and reaches the one session whose key it holds.

Knows: which worker a key belongs to, and the way to the others.
Must not know: what a session is doing, how messages travel between workers.

The number in a key only says where to look. Its secret is compared by the worker that has the session, and by no other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ostiary.door.events import Event, Events
from ostiary.door.registry import Registry
from ostiary.door.tally import Tally

NUMBER_BITS: Final = 24
MAX_NUMBER: Final = 2**NUMBER_BITS - 1
"""16.7 million keys a worker; its sessions are some thousands. Above them 7 bits name the worker: the field of the
protocol is a signed integer of 32 bits, and drivers expect it above zero."""

MAX_WORKERS: Final = 32
"""Within the 127 that 7 bits can name. Each worker and the supervisor hold one of the log writer's 64 connections,
which leaves 31 for tools."""


class Cancels:
    """The cancels of one worker, whose ``number`` counts from 1. ``elsewhere`` hands a key to the other workers."""

    def __init__(
        self,
        number: int,
        registry: Registry,
        elsewhere: Callable[[int, bytes], None],
        events: Events,
        tally: Tally,
    ) -> None:
        self._number = number
        self._registry = registry
        self._elsewhere = elsewhere
        self._events = events
        self._tally = tally

    def ask(self, pid: int, secret: bytes) -> None:
        """A client of ours asks: carry it out when the session is ours, otherwise pass it on."""
        if worker_of(pid) == self._number:
            self.carry_out(pid, secret)
        else:
            self._elsewhere(pid, secret)

    def carry_out(self, pid: int, secret: bytes) -> None:
        """Cancel what our session with this key is doing, if there is one; nobody learns whether there is."""
        session = self._registry.cancel(pid, secret)
        if session is not None:
            self._tally.cancels += 1
            self._events.tell(Event.CANCELLED, session=session.connection.id)


def cancel_pid(worker: int, number: int) -> int:
    """The first half of a session's key, from the worker's number and one of the session's (1 to ``MAX_NUMBER``)."""
    return worker << NUMBER_BITS | number


def worker_of(pid: int) -> int:
    """The worker that such a key belongs to; any number at all for one that is not of our making."""
    return pid >> NUMBER_BITS
