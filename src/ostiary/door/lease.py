"""The gate closed: what was released and has not left yet does not leave any more.

Knows: when the lease ends, the policy in force is lacking or witnesses have not covered it, and that each may come back.
Must not know: how a lease is renewed or a policy had, what a session is doing.

Each flush looks at the lease by itself (``door.driver``), so sessions without anything on its way stay until they ask.
This watch is for bytes that were flushed under a lease and that a slow client has not taken.
"""

from __future__ import annotations

import asyncio
from typing import Final

from ostiary.door.events import Event, Events
from ostiary.door.gate import Gate
from ostiary.door.registry import Registry

TICK_SECONDS: Final = 0.25
"""The longest sleep: the loop's clock stands still while the machine sleeps, the lease's does not."""


class LeaseWatch:
    """Tells of the end of the lease and of its return. ``run`` is its one task; ``look`` is one look."""

    def __init__(self, gate: Gate, registry: Registry, events: Events) -> None:
        self._gate = gate
        self._registry = registry
        self._events = events
        self._had_lease = gate.has_lease
        self._had_policy = gate.has_policy
        self._was_uncovered = gate.uncovered

    async def run(self) -> None:
        """Look whenever the lease may have ended."""
        while True:
            self.look()
            left = self._gate.lease_seconds
            await asyncio.sleep(min(left or TICK_SECONDS, TICK_SECONDS))

    def look(self) -> None:
        """When the gate has closed, end what is on its way, and only then say so."""
        self._look_at_policy()
        self._look_at_cover()
        has_lease = self._gate.has_lease
        if self._had_lease and not has_lease:
            reset = self._registry.stop_sending()
            self._events.tell(Event.LEASE_OVER, reset=reset, sessions=len(self._registry))
        elif has_lease and not self._had_lease:
            self._events.tell(Event.LEASE_BACK)
        self._had_lease = has_lease

    def _look_at_cover(self) -> None:
        uncovered = self._gate.uncovered
        if uncovered and not self._was_uncovered:
            reset = self._registry.stop_sending()
            self._events.tell(Event.UNCOVERED, why=uncovered, reset=reset, sessions=len(self._registry))
        elif self._was_uncovered and not uncovered:
            self._events.tell(Event.COVERED)
        self._was_uncovered = uncovered

    def _look_at_policy(self) -> None:
        has_policy = self._gate.has_policy
        if self._had_policy and not has_policy:
            reset = self._registry.stop_sending()
            self._events.tell(
                Event.POLICY_LACKING, policy=self._gate.wanted, reset=reset, sessions=len(self._registry)
            )
        self._had_policy = has_policy
