"""Directives as they arrive: into force at once, then into the log.

Knows: the order of gate, registry, log and floor for a new step.
Must not know: what a step says, how it got here.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ostiary.directives.envelope import step_hash
from ostiary.door.events import Event, Events
from ostiary.door.gate import Gate
from ostiary.door.registry import Registry
from ostiary.errors import DirectiveRefused, LogUnavailable, OstiaryError
from ostiary.evidence.commitment import DIRECTIVE
from ostiary.server.log_keeper import LogKeeper
from ostiary.store.directive_floor import Floor, read_floor, write_floor


class Chain:
    """Takes the steps of the chain in order. Its callbacks are those of ``ControlWatch``."""

    def __init__(
        self, gate: Gate, registry: Registry, log: LogKeeper, floor_file: Path, events: Events
    ) -> None:
        self._gate = gate
        self._registry = registry
        self._log = log
        self._floor_file = floor_file
        self._floor = read_floor(floor_file)
        self._events = events
        self._sequence = -1
        self._unlogged: list[tuple[int, bytes]] = []

    def on_steps(self, steps: list[bytes]) -> None:
        """Bring new steps into force: first whom they cut off, then everything else.

        Raises DirectiveRefused or ProofInvalid, and then nothing has changed and the lease is not renewed.
        """
        try:
            self._verify_floor(steps)
            self._gate.take_steps(steps)
        except OstiaryError as error:
            self._events.tell(Event.CHAIN_BROKEN, why=error.message)
            raise
        ended = self._registry.end_cut_off(self._gate.snapshot, self._gate.now().date())
        self._events.tell(Event.DIRECTIVE, steps=len(steps), ended=ended)
        for step in steps:
            self._sequence += 1
            if self._sequence > self._floor.sequence:
                self._unlogged.append((self._sequence, step))
        self.log_steps()

    def log_steps(self) -> None:
        """Hand steps that are in force to the log; what it cannot take now is handed over with the next poll."""
        while self._unlogged:
            sequence, step = self._unlogged[0]
            try:
                client = self._log.client()
                ticket = client.append(DIRECTIVE, step)
            except LogUnavailable:
                return
            del self._unlogged[0]
            client.when_durable(ticket, partial(self._logged, sequence, step))

    def verify_complete(self) -> None:
        """Raises DirectiveRefused when the chain has been read and is shorter than this gateway has seen it."""
        if self._sequence < self._floor.sequence:
            raise _set_back()

    def _verify_floor(self, steps: list[bytes]) -> None:
        for sequence, step in enumerate(steps, self._sequence + 1):
            if sequence == self._floor.sequence and step_hash(step) != self._floor.hash:
                raise _set_back()

    def _logged(self, sequence: int, step: bytes, index: int | LogUnavailable) -> None:
        if isinstance(index, LogUnavailable):
            # Whether it is durable cannot be known; twice in the log is better than never.
            self._unlogged.append((sequence, step))
            self._unlogged.sort()
            return
        if sequence > self._floor.sequence:
            self._floor = Floor(sequence, step_hash(step))
            try:
                write_floor(self._floor_file, self._floor)
            except OSError as error:
                # The old floor still holds: it is lower, and so still true. The log has the step.
                self._events.tell(Event.FLOOR_NOT_WRITTEN, why=error.strerror or "unknown reason")


def _set_back() -> DirectiveRefused:
    return DirectiveRefused(
        "the control database no longer has the directives that this gateway has seen",
        hint="Restore it from a backup that has them; this gateway does not serve under older ones.",
    )
