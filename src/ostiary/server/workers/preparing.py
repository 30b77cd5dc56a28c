"""Policies that may be served under, prepared one after the other beside the loop that serves.

Knows: that compiling takes long, that the supervisor repeats itself, and who must know of a policy before it is in force.
Must not know: which policy is in force, how one is compiled, sockets.
"""

from __future__ import annotations

import asyncio

from ostiary.door.events import Event, Events
from ostiary.door.gate import Gate
from ostiary.door.planning.planner import Planner
from ostiary.errors import OstiaryError
from ostiary.server.steps.chain import Chain
from ostiary.server.workers.policies import HeldPolicies
from ostiary.server.workers.wire import Prepare


class Preparation:
    """What arrives at ``take`` is prepared by ``run``, for one running loop."""

    def __init__(self, policies: HeldPolicies, gate: Gate, chain: Chain, events: Events) -> None:
        self._policies = policies
        self._gate = gate
        self._chain = chain
        self._events = events
        self._arrivals: asyncio.Queue[Prepare] = asyncio.Queue()

    def take(self, policy: Prepare) -> None:
        """The texts of a policy that may be served under, as soon as directives say so."""
        self._arrivals.put_nowait(policy)

    async def run(self, planner: Planner) -> None:
        """Prepare what arrives, until cancelled."""
        while True:
            policy = await self._arrivals.get()
            # The supervisor repeats itself while a worker lacks the policy in force.
            if not self._gate.is_prepared(policy.version, policy.grounds):
                await self._prepare(policy, planner)

    async def _prepare(self, policy: Prepare, planner: Planner) -> None:
        try:
            ready = await asyncio.to_thread(self._policies.compile, policy.policy, policy.grounds)
        except OstiaryError as error:
            # It is not ready here, which closes this worker if it is the one in force; the others are served under.
            self._events.tell(Event.POLICY_REFUSED, policy=policy.version, why=error.message)
            return
        needed = {one.version for one in self._gate.ready}
        planner.know(ready.bundle.version, ready.bundle.catalogue, needed)
        self._chain.prepare(ready)
        self._events.tell(Event.POLICY_READY, policy=ready.bundle.version, walls=len(ready.walls))
