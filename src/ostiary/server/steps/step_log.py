"""Directives as they arrive at the supervisor: into the log, each step once, whatever the number of workers.

Knows: the order of force, log, floor and publication; when a step is surely in force at every worker.
Must not know: workers, sessions, what a step says.

INVARIANT: a step is handed to the log only when no worker can release anything under older directives. So no row that
went to somebody whom a step cuts off has an entry behind that step's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from ostiary.directives.envelope import step_hash
from ostiary.directives.register import Register
from ostiary.door.events import Event, Events
from ostiary.door.gate import LEASE_SECONDS
from ostiary.errors import LogUnavailable, OstiaryError
from ostiary.evidence.commitment import DIRECTIVE
from ostiary.server.log_keeper import LogKeeper
from ostiary.server.steps.floor_guard import FloorGuard
from ostiary.server.steps.logged_steps import Logged, highest
from ostiary.store.directive_floor import Floor, read_floor, write_floor


@dataclass(frozen=True, slots=True, order=True)
class _Unlogged:
    sequence: int
    step: bytes
    in_force_at: float
    """From this time of the boot clock on every worker has the step, or no lease."""


class StepLog:
    """Follows the chain, logs it, and keeps the floor. ``on_steps`` is a callback of ``ControlWatch``.

    ``publish`` is called with the register whenever all its steps are in the log; it raises nothing. ``logged`` are the steps
    that the log holds already, as far as the floor's file says where it is not given; ``on_logged`` is called with sequence,
    hash and index of each further one.
    """

    def __init__(
        self,
        register: Register,
        log: LogKeeper,
        floor_file: Path,
        events: Events,
        boot_clock: Callable[[], float],
        *,
        publish: Callable[[Register], None],
        logged: Iterable[Logged] | None = None,
        on_logged: Callable[[int, str, int], None] = lambda _sequence, _hash, _index: None,
    ) -> None:
        self._register = register
        self._log = log
        self._floor_file = floor_file
        self.floor = read_floor(floor_file)
        """The last step that the file or the log names."""
        self._logged_to = self.floor.sequence
        if logged is not None:
            steps = tuple(logged)
            self.floor = highest(self.floor, steps)
            # A log that was begun anew gets the chain from its first step: what it does not hold, nobody can witness.
            self._logged_to = max((one.sequence for one in steps), default=-1)
        self._on_logged = on_logged
        self._guard = FloorGuard(self.floor)
        self._events = events
        self._boot_clock = boot_clock
        self._publish = publish
        self._unlogged: list[_Unlogged] = []

    def on_steps(self, steps: list[bytes]) -> None:
        """Keep new steps until they can be logged. Raises DirectiveRefused or ProofInvalid, and then nothing is kept."""
        register = self._register
        try:
            self._guard.verify(steps)
            for step in steps:
                register = register.apply(step)
            register.verify_dated(datetime.now(UTC))
        except OstiaryError as error:
            self._events.tell(Event.CHAIN_BROKEN, why=error.message)
            raise
        # A worker's lease counts from a question that it sent. One whose answer was without these steps was sent before
        # now; so its lease ends within this time, unless it hears of them first.
        in_force_at = self._boot_clock() + LEASE_SECONDS
        for sequence, step in enumerate(steps, self._guard.sequence + 1):
            if sequence > self._logged_to:
                self._unlogged.append(_Unlogged(sequence, step, in_force_at))
        self._register = register
        self._guard.advance(steps)
        self._publish_logged()

    @property
    def register(self) -> Register:
        """What the steps that were kept add up to."""
        return self._register

    def log_steps(self, in_force: int | None) -> None:
        """Hand to the log what is in force everywhere; what it cannot take now is handed over the next time.

        ``in_force`` is the last step that all workers have said to be in force; None while there are no workers.
        """
        while self._unlogged and self._is_in_force(self._unlogged[0], in_force):
            first = self._unlogged[0]
            try:
                client = self._log.client()
                ticket = client.append(DIRECTIVE, first.step)
            except LogUnavailable:
                return
            del self._unlogged[0]
            client.when_durable(ticket, partial(self._logged, first))

    def verify_complete(self) -> None:
        """Raises DirectiveRefused when the chain has been read and is shorter than this gateway has seen it."""
        self._guard.verify_complete()

    def _is_in_force(self, one: _Unlogged, in_force: int | None) -> bool:
        return in_force is None or one.sequence <= in_force or self._boot_clock() >= one.in_force_at

    def _logged(self, logged: _Unlogged, index: int | LogUnavailable) -> None:
        if isinstance(index, LogUnavailable):
            # Whether it is durable cannot be known; twice in the log is better than never.
            self._unlogged.append(logged)
            self._unlogged.sort()
            return
        self._logged_to = max(self._logged_to, logged.sequence)
        self._on_logged(logged.sequence, step_hash(logged.step), index)
        if logged.sequence > self.floor.sequence:
            self.floor = Floor(logged.sequence, step_hash(logged.step))
            try:
                write_floor(self._floor_file, self.floor)
            except OSError as error:
                # The old floor still holds: it is lower, and so still true. The log has the step.
                self._events.tell(Event.FLOOR_NOT_WRITTEN, why=error.strerror or "unknown reason")
        self._publish_logged()

    def _publish_logged(self) -> None:
        # Nobody reads in public what the log does not hold, nor an older register than was read before.
        if self._logged_to == self._register.head.sequence:
            self._publish(self._register)
