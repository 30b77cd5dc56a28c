"""Policy versions made ready, once for all workers: found, judged, proved, and handed over before they are in force.

Knows: which versions may be needed next, what each must pass, how often a failure is tried again.
Must not know: how promises are proved, what a worker does with a policy.

A change is made ready when it is ordered, so that its confirmation finds it ready. One that does not pass is handed to
nobody: where it is confirmed all the same, every worker lacks the policy in force and releases nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from ostiary.directives.lineage import Change, grounds_of, open_changes
from ostiary.directives.register import Register
from ostiary.door.events import Event, Events
from ostiary.door.gate import MAX_READY
from ostiary.errors import DirectiveRefused, OstiaryError
from ostiary.model.bundle import Bundle
from ostiary.policy.profiles import all_profiles
from ostiary.server.policies.in_force import InForce, in_force_under, under, version_in_force
from ostiary.server.policies.proving import Prove, verify_kept
from ostiary.server.policies.shelf import Shelf
from ostiary.server.servable import verify_effective, verify_servable

RETRY_SECONDS: Final = 2.0
"""Between two attempts at what did not pass: the control database may have been away, or a day may have begun."""


LATER_SECONDS: Final = 30.0
"""Likewise while the one in force is served: what one official has ordered costs at most a compilation in that time."""


class PolicyKeeper:
    """Used from one event loop; the work is done in threads. ``send`` hands a policy that is ready to all workers.

    ``why`` says why the policy in force is not served, empty while it is.
    """

    def __init__(self, shelf: Shelf, prove: Prove, events: Events, send: Callable[[InForce], None]) -> None:
        self.why = ""
        self._shelf = shelf
        self._prove = prove
        self._events = events
        self._send = send
        self._register = Register.empty(shelf.founding.bundle.officials)
        self._ready: dict[str, InForce] = {}
        self._refused: dict[str, OstiaryError] = {}
        # Whether a bundle keeps its promises is always the same: what was found is not asked again.
        self._judged: dict[str, DirectiveRefused | None] = {}
        self._wake = asyncio.Event()

    @property
    def version(self) -> str:
        """The policy version in force, whether or not it is served."""
        return version_in_force(self._register, self._shelf)

    @property
    def in_force(self) -> InForce | None:
        """The policy in force; None while it is not ready."""
        return self._ready.get(self.version)

    @property
    def ready(self) -> tuple[InForce, ...]:
        """The policies that are ready, that in force first if it is among them."""
        return tuple(self._ready[one] for one in self._in_order(self._ready))

    def on_register(self, register: Register) -> None:
        """Directives have come."""
        self._register = register
        self._wake.set()

    async def settle(self) -> None:
        """Make the policy in force ready. Raises why it does not pass.

        What is only ordered is left to ``run``: one official alone must not keep a gateway from starting.
        """
        await self._make_ready(0)
        self._wake.set()
        refused = self._refused.get(self.version)
        if refused is not None:
            raise refused

    async def run(self) -> None:
        """Make ready whatever comes to be needed, until this is cancelled."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._patience)
            self._wake.clear()
            await self._make_ready()

    @property
    def _patience(self) -> float | None:
        if self.version in self._refused:
            return RETRY_SECONDS
        return LATER_SECONDS if self._refused else None

    async def _make_ready(self, most_ordered: int = MAX_READY - 1) -> None:
        register, version = self._register, self.version
        ordered = open_changes(register, version)[-most_ordered:] if most_ordered else ()
        wanted: dict[str, Change | None] = {**{one.act.version: one for one in ordered}, version: None}
        grounds = {known: _grounds(register, change) for known, change in wanted.items()}
        self._ready = {known: one for known, one in self._ready.items() if one.grounds == grounds.get(known)}
        self._refused = {known: error for known, error in self._refused.items() if known in wanted}
        for each in self._in_order(wanted):
            if each not in self._ready:
                await self._try(register, each, wanted[each])
        self.why = self._refused[version].message if version in self._refused else ""
        self._shelf.forget_all_but(frozenset(wanted) | {self._shelf.founding.bundle.version})

    def _in_order(self, versions: dict[str, InForce] | dict[str, Change | None]) -> list[str]:
        """What is in force comes first: nobody waits for what is only ordered."""
        return sorted(versions, key=lambda one: one != self.version)

    async def _try(self, register: Register, version: str, change: Change | None) -> None:
        try:
            found = await asyncio.to_thread(self._examine, register, change)
        except OstiaryError as error:
            self._refuse(version, error)
            return
        except Exception as fault:  # noqa: BLE001 - one official alone must not end the keeper with an odd policy.
            self._refuse(version, DirectiveRefused(f"it cannot be examined: {type(fault).__name__}"))
            return
        self._refused.pop(version, None)
        self._ready[version] = found
        self._send(found)

    def _refuse(self, version: str, error: OstiaryError) -> None:
        before = self._refused.get(version)
        if before is None or before.message != error.message:
            self._events.tell(Event.POLICY_REFUSED, policy=version, why=error.message)
        self._refused[version] = error

    def _examine(self, register: Register, change: Change | None) -> InForce:
        """The policy in force, or the one that an ordered change would put in force, if it passes. Raises why not."""
        shelf = self._shelf
        found = in_force_under(register, shelf) if change is None else under(register, shelf, change)
        bundle = found.bundle
        verify_servable(bundle)
        today = datetime.now(UTC).date()
        verify_effective(bundle, today)
        # A worker works them out for the walls: what has too many is found out here, where nobody is served.
        all_profiles(bundle, today)
        if bundle.version not in self._judged:
            self._judged[bundle.version] = self._judgement(bundle)
        refused = self._judged[bundle.version]
        if refused is not None:
            raise refused
        return found

    def _judgement(self, bundle: Bundle) -> DirectiveRefused | None:
        """Why it is not known that the bundle keeps its promises; None when all are proved to be kept."""
        try:
            verify_kept(bundle, self._prove)
        except DirectiveRefused as error:
            return error
        return None


def _grounds(register: Register, change: Change | None) -> tuple[str, ...]:
    """What a policy would rest on: the one in force, or the one that an ordered change would put in force."""
    return grounds_of(register) if change is None else (*grounds_of(register), change.ground)
