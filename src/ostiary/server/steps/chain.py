"""Directives as they arrive at a worker: into force at once.

Knows: the order of floor, gate and registry for a new step, and for a policy that it puts in force.
Must not know: what a step says, how it got here, the log: the supervisor logs each step, once for all workers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Final

from ostiary.directives.register import Register
from ostiary.door.events import Event, Events
from ostiary.door.gate import Gate, Ready
from ostiary.door.registry import Registry
from ostiary.errors import OstiaryError
from ostiary.model.bundle import Bundle
from ostiary.server.steps.floor_guard import FloorGuard
from ostiary.store.directive_floor import Floor
from ostiary.store.endings import MAX_DIRECTIVES, Ending

MAX_UNTOLD: Final = 64
"""Endings that wait while the control database cannot be told; what is beyond them is told by events alone."""


class Chain:
    """Takes the steps of the chain in order. ``on_steps`` is a callback of ``ControlWatch``.

    ``on_force`` is called when steps have come into force and whom they cut off has been ended.
    """

    def __init__(
        self,
        gate: Gate,
        registry: Registry,
        floor: Floor,
        events: Events,
        on_force: Callable[[], None],
        *,
        gateway: str = "",
    ) -> None:
        self._gate = gate
        self._registry = registry
        self._guard = FloorGuard(floor)
        self._events = events
        self._on_force = on_force
        self._gateway = gateway
        self._endings: deque[Ending] = deque(maxlen=MAX_UNTOLD)

    @property
    def sequence(self) -> int:
        """The last step in force (-1: none)."""
        return self._guard.sequence

    def on_steps(self, steps: list[bytes]) -> None:
        """Bring new steps into force: first whom they do not let go on, then everything else.

        Raises DirectiveRefused or ProofInvalid, and then nothing has changed and the lease is not renewed.
        """
        before, register = self._gate.snapshot.bundle, self._gate.snapshot.register
        try:
            self._guard.verify(steps)
            self._gate.take_steps(steps)
        except OstiaryError as error:
            self._events.tell(Event.CHAIN_BROKEN, why=error.message)
            raise
        self._guard.advance(steps)
        self._overtake(before)
        ended = self._registry.end_unserved(self._gate.snapshot, self._gate.now())
        self._events.tell(Event.DIRECTIVE, steps=len(steps), ended=ended)
        if ended:
            changed = _changed(register, self._gate.snapshot.register)
            self._endings.append(Ending(self._gateway, changed[-MAX_DIRECTIVES:], ended))
        self._on_force()

    def endings(self) -> Iterator[Ending]:
        """What has not been told yet of sessions that ended, each once. May be called in another thread."""
        while self._endings:
            yield self._endings.popleft()

    def prepare(self, ready: Ready) -> None:
        """A policy version may be served under: it is at once, where it is the one in force."""
        before = self._gate.snapshot.bundle
        self._gate.prepare(ready)
        if self._overtake(before):
            self._registry.end_unserved(self._gate.snapshot, self._gate.now())
            self._on_force()

    def extend_cover(self, sequence: int, until: float) -> None:
        """Witnesses have covered the chain up to that step, which counts until that time of the boot clock."""
        self._gate.extend_cover(sequence, until)
        self._registry.end_unserved(self._gate.snapshot, self._gate.now())
        self._on_force()

    def _overtake(self, before: Bundle) -> bool:
        """End what runs on the server under another policy version than the one in force now; whether there is one.

        Its sessions drop whatever still comes: this only spares them the wait.
        """
        snapshot = self._gate.snapshot
        if snapshot.bundle.version == before.version:
            return False
        self._registry.cancel_all()
        self._events.tell(
            Event.POLICY_IN_FORCE, policy=snapshot.bundle.version, directive=snapshot.register.changed_by
        )
        return True

    def verify_complete(self) -> None:
        """Raises DirectiveRefused when the chain has been read and is shorter than this gateway has seen it."""
        self._guard.verify_complete()


def _changed(before: Register, after: Register) -> tuple[str, ...]:
    """The directives that are not as they were."""
    known = before.directives
    return tuple(code for code, one in after.directives.items() if known.get(code) is not one)
