"""The thread that publishes: it reads what is durable in the journal and keeps the public side up to date.

Knows: when to publish, and how to stop.
Must not know: sockets, how entries get durable, or how tiles are laid out.

Commits never wait for it, and there is only this one thread, so that at most one publication is under way.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from ostiary.errors import LogDamaged, LogUnavailable
from ostiary.store.log.journal import JournalReader, Position
from ostiary.store.log.tile_store import TileStore


class Publisher:
    """Publishes up to the position it was last woken with, at most once in each interval.

    It trusts no memory: entries are read back from the journal and their checksums compared before they are signed.
    """

    def __init__(
        self, reader: JournalReader, store: TileStore, interval: float, on_failure: Callable[[], None]
    ) -> None:
        """``interval`` is in seconds. ``on_failure`` is called in the thread, after ``failure`` is set."""
        self.failure: Exception | None = None
        """Why publishing has ended, when it failed. Nothing is published after that."""
        self._store = store
        self._reader = reader
        self._interval = interval
        self._on_failure = on_failure
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
        self._publish(self._durable)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._is_stopping or self._durable != self._read)
                durable, is_last = self._durable, self._is_stopping
            if durable != self._read:
                self._publish(durable)
            if is_last:
                return
            self._rest()

    def _publish(self, durable: Position) -> None:
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
        self._store.publish()

    def _rest(self) -> None:
        until = time.monotonic() + self._interval
        with self._stopping:
            self._stopping.wait_for(lambda: self._is_stopping, timeout=until - time.monotonic())
