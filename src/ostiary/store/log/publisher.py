"""The thread that publishes: it reads what is durable in the journal and keeps the public side up to date.

Knows: when to publish, and how to stop.
Must not know: sockets, how entries get durable, or how tiles are laid out.

Commits never wait for it, and there is only this one thread, so that at most one publication is under way. Where the head
stands in a control database too and that is away, publishing waits and commits go on, for ``PATIENCE_SECONDS``: what was
acknowledged is durable, and only the administrator of this machine could take it back unseen. A gateway answers nobody
meanwhile, since its lease comes from the same database and ends after two seconds; what is appended are refusals.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from ostiary.errors import ControlDown, LogDamaged, LogUnavailable
from ostiary.store.log import refusals
from ostiary.store.log.clock_guard import ClockGuard
from ostiary.store.log.journal import JournalReader, Position
from ostiary.store.log.tile_store import TileStore

PATIENCE_SECONDS = 600.0
"""How long entries are taken that no checkpoint covers: a restart of a database takes seconds, a failover a minute or two."""

WAITS = "publishing waits: "
GOES_ON = "publishing goes on"
"""What is told of waiting."""

_TELL_SECONDS = 5.0
"""A swap that comes so late is told of; a short wait is nobody's trouble."""


class Publisher:
    """Publishes up to the position it was last woken with, at most once in each interval.

    It trusts no memory: entries are read back from the journal and their checksums compared before they are signed.
    """

    def __init__(
        self,
        reader: JournalReader,
        store: TileStore,
        interval: float,
        on_failure: Callable[[], None],
        *,
        patience: float = PATIENCE_SECONDS,
        tell: Callable[[str], None] = lambda _said: None,
    ) -> None:
        """``interval`` and ``patience`` are in seconds. ``on_failure`` is called in the thread, after ``failure`` is set.

        ``tell`` hears once when publishing waits for the control database, and once when it goes on.
        """
        self.failure: Exception | None = None
        """Why publishing has ended, when it failed. Nothing is published after that."""
        self._store = store
        self._reader = reader
        self._interval = interval
        self._on_failure = on_failure
        self._patience = patience
        self._tell = tell
        self._clock = ClockGuard()
        # Since when nothing could be published, on the clock that never goes back; None: nothing is in the way.
        self._waiting_since: float | None = None
        self._is_told = False
        self._read = reader.start
        # Guarded by _changed and _stopping, which share one lock: the main thread writes them and the publishing thread reads them.
        self._durable = reader.start
        self._is_stopping = False
        guard = threading.Lock()
        self._changed = threading.Condition(guard)
        # While it rests, new entries do not wake it: at every commit that would cost more than the commit.
        self._stopping = threading.Condition(guard)
        self._thread = threading.Thread(target=self._run, name="publisher")

    def start(self, durable: Position) -> None:
        """Begin, with all that is durable already."""
        self._durable = durable
        self._thread.start()

    def wake(self, durable: Position) -> None:
        """Say that the journal is durable up to this position."""
        with self._changed:
            self._durable = durable
            self._changed.notify()

    def stop(self) -> None:
        """Publish what is durable and end the thread. Raises what made publishing fail."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify()
            self._stopping.notify()
        self._thread.join()
        if self.failure is not None:
            raise self.failure

    def _run(self) -> None:
        try:
            self._publish_until_stopped()
        except OSError as fault:
            # A call on an open file does not tell its name.
            where = f" ({fault.filename})" if fault.filename else ""
            self._fail(LogUnavailable(f"the log cannot be published: {fault.strerror}{where}"))
        except Exception as fault:  # noqa: BLE001  a bug in this thread must end the writer, not pass unseen.
            self._fail(fault)

    def _fail(self, fault: Exception) -> None:
        self.failure = fault
        self._on_failure()

    def _publish_until_stopped(self) -> None:
        # The first publication also puts back what is missing of the public side, even when there is nothing new.
        self._publish(self._durable, is_last=False)
        while True:
            with self._changed:
                self._changed.wait_for(self._is_due)
                durable, is_last = self._durable, self._is_stopping
            if durable != self._read or self._waiting_since is not None:
                self._publish(durable, is_last=is_last)
            if is_last:
                return
            self._rest()

    def _is_due(self) -> bool:
        return self._is_stopping or self._durable != self._read or self._waiting_since is not None

    def _publish(self, durable: Position, *, is_last: bool) -> None:
        self._clock.tick()
        self._read_up_to(durable)
        try:
            self._store.publish()
        except ControlDown as fault:
            self._wait(fault.message, is_last=is_last)
        else:
            if self._is_told:
                self._tell(GOES_ON)
            self._waiting_since, self._is_told = None, False

    def _wait(self, why: str, *, is_last: bool) -> None:
        now = time.monotonic()
        since = self._waiting_since = now if self._waiting_since is None else self._waiting_since
        if is_last or now - since > self._patience:
            raise refusals.WAITED_TOO_LONG.fault(seconds=round(now - since), why=why)
        if now - since > _TELL_SECONDS and not self._is_told:
            self._is_told = True
            self._tell(f"{WAITS}{why}")

    def _read_up_to(self, durable: Position) -> None:
        if self._read != durable:
            for frame, position in self._reader.read_frames(self._read):
                self._store.add(frame)
                self._read = position
                if position.offset >= durable.offset:
                    break
        if self._read != durable:
            raise LogDamaged(
                f"the journal reads back {self._read.index} entries of {durable.index} durable ones"
            )

    def _rest(self) -> None:
        until = time.monotonic() + self._interval
        with self._stopping:
            self._stopping.wait_for(lambda: self._is_stopping, timeout=until - time.monotonic())
